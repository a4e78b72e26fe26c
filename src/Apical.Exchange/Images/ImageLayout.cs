using Apical.Specs;

namespace Apical.Exchange.Images;

/// <summary>Which images are for training and which for testing, and of which class each is: by the folders that they lie in.</summary>
/// <param name="Train">To train with: number of the file and name of the class, in the order of the files.</param>
/// <param name="Validation">To choose settings with, if there is a folder for that beside one for testing.</param>
/// <param name="Test">To test with.</param>
internal sealed record ImageLayout(
    IReadOnlyList<(int File, string Class)> Train, IReadOnlyList<(int File, string Class)>? Validation, IReadOnlyList<(int File, string Class)> Test)
{
    private static readonly string[] s_train = ["train", "training"], s_validation = ["val", "valid", "validation"], s_test = ["test", "testing"];

    /// <summary>Reads it off the paths.</summary>
    /// <param name="paths">Of all images, with '/'.</param>
    /// <param name="test">Share of each class that is for testing, where there is no folder for that.</param>
    /// <param name="rng">Draws which; each class by a fork of its name, so that a class more changes none.</param>
    /// <param name="where">The folder or archive, for messages.</param>
    /// <param name="outside">What there is to say of images that are not among the paths; begins with a blank.</param>
    /// <exception cref="DatasetException">The images lie in no folders of classes.</exception>
    public static ImageLayout Of(IReadOnlyList<string> paths, double test, Rng rng, string where, string outside)
    {
        (int File, string[] Parts)[] images = [.. paths.Select((path, file) => (file, path.Split('/'))).Where(one => one.Item2.Length > 1)];
        while (images.Length > 0 && images.All(one => one.Parts.Length > 2 && one.Parts[0] == images[0].Parts[0]) && !IsPart(images[0].Parts[0]))
        {
            images = [.. images.Select(one => (one.File, one.Parts[1..]))];     // a folder around all, as archives have one
        }

        (int, string)[] Below(string[] names) =>
            [.. images.Where(one => one.Parts.Length > 2 && Is(one.Parts[0], names)).Select(one => (one.File, one.Parts[1]))];
        (int File, string Class)[] train = Below(s_train), validation = Below(s_validation), tests = Below(s_test);
        ImageLayout found = train.Length == 0 ? Split([.. images.Select(one => (one.File, one.Parts[0]))], test, rng)
            : tests.Length > 0 ? new(train, validation.Length > 0 ? validation : null, tests)
            : validation.Length > 0 ? new(train, null, validation) : Split(train, test, rng);
        string[] classes = [.. found.Train.Select(one => one.Class).Distinct()];
        if (classes.Length < 2)
        {
            throw new DatasetException(
                $"{where}: expected JPEG or PNG images in a folder for each class, at least two (train/CLASS/… and val/CLASS/…, or CLASS/…), "
                + (paths.Count == 0 ? "and found no images."
                    : $"and found {Counted.Of(paths.Count, "image")} in {(classes is [var one] ? $"the one class '{one}'" : "no class")}.") + outside);
        }

        string[] foreign = [.. found.Test.Concat(found.Validation ?? []).Select(one => one.Class).Distinct().Except(classes)];
        return foreign.Length == 0 ? found : throw new DatasetException(
            $"{where}: the class '{foreign[0]}' is there to test and not to train. Training has {string.Join(", ", classes.Order(StringComparer.Ordinal))}.");
    }

    /// <summary>With at most so many images of each class to train with, the first ones; 0 for all.</summary>
    public ImageLayout First(int each) =>
        each == 0 ? this : this with { Train = [.. Train.GroupBy(one => one.Class).SelectMany(group => group.Take(each))] };

    private static ImageLayout Split((int File, string Class)[] images, double test, Rng rng)
    {
        string[] classes = [.. images.Select(one => one.Class).Distinct()];
        Dictionary<string, int> labels = classes.Index().ToDictionary(one => one.Item, one => one.Index);
        bool[] tested = StratifiedSplit.Tested([.. images.Select(one => labels[one.Class])], classes, test, rng);
        (int, string)[] Those(bool wanted) => [.. images.Where((_, place) => tested[place] == wanted)];
        return new(Those(false), null, Those(true));
    }

    private static bool IsPart(string folder) => Is(folder, [.. s_train, .. s_validation, .. s_test]);

    private static bool Is(string folder, string[] names) => names.Contains(folder, StringComparer.OrdinalIgnoreCase);
}
