using Apical.Learning;
using Apical.Optimizers;
using Apical.Probes;
using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

/// <summary>Running statistics: steps of the learner move them, as PyTorch does, and nothing else; in use they stand where the batch's stood.</summary>
public sealed class RunningStatisticsTests
{
    public static TheoryData<string> Nets => ["5-4-3", "2x5x6-conv3@2x3+same:max2-conv4@2x2-5-3"];

    /// <summary>mean ← 0.9 mean + 0.1 μ and variance ← 0.9 variance + 0.1 v, v divided by n − 1, with n over samples and positions.</summary>
    [Theory, MemberData(nameof(Nets))]
    public void A_step_moves_them_a_tenth_of_the_way_to_the_batch(string net)
    {
        NetworkLearner learner = Learner(net, BatchNorm.Plain);
        Network network = learner.Network;
        double[][] mean = [.. network.Layers.Select(layer => new double[layer.Normalisation!.Features])];
        double[][] variance = [.. network.Layers.Select(layer => Enumerable.Repeat(1.0, layer.Normalisation!.Features).ToArray())];
        for (int step = 0; step < 3; step++)
        {
            Batch batch = World.Draw(network, new Rng(2).Fork("batch", step), 4 + step);
            var pass = new Pass(network);
            network.Forward(batch.X, pass, trainingStep: step);
            for (int i = 1; i <= network.L; i++)
            {
                double[] h = pass.H[i - 1].ToArray();
                int n = h.Length / mean[i - 1].Length;
                for (int f = 0; f < mean[i - 1].Length; f++)
                {
                    double[] numbers = h[(f * n)..((f + 1) * n)];
                    double mu = numbers.Average();
                    mean[i - 1][f] = (0.9 * mean[i - 1][f]) + (0.1 * mu);
                    variance[i - 1][f] = (0.9 * variance[i - 1][f]) + (0.1 * numbers.Sum(number => (number - mu) * (number - mu)) / (n - 1));
                }
            }

            learner.Learn(batch, new Moment(step));
        }

        for (int i = 1; i <= network.L; i++)
        {
            InputNormalisation norm = network[i].Normalisation!;
            Assert.Equal(mean[i - 1], norm.Mean!.Value.ToArray(), (one, other) => Math.Abs(one - other) < 1e-12);
            Assert.Equal(variance[i - 1], norm.Variance!.Value.ToArray(), (one, other) => Math.Abs(one - other) < 1e-12);
        }
    }

    [Theory, MemberData(nameof(Nets))]
    public void Nothing_but_a_step_moves_them(string net)
    {
        NetworkLearner learner = Learner(net, BatchNorm.Learned);
        Batch batch = World.Draw(learner.Network, new Rng(2), 6);
        learner.Learn(batch);
        Matrix[] before = [.. learner.Parameters.Select(parameter => parameter.Value.Clone())];

        var pass = new Pass(learner.Network);
        learner.Network.Forward(batch.X, pass, trainingStep: 1);
        TeachingSignals signals = learner.Rule.Teach(pass, batch);
        learner.Network.AddUpdates(pass, signals, new Updates());
        learner.Rule.LearnFeedback(pass, signals, batch, default, new Updates());
        learner.Predict(batch.X);
        learner.Evaluate(new Dataset("some", batch.X.T.ToMatrix(), batch.T.T.ToMatrix()));
        foreach (ProbeInfo probe in ProbeCatalog.All)
        {
            probe.Make().Measure(new(learner, batch), []);
        }

        learner.Network.Forward(batch.X, pass);
        learner.Network.FollowStatistics(pass);         // a pass in use
        foreach ((Matrix was, Parameter now) in before.Zip(learner.Parameters))
        {
            Matrices.SameBits(was, now.Value, now.Name);
        }
    }

    /// <summary>Fault: one network and one test set had an accuracy that depended on the order of the samples.</summary>
    [Theory, MemberData(nameof(Nets))]
    public void In_use_an_answer_depends_on_the_sample_alone(string net)
    {
        NetworkLearner learner = Learner(net, BatchNorm.Learned);
        Batch batch = World.Draw(learner.Network, new Rng(2), 6), others = World.Draw(learner.Network, new Rng(3), 6);
        learner.Learn(batch);
        Matrix together = learner.Predict(batch.X).Clone();
        for (int sample = 0; sample < 6; sample++)
        {
            Matrix alone = new(batch.X.Rows, 1, Precision.Double), among = others.X.Clone();
            for (int f = 0; f < alone.Rows; f++)
            {
                alone[f, 0] = among[f, 0] = batch.X[f, sample];
            }

            (Matrix one, Matrix first) = (learner.Predict(alone), learner.Predict(among));
            for (int k = 0; k < one.Rows; k++)
            {
                Assert.Equal(together[k, sample], one[k, 0], 1e-13);
                Assert.Equal(together[k, sample], first[k, 0], 1e-13);
            }
        }
    }

    [Fact]
    public void In_use_the_running_statistics_are_taken()
    {
        NetworkLearner learner = Learner("2x5x6-conv3@2x3-3", BatchNorm.Plain);
        learner.Learn(World.Draw(learner.Network, new Rng(2), 6));
        Pass pass = learner.Network.Forward(World.Draw(learner.Network, new Rng(3), 4).X);
        InputNormalisation norm = learner.Network[2].Normalisation!;
        for (int unit = 0; unit < pass.H[1].Rows; unit++)
        {
            int map = unit / 16;                        // 3 maps of 4×4
            double expected = (pass.H[1][unit, 2] - norm.Mean!.Value[map, 0]) / Math.Sqrt(norm.Variance!.Value[map, 0] + 1e-5);
            Assert.Equal(expected, pass.Input(2)[unit, 2], 1e-12);
        }
    }

    [Fact]
    public void A_frozen_layer_follows_what_comes_in_and_learns_nothing()
    {
        NetworkLearner learner = Learner("5-4-3", BatchNorm.Learned);
        Layer top = learner.Network[2];
        top.Frozen = true;
        Matrix scale = top.Normalisation!.Scale!.Value.Clone(), mean = top.Normalisation.Mean!.Value.Clone();
        learner.Learn(World.Draw(learner.Network, new Rng(2), 6));
        Matrices.SameBits(scale, top.Normalisation.Scale!.Value);
        Matrices.Differ(mean, top.Normalisation.Mean!.Value, "mean");
    }

    [Fact]
    public void The_form_that_always_takes_the_batch_keeps_none_and_says_so_of_one_sample()
    {
        NetworkLearner learner = Learner("5-4-3", BatchNorm.Batch);
        Assert.All(learner.Network.Layers, layer => Assert.Empty(layer.Normalisation!.Parameters));
        Assert.StartsWith(
            "Layer 1 normalises its input over the batch, which takes at least two samples; this batch has 1.",
            Assert.Throws<ArgumentException>(() => learner.Predict(new Matrix(5, 1, Precision.Double))).Message, StringComparison.Ordinal);
    }

    private static NetworkLearner Learner(string net, BatchNorm form)
    {
        Network network = Network.Dense(net, new Rng(1), Activation.Tanh, precision: Precision.Double, batchNorm: form);
        return new NetworkLearner(RuleCatalog.Make("fa", network, new Rng(4)), new Sgd(0.1));
    }
}
