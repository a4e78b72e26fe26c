using Apical.Numerics.Matrices;

namespace Apical.Networks;

/// <summary>
/// A network in words, layer after layer from the input on, joined by '-': <c>784-1000-10</c>. A hidden layer written <c>6@6x6</c> is locally
/// connected: 6 maps of 6×6 patches. It needs an image below: the input, written <c>28x84</c>, <c>3x32x32</c>, or a number that is a square; or
/// another such layer.
/// </summary>
internal sealed class NetworkPlan
{
    private NetworkPlan(int[] widths, LocalShape?[] local) => (Widths, Local) = (widths, local);

    /// <summary>Units per layer, input first.</summary>
    public int[] Widths { get; }

    /// <summary>For each of them, what makes the layer a locally connected one, or null.</summary>
    public LocalShape?[] Local { get; }

    /// <summary>Reads a network.</summary>
    /// <exception cref="ArgumentException">Something else; the message says what.</exception>
    public static NetworkPlan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('-');
        if (parts.Length == 1)
        {
            throw new ArgumentException($"'{Number(text, text)}' has one layer of units: give at least an input and an output, such as 784-10.");
        }

        var widths = new int[parts.Length];
        var local = new LocalShape?[parts.Length];
        (int Channels, int Height, int Width)? image = null;
        for (int i = 0; i < parts.Length; i++)
        {
            if (i > 0 && parts[i].Split('@') is [var maps, var patch])
            {
                (int channels, int height, int width) = image ?? throw new ArgumentException(
                    $"'{parts[i]}' in '{text}' needs an image below: the input, such as 784 or 28x84 or 3x32x32, or another layer of its kind.");
                int[] sizes = Numbers(patch, text);
                var shape = new LocalShape(channels, height, width, Number(maps, text), sizes[0], sizes[^1]);
                if (sizes.Length != 2 || !shape.IsValid || i == parts.Length - 1)
                {
                    throw new ArgumentException(
                        $"'{parts[i]}' in '{text}' will not do: write MAPS@HEIGHTxWIDTH, such as 6@6x6, for a hidden layer with patches that fit into {height}×{width}.");
                }

                (local[i], widths[i], image) = (shape, shape.Outputs, (shape.Maps, shape.OutHeight, shape.OutWidth));
                continue;
            }

            int[] n = i == 0 ? Numbers(parts[i], text) : [Number(parts[i], text)];
            widths[i] = n.Aggregate(1, (product, size) => checked(product * size));
            int side = (int)Math.Round(Math.Sqrt(widths[i]));
            image = (i, n) switch
            {
                (0, [_]) when side * side == n[0] => (1, side, side),
                (0, [int height, int width]) => (1, height, width),
                (0, [int channels, int height, int width]) => (channels, height, width),
                _ => null,
            };
        }

        return new(widths, local);
    }

    private static int[] Numbers(string text, string whole) => [.. text.Split('x').Select(number => Number(number, whole))];

    private static int Number(string text, string whole) => int.TryParse(text, out int number) && number >= 1 ? number
        : throw new ArgumentException($"'{whole}' is not a network: give the units per layer joined by '-', input first, such as 784-1000-10.");
}
