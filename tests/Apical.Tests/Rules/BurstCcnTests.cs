using Apical.Probes;

namespace Apical.Tests.Rules;

/// <summary>Burst probabilities as teachers: what the paper's equations come to.</summary>
public sealed class BurstCcnTests
{
    /// <summary>With B = Wᵀ in the silent state the signals are backpropagation's to first order: the angle goes to 0 with the error.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.2)]
    public void Is_backpropagation_for_small_errors_when_feedback_is_the_transposed_weights(double baseline)
    {
        var world = new World(3, "5-7-6-3", hidden: Activation.Sigmoid, loss: Loss.SquaredError);
        Pass pass = world.Network.Forward(world.Batch.X);
        var rule = new BurstCcn(world.Network, new Rng(1), new() { Bursts = BurstFeedback.Symmetric, Silent = true, Baseline = baseline });
        double[] angles = [.. new[] { 1.0, 0.1, 1e-4 }.Select(size =>
        {
            // targets that leave an error of that size
            Matrix t = pass.H[3].Minus(pass.H[3].Minus(world.Batch.T).Scaled(size));
            var batch = new Batch(world.Batch.X, t);
            TeachingSignals ours = rule.Teach(pass, batch), bp = new Backpropagation(world.Network).Teach(pass, batch);
            return Angle.Degrees(ours[1], bp[1]);
        })];

        Assert.True(angles[0] > angles[1] && angles[1] > angles[2], string.Join(", ", angles));
        Assert.InRange(angles[2], 0, 0.01);
    }

    /// <summary>Without teaching bursts and events cancel: u = 0, all burst probabilities at the baseline, nothing learns, Q neither.</summary>
    [Fact]
    public void The_silent_state_teaches_nothing()
    {
        var world = new World(4, "5-7-6-3", hidden: Activation.Sigmoid, loss: Loss.SquaredError);
        Pass pass = world.Network.Forward(world.Batch.X);
        var batch = new Batch(world.Batch.X, pass.H[3].Clone());
        var rule = new BurstCcn(world.Network, new Rng(1));
        TeachingSignals signals = rule.Teach(pass, batch);

        Assert.InRange(signals[1].Abs().Max(), 0, 1e-15);
        Assert.InRange(signals[2].Abs().Max(), 0, 1e-15);
        rule.Feedback.Single(one => one.Name == "Q1").Value.Scale(1.1);
        Assert.True(rule.Teach(pass, batch)[1].Abs().Max() > 1e-6);
    }

    /// <summary>One hidden unit by hand: e = ½, f′ = ¼, u = b d with d = −p_b (e_L − t), x = u/2, p = σ(4x) at p_b = ½.</summary>
    [Fact]
    public void A_unit_by_hand()
    {
        Network network = Network.Dense("1-1-1", new Rng(1), Activation.Sigmoid, Loss.SquaredError, bias: false, precision: Precision.Double);
        network[1].W.Value.Fill(0);
        network[2].W.Value.Fill(2);                     // e_L = 2 · ½ = 1
        var batch = new Batch(Matrix.Of([[3]], Precision.Double), Matrix.Of([[0.2]], Precision.Double));
        var rule = new BurstCcn(network, new Rng(1), new() { Silent = true });
        rule.Feedback[0].Value.Fill(1.5);
        double u = 1.5 * -0.5 * 0.8, p = 1 / (1 + Math.Exp(-4 * u * 0.25 / 0.5));

        Assert.Equal(-(p - 0.5) * 0.5 / 0.5, rule.Teach(network.Forward(batch.X), batch)[1][0, 0], 1e-12);
    }

    /// <summary>ΔQ = −η u eᵀ takes a Q that does not cancel towards the silent state, where there is nothing to teach.</summary>
    [Fact]
    public void Feedback_of_events_learns_to_cancel_that_of_bursts()
    {
        var world = new World(5, "5-6-4", hidden: Activation.Sigmoid, loss: Loss.SquaredError);
        Pass pass = world.Network.Forward(world.Batch.X);
        var batch = new Batch(world.Batch.X, pass.H[2].Clone());
        var rule = new BurstCcn(world.Network, new Rng(1));
        Matrix Q = rule.Feedback.Single(one => one.Name == "Q1").Value, silent = Q.Clone();
        Q.Scale(0.5);
        Matrix e = pass.H[2];
        double before = Q.Minus(silent).Dot(e).Norm();
        var updates = new Updates();
        var optimizer = new Apical.Optimizers.Sgd(0.1);
        for (int step = 0; step < 500; step++)
        {
            updates.Clear();
            rule.LearnFeedback(pass, rule.Teach(pass, batch), batch, default, updates);
            optimizer.Step(updates, 0);
        }

        Assert.InRange(Q.Minus(silent).Dot(e).Norm(), 0, 0.3 * before);
    }
}
