using Apical.Specs;

namespace Apical.Data;

/// <summary>ImageNet, or as much of it as there is: a folder or an archive of images, found by its name.</summary>
internal static class ImageNetSet
{
    private const string Set = "imagenet", Auto = "auto", Itself = ".", Train = "train", Validation = "val";
    private const int Side = 224, Channels = 3;

    private static readonly EnumerationOptions s_anyCase = new() { MatchCasing = MatchCasing.CaseInsensitive };

    private static readonly Settings<Options> s_settings = new Settings<Options>(() => new())
        .Text("folder", o => o.Folder, (o, x) => o with { Folder = x },
            "which folder or .zip among the data; auto: one whose name begins with imagenet, else the folder of the data itself, if train and val are in it")
        .Whole("size", o => o.Size, (o, x) => o with { Size = x },
            "the shorter side is scaled to so many pixels, and the middle square cut out", least: 1, most: 4096)
        .Whole("each", o => o.Each, (o, x) => o with { Each = x }, "training images of each class at most, the first ones; 0 for all", least: 0)
        .Whole("cache", o => o.Cache, (o, x) => o with { Cache = x }, "MB of decoded images to keep in memory", least: 0, most: 1_000_000)
        .Flag("check", o => o.Check, (o, x) => o with { Check = x }, "whether all images are decoded once before training, to leave out damaged ones")
        .With(ClassChoice.Settings, o => o.Choice, (o, x) => o with { Choice = x });

    /// <summary>The set.</summary>
    public static DataEntry Entry { get; } = DataEntry.Of(s_settings, o => new DataEntry
    {
        Name = Set,
        Summary = "photographs of a thousand kinds of things, or of some of them (Imagenette, …); you bring the folder",
        Features = Channels * o.Size * o.Size,
        Shape = new(Channels, o.Size, o.Size),
        Source = "O. Russakovsky and others. ImageNet large scale visual recognition challenge. 2015. Not fetched: its terms are to be agreed to.",
        OwnFiles = [Train, Validation],
        OtherForm = root => Find(root, o.Folder) is not null,
        Spell = folder => Set + s_settings.Show(o with { Folder = Find(DataFolder.Resolve(folder), o.Folder) ?? o.Folder }),
        Loader = request => Load(o, request),
    });

    private static DataSplits Load(Options o, DataRequest request)
    {
        string root = Path.GetFullPath(DataFolder.Resolve(request.Folder));
        string found = Find(root, o.Folder) ?? throw new DatasetException(o.Folder == Auto
            ? $"imagenet: {root} has no folder and no .zip whose name begins with imagenet, nor folders {Train} and {Validation} of its own. "
                + "Put it there, or say with --data-dir where it is."
            : $"imagenet:folder={Pieces.Quote(o.Folder)}: there is no such folder or .zip in {root}.");
        string each = o.Each == 0 ? "" : $":each={ValueText.Show(o.Each)}";
        return NamedImages.Load(Set, Path.GetFullPath(Path.Combine(root, found)), $":size={ValueText.Show(o.Size)}{each}:cache={ValueText.Show(o.Cache)}"
            + $":check={(o.Check ? "yes" : "no")}{ClassChoice.Settings.Show(o.Choice)}", request);
    }

    // Relative to the folder of the data; null when nothing is there.
    private static string? Find(string root, string folder) => !Directory.Exists(root) ? null
        : folder != Auto ? (Path.Exists(Path.Combine(root, folder)) ? folder : null)
        : Directory.EnumerateFileSystemEntries(root, Set + "*", s_anyCase).Where(path => Directory.Exists(path) || IsArchive(path))
            .Select(path => Path.GetFileName(path)).Order(StringComparer.OrdinalIgnoreCase).FirstOrDefault()
            ?? (new[] { Train, Validation }.All(part => Directory.Exists(Path.Combine(root, part))) ? Itself : null);

    private static bool IsArchive(string path) => Path.GetExtension(path).Equals(".zip", StringComparison.OrdinalIgnoreCase);

    private sealed record Options
    {
        public string Folder { get; init; } = Auto;

        public int Size { get; init; } = Side;

        public int Each { get; init; }

        public int Cache { get; init; } = 512;

        public bool Check { get; init; } = true;

        public ClassChoice Choice { get; init; } = new();
    }
}
