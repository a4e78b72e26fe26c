using System.Globalization;
using System.Text.RegularExpressions;
using Apical.Specs;

namespace Apical.Networks;

/// <summary>Reads the pieces of a network in words, and says of one that will not do what is wrong in it.</summary>
internal static partial class LayerText
{
    private const string Form = "Give the units per layer joined by '-', input first, such as 784-1000-10";
    private const string NoInput = "that is no number of inputs, nor the sizes of an image such as 28x84 or 3x32x32. " + Form + ".";
    private const string NoLayer = "that is no layer. " + Form + ", or conv96@5x5/2+same:max2 for a convolution: 96 maps of 5×5 "
        + "patches, a stride of 2, zeros beyond the edge, the largest of 2×2 units handed up; local6@6x6 is one without shared weights.";

    private static readonly string[] s_kinds = ["conv", "local"];

    /// <summary>How the inputs lie.</summary>
    /// <exception cref="ArgumentException">Something else; the message says what is wrong, in a clause.</exception>
    public static Shape Input(string part) => ImageOf(part)
        ?? throw new ArgumentException(Plain(part) is var plain && plain != part && ImageOf(plain) is not null ? Respell(plain) : NoInput);

    /// <summary>A layer.</summary>
    /// <exception cref="ArgumentException">Something else; the message says what is wrong, in a clause.</exception>
    public static LayerSpec Layer(string part)
    {
        part = part.Trim();
        if (part.Length == 0)
        {
            throw new ArgumentException($"nothing stands there. {Form}.");
        }

        if (Plain(part) is var plain && plain != part && Pieces().IsMatch(plain))
        {
            throw new ArgumentException(Respell(plain));
        }

        GroupCollection found = Pieces().Match(part) is { Success: true } match ? match.Groups
            : throw new ArgumentException(part.Contains('x') && ImageOf(part) is not null ? "the sizes of an image stand first, for the input." : NoLayer);
        (string kind, string maps, bool hasPatch) = (found["kind"].Value, found["maps"].Value, found["patch"].Success);
        if (kind.Length > 0 && !s_kinds.Contains(kind))
        {
            throw new ArgumentException(maps.Length + part.Count(c => c is '@' or ':' or '/') == 0 ? NoLayer
                : $"'{kind}' is no kind of layer{Unknown.Closest(kind, s_kinds)} There are conv96@5x5, a convolution, "
                    + "and local6@6x6, which shares no weights.");
        }

        if (!hasPatch && kind.Length == 0)
        {
            string[] more = [.. new[] { "stride", "edge", "pool" }.Where(name => found[name].Success).Select(name => found[name].Value)];
            return more.Length == 0 ? new DenseSpec(Count(maps, "units")) : throw new ArgumentException(
                $"a fully connected layer has no maps for '{more[0]}': that goes with conv96@5x5 or local6@6x6.");
        }

        string example = $"{kind}{(maps.Length > 0 ? maps : "96")}@5x5";
        if (maps.Length == 0 || !hasPatch)
        {
            throw new ArgumentException(maps.Length == 0 ? $"the number of maps is missing: write {kind}96{(hasPatch ? found["patch"].Value : "@5x5")} for 96."
                : $"the patch that a unit sees is missing: write {example} for one of 5×5.");
        }

        string[] sides = found["patch"].Value[1..].Split('x');
        if (sides.Length != 2)
        {
            throw new ArgumentException($"a patch has rows and columns, joined by x: write {example} for 5×5, in the place of '{found["patch"].Value}'.");
        }

        int count = Count(maps, "maps"), height = Count(sides[0], "rows of a patch"), width = Count(sides[1], "columns of a patch");
        int stride = found["stride"].Success ? Count(found["stride"].Value[1..], "pixels from one patch to the next (the stride)") : 1;
        bool same = found["edge"].Success;
        if (same && found["edge"].Value != "+same")
        {
            throw new ArgumentException(
                $"'{found["edge"].Value}' is not known; +same lets patches reach over the edge, and without it they lie within the image.");
        }

        Func<Shape, Pooling>? pooling = found["pool"].Success ? PoolingOf(found["pool"].Value) : null;
        return kind == "conv" ? new ConvolutionSpec(count, height, width) { Stride = stride, Same = same, Pooling = pooling }
            : new LocalSpec(count, height, width) { Stride = stride, Same = same, Pooling = pooling };
    }

    private static Func<Shape, Pooling> PoolingOf(string text)
    {
        const string Known = "there are :max2, the largest of 2×2 units, :mean3/2, the mean of 3×3, two apart, and :mean, that of the map.";
        if (text == ":mean")
        {
            return PatchPooling.MeanOfMap;
        }

        GroupCollection found = PoolingPieces().Match(text) is { Success: true } match ? match.Groups
            : throw new ArgumentException(text.Contains('+') ? $"'{text[text.IndexOf('+')..]}' stands before the pooling: …{text[text.IndexOf('+')..]}"
                + $"{text[..text.IndexOf('+')]}." : $"'{text}' is no pooling; {Known}");
        if (found["size"].Length == 0)
        {
            throw new ArgumentException($"'{text}' does not say of how many units; {Known}");
        }

        int size = Count(found["size"].Value, "rows and columns to pool");
        int step = found["step"].Success ? Count(found["step"].Value, "units from one pool to the next") : size;
        return found["pool"].Value == "max" ? shape => PatchPooling.Max(shape, size, step) : shape => PatchPooling.Mean(shape, size, step);
    }

    private static Shape? ImageOf(string part)
    {
        int?[] n = [.. part.Split('x').Select(Number)];
        return n switch
        {
            [int units] when (int)Math.Round(Math.Sqrt(units)) is var side && side * side == units => new(1, side, side),
            [int units] => new(units),
            [int height, int width] => new(1, height, width),
            [int channels, int height, int width] => new(channels, height, width),
            _ => null,
        };
    }

    // As it was probably meant: × and * look like x, and capitals like small letters.
    private static string Plain(string part) => part.Replace('×', 'x').Replace('*', 'x').Replace(" ", "").ToLowerInvariant();

    private static string Respell(string plain) => $"it takes small letters, an x between rows and columns, and no blanks: write {plain}.";

    private static int Count(string text, string what) => Number(text)
        ?? throw new ArgumentException($"'{text}' will not do for {what}: give a whole number from 1 to {int.MaxValue}.");

    private static int? Number(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 ? number : null;

    [GeneratedRegex(@"^(?<kind>[a-z]*)(?<maps>\d*)(?<patch>@[^/+:]*)?(?<stride>/[^/+:]*)?(?<edge>\+[^/+:]*)?(?<pool>:.*)?$")]
    private static partial Regex Pieces();

    [GeneratedRegex(@"^:(?<pool>max|mean)(?<size>\d*)(/(?<step>[^/]*))?$")]
    private static partial Regex PoolingPieces();
}
