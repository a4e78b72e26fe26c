using Apical.Specs;

namespace Apical.Data;

/// <summary>
/// How training images are changed each time they are drawn. Written as a list: <c>crop:4,flip</c>, <c>elastic:alpha=34:sigma=4</c>. In whatever order they
/// are written, images are cropped, then flipped, then distorted.
/// </summary>
public sealed record Augmentation : IReadable<Augmentation>
{
    private const string CropWord = "crop", EdgeWord = "edge", FlipWord = "flip", ElasticWord = "elastic";

    /// <summary>The forms that may stand in the list.</summary>
    public static IReadOnlyList<string> Names { get; } = [$"{CropWord}:PIXELS[:{EdgeWord}]", FlipWord, .. Elastic.Names];

    /// <summary>
    /// p, pixels of black that are put around an image before as many rows and columns as it had are cut out at a random place: torchvision's
    /// <c>RandomCrop</c> with <c>padding=p</c>.
    /// </summary>
    /// <value>Default 0: images are not cropped.</value>
    public int Crop
    {
        get;
        init => field = value is >= 0 and <= 1000 ? value
            : throw new ArgumentOutOfRangeException(nameof(Crop), value, "Expected a number of pixels up to 1000.");
    }

    /// <summary>
    /// Whether what is put around an image is not black but repeats the pixels at its edge (<c>padding_mode="edge"</c>): written <c>crop:4:edge</c>.
    /// </summary>
    /// <value>Default no.</value>
    public bool Edge { get; init; }

    /// <summary>Whether each image is turned left to right with probability ½.</summary>
    /// <value>Default no.</value>
    public bool Flip { get; init; }

    /// <summary>Elastic distortion.</summary>
    /// <value>Default none.</value>
    public Elastic? Elastic { get; init; }

    /// <summary>Whether whole images are moved or turned.</summary>
    public bool Moves => Crop > 0 || Flip;

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="ArgumentException">Something else, or one of them twice.</exception>
    public static Augmentation Parse(string text)
    {
        IReadOnlyList<string> pieces = Spec.Split(text);
        if (pieces.Select(piece => Spec.Parse(piece).Name).GroupBy(name => name).FirstOrDefault(same => same.Count() > 1)?.Key is { } twice)
        {
            throw new ArgumentException($"'{text}': {twice} is there twice. Write each once.");
        }

        return pieces.Aggregate(new Augmentation(), With);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        ',', new[] { Crop > 0 ? CropWord + $":{ValueText.Show(Crop)}" + (Edge ? ":" + EdgeWord : "") : null, Flip ? FlipWord : null, Elastic?.ToString() }
            .OfType<string>());

    private static Augmentation With(Augmentation before, string piece)
    {
        var spec = Spec.Parse(piece);
        return spec.Name switch
        {
            CropWord => spec is { Settings: [], Arguments: [_] or [_, EdgeWord] } && ValueText.Number(spec.Arguments[0]) is >= 1 and <= 1000 and var p
                && p == Math.Floor(p) ? before with { Crop = (int)p, Edge = spec.Arguments.Count == 2 }
                : throw new ArgumentException($"'{piece}' is not written so: {Names[0]}, with a whole number from 1 to 1000."),
            FlipWord => spec is { Settings: [], Arguments: [] } ? before with { Flip = true }
                : throw new ArgumentException($"'{piece}' is not written so: {FlipWord}."),
            ElasticWord => before with { Elastic = Elastic.Parse(piece) },
            _ => throw new ArgumentException(Unknown.Message("augmentation", piece, Names)),
        };
    }
}
