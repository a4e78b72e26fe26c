using Apical.Learning;
using Apical.Numerics.Algebra;
using Apical.Optimizers;

namespace Apical.Tests.Rules;

/// <summary>How networks of mixtures come to rest, and what they answer in use.</summary>
public sealed class EquilibriumTests
{
    /// <summary>Each sample stops by its own residual: the bits of one do not depend on the others.</summary>
    [Theory]
    [InlineData(Precision.Single, "tanh")]
    [InlineData(Precision.Double, "tanh")]
    [InlineData(Precision.Double, "leaky-relu:0.35")]
    [InlineData(Precision.Single, "sigmoid")]
    public void A_sample_settles_by_itself_whatever_its_company(Precision precision, string hidden)
    {
        var world = new World(1, "5-7-6-3", precision, batch: 40, hidden: Activation.Parse(hidden));
        var rule = (DynamicalTargetPropagation)RuleCatalog.Make("dynamical-tp:mu=0.3", world.Network, world.Rng);
        Matrix[] expected = [.. rule.Equilibrium.Rest(world.Pass, world.Batch)];
        Matrix x = world.Batch.X.Clone(), t = world.Batch.T.Clone();
        foreach (int c in new[] { 0, 7, 8, 20, 39 })
        {
            for (int r = 0; r < x.Rows; r++)
            {
                x[r, c] = 30 * (r - 2);
            }
        }

        IReadOnlyList<Matrix> actual = rule.Equilibrium.Rest(world.Network.Forward(x), new Batch(x, t));
        for (int i = 1; i <= 3; i++)
        {
            for (int c = 0; c < 40; c++)
            {
                bool other = c is 0 or 7 or 8 or 20 or 39;
                for (int r = 0; r < expected[i].Rows; r++)
                {
                    Assert.True(other || expected[i][r, c] == actual[i][r, c], $"layer {i}, unit {r}, sample {c}");
                }
            }
        }
    }

    /// <summary>Against the sweeps in plain loops, sample by sample.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(33)]
    public void Sweeps_are_those_of_the_definition(int batch)
    {
        const double Mu = 0.3, Step = 0.1;
        var world = new World(2, "4-5-3", batch: batch, hidden: Activation.LeakyRelu(0.35), loss: Loss.SquaredError);
        var g = new EquilibriumInverse(world.Network, world.Rng);
        var rule = new DynamicalTargetPropagation(g, new() { Mu = Mu, Step = Step, Sweeps = 4, Tolerance = 1e-300 });
        Matrix[] rest = [.. rule.Equilibrium.Rest(world.Pass, world.Batch)];
        Matrix W = world.Network[2].W.Value, b = world.Network[2].Bias!.Value, Q = g.V(1);
        for (int c = 0; c < batch; c++)
        {
            double[] f1 = [.. Column(world.Pass.H[1], c)], h1 = [.. f1], h2 = [.. Column(world.Pass.H[2], c)];
            for (int sweep = 0; sweep < 4; sweep++)
            {
                for (int j = 0; j < 5; j++)
                {
                    h1[j] = ((1 - Mu) * f1[j]) + (Mu * Enumerable.Range(0, 3).Sum(k => Q[j, k] * (h2[k] - b[k, 0])));
                }

                for (int k = 0; k < 3; k++)
                {
                    double f2 = b[k, 0] + Enumerable.Range(0, 5).Sum(j => W[k, j] * h1[j]);
                    h2[k] = ((1 - Mu) * f2) + (Mu * (h2[k] - (Step * (h2[k] - world.Batch.T[k, c]))));
                }
            }

            Assert.All(h1, (expected, j) => Assert.Equal(expected, rest[1][j, c], 1e-12));
            Assert.All(h2, (expected, k) => Assert.Equal(expected, rest[2][k, c], 1e-12));
        }
    }

    [Fact]
    public void What_does_not_settle_is_counted_and_what_does_takes_few_sweeps()
    {
        var world = new World(3, "5-6-6-6", hidden: Activation.LeakyRelu(0.35));
        DynamicsReading cut = Read("sweeps=1"), done = Read("sweeps=200"), loose = Read("sweeps=200:tolerance=0.01");
        Assert.Equal((1, 1), (cut.Sweeps, cut.Unsettled));
        Assert.Equal(0, done.Unsettled);
        Assert.InRange(done.Residual, 0, 1e-9);
        Assert.InRange(done.Sweeps, 5, 60);
        Assert.InRange(loose.Sweeps, 1, done.Sweeps - 3);
        Assert.True(cut.Residual > 1e3 * done.Residual);

        DynamicsReading Read(string setting) => ((IConverges)RuleCatalog.Make($"dynamical-tp:{setting}", world.Network, new Rng(1))).Watch(world.Batch);
    }

    [Theory]
    [InlineData("dynamical-tp")]
    [InlineData("dynamical-dtp")]
    public void Activities_that_run_away_are_an_error_and_leave_the_weights_alone(string id)
    {
        var world = new World(4, "5-6-6-3", hidden: Activation.LeakyRelu(0.35));
        LearningRule rule = RuleCatalog.Make(id, world.Network, world.Rng);
        rule.Feedback[1].Value.Scale(1000);
        Matrix[] before = [.. world.Network.Parameters.Select(parameter => parameter.Value.Clone())];
        var learner = new NetworkLearner(rule, new Sgd(0.1));
        Assert.Contains("run away instead of settling (μ = 0.", Assert.Throws<RunawayException>(() => learner.Learn(world.Batch)).Message);
        Assert.All(before.Zip(world.Network.Parameters), pair => Matrices.SameBits(pair.First, pair.Second.Value));
    }

    /// <summary>Zeros without an error stay where they are; the others run away, and are still finite after a few sweeps.</summary>
    [Theory]
    [InlineData("dynamical-tp:sweeps=6")]
    [InlineData("dynamical-dtp:sweeps=6")]
    public void A_sample_that_rests_does_not_hide_that_others_run_away(string id)
    {
        var world = new World(4, "5-6-6-3", hidden: Activation.LeakyRelu(0.35), loss: Loss.SquaredError, bias: false);
        LearningRule rule = RuleCatalog.Make(id, world.Network, world.Rng);
        rule.Feedback[1].Value.Scale(1000);
        for (int r = 0; r < 5; r++)
        {
            world.Batch.X[r, 0] = 0;
            world.Batch.T[Math.Min(r, 2), 0] = 0;
        }

        Assert.Throws<RunawayException>(() => new NetworkLearner(rule, new Sgd(0.1)).Learn(world.Batch));
    }

    /// <summary>Where g is no exact inverse the network answers f_L of where it rests, not of the forward pass; evaluation and training report that.</summary>
    [Fact]
    public void The_network_answers_from_where_it_rests()
    {
        var world = new World(5, "5-7-6-3", loss: Loss.SquaredError);
        var rule = (DynamicalTargetPropagation)RuleCatalog.Make("dynamical-dtp:init=glorot", world.Network, world.Rng);
        var learner = new NetworkLearner(rule, new Sgd(1e-9));
        Matrix rest = rule.Equilibrium.Rest(world.Pass, null)[2].Clone();
        Matrix expected = world.Network[3].Activation.Of(world.Network[3].W.Value.Dot(rest).PlusColumn(world.Network[3].Bias!.Value));
        Matrix answer = learner.Predict(world.Batch.X);
        Matrices.Close(expected, answer, 1e-9);
        Assert.True(world.Pass.H[3].Minus(answer).Norm() > 1e-2);
        Assert.False(learner.Capability<ISettles>()!.AnswersAsForward);

        double loss = 0.5 * answer.Minus(world.Batch.T).SumOfSquares() / world.Batch.Size;
        Assert.Equal(loss, learner.Learn(world.Batch).Loss, 1e-6);
        var data = new Dataset("six", Rows(world.Batch.X), Rows(world.Batch.T));
        Assert.Equal(loss, learner.Evaluate(data).Loss, 1e-6);
    }

    [Fact]
    public void With_exact_inverses_it_answers_as_the_forward_pass()
    {
        var world = new World(6, "5-4-4-4", hidden: Activation.LeakyRelu(0.35), loss: Loss.SquaredError);
        foreach (string inverse in new[] { "exact", "pseudo" })
        {
            var learner = new NetworkLearner(RuleCatalog.Make($"dynamical-tp:inverse={inverse}", world.Network, world.Rng), new Sgd(0.1));
            Assert.True(learner.Capability<ISettles>()!.AnswersAsForward);
            Matrices.SameBits(world.Pass.H[3], learner.Predict(world.Batch.X));
        }

        var saturating = new World(6, "5-4-4-4", hidden: Activation.Tanh, loss: Loss.SquaredError);
        Assert.False(((ISettles)RuleCatalog.Make("dynamical-tp:inverse=exact", saturating.Network, world.Rng)).AnswersAsForward);
    }

    /// <summary>W moves along what its synapses hear at rest; the inverses follow that.</summary>
    [Theory]
    [InlineData("dynamical-tp")]
    [InlineData("dynamical-dtp")]
    [InlineData("multiplexed-tp")]
    public void Exact_inverses_stay_exact(string id)
    {
        var world = new World(7, "5-4-4-4", hidden: Activation.LeakyRelu(0.35), loss: Loss.SquaredError, batch: 1);
        LearningRule rule = RuleCatalog.Make($"{id}:inverse=exact", world.Network, world.Rng);
        var learner = new NetworkLearner(rule, new Sgd(id == "multiplexed-tp" ? 0.05 : 1));
        Matrix before = world.Network[2].W.Value.Clone();
        for (int step = 0; step < 50; step++)
        {
            learner.Learn(World.Draw(world.Network, new Rng(8).Fork("batch", step), 1), new Moment(step));
        }

        Assert.True(before.Minus(world.Network[2].W.Value).Norm() > 1e-3);
        for (int i = 2; i <= 3; i++)
        {
            Matrices.Close(LinearAlgebra.Identity(4), World.Named(rule, $"Winverse{i}").Value.Dot(world.Network[i].W.Value), 1e-9);
        }
    }

    /// <summary>Q never hears of the target, unless it is asked to learn awake.</summary>
    [Theory]
    [InlineData("dynamical-tp", false)]
    [InlineData("dynamical-tp:sleep=0", true)]
    [InlineData("dynamical-dtp", false)]
    [InlineData("multiplexed-tp", false)]
    public void Feedback_learns_without_the_target(string text, bool hears)
    {
        var world = new World(9, "5-6-5-3", loss: Loss.SquaredError);
        LearningRule rule = RuleCatalog.Make(text, world.Network, world.Rng);
        Updates one = Of(world.Batch), other = Of(new Batch(world.Batch.X, world.Batch.T.Scaled(-3)));
        for (int k = 0; k < one.Count; k++)
        {
            Assert.Equal(hears, !Matrices.Bits(one[k].Gradient()).SequenceEqual(Matrices.Bits(other[k].Gradient())));
        }

        Updates Of(Batch batch)
        {
            var updates = new Updates();
            rule.LearnFeedback(world.Pass, rule.Teach(world.Pass, batch), batch, default, updates);
            Assert.Equal(2, updates.Count);
            return updates;
        }
    }

    /// <summary>A sleep phase with layers of equal size brings Q to W⁻¹ where activities go in all directions.</summary>
    [Fact]
    public void Sleep_teaches_the_inverse()
    {
        var world = new World(
            10, "6-6-6-6", hidden: Activation.LeakyRelu(0.35), loss: Loss.SquaredError, initialiser: Initialiser.Orthogonal, batch: 64);
        LearningRule rule = RuleCatalog.Make("dynamical-tp:init=normal:0,0.1", world.Network, world.Rng);
        var learner = new NetworkLearner(rule, new Sgd(1e-12), new Sgd(0.3)) { FeedbackPretraining = 1 };
        double before = Off(1);
        for (int step = 0; step < 3000; step++)
        {
            learner.Learn(world.Batch, new Moment(step));
        }

        Assert.True(Off(1) < 1e-3 && Off(2) < 1e-3, $"{before} {Off(1)} {Off(2)}");

        double Off(int i) =>
            World.Named(rule, $"Q{i}").Value.Dot(world.Network[i + 1].W.Value).Minus(LinearAlgebra.Identity(6)).Norm();
    }

    [Fact]
    public void Sleep_comes_every_so_many_steps()
    {
        var world = new World(11, "5-6-5-3");
        LearningRule rule = RuleCatalog.Make("dynamical-tp:sleep=3", world.Network, world.Rng);
        Assert.Equal([2, 0, 0, 2], Enumerable.Range(0, 4).Select(step =>
        {
            var updates = new Updates();
            rule.LearnFeedback(world.Pass, rule.Teach(world.Pass, world.Batch), world.Batch, new Moment(step), updates);
            return updates.Count;
        }));
    }

    [Fact]
    public void A_recording_ends_where_the_sweeps_end()
    {
        var world = new World(12, "5-6-5-3", batch: 1);
        var rule = (DynamicalTargetPropagation)RuleCatalog.Make("dynamical-dtp", world.Network, world.Rng);
        Recording recording = rule.Record(world.Batch);
        Matrix[] free = [.. rule.Equilibrium.Rest(world.Pass, null)], learning = [.. rule.Equilibrium.Rest(world.Pass, world.Batch)];
        Assert.Equal([("free", 0.0), ("learning", 30.0)], recording.Phases);
        int turn = recording.Times.ToList().FindIndex(time => time > 29.95);
        foreach (Trace trace in recording.Traces)
        {
            Assert.Equal(recording.Times.Count, trace.Values.Count);
            Assert.Equal(0, trace.Values[0]);
            Assert.Equal(free[trace.Layer][trace.Unit - 1, 0], trace.Values[turn], 1e-3);
            Assert.Equal(learning[trace.Layer][trace.Unit - 1, 0], trace.Values[^1], 1e-3);
        }
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        var norm = new World(13, "5-6-6-3", batchNorm: BatchNorm.Learned);
        Assert.Contains("settle sample by sample", Assert.Throws<ArgumentException>(() => RuleCatalog.Make("dynamical-tp", norm.Network, norm.Rng)).Message);
        var world = new World(13, "5-6-6-3");
        Assert.Contains("decoders are for multiplexed-tp",
            Assert.Throws<ArgumentException>(() => RuleCatalog.Make("dynamical-tp:inverse=decoder", world.Network, world.Rng)).Message);
        Assert.Contains("between 0 and 0.5", Assert.Throws<ArgumentException>(() => RuleCatalog.Make("dynamical-tp:mu=0.5", world.Network, world.Rng)).Message);
    }

    private static double[] Column(Matrix x, int c) => [.. Enumerable.Range(0, x.Rows).Select(r => x[r, c])];

    private static Matrix Rows(Matrix x)
    {
        var rows = new Matrix(x.Columns, x.Rows, x.Precision);
        for (int r = 0; r < x.Rows; r++)
        {
            for (int c = 0; c < x.Columns; c++)
            {
                rows[c, r] = x[r, c];
            }
        }

        return rows;
    }
}
