using Apical.Data;
using Apical.Networks;
using Apical.Specs;

namespace Apical.Training;

/// <summary>Whether a network suits the samples it is to learn from.</summary>
internal static class NetworkFit
{
    /// <summary>Sees to it that it does.</summary>
    /// <param name="net">The network.</param>
    /// <param name="text">As it was written.</param>
    /// <param name="train">The samples.</param>
    /// <exception cref="ArgumentException">Inputs or outputs are more or fewer, or patches would see pixels of other images than those there are.</exception>
    public static void Require(NetworkSpec net, string text, ISamples train)
    {
        IReadOnlyList<int> n = net.Widths;
        if (n[0] != train.Features || n[^1] != train.Outputs)
        {
            throw new ArgumentException($"{train.Name} has {Counted.Of(train.Features, "input")} and {Counted.Of(train.Outputs, "output")}, "
                + $"so the network must be {train.Features}-…-{train.Outputs}, not {text}.");
        }

        Shape input = net.Input;
        if (net.Layers[0] is not DenseSpec && train.Shape is { } image && input != new Shape(image.Channels, image.Height, image.Width))
        {
            throw new ArgumentException($"{train.Name} has images of {image}, and patches of images of {input} would see other pixels beside each other: "
                + $"begin the network with {image.Channels}x{image.Height}x{image.Width}-…, not {text}.");
        }
    }
}
