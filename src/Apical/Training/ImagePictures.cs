using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Rules;
using Apical.Runs;

namespace Apical.Training;

/// <summary>What a network of convolutions or local layers can show of itself: its filters before and after learning, and its maps of one image.</summary>
public static class ImagePictures
{
    private const int MostFilters = 60, MostMaps = 30;

    /// <summary>The pictures; none for a learner without a network, or one whose first layer has no patches.</summary>
    /// <param name="title">Whose they are, such as the name of the rule.</param>
    /// <param name="before">The learner as it began.</param>
    /// <param name="after">The learner as it is.</param>
    /// <param name="test">Where the image comes from.</param>
    /// <param name="sample">The number of the image, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public static IReadOnlyList<Picture> Of(string title, Func<ILearner> before, ILearner after, ISamples test, int sample)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(test);
        if (sample < 1 || sample > test.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(sample), sample, $"Images of {test.Name} are counted 1 to {test.Count}.");
        }

        return after.Capability<ITaught>()?.Network is { } network && network[1].Connections.Patches is not null
            ? [Filters(title, ITaught.Of(before()).Network[1], network[1]), Maps(title, network, test, sample)] : [];
    }

    private static Picture Filters(string title, Layer before, Layer after)
    {
        Connections connections = after.Connections;
        int channels = connections.Input.Channels, shown = Math.Min(MostFilters, connections.Output.Channels), colours = channels == 3 ? 3 : 1;
        string which = connections.Output.Channels > shown ? $"The first {shown} of {connections.Output.Channels} maps" : "All maps";
        return new($"{title}: filters of layer 1",
            $"{which}, before the first step and after the last{(connections.IsShared ? "" : ", of the unit in the upper left corner")}"
                + $"{(channels is 1 or 3 ? "" : ", the first channel")}.")
        {
            Images = [Grid("before", before), Grid("after", after)],
        };

        ImageGrid Grid(string when, Layer layer)
        {
            int rowsPerMap = layer.W.Value.Rows / connections.Output.Channels;
            (int height, int width) = (connections.Patches!.Value.PatchHeight, connections.Patches.Value.PatchWidth);
            return new(when, height, width,
                [.. Enumerable.Range(0, shown).Select(map => Row(layer.W.Value, map * rowsPerMap, colours * height * width))])
            {
                Channels = colours,
            };
        }
    }

    private static Picture Maps(string title, Network network, ISamples test, int sample)
    {
        var x = new Matrix(test.Features, 1, network.Precision);
        test.Gather([sample - 1], x, null, []);
        Pass pass = network.Forward(x);
        Shape input = network[1].Connections.Input;
        int[] layers = [.. Enumerable.Range(1, network.L).Where(i => network[i].Output is { Height: > 1 } or { Width: > 1 })];
        return new($"{title}: maps of test image {sample}",
            "The image as it enters the network, and what each layer with maps hands up of it, the first thirty maps.")
        {
            Images =
            [
                new("image", input.Height, input.Width, [x.ToArray()]) { Channels = input.Channels },
                .. layers.Select(i => new ImageGrid($"layer {i}", network[i].Output.Height, network[i].Output.Width,
                    [.. pass.H[i].ToArray().Chunk(network[i].Output.Height * network[i].Output.Width).Take(MostMaps)])),
            ],
        };
    }

    private static double[] Row(Matrix w, int row, int count) => [.. Enumerable.Range(0, count).Select(tap => Math.Round(w[row, tap], 6))];
}
