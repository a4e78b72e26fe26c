using Apical.Training;

namespace Apical.Papers.Lechner2020;

/// <summary>n classes of CIFAR-100, and the networks for them: tables 1, 3 and 4.</summary>
internal static class CifarTask
{
    private const int ImagesPerClass = 500, AllClasses = 100;

    /// <summary>The fully connected network.</summary>
    public static readonly Fixed<string> DenseNet = new("FC", "3072-1024-1024", "B.1");

    /// <summary>The convolutional network.</summary>
    public static readonly Fixed<string> ConvolutionalNet =
        new("CNN", "3x32x32-conv96@5x5/2-conv96@3x3/2-conv96@3x3", "B.1; patches within the image as in the released code");

    /// <summary>Sets of classes of tables 3 and 4.</summary>
    public static readonly Setting<int> Sets = new("sets of classes", 5, 1, "as section 4.1; which were drawn is not given");

    /// <summary>Epochs of tables 3 and 4.</summary>
    public static readonly Setting<int> Epochs = new("epochs", 100, 3, "released code");

    /// <summary>Numbers of classes of tables 3 and 4.</summary>
    public static readonly Told Counts =
        new("n", "3, 5, 10, 25, 50 as far as the files have so many classes; 20 where they have no 25", "section 4.2; 20 ours");

    /// <summary>Most classes of tables 3 and 4.</summary>
    public static readonly Setting<int> Most = new("classes at most", int.MaxValue, 5, "our choice");

    /// <summary>The data, and what was tuned on them.</summary>
    public static readonly ClassTask Task = new()
    {
        Need = new("cifar100", null),
        Missing = "the files of cifar100 are not there: get them with 'apical data get cifar100', or say with --data-dir where they are",
        Data = Data,
        Count = setup => setup.Load(Task!.Need).Train.Classes,
        Layers = (kind, _) => kind == TableCell.Dense ? DenseNet.Value : ConvolutionalNet.Value,
        ConvolutionalCost = 1.5,
        Tuned = new(
            (ClassTable.Bp, TableCell.Dense, new("adam", 1e-3, Tuning.Uniform), new("adam", 1e-3, Tuning.Uniform)),
            (ClassTable.Dfa, TableCell.Dense, new("adam", 1e-3, Tuning.Uniform), new("adam", 1e-3, Tuning.Uniform)),
            (ClassTable.Fa, TableCell.Dense, new("adam", 1e-3, Tuning.Uniform), new("adam", 1e-3, Tuning.Uniform)),
            (ClassTable.Mdfa, TableCell.Dense, new("adam", 1e-4, Tuning.Uniform), new("adam", 1e-4, Tuning.Uniform)),
            (ClassTable.Bp, TableCell.Convolutional, new("adam", 1e-3, Tuning.Uniform), new("adam", 1e-3, Tuning.Uniform)),
            (ClassTable.Dfa, TableCell.Convolutional, new("adam", 1e-3, Tuning.Zeros), new("adam", 1e-3, Tuning.Uniform)),
            (ClassTable.Fa, TableCell.Convolutional, new("adam", 1e-3, Tuning.Uniform), new("adam", 1e-3, Tuning.Uniform)),
            (ClassTable.Mdfa, TableCell.Convolutional, new("adam", 1e-4, Tuning.Zeros), new("adam", 1e-4, Tuning.Uniform))),
        Notes = setup =>
        [
            ClassTable.OtherDraws,
            .. Task!.Classes(setup) is var n && n < AllClasses ? [$"The files hold {n} of the 100 classes, and draws are from these."] : Array.Empty<string>(),
        ],
    };

    // 15 % of the training images are held out.
    private static DataRecipe Data(Setup setup, int classes, int draw) => new()
    {
        Set = $"cifar100:{ClassTable.Choice(setup, classes, draw)}",
        Folder = setup.DataDir,
        Normalise = "unit",
        Validation = ImagesPerClass * classes * 15 / 100,
    };
}
