using Apical.Data;
using Apical.Specs;
using Apical.Training;

namespace Apical.Papers.Meulemans2019;

/// <summary>What all networks on CIFAR-10 beside Bartunov et al. 2018 share: data, and rows with the settings that their search found best.</summary>
internal static class Bartunov2018
{
    /// <summary>Where settings of rows come from.</summary>
    public const string Table = "Bartunov et al. 2018, table 5",
        Auxiliary = "auxiliary outputs from Bartunov et al. 2018, the rest SDTP's: its table 5 has none",
        Fixed = Table + "; how B is drawn ours";

    /// <summary>How training images are changed.</summary>
    public static readonly Setting<string> Augment =
        new("crops and flips", "crop:2:edge,flip", DataRecipe.None,
            "Bartunov et al. 2018; the border of 2 pixels, which repeats the edge, and the side are ours");

    /// <summary>How all learn.</summary>
    public static readonly Told Learning = new("learning", "Adam, cross-entropy, Glorot", "Bartunov et al. 2018");

    /// <summary>How rates fall.</summary>
    public static readonly Told Schedule = new("rates", "fall to 0 along half a cosine", "our choice, as there are fewer epochs");

    /// <summary>What all rates are multiplied by.</summary>
    public static readonly Setting<double> Faster = new("rates, times", 1, 10, "quick: our choice, as steps are few");

    /// <summary>What a reader must know of the numbers.</summary>
    public static readonly string[] Notes =
    [
        "Published are the lowest test errors within 500 epochs, of the best of 60 random settings (Bartunov et al. 2018, table 1); ours are those after the "
            + "last epoch.",
        "Decoders and weights of DTP, SDTP and AO-SDTP learn in turn, a pass over the data each, as published; epochs are those of the weights, so that these "
            + "three take twice as many passes.",
        "SDTP and AO-SDTP give back the activation with its noise, where Bartunov et al. give back the one without, and their output target is a step down the "
            + "gradient on the inputs of the softmax, where theirs is the right class (docs/rules/dtp-original.md).",
    ];

    /// <summary>What all rows share.</summary>
    /// <param name="scale">Quick: no crops and flips.</param>
    /// <param name="epochs">Of the weights.</param>
    /// <param name="batch">Samples in a batch.</param>
    /// <param name="trainSamples">Null for all.</param>
    public static Recipe Common(Scale scale, int epochs, int batch, int? trainSamples) => new()
    {
        Data = new()
        {
            Normalise = "channel",
            TrainSamples = trainSamples,
            TestSamples = scale == Scale.Quick ? 500 : null,
            Augment = Augment.At(scale) is var how && how == DataRecipe.None ? null : new Written<Augmentation>(how),
        },
        Activation = "tanh",
        Loss = "cross-entropy",
        Initialiser = "glorot",
        Optimizer = "adam",
        Epochs = epochs,
        Batch = batch,
    };

    /// <summary>A row as their tables have it.</summary>
    /// <param name="name">The method.</param>
    /// <param name="rule">The rule, with its settings.</param>
    /// <param name="published">Test error in percent.</param>
    /// <param name="rate">Adam's rate of the weights.</param>
    /// <param name="beta2">Adam's β₂.</param>
    /// <param name="epsilon">Adam's ε.</param>
    public static Table31Row Row(string name, string rule, double published, double rate, double beta2, double epsilon) =>
        new(name, rule, rate, published) { Data = Need.Cifar10, Optimizer = Adam(beta2, epsilon), Source = Table };

    /// <summary>The same, with decoders that learn in turn with the weights.</summary>
    /// <param name="row">The row.</param>
    /// <param name="rate">Adam's rate of the decoders.</param>
    /// <param name="beta2">Adam's β₂ for these.</param>
    /// <param name="epsilon">Adam's ε for these.</param>
    public static Table31Row InTurn(this Table31Row row, double rate, double beta2, double epsilon) =>
        row with { Alternates = true, FeedbackRate = rate, FeedbackOptimizer = Adam(beta2, epsilon) };

    /// <summary>What a row trains.</summary>
    /// <param name="row">The row.</param>
    /// <param name="setup">Scale, seed, data.</param>
    /// <param name="common">What all rows share.</param>
    public static Recipe RecipeOf(Table31Row row, Setup setup, Recipe common)
    {
        Recipe recipe = row.Recipe(setup, common);
        double faster = Faster.At(setup.Scale);
        return recipe with { LearningRate = faster * recipe.LearningRate, FeedbackLearningRate = faster * recipe.FeedbackLearningRate };
    }

    private static string Adam(double beta2, double epsilon) => FormattableString.Invariant($"adam:beta2={beta2}:epsilon={epsilon}");
}
