using Apical.Training;

namespace Apical.Papers.Lechner2020;

/// <summary>n classes of CIFAR-100, and the networks for them.</summary>
internal static class CifarTask
{
    private const int ImagesPerClass = 500, AllClasses = 100;
    private const string DenseLayers = "3072-1024-1024", ConvolutionalLayers = "3x32x32-conv96@5x5/2-conv96@3x3/2-conv96@3x3";

    /// <summary>The set.</summary>
    public static readonly Need Need = new("cifar100", null);

    /// <summary>The fully connected network.</summary>
    public static readonly Fixed<string> DenseNet = new("FC", DenseLayers, "B.1");

    /// <summary>The convolutional network.</summary>
    public static readonly Fixed<string> ConvolutionalNet = new("CNN", ConvolutionalLayers, "B.1; patches within the image as in the released code");

    /// <summary>The output for two classes.</summary>
    public static readonly Fixed<string> OneOutput = new("output for two classes", "one sigmoid, binary cross-entropy", "released code");

    /// <summary>A cell of a fully connected network.</summary>
    public static TableCell Dense(string model, string activation, int classes) =>
        new(model, "FC", activation, classes, Tuning.Of(model, "FC", activation)) { Layers = DenseNet.Value };

    /// <summary>A cell of a convolutional network.</summary>
    public static TableCell Convolutional(string model, string activation, int classes) =>
        new(model, "CNN", activation, classes, Tuning.Of(model, "CNN", activation)) { Layers = ConvolutionalNet.Value, Cost = 1.5 };

    /// <summary>So many classes, the draw with a number; 15 % of the training images are held out.</summary>
    public static Func<int, int, DataRecipe> Data(Setup setup) => (classes, draw) => new()
    {
        Set = $"cifar100:pick={classes}:draw={(100 * ((int)setup.Seed - 1)) + draw}:outputs={(classes == 2 ? "one" : "classes")}",
        Folder = setup.DataDir,
        Normalise = "unit",
        Validation = ImagesPerClass * classes * 15 / 100,
    };

    /// <summary>How many classes there are in the files; without files as many as there should be.</summary>
    public static int Classes(Setup setup) => setup.Has(Need.Name) ? setup.Load(Need).Train.Classes : AllClasses;

    /// <summary>What a reader must know.</summary>
    public static string[] Notes(Setup setup) =>
    [
        "Which classes were drawn is not published, and a cell's spread over draws is ten points and more: means of cells may differ by that much for the "
            + "draw alone. Differences to BP on the same classes have less of it, and they are what is judged.",
        .. Classes(setup) is var n && n < AllClasses ? [$"The files hold {n} of the 100 classes, and draws are from these."] : Array.Empty<string>(),
    ];
}
