using Apical.Data;
using Apical.Training;

namespace Apical.Papers.Meulemans2019;

/// <summary>Digits for chapter 6: networks of a number of layers, all learning with one optimizer.</summary>
internal static class MixtureDigits
{
    public static readonly Setting<int?> Samples = new("training images", 5000, 1000, "our choice"), Tests = new("test images", null, 1000, "our choice");
    public static readonly Setting<int> Epochs = new("epochs on digits", 10, 3, "our choice");
    private static readonly Fixed<int> s_units = new("hidden units in a layer", 64, "our choice"), s_batch = new("batch", 20, "our choice");
    private static readonly Told s_net = new("digits",
        "leaky ReLU 0.35, softmax and cross-entropy, W orthogonal, plain steps, Q from W⁺ on and learning", "our choice");

    public static IReadOnlyList<ISetting> Settings => [Samples, Tests, Epochs, s_units, s_batch, s_net];

    /// <summary>Trains a network of L layers.</summary>
    /// <param name="setup">Scale and data.</param>
    /// <param name="depth">L</param>
    /// <param name="rule">The rule with its settings.</param>
    /// <param name="rate">Of the weights.</param>
    /// <param name="feedbackRate">Of Q.</param>
    public static Recipe Recipe(Setup setup, int depth, string rule, double rate, double feedbackRate) => new()
    {
        Data = new()
        {
            Set = setup.Choose(Need.Mnist),
            Folder = setup.DataDir,
            TrainSamples = Samples.At(setup.Scale),
            TestSamples = Tests.At(setup.Scale),
        },
        Net = string.Join('-', [784, .. Enumerable.Repeat(s_units.Value, depth - 1), 10]),
        Activation = "leaky-relu:0.35",
        Loss = "cross-entropy",
        Initialiser = "orthogonal",
        Rule = rule,
        LearningRate = rate,
        FeedbackLearningRate = feedbackRate,
        Epochs = Epochs.At(setup.Scale),
        Batch = s_batch.Value,
        Seed = setup.Seed,
    };

    /// <summary>The images, loaded once.</summary>
    public static Lazy<DataSplits> Data(Setup setup) => new(() => Recipe(setup, 2, "bp", 0.1, 0).LoadData());
}
