using Apical.Learning;
using Apical.Optimizers;

namespace Apical.Tests.Rules;

/// <summary>Steps of adaptive length: what a search must find, and when η̂ must move.</summary>
public sealed class AdaptiveStepTests
{
    private static readonly Activation s_leaky = Activation.LeakyRelu(0.35);

    /// <summary>
    /// With one sample a layer can reach its target, so the whole searched step reaches it: h_i afterwards is ĥ_i, whatever the size of the inputs.
    /// </summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(30)]
    public void With_one_sample_a_whole_step_brings_a_linear_layer_to_its_target(double size)
    {
        var world = new World(1, "5-4-3", hidden: Activation.Identity, loss: Loss.SquaredError, batch: 1);
        world.Batch.X.Scale(size);
        Pass before = world.Network.Forward(world.Batch.X);
        var rule = (TargetPropagation)RuleCatalog.Make("dtp-ai:adapt=line-search", world.Network, world.Rng);
        Matrix target = rule.Targets(before, world.Batch)[1]!.Clone();

        new NetworkLearner(rule, new Sgd(1)).Learn(world.Batch);

        Matrices.Close(target, world.Network.Forward(world.Batch.X).H[1], 1e-9 * (1 + target.Norm()));
    }

    /// <summary>No step length does better than the one found: the layer's distance to its targets, to first order in D, has its minimum at rate 1.</summary>
    [Theory]
    [InlineData("dtp-ai")]
    [InlineData("tp-original")]
    [InlineData("mtp")]
    public void The_step_found_is_the_best_along_its_direction(string id)
    {
        var world = new World(2, "5-4-4", hidden: s_leaky, loss: Loss.SquaredError, batch: 6);
        var rule = (TargetPropagation)RuleCatalog.Make(id + ":adapt=line-search:step=0.01", world.Network, world.Rng);
        IReadOnlyList<Matrix?> targets = rule.Targets(world.Pass, world.Batch);
        TeachingSignals signals = rule.Teach(world.Pass, world.Batch);
        for (int i = 1; i <= 2; i++)
        {
            Matrix h = world.Pass.Input(i), ones = new(1, 6, Precision.Double);
            ones.Fill(1);
            Matrix change = world.Pass.ToA(signals[i].Dot(h.T.ToMatrix().Dot(h).Plus(ones.T.ToMatrix().Dot(ones))), i);
            double At(double t) => world.Pass.H[i].Minus(targets[i]!).Minus(change.Scaled(t)).SumOfSquares();
            Assert.True(At(1) < At(0.99) && At(1) < At(1.01) && At(1) < At(0), $"layer {i}: {At(0)}, {At(0.99)}, {At(1)}, {At(1.01)}");
        }
    }

    [Fact]
    public void The_direction_is_that_of_the_plain_rule()
    {
        var world = new World(3, "5-4-4", hidden: s_leaky, loss: Loss.SquaredError);
        TeachingSignals plain = RuleCatalog.Make("dtp-ai", world.Network, world.Rng).Teach(world.Pass, world.Batch);
        TeachingSignals searched = RuleCatalog.Make("dtp-ai:adapt=line-search", world.Network, world.Rng).Teach(world.Pass, world.Batch);
        for (int i = 1; i <= 2; i++)
        {
            Assert.Equal(1, plain[i].InnerProduct(searched[i]) / (plain[i].Norm() * searched[i].Norm()), 1e-12);
        }
    }

    /// <summary>
    /// One linear layer, one sample: the whole step reaches ĥ_1 = h − η̂e, the loss falls by just what was promised, ρ = 1, and η̂ grows by 1/ω, up to 1.
    /// The error after k steps is the product of the (1 − η̂).
    /// </summary>
    [Fact]
    public void The_output_step_grows_to_one_where_the_promise_is_kept()
    {
        var world = new World(4, "5-3", loss: Loss.SquaredError, output: Activation.Identity, batch: 1);
        LearningRule rule = RuleCatalog.Make("dtp-ai:adapt=ratio:omega=0.5:step=0.2", world.Network, world.Rng);
        var learner = new NetworkLearner(rule, new Sgd(1));
        double error = Error();
        foreach ((double step, double left) in new[] { (0.4, 0.8), (0.8, 0.6), (1.0, 0.2) })
        {
            learner.Learn(world.Batch);

            Assert.Equal(left, Error() / error, 1e-9);
            Assert.Equal(step, ((ITargetRule)rule).OutputStep, 1e-12);
            error = Error();
        }

        double Error() => world.Network.Forward(world.Batch.X).H[1].Minus(world.Batch.T).Norm();
    }

    /// <summary>
    /// Linear layers of one unit, two samples: everything can be written down. w_1 = w_2 = 1, x = (1, 2), t = (0, 3), so h = x, e = (1, −1), η̂ = ½: ĥ_2 − h_2
    /// = (−½, ½).
    /// δ_2 hᵀ = ½ (½ − 1) = −¼ moves h_2 by ¼ (1, 2): ⟨(½, −½), −¼ (1, 2)⟩ = ⅛, ‖·‖² = 5/16, t_2 = 2/5, f_2 = (1/64) / (5/16 · ½) = 1/10; the same for layer
    /// 1, by Q = 1.
    /// Both weights become 1 + 2/5 · ¼ = 1.1, h_2 = 1.21 (1, 2): the loss falls from ½ to ½ · ½ (1.21² + 0.58²) = 0.450125. Promised: 1/5 (½ − ⅛) 1 = 0.075,
    /// came: 0.049875, two thirds: η̂ stays.
    /// </summary>
    [Fact]
    public void Numbers_worked_by_hand()
    {
        var world = new World(5, "1-1-1", hidden: Activation.Identity, loss: Loss.SquaredError, bias: false, batch: 2);
        world.Network[1].W.Value.Fill(1);
        world.Network[2].W.Value.Fill(1);
        world.Batch.X.CopyFrom(Matrix.Of([[1, 2]], Precision.Double));
        world.Batch.T.CopyFrom(Matrix.Of([[0, 3]], Precision.Double));
        LearningRule rule = RuleCatalog.Make("dtp-ai:adapt=ratio:omega=0.5:step=0.5", world.Network, world.Rng);
        var learner = new NetworkLearner(rule, new Sgd(1), new Sgd(1e-9));

        learner.Learn(world.Batch);

        Assert.Equal(1.1, world.Network[1].W.Value.Sum(), 1e-7);
        Assert.Equal(1.1, world.Network[2].W.Value.Sum(), 1e-7);
        Assert.Equal(0.5, ((ITargetRule)rule).OutputStep, 1e-12);
    }

    /// <summary>
    /// Feedback of the wrong sign sends the hidden layer, the only one that learns, uphill: less than nothing comes true of what was promised.
    /// </summary>
    [Fact]
    public void The_output_step_shrinks_where_the_promise_is_broken()
    {
        var world = new World(6, "5-4-3", hidden: Activation.Identity, loss: Loss.SquaredError, output: Activation.Identity);
        world.Network[2].Frozen = true;
        LearningRule rule = RuleCatalog.Make("dtp-ai:adapt=ratio:omega=0.5:step=0.2", world.Network, world.Rng);
        World.Named(rule, "Q1").Value.Scale(-1);

        new NetworkLearner(rule, new Sgd(1), new Sgd(1e-9)).Learn(world.Batch);

        Assert.Equal(0.1, ((ITargetRule)rule).OutputStep, 1e-12);
    }

    [Fact]
    public void The_output_step_stays_where_nothing_was_promised()
    {
        var world = new World(6, "5-4-3", loss: Loss.SquaredError);
        foreach (Layer layer in world.Network.Layers)
        {
            layer.Frozen = true;
        }

        LearningRule rule = RuleCatalog.Make("dtp-ai:adapt=ratio:omega=0.5:step=0.2", world.Network, world.Rng);
        new NetworkLearner(rule, new Sgd(1)).Learn(world.Batch);

        Assert.Equal(0.2, ((ITargetRule)rule).OutputStep, 1e-12);
    }

    [Fact]
    public void A_restored_run_goes_on_with_its_output_step()
    {
        var world = new World(7, "5-3", loss: Loss.SquaredError, output: Activation.Identity, batch: 1);
        NetworkLearner first = Learner(), second = Learner();
        first.Learn(world.Batch);
        second.Restore(first.State);

        Assert.Equal(((ITargetRule)first.Rule).OutputStep, ((ITargetRule)second.Rule).OutputStep);
        Assert.NotEqual(0.2, ((ITargetRule)second.Rule).OutputStep);

        NetworkLearner Learner()
        {
            Network network = Network.Dense("5-3", new Rng(7), loss: Loss.SquaredError, precision: Precision.Double);
            return new(RuleCatalog.Make("dtp-ai:adapt=ratio:step=0.2", network, new Rng(8)), new Sgd(1));
        }
    }
}
