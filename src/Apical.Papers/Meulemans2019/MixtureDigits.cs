using Apical.Data;
using Apical.Training;

namespace Apical.Papers.Meulemans2019;

/// <summary>
/// Digits for chapter 6: networks of a number of layers, in plain steps. Leaky ReLUs are steep: with a slope of 0.35 the signal of exact inverses grows so much
/// on its way down that with L = 8 difference target propagation itself diverges at any rate.
/// </summary>
internal static class MixtureDigits
{
    public static readonly Setting<int?> Samples = new("training images", 5000, 1000, "our choice"), Tests = new("test images", null, 1000, "our choice");
    private static readonly Setting<int> s_held = new("images held out", 1000, 300, "our choice: rates are chosen by them");
    public static readonly Setting<int> Epochs = new("epochs on digits", 10, 3, "our choice");
    private static readonly Fixed<int> s_units = new("hidden units in a layer", 64, "our choice"), s_batch = new("batch", 20, "our choice");
    private static readonly Fixed<double> s_feedbackRate = new("rate of Q on digits", 1e-4, "our choice");
    private static readonly Told s_net = new("digits",
        "leaky ReLU 0.7, softmax and cross-entropy, W orthogonal, plain steps, Q from W⁺ on and learning", "our choice");

    public static IReadOnlyList<ISetting> Settings => [Samples, s_held, Tests, Epochs, s_units, s_batch, s_feedbackRate, s_net];

    /// <summary>Trains a network of L layers.</summary>
    /// <param name="setup">Scale and data.</param>
    /// <param name="depth">L</param>
    /// <param name="rule">The rule with its settings.</param>
    /// <param name="rate">Of the weights.</param>
    public static Recipe Recipe(Setup setup, int depth, string rule, double rate) => new()
    {
        Data = new()
        {
            Set = setup.Choose(Need.Mnist),
            Folder = setup.DataDir,
            TrainSamples = Samples.At(setup.Scale),
            TestSamples = Tests.At(setup.Scale),
            Validation = s_held.At(setup.Scale),
        },
        Net = string.Join('-', [784, .. Enumerable.Repeat(s_units.Value, depth - 1), 10]),
        Activation = "leaky-relu:0.7",
        Loss = "cross-entropy",
        Initialiser = "orthogonal",
        Rule = rule,
        LearningRate = rate,
        FeedbackLearningRate = s_feedbackRate.Value,
        Epochs = Epochs.At(setup.Scale),
        Batch = s_batch.Value,
        Seed = setup.Seed,
    };

    /// <summary>The images, loaded once.</summary>
    public static Lazy<DataSplits> Data(Setup setup) => new(() => Recipe(setup, 2, "bp", 0.1).LoadData());
}
