using System.IO.Enumeration;
using Apical.Specs;

namespace Apical.Data;

/// <summary>The kind of data sets that is written <c>idx:FOLDER</c>: images or other bytes, and their labels, in IDX files of the user's.</summary>
internal static class IdxSets
{
    private static readonly string[] s_train = ["train"], s_test = ["t10k", "test", "val"];

    private static readonly Settings<Options> s_settings = new Settings<Options>(() => new())
        .Argument("path", o => o.Path, (o, x) => o with { Path = x },
            "a folder with a file of images and one of labels, and two more to test with if there are")
        .Text("files", o => o.Files, (o, x) => o with { Files = x }, "of a folder with several sets those that are called so, such as letters-*")
        .Number("test", o => o.Test, (o, x) => o with { Test = x }, "share of each class to test with, where no files are for that; between 0 and 1")
        .Whole("seed", o => o.Seed, (o, x) => o with { Seed = x }, "which random split, and order of the samples, that is", least: 0)
        .With(ClassChoice.Settings, o => o.Classes, (o, x) => o with { Classes = x });

    /// <summary>For the catalog.</summary>
    public static DataEntry Entry { get; } = DataEntry.Of(s_settings, options => new DataEntry
    {
        Name = "idx",
        Summary = "a pair of IDX files of yours, images and labels, in the format of MNIST: idx:FOLDER",
        Source = "yours",
        IsYours = true,
        OtherForm = folder => DataFolder.Find(options.Path, folder, Directory.Exists) is not null,
        Loader = request => Load(options, request),
    });

    private static DataSplits Load(Options options, DataRequest request)
    {
        string folder = DataFolder.Find(options.Path, request.Folder, Directory.Exists) ?? throw new DatasetException(options.Path.Length == 0
            ? "idx: say in which folder, as in idx:FOLDER; in quotes, idx:'FOLDER', where the path has a colon."
            : $"idx: there is no folder {Path.GetFullPath(options.Path)}, nor is it in {Path.GetFullPath(DataFolder.Resolve(request.Folder))}.");
        var (train, test) = Pairs(Path.GetFullPath(folder), options.Files);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        IdxSet first = Read(train), second = test is { } pair ? Read(pair) : new(new([0, .. first.Images.Shape.Skip(1)], []), new([0], []));
        if (!first.Images.Shape.Skip(1).SequenceEqual(second.Images.Shape.Skip(1)))
        {
            throw new DatasetException($"{folder}: to train there are samples of {string.Join('×', first.Images.Shape.Skip(1))}, to test of "
                + $"{string.Join('×', second.Images.Shape.Skip(1))}. They do not belong together.");
        }

        var labels = ClassLabels.OfNumbers([.. first.Labels.Values.Concat(second.Labels.Values).Select(value => (int)value)]);
        labels = labels.RequireTrained(first.Labels.Count, folder).Choose(options.Classes, "idx");
        var (trained, tested) = test is null ? StratifiedSplit.Of(labels, options.Test, options.Seed, folder)
            : StratifiedSplit.Of(labels, first.Labels.Count, options.Seed);
        ImageShape? shape = first.Images.Shape switch
        {
            [_, var height, var width] => new(1, height, width),
            [_, (1 or 3) and var channels, var height, var width] => new(channels, height, width),
            _ => null,
        };
        int features = first.Images.Shape.Skip(1).Aggregate(1, (product, side) => product * side);
        Dataset Part(string part, int[] samples)
        {
            byte[] pixels = new byte[(long)samples.Length * features];
            for (int i = 0; i < samples.Length; i++)
            {
                bool late = samples[i] >= first.Labels.Count;
                (late ? second : first).Images.Values.AsSpan((late ? samples[i] - first.Labels.Count : samples[i]) * features, features)
                    .CopyTo(pixels.AsSpan(i * features));
            }

            return labels.Part($"{name}/{part}", Pixels.ToMatrix(pixels, samples.Length, features, request.Precision), samples, options.Classes.Single, shape);
        }

        return new(Part("train", trained), null, Part("test", tested));
    }

    private static IdxSet Read((string Images, string Labels) pair) =>
        IdxSet.Read(pair.Images, pair.Labels, classes: byte.MaxValue + 1, axes: IdxFile.AxesOf(pair.Images));

    // One pair is all there is; of two the names say which is to train and which to test with.
    private static ((string Images, string Labels) Train, (string Images, string Labels)? Test) Pairs(string folder, string pattern)
    {
        (string Path, int Axes)[] files =
        [
            .. Directory.EnumerateFiles(folder).Where(path => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(path))
                && Path.GetFileName(path)[0] != '.').Order(StringComparer.Ordinal).Select(path => (path, IdxFile.AxesOf(path))).Where(file => file.Item2 > 0),
        ];
        string[] images = [.. files.Where(file => file.Axes > 1).Select(file => file.Path)];
        string[] labels = [.. files.Where(file => file.Axes == 1).Select(file => file.Path)];
        if ((images, labels) is ([var image], [var label]))
        {
            return ((image, label), null);
        }

        bool Has(string path, string[] words) => words.Any(word => Path.GetFileName(path).Contains(word, StringComparison.OrdinalIgnoreCase));
        string? Only(string[] some, string[] words) => some.Where(path => Has(path, words)).ToArray() is [var one] ? one : null;
        return images.Length == 2 && labels.Length == 2 && Only(images, s_train) is { } a && Only(labels, s_train) is { } b
            && Only(images, s_test) is { } c && Only(labels, s_test) is { } d ? ((a, b), (c, d))
            : throw new DatasetException($"{folder}: expected an IDX file of images (two axes or more) and one of labels (one axis), or two of each, with "
                + $"'train' and 't10k' or 'test' in their names; found {Named(images, "of images")} and {Named(labels, "of labels")}. "
                + "Where there are several sets, say which with files=, as in files=letters-*.");
    }

    private static string Named(string[] paths, string what) =>
        paths.Length == 0 ? $"none {what}" : $"{paths.Length} {what} ({string.Join(", ", paths.Select(path => Path.GetFileName(path)))})";

    private sealed record Options
    {
        public string Path { get; init; } = "";

        public string Files { get; init; } = "*";

        public double Test
        {
            get;
            init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Test), value, "Expected a share between 0 and 1.");
        } = 0.2;

        public int Seed { get; init; } = 1;

        public ClassChoice Classes { get; init; } = new();
    }
}
