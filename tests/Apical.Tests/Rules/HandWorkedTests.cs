namespace Apical.Tests.Rules;

/// <summary>
/// Worked by hand: linear units without bias, x = 2, w₁ = 0.5, w₂ = 3, t = 1, half the squared error ⇒ h₁ = 1, y = 3, e = 2.
/// The output's update is e h₁ = 2 for every rule that knows the error; the hidden one's is δ₁ x.
/// </summary>
public sealed class HandWorkedTests
{
    private readonly Network _network = Network.Dense("1-1-1", new Rng(0), Activation.Identity, Loss.SquaredError, bias: false, precision: Precision.Double);
    private readonly Batch _batch = new(Number(2), Number(1));

    public HandWorkedTests()
    {
        _network[1].W.Value[0, 0] = 0.5;
        _network[2].W.Value[0, 0] = 3;
    }

    [Fact]
    public void Backpropagation_sends_the_error_back_through_the_weight() => Expect(new Backpropagation(_network), hidden: 12);                 // 3·2 · 2

    [Fact]
    public void Shallow_learning_leaves_the_hidden_layer_alone() => Expect(new ShallowLearning(_network), hidden: null);

    [Fact]
    public void Feedback_alignment_sends_it_through_B() => Expect(WithFeedback(new FeedbackAlignment(_network, new Rng(0))), hidden: -4);       // −1·2 · 2

    [Fact]
    public void Direct_feedback_alignment_sends_it_through_B() => Expect(WithFeedback(new DirectFeedbackAlignment(_network, new Rng(0))), hidden: -4);

    [Fact]
    public void Target_projection_sends_minus_the_target_through_B() =>
        Expect(WithFeedback(new DirectRandomTargetProjection(_network, new Rng(0))), hidden: 2);                                              // −(−1·1) · 2

    [Fact]
    public void Sign_symmetry_takes_the_sign_of_the_weight_and_half_for_magnitude()
    {
        // Scale / (2 √1) = 0.5
        Expect(new SignSymmetry(_network, new Rng(0)), hidden: 2);                                                                            // +½·2 · 2
        _network[2].W.Value[0, 0] = -3;
        // y = −3, e = −4: −½·−4 · 2
        Expect(new SignSymmetry(_network, new Rng(0)), hidden: 4, output: -4);
    }

    [Fact]
    public void Kolen_Pollack_moves_B_as_the_weight_above_it()
    {
        var rule = WithFeedback(new KolenPollack(_network, new Rng(0)));
        Expect(rule, hidden: -4);
        Assert.Equal(2, FeedbackUpdate(rule));                                                                                                // h₁ e
    }

    /// <summary>
    /// The mirror's update is B − ξr/σ² on average over its noise; r = w₂ ξ, so it is B − m w₂ with m = ⟨ξ²⟩/σ², near 1, the same at each weight.
    /// </summary>
    [Fact]
    public void Weight_mirror_pulls_B_towards_the_weight_above_it()
    {
        var rule = WithFeedback(new WeightMirror(_network, new Rng(0)));
        Expect(rule, hidden: -4);

        double at3 = FeedbackUpdate(rule);
        _network[2].W.Value[0, 0] = 6;
        double at6 = FeedbackUpdate(rule);
        _network[2].W.Value[0, 0] = 0;

        Assert.Equal(-1, FeedbackUpdate(rule));
        Assert.Equal(2 * (at3 + 1), at6 + 1, 1e-12);
        Assert.InRange((-1 - at3) / 3, 1 - 0.71, 1 + 0.71);             // m is χ² of 64 over 64: sd √(2/64), four of them
    }

    /// <summary>
    /// dLoss = e (w₂ ξ₁ + ξ₂) for small ξ, so δ_i = e (3 ξ₁ + ξ₂) ξ_i/σ²: whatever the noise, 3 δ₁ + δ₂ = e ((3 ξ₁ + ξ₂)/σ)² has the sign of e.
    /// </summary>
    [Fact]
    public void Node_perturbation_follows_the_noise_that_lowers_the_loss()
    {
        var rule = new NodePerturbation(_network, new Rng(0), new() { Sigma = 1e-6 });
        double mean = 0;
        for (int step = 0; step < 4000; step++)
        {
            var signals = rule.Teach(_network.Forward(_batch.X), _batch, new Moment(step));
            double d1 = signals[1][0, 0], d2 = signals[2][0, 0];
            Assert.True((3 * d1) + d2 >= 0, $"step {step}: δ₁ = {d1}, δ₂ = {d2}");
            mean += ((3 * d1) + d2) / 4000;
        }

        // e (9 + 1) on average; sd e·10·√2 for one, so 0.45 for the mean
        Assert.Equal(20, mean, 4 * 0.45);
    }

    private static Matrix Number(double x) => Matrix.Of([[x]], Precision.Double);

    private static TRule WithFeedback<TRule>(TRule rule)
        where TRule : LearningRule
    {
        rule.Feedback[0].Value[0, 0] = -1;
        return rule;
    }

    private double FeedbackUpdate(LearningRule rule)
    {
        Pass pass = _network.Forward(_batch.X);
        var updates = new Updates();
        rule.LearnFeedback(pass, rule.Teach(pass, _batch), _batch, default, updates);
        return updates.GradientOf(rule.Feedback[0].Parameter)![0, 0];
    }

    private void Expect(LearningRule rule, double? hidden, double output = 2)
    {
        Pass pass = _network.Forward(_batch.X);
        var updates = new Updates();
        _network.AddUpdates(pass, rule.Teach(pass, _batch), updates);

        Assert.Equal(output, updates.GradientOf(_network[2].W)![0, 0]);
        Assert.Equal(hidden, updates.GradientOf(_network[1].W)?[0, 0]);
    }
}
