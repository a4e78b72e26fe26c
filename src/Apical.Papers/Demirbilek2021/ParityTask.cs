using System.Globalization;
using Apical.Data;
using Apical.Learning;
using Apical.Probes;
using Apical.Training;

namespace Apical.Papers.Demirbilek2021;

/// <summary>The parity problem of section 2.1 as all its figures have it.</summary>
internal static class ParityTask
{
    public static readonly Fixed<int> Hidden = new("hidden units, ReLU; one sigmoid output; no biases", 512, "section 2.1; no biases: released code");
    public static readonly Setting<int> Batch = new("minibatch", 128, 32, "released code");
    public static readonly Setting<int> Images = new("digits to draw training samples from, and samples in an epoch", 60_000, 30_000, "released code");
    public static readonly Setting<int> TestImages = new("test samples", 10_000, 2_000, "released code");
    public static readonly Fixed<double> WeightDecay = new(
        "weight decay", 1e-3,
        "section 2.1, for each experiment; in chapter 3 for gradient descent and momentum only: the accuracies published for the thesis's own adaptive "
            + "optimizers are those without (docs/results/demirbilek2021.md)");
    public static readonly Told Initial = new("weights: uniform in", "±1/√fan-in", "chapter 3");
    public static readonly Told Pixels = new("pixels", "mean 0 and standard deviation 1 over all", "section 2.1, released code");
    public static readonly Told Samples = new("samples", "training samples drawn anew in each epoch; test samples drawn once",
        "section 2.1; the thesis redraws test samples too: no mean is changed by it");
    public static readonly Setting<int> Epochs = new("epochs", 20, 8, "chapter 3");
    public static readonly Setting<int> Runs = new("runs", 3, 1, "chapter 3");
    public static readonly Setting<int> Final =
        new("accuracy: mean of the last so many epochs", 1, 3, "chapter 3: the final test accuracy; quick scale: steadier with one run");

    private const double Points = 0.02;

    /// <summary>What all figures share.</summary>
    public static IReadOnlyList<ISetting> Common { get; } = [Hidden, Batch, Images, TestImages, WeightDecay, Initial, Pixels, Samples, Runs, Final];

    /// <summary>Parities of k digits, loaded when a replicate asks for them first.</summary>
    public static Lazy<DataSplits> Load(Setup setup, int k) => new(() => Parity.Of(Digits(setup), k, new Rng(setup.Seed).Fork("parity", k)));

    /// <summary>The digits, normalised.</summary>
    public static DataSplits Digits(Setup setup) =>
        setup.Load(Need.Mnist).Limit(Images.At(setup.Scale), TestImages.At(setup.Scale)).Normalised(NormalisationMethod.Parse("whole"), out _);

    /// <summary>What is trained.</summary>
    public static Recipe Recipe(Setup setup, Method method, int epochs, ISamples sample) => new()
    {
        Net = string.Create(CultureInfo.InvariantCulture, $"{sample.Features}-{Hidden.Value}-1"),
        Rule = method.Rule,
        Activation = "relu",
        Loss = "binary-cross-entropy",
        Bias = false,
        Optimizer = method.Optimizer,
        LearningRate = method.Rate.Value,
        WeightDecay = Rates.IsAdaptive(method.Optimizer) ? 0 : WeightDecay.Value,
        Epochs = epochs,
        Batch = Batch.At(setup.Scale),
        Seed = setup.Seed,
    };

    /// <summary>One training run.</summary>
    public static Job Job(
        Setup setup, Method method, int run, int k, int epochs, Lazy<DataSplits> data, IReadOnlyList<IProbe>? probes = null,
        Action<JobContext, ILearner, Measurements>? then = null) =>
        new(method.Group, run, context =>
            context.Train(Recipe(setup, method, epochs, data.Value.Train), data.Value, probes, probeSamples: 1000,
                (learner, found) => then?.Invoke(context, learner, found)))
        {
            Cost = k * epochs,
        };

    /// <summary>Replicates of several methods.</summary>
    public static IEnumerable<Job> Jobs(Setup setup, IEnumerable<Method> methods, int k, int epochs, IReadOnlyList<IProbe>? probes = null)
    {
        Lazy<DataSplits> data = Load(setup, k);
        return from run in Enumerable.Range(1, Runs.At(setup.Scale))
               from method in methods
               select Job(setup, method, run, k, epochs, data, probes);
    }

    /// <summary>The test accuracy in the end.</summary>
    public static Spread Accuracy(Setup setup, Results results, string group) =>
        Spread.Of(results.Of(group).Select(found => found[TrainingJob.TestAccuracy].TakeLast(Final.At(setup.Scale)).Average()));

    /// <summary>Whether the published numbers are for what was done.</summary>
    public static bool IsAsPublished(Setup setup) => setup.Scale == Scale.Paper && setup.Choose(Need.Mnist) == Need.Mnist.Name;

    /// <summary>The accuracy is that of the released result files, within two points; nothing where the data or the scale are others.</summary>
    public static IEnumerable<Claim> AsPublished(Setup setup, Results results, string group, string what, double published) => !IsAsPublished(setup) ? []
        : [Claim.Between($"{what}: test accuracy", Claim.Show(published), Accuracy(setup, results, group).Mean, published - Points, published + Points,
            published: published, sd: Accuracy(setup, results, group).Sd)];

    /// <summary>One method is more accurate than another.</summary>
    public static Claim Better(Setup setup, Results results, string better, string worse, string paper) =>
        Above($"{better} is better than {worse}", paper, Accuracy(setup, results, better).Mean, Accuracy(setup, results, worse).Mean);

    /// <summary>One number is greater than another.</summary>
    public static Claim Above(string text, string paper, double high, double low) =>
        new(text, paper, $"{Claim.Show(high)} against {Claim.Show(low)}", "higher", high > low) { Value = high - low };

    /// <summary>Test accuracy over epochs.</summary>
    public static Chart Courses(string title, Results results, params IEnumerable<(string Group, string Name)> curves) =>
        Course(title, "test accuracy", TrainingJob.TestAccuracy, results, curves);

    /// <summary>A series over epochs; those of layer i have <c>/i</c> after the metric.</summary>
    public static Chart Course(string title, string label, Track track, Results results, params IEnumerable<(string Group, string Name)> curves) =>
        new(title, new Axis("epoch"), new Axis(label),
            [.. curves.Select(c => Series.Of(c.Name, Enumerable.Range(0, 1000).Select(e => (double)e), results.Curve(c.Group, track)))]);

    /// <summary>Final accuracies as bars with their standard deviation.</summary>
    public static Chart Bars(string title, Setup setup, Results results,
        IReadOnlyList<string> categories, params IEnumerable<(string Name, IReadOnlyList<string> Groups)> series) =>
        new(title, new Axis("") { Categories = categories }, new Axis("final test accuracy") { Min = 0.4 },
            [.. series.Select(s => Series.Of(s.Name, Enumerable.Range(0, s.Groups.Count).Select(i => (double)i),
                [.. s.Groups.Select(g => Accuracy(setup, results, g))], Mark.Bar))]);
}
