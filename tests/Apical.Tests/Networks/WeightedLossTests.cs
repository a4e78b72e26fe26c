namespace Apical.Tests.Networks;

public sealed class WeightedLossTests
{
    private static readonly double[] s_weights = [0.5, 2, 3];
    private static readonly int[] s_labels = [0, 2, 1, 1];

    public static TheoryData<string, double, double, int> Cases => new()
    {
        { "cross-entropy", 0, 1, 3 }, { "binary-cross-entropy", 0, 1, 1 }, { "squared-error", -0.9, 0.9, 3 }, { "squared-error", 0, 1, 1 },
    };

    /// <summary>The definition: loss and residual of sample c are those of the plain loss times the weight of its class.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_sample_counts_as_much_as_its_class(string name, double low, double high, int outputs)
    {
        var (plain, weighted, x, t, labels, weights) = Make(name, low, high, outputs);
        Matrix before = plain.Loss.PerSample(plain.Forward(x), t), after = weighted.Loss.PerSample(weighted.Forward(x), t);
        Matrix e = plain.Loss.OutputError(plain.Forward(x), t), weighed = weighted.Loss.OutputError(weighted.Forward(x), t);
        for (int c = 0; c < labels.Length; c++)
        {
            Assert.Equal(weights[labels[c]] * before[0, c], after[0, c], 1e-12);
            Assert.All(Enumerable.Range(0, outputs), k => Assert.Equal(weights[labels[c]] * e[k, c], weighed[k, c], 1e-12));
        }

        Assert.Equal((plain.Loss.Name, plain.Loss.Output), (weighted.Loss.Name, weighted.Loss.Output));
    }

    /// <summary>Backpropagation is the gradient of the weighted loss: central differences in double precision.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Backpropagation_is_the_gradient_of_the_weighted_loss(string name, double low, double high, int outputs)
    {
        var (_, network, x, t, labels, _) = Make(name, low, high, outputs);
        var signals = new TeachingSignals(network.L);
        Pass pass = network.Forward(x);
        new Backpropagation(network).Teach(pass, new Batch(x, t, labels), default, signals);
        Matrix W = network.Layers[0].W.Value;
        Matrix gradient = signals[1]!.Dot(x.T);
        const double Step = 1e-6;
        for (int i = 0; i < W.Rows; i++)
        {
            for (int j = 0; j < W.Columns; j++)
            {
                double w = W[i, j];
                W[i, j] = w + Step;
                double above = network.Loss.Mean(network.Forward(x), t);
                W[i, j] = w - Step;
                double below = network.Loss.Mean(network.Forward(x), t);
                W[i, j] = w;
                Assert.Equal((above - below) / (2 * Step), gradient[i, j], 1e-8);
            }
        }
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Loss.CrossEntropy.Weighted([1, 2], 0, 1, 3, Precision.Double));
        Assert.Throws<ArgumentException>(() => Loss.CrossEntropy.Weighted([1, -2, 3], 0, 1, 3, Precision.Double));
        Assert.Throws<ArgumentException>(() => Loss.CrossEntropy.Weighted([1, 2, 3], 1, 1, 3, Precision.Double));
    }

    private static (Network Plain, Network Weighted, Matrix X, Matrix T, int[] Labels, double[] Weights) Make(string name, double low, double high, int outputs)
    {
        double[] weights = outputs == 1 ? s_weights[1..] : s_weights;
        int[] labels = [.. s_labels.Select(label => outputs == 1 ? label % 2 : label)];
        var loss = Loss.Parse(name);
        Network Of(Loss used) => NetworkSpec.Parse($"5-4-{outputs}").Build(new Rng(3), used, Precision.Double);
        var x = new Matrix(5, labels.Length, Precision.Double);
        x.FillNormal(new Rng(1), 0, 1);
        Matrix rows = outputs == 1 ? OneHot.EncodeBinary(labels, low, high, Precision.Double) : OneHot.Encode(labels, outputs, low, high, Precision.Double);
        return (Of(loss), Of(loss.Weighted(weights, low, high, outputs, Precision.Double)), x, rows.T.ToMatrix().Clone(), labels, weights);
    }
}
