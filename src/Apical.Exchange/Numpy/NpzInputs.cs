using Apical.Exchange.Parts;
using Apical.Numerics.Matrices;
using Apical.Specs;

namespace Apical.Exchange.Numpy;

/// <summary>Reads inputs from an array: [n], [n, features], [n, height, width], [n, height, width, channels] or [n, channels, height, width].</summary>
internal sealed class NpzInputs
{
    private const double Brightest = 255;

    private readonly NpyHeader _header;
    private readonly bool _last;

    /// <summary>Looks at what an array is.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="name">Of the array.</param>
    /// <param name="layout">Where channels are.</param>
    /// <exception cref="DatasetException">It holds no inputs.</exception>
    /// <exception cref="ArgumentException">It does not show where its channels are.</exception>
    public NpzInputs(NpzFile file, string name, ImageAxes layout)
    {
        _header = file.Header(name);
        string where = $"{file.Path}, {name}";
        _ = NpyElements.SizeOf(_header.Type, where);
        if (NpyElements.IsText(_header.Type) || _header.Shape.Count is < 1 or > 4 || _header.Count == 0)
        {
            throw new DatasetException($"{where}: expected numbers, [n, features], [n, height, width] or that with channels; got {_header.Sizes} elements "
                + $"of the type {_header.Type}.");
        }

        int[] sides = [.. _header.Shape.Skip(1).Select(side => (int)side)];
        _last = sides.Length == 3 && ChannelsAreLast(sides, layout, where);
        Shape = sides switch
        {
            [var height, var width] => new(1, height, width),
            [var height, var width, var channels] when _last => new(channels, height, width),
            [var channels, var height, var width] => new(channels, height, width),
            _ => null,
        };
        Features = sides.Aggregate(1, (product, side) => product * side);
    }

    /// <summary>Number of samples.</summary>
    public int Count => (int)_header.Shape[0];

    /// <summary>Numbers in an input.</summary>
    public int Features { get; }

    /// <summary>How they form an image, if they do.</summary>
    public ImageShape? Shape { get; }

    /// <summary>Puts all samples to their places. Images of bytes are divided by 255, as everywhere.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="name">Of the array.</param>
    /// <param name="first">Number of the first sample.</param>
    /// <param name="to">The places.</param>
    /// <param name="precision">Of the inputs.</param>
    /// <exception cref="DatasetException">A number is not finite, or too large.</exception>
    public void Read(NpzFile file, string name, int first, PartRows to, Precision precision)
    {
        int size = NpyElements.SizeOf(_header.Type, name), pixels = Shape is { } shape ? shape.Height * shape.Width : 1, channels = Features / pixels;
        double scale = Shape is not null && _header.Type.EndsWith("u1", StringComparison.Ordinal) ? Brightest : 1;
        double most = precision == Precision.Single ? float.MaxValue : double.MaxValue;
        double[] values = new double[Features];
        file.Each(name, (sample, bytes) =>
        {
            for (int i = 0; i < values.Length; i++)
            {
                double number = NpyElements.Number(_header.Type, bytes.AsSpan(i * size, size));
                int place = _last ? (i % channels * pixels) + (i / channels) : i;
                values[place] = Math.Abs(number) <= most ? number / scale : throw new DatasetException(
                    $"{file.Path}, {name}: number {i} of sample {sample}, counted from 0, is " + (double.IsFinite(number)
                        ? $"{ValueText.Show(number)}, too large for single precision: use --precision double." : "not finite. Remove such samples first."));
            }

            to.Put(first + sample, values);
        });
    }

    private static bool ChannelsAreLast(int[] sides, ImageAxes layout, string where)
    {
        bool first = sides[0] is 1 or 3, last = sides[2] is 1 or 3;
        return layout == ImageAxes.Auto && first == last
            ? throw new ArgumentException($"{where}: [n, {string.Join(", ", sides)}] does not show where the channels of its images are. "
                + "Say it: layout=hwc or layout=chw.")
            : layout == ImageAxes.Hwc || layout == ImageAxes.Auto && last;
    }
}
