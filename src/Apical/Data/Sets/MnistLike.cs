namespace Apical.Data;

/// <summary>Loads the four IDX files of MNIST, or of a set that uses its names and layout.</summary>
internal static class MnistLike
{
    private const int Classes = 10, Trained = 60_000, Tested = 10_000, Side = 28;

    /// <summary>How the training labels of the sets begin. All use the same file names, so only this tells them apart.</summary>
    private static readonly (string Set, string FirstLabels)[] Known =
    [
        ("mnist", "50419213143536172869"),
        ("fashion-mnist", "90030272550955791064"),
    ];

    /// <summary>Reads both parts.</summary>
    /// <exception cref="DatasetException">A file is missing or not right, or the files are those of another set.</exception>
    public static DataSplits Load(string set, string folder, Precision precision)
    {
        IdxSet train = IdxFolder.ReadTrain(set, folder, Classes);
        string first = string.Concat(train.Labels.Values.Take(20));
        foreach ((string other, string labels) in Known)
        {
            if (other != set && first == labels)
            {
                throw new DatasetException(
                    $"The files in {Path.GetFullPath(folder)} are those of {other}, not of {set}. Ask for {other}, or name another folder with --data-dir.");
            }
        }

        IdxSet test = IdxFolder.ReadTest(set, folder, Classes);
        RequireSet(set, folder, train.Images, test.Images, first == Known.First(known => known.Set == set).FirstLabels);
        return new DataSplits(Dataset.OfImages($"{set}/train", train, Classes, precision), null, Dataset.OfImages($"{set}/test", test, Classes, precision));
    }

    // Any set in this layout has the same file names; what is recorded as mnist must be it.
    private static void RequireSet(string set, string folder, IdxArray train, IdxArray test, bool begins)
    {
        string Shown(IdxArray images) => $"{images.Count} images of {string.Join('×', images.Shape.Skip(1))}";
        bool fits = train.Shape.SequenceEqual([Trained, Side, Side]) && test.Shape.SequenceEqual([Tested, Side, Side]);
        if (!fits || !begins)
        {
            string found = fits ? "but the labels begin otherwise" : $"and found {Shown(train)} and {Shown(test)}";
            throw new DatasetException($"The files in {Path.GetFullPath(folder)} are not {set}: expected {Trained} and {Tested} images of {Side}×{Side}, "
                + $"{found}. Other sets in these files are read as --data idx:FOLDER.");
        }
    }
}
