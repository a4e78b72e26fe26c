namespace Apical.Tests.Networks;

/// <summary>Oracle: the definitions, worked by hand. The layer is the identity map of x, so that a = x.</summary>
public sealed class LossTests
{
    [Fact]
    public void Cross_entropy_by_hand()
    {
        // softmax(0, ln 3) = (1/4, 3/4); softmax(ln 2, 0) = (2/3, 1/3)
        Pass pass = Through(Loss.CrossEntropy, null, [[0, Math.Log(2)], [Math.Log(3), 0]]);
        Matrix t = Rows([1, 0], [0, 1]);

        Near([Math.Log(4), Math.Log(3)], Loss.CrossEntropy.PerSample(pass, t));
        Assert.Equal((Math.Log(4) + Math.Log(3)) / 2, Loss.CrossEntropy.Mean(pass, t), 1e-15);
        Near([-0.375, 1.0 / 3, 0.375, -1.0 / 3], Loss.CrossEntropy.OutputError(pass, t));         // (h − t) / 2
    }

    [Fact]
    public void Cross_entropy_with_soft_targets_is_their_weighted_sum()
    {
        Pass pass = Through(Loss.CrossEntropy, null, [[0], [Math.Log(3)]]);
        Matrix t = Rows([0.25], [0.75]);
        Near([-(0.25 * Math.Log(0.25)) - (0.75 * Math.Log(0.75))], Loss.CrossEntropy.PerSample(pass, t));
        Near([0, 0], Loss.CrossEntropy.OutputError(pass, t));
    }

    [Fact]
    public void Binary_cross_entropy_by_hand()
    {
        // sigmoid(0) = 1/2, sigmoid(ln 3) = 3/4, sigmoid(−ln 3) = 1/4
        Pass pass = Through(Loss.BinaryCrossEntropy, null, [[0, Math.Log(3)], [-Math.Log(3), 0]]);
        Matrix t = Rows([1, 1], [1, 0]);

        Near([Math.Log(2) + Math.Log(4), Math.Log(4.0 / 3) + Math.Log(2)], Loss.BinaryCrossEntropy.PerSample(pass, t));
        Near([-0.25, -0.125, -0.375, 0.25], Loss.BinaryCrossEntropy.OutputError(pass, t));
    }

    [Fact]
    public void Squared_error_by_hand_has_the_half_and_the_slope()
    {
        Pass pass = Through(Loss.SquaredError, Activation.Identity, [[3, 0], [1, -2]]);
        Matrix t = Rows([1, 0], [1, 2]);
        Near([2, 8], Loss.SquaredError.PerSample(pass, t));                                         // ½ (2² + 0²), ½ (0² + 4²)
        Assert.Equal(5, Loss.SquaredError.Mean(pass, t));
        Near([1, 0, 0, -2], Loss.SquaredError.OutputError(pass, t));

        // tanh(artanh ½) = ½, slope ¾
        pass = Through(Loss.SquaredError, Activation.Tanh, [[Math.Atanh(0.5)]]);
        Near([(0.5 - 2) * 0.75], Loss.SquaredError.OutputError(pass, Rows([2])));
    }

    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.Double)]
    public void Huge_logits_neither_overflow_nor_lose_the_loss(Precision precision)
    {
        Pass pass = Through(Loss.CrossEntropy, null, [[1e4, -1e4], [-1e4, -3e4]], precision);
        Assert.Equal([2e4, 0], Loss.CrossEntropy.PerSample(pass, Rows(precision, [0, 1], [1, 0])).ToArray());
        Assert.Equal([0.5, 0, -0.5, 0], Loss.CrossEntropy.OutputError(pass, Rows(precision, [0, 1], [1, 0])).ToArray());

        pass = Through(Loss.BinaryCrossEntropy, null, [[1e4, -1e4, 1e4, -1e4]], precision);
        Assert.Equal([1e4, 1e4, 0, 0], Loss.BinaryCrossEntropy.PerSample(pass, Rows(precision, [0, 1, 1, 0])).ToArray());
        Assert.Equal([0.25, -0.25, 0, 0], Loss.BinaryCrossEntropy.OutputError(pass, Rows(precision, [0, 1, 1, 0])).ToArray());
    }

    [Fact]
    public void Small_losses_keep_their_digits()
    {
        // −ln h with h = 1 − 1e-9: computed from h in single precision it would be 0.
        Pass pass = Through(Loss.CrossEntropy, null, [[Math.Log(1e9)], [0]]);
        Assert.Equal(1e-9, Loss.CrossEntropy.PerSample(pass, Rows([1], [0]))[0, 0], 1e-14);
    }

    [Fact]
    public void Targets_of_another_shape_are_refused_with_both_shapes()
    {
        foreach (Loss loss in new[] { Loss.CrossEntropy, Loss.BinaryCrossEntropy, Loss.SquaredError })
        {
            Pass pass = Through(loss, loss.Output ?? Activation.Identity, [[1, 2, 3], [4, 5, 6]]);
            const string Message = "The network put out [2, 3], the targets are [2, 4]; both must be [outputs, batch]. (Parameter 'targets')";
            var four = new Matrix(2, 4, Precision.Double);
            Assert.Equal(Message, Assert.Throws<ArgumentException>(() => loss.PerSample(pass, four)).Message);
            Assert.Equal(Message, Assert.Throws<ArgumentException>(() => loss.Mean(pass, four)).Message);
            Assert.Equal(Message, Assert.Throws<ArgumentException>(() => loss.OutputError(pass, four)).Message);
        }
    }

    [Fact]
    public void A_loss_that_does_not_suit_the_output_is_refused()
    {
        Says("cross-entropy is made for a softmax output, the last layer is identity.", Loss.CrossEntropy, Activation.Identity);
        Says("cross-entropy is made for a softmax output, the last layer is sigmoid.", Loss.CrossEntropy, Activation.Sigmoid);
        Says("binary-cross-entropy is made for a sigmoid output, the last layer is softmax.", Loss.BinaryCrossEntropy, Activation.Softmax);
        Says("squared-error needs an output with a slope; softmax goes with cross-entropy.", Loss.SquaredError, Activation.Softmax);
    }

    [Fact]
    public void Names_are_read_back()
    {
        Assert.Same(Loss.CrossEntropy, Loss.Parse("ce"));
        Assert.Same(Loss.BinaryCrossEntropy, Loss.Parse("bce"));
        Assert.Same(Loss.SquaredError, Loss.Parse("mse"));
        Assert.All([Loss.CrossEntropy, Loss.BinaryCrossEntropy, Loss.SquaredError], loss => Assert.Same(loss, Loss.Parse(loss.ToString())));
        Assert.Equal(
            "Unknown loss 'hinge'. Known: cross-entropy (ce), binary-cross-entropy (bce), squared-error (mse).",
            Assert.Throws<ArgumentException>(() => Loss.Parse("hinge")).Message);
    }

    private static void Says(string message, Loss loss, Activation output) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Network.Dense("2-3", new Rng(1), loss: loss, output: output)).Message);

    private static Pass Through(Loss loss, Activation? output, double[][] a, Precision precision = Precision.Double)
    {
        Network network = Network.Dense($"{a.Length}-{a.Length}", new Rng(1), loss: loss, output: output, initialiser: Initialiser.Zeros, precision: precision);
        for (int k = 0; k < a.Length; k++)
        {
            network[1].W.Value[k, k] = 1;
        }

        return network.Forward(Matrix.Of(a, precision));
    }

    private static Matrix Rows(params double[][] rows) => Rows(Precision.Double, rows);

    private static Matrix Rows(Precision precision, params double[][] rows) => Matrix.Of(rows, precision);

    private static void Near(double[] expected, Matrix actual) => Assert.Equal(expected, actual.ToArray(), (x, y) => Math.Abs(x - y) < 1e-14);
}
