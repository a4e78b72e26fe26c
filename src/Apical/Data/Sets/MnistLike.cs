namespace Apical.Data;

/// <summary>Loads the four IDX files of MNIST, or of a set that uses its names and layout.</summary>
internal static class MnistLike
{
    private const int Classes = 10;

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
        string trained = string.Join("×", train.Images.Shape.Skip(1)), tested = string.Join("×", test.Images.Shape.Skip(1));
        if (trained != tested)
        {
            throw new DatasetException(
                $"{set} in {Path.GetFullPath(folder)}: training images have {trained} pixels, test images {tested}. They do not belong together.");
        }

        return new DataSplits(Dataset.OfImages($"{set}/train", train, Classes, precision), null, Dataset.OfImages($"{set}/test", test, Classes, precision));
    }
}
