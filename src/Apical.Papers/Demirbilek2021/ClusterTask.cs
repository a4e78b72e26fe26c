using System.Globalization;
using Apical.Data;
using Apical.Learning;
using Apical.Training;

namespace Apical.Papers.Demirbilek2021;

/// <summary>The synthetic problem of section 2.2 as both its figures have it.</summary>
internal static class ClusterTask
{
    public static readonly Fixed<int> Side = new("c", 3, "section 2.2");
    public static readonly Fixed<int[]> Discs =
        new("discs of class 0, row by row from 0", [0, 5, 7, 8], "released code; the thesis says random, and that it shows one distribution");
    public static readonly Fixed<double> Rate = new("learning rate of all methods and optimizers", 0.5, "section 2.2");
    public static readonly Fixed<int> Epochs = new("epochs of full-batch descent", 500, "section 2.2; full batch: released code");
    public static readonly Fixed<int> TestSamples = new("test samples", 4000, "released code");
    public static readonly Told Inputs = new("inputs", "a constant 1 before the d features; no biases", "released code");
    public static readonly Fixed<int> Runs = new("runs, each with samples of its own", 3, "section 2.2");

    public static IReadOnlyList<ISetting> Common { get; } = [Side, Discs, Rate, Epochs, TestSamples, Inputs, Runs];

    /// <summary>The classes of the released code: the first draw that gives them.</summary>
    public static Clusters Released(int d)
    {
        for (int draw = 0; ; draw++)
        {
            var clusters = new Clusters(Side.Value, d, new Rng(0).Fork("classes", draw), constant: true);
            if (clusters.Classes.Index().Where(disc => disc.Item == 0).Select(disc => disc.Index).SequenceEqual(Discs.Value))
            {
                return clusters;
            }
        }
    }

    /// <summary>One training run on n samples of d dimensions.</summary>
    public static Job Job(string group, int run, string rule, string optimizer, int width, int n, int d) => new(group, run, context =>
    {
        Clusters clusters = Released(d);
        var data = new DataSplits(clusters.Create(n, context.Rng.Fork("train")), null, clusters.Create(TestSamples.Value, context.Rng.Fork("test")));
        var recipe = new Recipe
        {
            Net = string.Create(CultureInfo.InvariantCulture, $"{d + 1}-{width}-1"),
            Rule = rule,
            Activation = "relu",
            Loss = "binary-cross-entropy",
            Bias = false,
            Optimizer = optimizer,
            LearningRate = Rate.Value,
            Epochs = Epochs.Value,
            Batch = n,
        };
        return Measure(context, recipe, data);
    })
    { Cost = n };

    /// <summary>The mean test accuracy of a condition.</summary>
    public static Spread Accuracy(Results results, string group) => results.Last(group, TrainingJob.TestAccuracy);

    /// <summary>Test error against what was varied.</summary>
    public static Chart Errors(string title, string label,
        IReadOnlyList<int> x, Results results, IEnumerable<string> methods, Func<string, int, string> group) =>
        new(title, new Axis(label), new Axis("test error"), [.. methods.Select(m => Series.Of(m, x.Select(v => (double)v),
            [.. x.Select(v => Spread.Of(results.Of(group(m, v)).Select(found => 1 - found.Last(TrainingJob.TestAccuracy))))], Mark.LineAndPoints))]);

    /// <summary>The two dimensions that tell something.</summary>
    public static Chart Scatter(Rng rng)
    {
        Dataset set = Released(2).Create(900, rng);
        Series Of(int label)
        {
            int[] those = [.. Enumerable.Range(0, set.Count).Where(i => set.Labels![i] == label)];
            return new($"class {label}", Mark.Dot, [.. those.Select(i => set.Inputs[i, 1])], [.. those.Select(i => set.Inputs[i, 2])]);
        }

        return new("inputs", new Axis("first dimension"), new Axis("second dimension"), [Of(0), Of(1)]) { EqualAxes = true };
    }

    // Only the end counts, and evaluating 4000 samples takes longer than an epoch: no TrainingJob.
    private static Measurements Measure(JobContext context, Recipe recipe, DataSplits data)
    {
        ILearner learner = recipe.MakeLearner(data.Train, context.Run, context.Pool);
        Trainer trainer = recipe.MakeTrainer(learner, data.Training, context.Run);
        trainer.Callbacks.Add(new Progress(context));
        TrainingEnd end = trainer.Run(context.Cancellation);
        context.Cancellation.ThrowIfCancellationRequested();
        var last = learner.Evaluate(data.Test);
        return end == TrainingEnd.Diverged || !double.IsFinite(last.Loss) ? throw new JobFailedException("the loss is no longer finite")
            : new Measurements().Add(TrainingJob.TestAccuracy, last.Accuracy);
    }

    private sealed class Progress(JobContext context) : TrainerCallback
    {
        public override void OnEpoch(Trainer trainer) => context.Report((double)trainer.Epoch / trainer.Epochs);
    }
}
