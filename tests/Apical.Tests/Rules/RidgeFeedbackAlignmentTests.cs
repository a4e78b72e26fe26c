using Apical.Learning;
using Apical.Optimizers;
using Apical.Probes;

namespace Apical.Tests.Rules;

public sealed class RidgeFeedbackAlignmentTests
{
    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    public void Without_a_penalty_it_is_feedback_alignment_bit_for_bit(string optimizer)
    {
        Assert.Equal(Trained((n, r) => new FeedbackAlignment(n, r), optimizer),
            Trained((n, r) => new RidgeFeedbackAlignment(n, r, new() { Lambda = 0 }), optimizer));
        Assert.NotEqual(Trained((n, r) => new FeedbackAlignment(n, r), optimizer), Trained((n, r) => new RidgeFeedbackAlignment(n, r), optimizer));
    }

    [Fact]
    public void After_the_cutoff_it_is_feedback_alignment()
    {
        Network network = Network.Dense("4-5-3", new Rng(1), precision: Precision.Double);
        var rule = new RidgeFeedbackAlignment(network, new Rng(2), new() { Lambda = 0.5, Schedule = RidgeSchedule.Cutoff, Steps = 7 });
        Batch data = World.Draw(network, new Rng(3), 4);

        // λ for t ≤ T, 0 for t > T (theorem 4.6)
        Assert.Equal([0.5, 0.5, 0, 0], new long[] { 0, 7, 8, 100 }.Select(t => rule.Teach(network.Forward(data.X), data, new Moment(t)).Penalty(2)));
    }

    [Theory]
    [InlineData(RidgeSchedule.Constant, 1, 1)]
    [InlineData(RidgeSchedule.InverseSquare, 0.25, 0.0625)]             // (1 + 1)⁻², (1 + 3)⁻²
    [InlineData(RidgeSchedule.Exponential, 0.36787944117144233, 0.049787068367863944)]
    public void Schedules_start_at_lambda_and_fall_as_they_say(RidgeSchedule schedule, double atT, double at3T)
    {
        var options = new RidgeOptions { Lambda = 2, Schedule = schedule, Steps = 10 };
        Assert.Equal(2, options.LambdaAt(0));
        Assert.Equal(2 * atT, options.LambdaAt(10), 1e-15);
        Assert.Equal(2 * at3T, options.LambdaAt(30), 1e-15);
    }

    /// <summary>x = 2, w₁ = 0.5, w₂ = 3, b = −1, t = 1: h₁ = 1, e = 2. w₂ ← (1 − ηλ) 3 − η e h₁ and w₁ ← 0.5 − η (−1 · 2) 2 with η = 0.1, λ = 0.5.</summary>
    [Fact]
    public void One_step_by_hand_shrinks_the_output_weight_by_one_minus_eta_lambda_and_no_other()
    {
        Network network = Network.Dense("1-1-1", new Rng(0), Activation.Identity, Loss.SquaredError, precision: Precision.Double);
        (network[1].W.Value[0, 0], network[2].W.Value[0, 0], network[1].Bias!.Value[0, 0], network[2].Bias!.Value[0, 0]) = (0.5, 3, 0, 0);
        var rule = new RidgeFeedbackAlignment(network, new Rng(0), new() { Lambda = 0.5 });
        rule.Feedback[0].Value[0, 0] = -1;

        new NetworkLearner(rule, new Sgd(0.1)).Learn(new Batch(Matrix.Of([[2]], Precision.Double), Matrix.Of([[1]], Precision.Double)));

        Assert.Equal((0.95 * 3) - (0.1 * 2), network[2].W.Value[0, 0], 1e-15);
        Assert.Equal(0.5 + (0.1 * 4), network[1].W.Value[0, 0], 1e-15);
        Assert.Equal(-0.2, network[2].Bias!.Value[0, 0], 1e-15);
        Assert.Equal(0.2, network[1].Bias!.Value[0, 0], 1e-15);
    }

    /// <summary>
    /// Section 5, figure 2a in small: in a wide linear network feedback alignment does not align, and with the penalty it does. Theirs is
    /// f = βᵀWx/√p with W, β, b ~ N(0, 1): in our terms W₂ = βᵀ/√p, B = √p b, and η/p and pλ for η and λ.
    /// </summary>
    [Fact]
    public void Aligns_a_wide_linear_network_where_feedback_alignment_does_not()
    {
        // Random directions are at 90° ± 3° (1/√p); theirs are at 70° to 90° without a penalty and near 30° at λ = 0.5, with five times the data.
        Assert.InRange(AngleAfterTraining(0), 75, 105);
        Assert.InRange(AngleAfterTraining(0.5), 0, 60);
    }

    private static double AngleAfterTraining(double lambda)
    {
        const int P = 400;
        var rng = new Rng(5);
        Network network = Network.Dense($"30-{P}-1", rng, Activation.Identity, Loss.SquaredError, initialiser: Initialiser.StandardNormal, bias: false,
            precision: Precision.Double);
        network[2].W.Value.Scale(1 / Math.Sqrt(P));
        var feedback = new FeedbackOptions { Initialiser = Initialiser.StandardNormal, Scale = Math.Sqrt(P) };
        var rule = new RidgeFeedbackAlignment(network, rng, new() { Feedback = feedback, Lambda = P * lambda });
        Batch data = World.Draw(network, rng.Fork("data"), 10);
        data.T.Scale(Math.Sqrt(30));                    // y = Xθ, θ ~ N(0, 1)
        var learner = new NetworkLearner(rule, new Sgd(0.02 / P));
        for (int step = 0; step < 1000; step++)
        {
            learner.Learn(data, new Moment(step));
        }

        return Angle.Degrees(rule.Feedback[0].Value, network[2].W.Value.T.ToMatrix());
    }

    private static double[] Trained(Func<Network, Rng, LearningRule> make, string optimizer)
    {
        Network network = Network.Dense("4-5-6-3", new Rng(1), Activation.Tanh);
        var learner = new NetworkLearner(make(network, new Rng(2)), Optimizer.Create(optimizer));
        for (int step = 0; step < 5; step++)
        {
            learner.Learn(World.Draw(network, new Rng(3).Fork("step", step), 4), new Moment(step));
        }

        return [.. network.Parameters.SelectMany(p => p.Value.ToArray())];
    }
}
