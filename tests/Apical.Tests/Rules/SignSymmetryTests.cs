namespace Apical.Tests.Rules;

/// <summary>Oracle: the definition of the feedback, sign(W) ⊙ M, found by sending unit errors back through a linear network.</summary>
public sealed class SignSymmetryTests
{
    public static TheoryData<SignSymmetryMagnitude> Magnitudes => [.. Enum.GetValues<SignSymmetryMagnitude>()];

    [Theory, MemberData(nameof(Magnitudes))]
    public void Feedback_has_the_signs_of_the_weights_and_magnitudes_in_their_range(SignSymmetryMagnitude magnitude)
    {
        Network network = Linear(out Matrix W);
        W[0, 0] = 0;
        Matrix feedback = FeedbackOf(new SignSymmetry(network, new Rng(7), new() { Magnitude = magnitude, Scale = 3 }), step: 4);

        double mean = 3 / (2 * Math.Sqrt(40));
        for (int r = 0; r < W.Rows; r++)
        {
            for (int c = 0; c < W.Columns; c++)
            {
                Assert.Equal(Math.Sign(W[r, c]), Math.Sign(feedback[r, c]));
                Assert.InRange(Math.Abs(feedback[r, c]), 0, 2 * mean);
            }
        }

        // 1200 magnitudes uniform in [0, 2 mean): sd of their mean is mean / √(3·1200), some 2 %
        Assert.Equal(mean, feedback.Abs().Mean(), mean * 0.07);
    }

    /// <summary>
    /// For w uniform in ±w₀ and m of mean w₀/2: cos = E|w|·E m / √(E w² · E m²), which is √3/2 for a constant m and 3/4 for m uniform in [0, w₀).
    /// </summary>
    [Theory]
    [InlineData(SignSymmetryMagnitude.Uniform, 30)]
    [InlineData(SignSymmetryMagnitude.Fixed, 41.41)]
    [InlineData(SignSymmetryMagnitude.Redrawn, 41.41)]
    public void Feedback_lies_at_the_angle_to_fresh_weights_that_the_docs_state(SignSymmetryMagnitude magnitude, double degrees)
    {
        Network network = Linear(out Matrix W);
        Assert.Equal(degrees, Matrices.Degrees(FeedbackOf(new SignSymmetry(network, new Rng(7), new() { Magnitude = magnitude }), 0), W), 2.0);
    }

    [Fact]
    public void Uniform_magnitudes_are_all_the_same()
    {
        Network network = Linear(out _);
        Matrix feedback = FeedbackOf(new SignSymmetry(network, new Rng(7)), 0).Abs();
        Assert.Equal(feedback.Min(), feedback.Max());
    }

    [Fact]
    public void Fixed_magnitudes_stay_while_weights_change_their_signs()
    {
        Network network = Linear(out Matrix W);
        var rule = new SignSymmetry(network, new Rng(7), new() { Magnitude = SignSymmetryMagnitude.Fixed });
        Matrix before = FeedbackOf(rule, 0);
        W.Scale(-2);

        Matrices.SameBits(before.Negated(), FeedbackOf(rule, 1));
        Matrices.SameBits(rule.Feedback[0].Value, before.Abs());
    }

    [Fact]
    public void Redrawn_magnitudes_are_new_in_every_step_and_the_same_in_the_same_step()
    {
        Network network = Linear(out _);
        var rule = new SignSymmetry(network, new Rng(7), new() { Magnitude = SignSymmetryMagnitude.Redrawn });
        Matrix first = FeedbackOf(rule, 0), second = FeedbackOf(rule, 1);

        Matrices.Differ(first, second, "steps 0 and 1");
        Matrices.SameBits(first, FeedbackOf(rule, 0));
    }

    [Fact]
    public void Redrawn_magnitudes_have_nothing_to_do_with_the_dropout_masks_of_the_same_stream()
    {
        // One stream for both, one name for the layer, and as many samples as units below it: the mask and M_2 have one shape.
        var rng = new Rng(3);
        Layer Layer(int fanIn, int fanOut, string name, double dropout = 0) =>
            new(new Dense(fanIn, fanOut), Activation.Identity, rng.Fork(name), name, dropout: dropout, precision: Precision.Double);
        var dropping = new Network([Layer(2, 30, "one"), Layer(30, 40, "two", 0.5), Layer(40, 1, "three")], Loss.SquaredError, rng);
        var pass = new Pass(dropping);
        dropping.Forward(new Matrix(2, 30, Precision.Double), pass, trainingStep: 5);
        Matrix kept = pass.D(2).Shifted(-1);

        var network = new Network([Layer(2, 30, "one"), Layer(30, 40, "two")], Loss.SquaredError);
        Matrix magnitudes = FeedbackOf(new SignSymmetry(network, rng, new() { Magnitude = SignSymmetryMagnitude.Redrawn }), step: 5).Abs();

        // Correlation of 1200 pairs: sd 1/√1200 ≈ 0.03 when independent, 0.87 when both are cut from the same numbers.
        Matrix centred = magnitudes.Shifted(-magnitudes.Mean());
        Assert.InRange(centred.InnerProduct(kept) / (centred.Norm() * kept.Norm()), -0.12, 0.12);
    }

    /// <summary>With an identity for the error and positive weights, δ_2 is M_3ᵀ and δ_1 is (M_3 M_2)ᵀ: far from (M_3 M_3)ᵀ unless layers share M.</summary>
    [Theory]
    [InlineData(SignSymmetryMagnitude.Redrawn)]
    [InlineData(SignSymmetryMagnitude.Fixed)]
    public void Every_layer_has_magnitudes_of_its_own(SignSymmetryMagnitude magnitude)
    {
        const int N = 12;
        Network network = Network.Dense("12-12-12-12", new Rng(1), Activation.Identity, Loss.SquaredError, bias: false, precision: Precision.Double);
        foreach (Layer layer in network.Layers)
        {
            layer.W.Value.Fill(1);
        }

        Matrix x = new(N, N, Precision.Double), t = network.Forward(x).H[3].Clone();
        for (int c = 0; c < N; c++)
        {
            t[c, c] -= N;                               // error: the identity, after division by the batch
        }

        var rule = new SignSymmetry(network, new Rng(7), new() { Magnitude = magnitude });
        TeachingSignals signals = rule.Teach(network.Forward(x), new Batch(x, t), new Moment(4));
        Matrix third = signals[2].T.ToMatrix(), both = signals[1].T.ToMatrix(), shared = third.Dot(third);
        Assert.InRange(both.Minus(shared).Norm() / both.Norm(), 0.05, 1);
    }

    private static Network Linear(out Matrix W)
    {
        Network network = Network.Dense("3-40-30", new Rng(1), Activation.Identity, Loss.SquaredError, bias: false, precision: Precision.Double);
        W = network[2].W.Value;
        return network;
    }

    /// <summary>The matrix that stands for W_2: an output error that is an identity matrix, sent back through linear units, shows its transpose.</summary>
    private static Matrix FeedbackOf(SignSymmetry rule, long step)
    {
        Network network = rule.Network;
        int n = network[2].FanOut;
        Matrix x = new(network[1].FanIn, n, Precision.Double), y = network.Forward(x).H[2], t = y.Clone();
        for (int c = 0; c < n; c++)
        {
            t[c, c] -= n;                               // error: the identity, after division by the batch
        }

        return rule.Teach(network.Forward(x), new Batch(x, t), new Moment(step))[1].T.ToMatrix();
    }
}
