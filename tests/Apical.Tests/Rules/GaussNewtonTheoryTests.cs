using Apical.Learning;
using Apical.Optimizers;

namespace Apical.Tests.Rules;

/// <summary>What the theory of target propagation says of Gauss–Newton targets (meulemans2019, chapter 4).</summary>
public sealed class GaussNewtonTheoryTests
{
    private static readonly Activation s_leaky = Activation.LeakyRelu(0.35);

    /// <summary>The curvature of a batch is a mean: of samples that are all alike it is that of one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_curvature_of_equal_samples_is_that_of_each(int samples)
    {
        var world = new World(11, "3-5-4-2", hidden: s_leaky, loss: Loss.SquaredError, batch: samples);
        for (int c = 1; c < samples; c++)
        {
            for (int r = 0; r < 3; r++)
            {
                world.Batch.X[r, c] = world.Batch.X[r, 0];
            }

            for (int r = 0; r < 2; r++)
            {
                world.Batch.T[r, c] = world.Batch.T[r, 0];
            }
        }

        Pass pass = world.Network.Forward(world.Batch.X);
        TeachingSignals batch = RuleCatalog.Make("gauss-newton:damping=0.5:curvature=batch", world.Network, world.Rng).Teach(pass, world.Batch);
        TeachingSignals block = RuleCatalog.Make("gauss-newton:damping=0.5", world.Network, world.Rng).Teach(pass, world.Batch);
        for (int i = 1; i <= 3; i++)
        {
            Matrices.Close(block[i], batch[i], 1e-10, $"layer {i}");
        }
    }

    /// <summary>Theorem 4.3: the targets are h_i plus the block-diagonal Gauss–Newton step, up to O(η̂²): halving the step quarters the difference.</summary>
    [Fact]
    public void Targets_through_exact_inverses_are_Gauss_Newton_steps_up_to_the_square_of_the_step()
    {
        var world = new World(2, "4-4-4-4", hidden: Activation.Tanh, loss: Loss.SquaredError, output: Activation.Tanh, batch: 1,
            initialiser: Initialiser.Orthogonal);
        double[] steps = [1e-2, 3e-3, 1e-3, 3e-4];
        for (int i = 1; i <= 2; i++)
        {
            double[] logs = [.. steps.Select(step => Math.Log(Difference(i, step)))];
            double slope = (logs[0] - logs[^1]) / (Math.Log(steps[0]) - Math.Log(steps[^1]));
            Assert.Equal(2.0, slope, 0.1);
        }

        double Difference(int i, double step)
        {
            string set = FormattableString.Invariant($":step={step}");
            var tp = (ITargetRule)RuleCatalog.Make("tp-ei" + set, world.Network, world.Rng);
            var gn = (ITargetRule)RuleCatalog.Make("gauss-newton:damping=0" + set, world.Network, world.Rng);
            return tp.Targets(world.Pass, world.Batch)[i]!.Minus(gn.Targets(world.Pass, world.Batch)[i]!).Norm();
        }
    }

    [Theory]
    [InlineData("block")]
    [InlineData("full")]
    public void In_a_linear_network_a_Gauss_Newton_step_solves_the_least_squares(string curvature)
    {
        var world = new World(3, "4-6-5-3", hidden: Activation.Identity, loss: Loss.SquaredError);
        var targets = ((ITargetRule)RuleCatalog.Make($"gauss-newton:damping=0:step=1:curvature={curvature}", world.Network, world.Rng)).Targets(world.Pass,
            world.Batch);

        // Each layer's step alone brings the output to the target; of the full step, the sum of all layers' does.
        Matrix sum = new(3, world.Batch.Size, Precision.Double);
        foreach (int i in new[] { 1, 2 })
        {
            Matrix change = targets[i]!.Minus(world.Pass.H[i]);
            for (int k = i + 1; k <= 3; k++)
            {
                change = world.Network[k].W.Value.Dot(change);
            }

            sum.Add(change);
            if (curvature == "block")
            {
                Matrices.Close(world.Batch.T, world.Pass.H[3].Plus(change), 1e-9);
            }
        }

        if (curvature == "full")
        {
            Matrices.Close(world.Batch.T, world.Pass.H[3].Plus(sum), 1e-9);
        }
    }

    [Fact]
    public void Damping_falls_where_the_model_holds_and_rises_where_it_does_not()
    {
        var linear = new World(9, "4-5-3", hidden: Activation.Identity, loss: Loss.SquaredError);
        var rule = new GaussNewton(linear.Network, new() { Damping = 1, Omega = 0.5 });
        new NetworkLearner(rule, new Sgd(1e-3)).Learn(linear.Batch);
        Assert.Equal(0.5, rule.Damping, 1e-12);                                         // the model is exact: ρ = 1

        // With 1.5 of the step the loss still falls, by the fraction 1.5 − ½ 1.5² of ‖e‖² that the model, with its ½, foresees.
        var far = new GaussNewton(linear.Network, new() { Damping = 1e-9, Omega = 0.5, Step = 1.5 });
        new NetworkLearner(far, new Sgd(1e-9)).Learn(linear.Batch);
        Assert.Equal(0.5e-9, far.Damping, 1e-15);

        // Far out of what tanh units can reach: the model foresees the better part of ½ ‖e‖², the units above h_1 can move y by no more than 2 ‖W_3‖₁.
        // Of 60 samples none has a large share of the loss, so that what is foreseen and what comes must both be sums over all.
        var bent = new World(9, "4-5-5-3", loss: Loss.SquaredError, batch: 60);
        bent.Batch.T.Scale(100);
        var other = new GaussNewton(bent.Network, new() { Damping = 1e-3, Omega = 0.5, Step = 1 });
        new NetworkLearner(other, new Sgd(1e-9)).Learn(bent.Batch);
        Assert.Equal(2e-3, other.Damping, 1e-15);
    }
}
