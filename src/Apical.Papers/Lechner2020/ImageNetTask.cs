using Apical.Data;
using Apical.Training;

namespace Apical.Papers.Lechner2020;

/// <summary>n classes of ImageNet, and the networks for them: tables 2, 5 and 6, at a scale reduced from the paper's.</summary>
internal static class ImageNetTask
{
    /// <summary>The convolutional network of the paper's appendix.</summary>
    public const string Appendix = "conv96@3x3/2-conv96@5x5-conv128@3x3/2-conv192@3x3-conv192@3x3/2-conv384@3x3";

    private const string Released = "conv96@9x9/4-conv96@3x3/2-conv128@5x5-conv128@3x3/2-conv192@3x3-conv192@3x3/2-conv384@3x3";
    private const string Glorot = "glorot";
    private const string DenseLayers = "1024-1024-1024-1024";
    private const int AllClasses = 1000;

    /// <summary>Pixels of a side.</summary>
    public static readonly Setting<int> Side = new("pixels of a side", 224, 64, "section 4.1");

    /// <summary>Training images.</summary>
    public static readonly Setting<int> Each = new("training images of each class at most", 100, 20, "our choice: ImageNet has some 1300");

    /// <summary>How many of them are held out.</summary>
    public static readonly Setting<int> HeldOut = new("of these for validation", 15, 4, "released code: 15 %");

    /// <summary>Test images.</summary>
    public static readonly Setting<int?> Tests = new("test images of each class at most", null, 6, "B.2: all that ImageNet has for validation, 50 of a class");

    /// <summary>The fully connected network.</summary>
    public static readonly Told DenseNet = new("FC", $"inputs-{DenseLayers}", "B.1");

    /// <summary>What rates of the fully connected network are multiplied by.</summary>
    public static readonly Setting<double> DenseRate = new(
        "rates of FC, of those tuned at 64 pixels of a side", 0.1, 1, "ours: with 12 times as many inputs a step of adam moves a unit 12 times as far");

    /// <summary>The convolutional network.</summary>
    public static readonly Setting<string> ConvolutionalNet = new(
        "CNN", Released, Appendix, "released code, which needs images of 193 pixels; B.1 has another, which takes 13 times as long, for smaller ones");

    /// <summary>Numbers of classes of tables 5 and 6.</summary>
    public static readonly Told Counts = new("n", "3, 5, 10 as far as there are so many classes", "B.2");

    /// <summary>The data, and what was tuned on them.</summary>
    public static readonly ClassTask Task = new()
    {
        Need = new("imagenet", null),
        Missing = "there are no images of ImageNet: say with --data-dir where a folder or .zip is whose name begins with imagenet (imagenette will do), "
            + "or give a folder of any name that has train and val in it, and there a folder for each class",
        Data = Data,
        Count = setup => DataCatalog.Find("imagenet:check=no").Load(new() { Folder = setup.DataDir }).Train.Classes,
        Layers = (kind, scale) => kind == TableCell.Dense
            ? FormattableString.Invariant($"{3 * Side.At(scale) * Side.At(scale)}-{DenseLayers}") : Convolutional(ConvolutionalNet.At(scale), scale),
        ConvolutionalCost = 1,
        Tuned = new(
            (ClassTable.Bp, TableCell.Dense, new("adam", 1e-4, Tuning.Uniform), new("adam", 1e-4, Tuning.Uniform)),
            (ClassTable.Dfa, TableCell.Dense, new("adam", 1e-4, Tuning.Uniform), new("adam", 1e-4, Tuning.Uniform)),
            (ClassTable.Fa, TableCell.Dense, new("adam", 1e-4, Tuning.Uniform), new("adam", 1e-4, Tuning.Uniform)),
            (ClassTable.Mdfa, TableCell.Dense, new("adam", 1e-4, Tuning.Zeros), new("adam", 1e-4, Tuning.Uniform)),
            (ClassTable.Bp, TableCell.Convolutional, new("adam", 3e-4, Glorot), new("adam", 3e-4, Glorot)),
            (ClassTable.Dfa, TableCell.Convolutional, new("adam", 3e-4, Glorot), new("adam", 3e-4, Glorot)),
            (ClassTable.Fa, TableCell.Convolutional, new("adam", 3e-4, Glorot), new("adam", 3e-4, Glorot)),
            (ClassTable.Mdfa, TableCell.Convolutional, new("adam", 1e-4, Tuning.Zeros), new("adam", 1e-4, Tuning.Uniform))),
        RateOf = (kind, scale) => kind == TableCell.Dense ? DenseRate.At(scale) : 1,
        Notes = Notes,
    };

    /// <summary>A convolutional network on images of a scale.</summary>
    public static string Convolutional(string layers, Scale scale) => FormattableString.Invariant($"3x{Side.At(scale)}x{Side.At(scale)}-{layers}");

    private static DataRecipe Data(Setup setup, int classes, int draw) => new()
    {
        Set = FormattableString.Invariant(
            $"imagenet:size={Side.At(setup.Scale)}:each={Each.At(setup.Scale)}:{ClassTable.Choice(setup, classes, draw)}"),
        Folder = setup.DataDir,
        Normalise = "unit",
        Validation = HeldOut.At(setup.Scale) * classes,
        TestSamples = Tests.At(setup.Scale) * classes,
    };

    private static string[] Notes(Setup setup) =>
    [
        ClassTable.OtherDraws,
        $"The images are {DataCatalog.Find(Task.Need.Name).NameIn(setup.DataDir)}, of {Task.Classes(setup)} classes; ImageNet has {AllClasses}, "
            + "and classes that somebody has chosen to differ are easier to tell apart than two drawn from all.",
        $"Reduced for time: at most {Each.At(setup.Scale)} training images of a class instead of some 1300, and fewer epochs and sets of classes. A run takes "
            + "less than one in a hundred of the paper's steps: training accuracies are far below those published, and rules that converge slowly are further "
            + "behind BP, or have not begun to learn. "
            + "Where a class has 25 images to test with, one image is two points of a pair's accuracy, and ± 5 points are within the chance of a single run.",
    ];
}
