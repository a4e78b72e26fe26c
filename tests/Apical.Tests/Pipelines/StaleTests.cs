using Apical.Learning;
using Apical.Pipelines;
using Apical.Training;

namespace Apical.Tests.Pipelines;

/// <summary>Which batches the weights have learned from that a batch passes through, worked out on chains of single units.</summary>
public sealed class StaleTests
{
    private const double Rate = 0.1;

    private static readonly (double X, double T)[] s_samples = [(0.5, 1), (-1, 0.3), (0.8, -0.7), (1.5, 0.2), (-0.4, 0.9)];

    [Fact]
    public void Below_the_last_stage_a_batch_sees_the_weights_that_the_batch_before_the_last_left()
    {
        // h = v x, o = w h, e = o − t;  w ← w − η e h,  v ← v − η (B e) x
        ILearner fresh = Chain("dfa", 1);
        double v = Of(fresh, "layer1/W"), w = Of(fresh, "layer2/W"), B = Of(fresh, "B1"), pending = 0;
        List<double> losses = [];
        foreach ((double x, double t) in s_samples)
        {
            double h = v * x, e = (w * h) - t;          // v has not learned from the batch before: that is pending
            losses.Add(0.5 * e * e);
            w -= Rate * e * h;
            v -= pending;
            pending = Rate * B * e * x;
        }

        v -= pending;
        Check("dfa", 1, [v, w], losses);
    }

    [Fact]
    public void So_it_is_in_all_stages_below_the_last_of_three()
    {
        // h = v x, k = u h, o = w k;  each learns from its own activities of that batch
        ILearner fresh = Chain("dfa", 2);
        double v = Of(fresh, "layer1/W"), u = Of(fresh, "layer2/W"), w = Of(fresh, "layer3/W"), B = Of(fresh, "B1"), C = Of(fresh, "B2");
        (double V, double U) pending = (0, 0);
        List<double> losses = [];
        foreach ((double x, double t) in s_samples)
        {
            double h = v * x, k = u * h, e = (w * k) - t;
            losses.Add(0.5 * e * e);
            w -= Rate * e * k;
            (v, u) = (v - pending.V, u - pending.U);
            pending = (Rate * B * e * x, Rate * C * e * h);
        }

        Check("dfa", 2, [v - pending.V, u - pending.U, w], losses);
    }

    [Fact]
    public void The_way_down_of_backpropagation_sees_newer_weights_than_the_way_up()
    {
        // δ_2 = w e with the w before its step; δ_1 = u δ_2 with the u that batch t − 1 left, though k = u h came of the one that t − 2 left
        ILearner fresh = Chain("bp", 2);
        double v = Of(fresh, "layer1/W"), u = Of(fresh, "layer2/W"), w = Of(fresh, "layer3/W");
        (double X, double H, double Delta2)? pending = null;
        List<double> losses = [];
        void LearnPending()
        {
            if (pending is var (x, h, delta2))
            {
                double delta1 = u * delta2;
                (u, v) = (u - (Rate * delta2 * h), v - (Rate * delta1 * x));
            }
        }

        foreach ((double x, double t) in s_samples)
        {
            double h = v * x, k = u * h, e = (w * k) - t;
            losses.Add(0.5 * e * e);
            LearnPending();
            pending = (x, h, w * e);
            w -= Rate * e * k;
        }

        LearnPending();
        Check("bp", 2, [v, u, w], losses);
    }

    [Fact]
    public void Lower_stages_tell_of_a_batch_one_step_later()
    {
        double[][] told = Run("dfa", 1).Select(stage => stage.Losses).ToArray();
        Assert.Equal(0, told[0][0]);
        Assert.Equal(told[1][..^1], told[0][1..]);
    }

    [Fact]
    public void A_loss_that_is_no_number_in_the_last_step_of_all_is_seen_by_all()
    {
        // Two batches of an epoch, the second of which is ruined.
        var x = new Matrix(32, Stages.Features);
        for (int sample = 16; sample < 32; sample++)
        {
            x[sample, 0] = double.NaN;
        }

        int[] labels = [.. Enumerable.Range(0, 32).Select(sample => sample % Stages.Classes)];
        var data = new Dataset("ruined", x, OneHot.Encode(labels, Stages.Classes), labels, classes: Stages.Classes);
        TrainingEnd[] ends = ThreadLinks.Run(3, links =>
        {
            var learner = new LayerParallelLearner(Stages.Fresh("dfa"), "dfa", links, new() { Stale = true });
            var trainer = new Trainer(learner, data, new Rng(1), new() { Epochs = 1, BatchSize = 16, Shuffle = false });
            trainer.Callbacks.Add(new StagesTogether(learner));
            return trainer.Run(TestContext.Current.CancellationToken);
        });
        Assert.All(ends, end => Assert.Equal(TrainingEnd.Diverged, end));
    }

    private static void Check(string rule, int hidden, double[] weights, List<double> losses)
    {
        (double[] Weights, double[] Losses)[] stages = Run(rule, hidden);
        Assert.All(stages, stage => Assert.All(weights.Zip(stage.Weights), pair => Assert.Equal(pair.First, pair.Second, 1e-12)));
        Assert.All(losses.Zip(stages[^1].Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    private static (double[] Weights, double[] Losses)[] Run(string rule, int hidden) => ThreadLinks.Run(hidden + 1, links =>
    {
        var learner = new LayerParallelLearner(Chain(rule, hidden), rule, links, new() { Stale = true });
        double[] losses = [.. s_samples.Select((sample, step) => learner.Learn(Sample(sample), new(step)).Loss)];
        learner.Settle(finish: true);
        return (Enumerable.Range(1, hidden + 1).Select(i => Of(learner, $"layer{i}/W")).ToArray(), losses);
    });

    private static Batch Sample((double X, double T) sample) => new(Matrix.Of([[sample.X]], Precision.Double), Matrix.Of([[sample.T]], Precision.Double));

    private static double Of(ILearner learner, string name) => learner.Parameters.Single(parameter => parameter.Name == name).Value[0, 0];

    private static ILearner Chain(string rule, int hidden) => new Recipe
    {
        Rule = rule,
        Net = $"1{string.Concat(Enumerable.Repeat("-1", hidden))}-1",
        Activation = "identity",
        Loss = "squared-error",
        Bias = false,
        LearningRate = Rate,
        Precision = Precision.Double,
    }.MakeLearner(new Dataset("one", Matrix.Of([[0.0]], Precision.Double), Matrix.Of([[0.5]], Precision.Double), null, classes: 0), run: 1);
}
