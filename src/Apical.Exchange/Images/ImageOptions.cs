using Apical.Specs;

namespace Apical.Exchange.Images;

/// <summary>What images are read, and what is made of them.</summary>
public sealed record ImageOptions
{
    private const string Rgb = "rgb", GreyWord = "grey";

    /// <summary>The settings of <c>images:FOLDER-or-ZIP</c>.</summary>
    public static Settings<ImageOptions> Settings { get; } = new Settings<ImageOptions>(() => new())
        .Argument("path", o => o.Path, (o, x) => o with { Path = x },
            "a folder, or a .zip, with a folder for each class, in train/ and val/ or test/ if it has them")
        .Form("size", Extent.Parse, o => o.Size, (o, x) => o with { Size = x },
            "64: the shorter side to 64 pixels, then the middle 64x64; 48x64: to 48 rows and 64 columns; none: as they are")
        .Form("resize", Extent.Parse, o => o.Resize, (o, x) => o with { Resize = x }, "256: the shorter side to 256 pixels; 48x64: to that; none")
        .Form("crop", Extent.Parse, o => o.Crop, (o, x) => o with { Crop = x }, "224: the middle 224x224 of what resize gives; 48x64; none")
        .Word("colours", [Rgb, GreyWord], o => o.Grey ? GreyWord : Rgb, (o, x) => o with { Grey = x == GreyWord }, "three channels or one")
        .Number("test", o => o.Test, (o, x) => o with { Test = x }, "share of each class to test with, where no folder is for that; between 0 and 1")
        .Whole("seed", o => o.Seed, (o, x) => o with { Seed = x }, "which random split that is", least: 0)
        .Whole("each", o => o.Each, (o, x) => o with { Each = x }, "training images of each class at most, the first ones by name; 0 for all", least: 0)
        .Whole("cache", o => o.CacheMegabytes, (o, x) => o with { CacheMegabytes = x }, "MB of decoded images to keep in memory", least: 0, most: 1_000_000)
        .Flag("check", o => o.Check, (o, x) => o with { Check = x }, "whether all images are decoded once before training, to leave out damaged ones")
        .With(ClassChoice.Settings, o => o.Classes, (o, x) => o with { Classes = x });

    /// <summary>A folder or a .zip.</summary>
    public string Path { get; init; } = "";

    /// <summary>Short for <see cref="Resize"/> and <see cref="Crop"/>.</summary>
    /// <value>Default none.</value>
    public Extent Size { get; init; } = Extent.None;

    /// <summary>What images are scaled to.</summary>
    /// <value>Default none.</value>
    public Extent Resize { get; init; } = Extent.None;

    /// <summary>What is cut out of the middle.</summary>
    /// <value>Default none.</value>
    public Extent Crop { get; init; } = Extent.None;

    /// <summary>Whether images are grey.</summary>
    /// <value>Default no.</value>
    public bool Grey { get; init; }

    /// <summary>Share of each class that is for testing, where there is no folder for that.</summary>
    /// <value>Default 0.2.</value>
    public double Test
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(Test), value, "Expected a share of each class, more than 0 and less than 1, such as 0.2.");
    } = 0.2;

    /// <summary>Seed of that split.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>Training images of each class at most, the first ones by their path.</summary>
    /// <value>Default 0: all.</value>
    public int Each { get; init; }

    /// <summary>Megabytes of decoded images that are kept.</summary>
    /// <value>Default 512.</value>
    public int CacheMegabytes { get; init; } = 512;

    /// <summary>Whether all images are decoded once before training.</summary>
    /// <value>Default yes.</value>
    public bool Check { get; init; } = true;

    /// <summary>Which classes.</summary>
    public ClassChoice Classes { get; init; } = new();

    /// <summary>What is done to each image, as settings again: <c>resize=64:crop=64:colours=grey</c>.</summary>
    internal string Preparation => $"resize={Framing.Resize}:crop={Framing.Crop}:colours={(Grey ? GreyWord : Rgb)}";

    /// <summary>How images are brought to one size.</summary>
    /// <exception cref="ArgumentException">The size is said twice.</exception>
    internal Framing Framing => Size == Extent.None ? new(Resize, Crop)
        : Resize != Extent.None || Crop != Extent.None ? throw new ArgumentException(
            $"images:size={Size} says all of the size: leave out resize and crop, or give these alone.")
        : Size.IsNumber ? new(Size, Size) : new(Size, Extent.None);
}
