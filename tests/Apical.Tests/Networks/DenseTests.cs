using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

public sealed class DenseTests
{
    [Fact]
    public void Computes_W_h_plus_b_then_the_activation_by_hand()
    {
        var layer = new Layer(new Dense(2, 2), Activation.Relu, new Rng(1), "fc", precision: Precision.Double);
        layer.W.Value.CopyFrom(Double([1, 2], [3, 4]));
        layer.Bias!.Value.CopyFrom(Double([10], [-20]));
        Matrix a = new(2, 2, Precision.Double), h = new(2, 2, Precision.Double);

        layer.Compute(Double([1, 0], [2, 1]), a, h);

        Assert.Equal([15, 12, -9, -16], a.ToArray());
        Assert.Equal([15, 12, 0, 0], h.ToArray());
    }

    [Fact]
    public void Carries_a_signal_back_through_whatever_weights_it_is_given()
    {
        var layer = new Layer(new Dense(2, 3), Activation.Relu, new Rng(1), "fc", precision: Precision.Double);
        Matrix signal = Double([1], [0], [-1]), B = Double([1, 2, 3], [4, 5, 7]);
        layer.W.Value.CopyFrom(Double([1, 2], [3, 4], [5, 7]));

        Assert.Equal([-2, -3], layer.Connections.Back(B, signal).ToMatrix().ToArray());
        Assert.Equal([-4, -5], layer.Connections.Back(layer.W.Value.T, signal).ToMatrix().ToArray());
    }

    [Fact]
    public void A_signal_and_its_presynaptic_activity_become_updates_by_hand()
    {
        var layer = new Layer(new Dense(2, 1), Activation.Relu, new Rng(1), "fc", precision: Precision.Double);
        var updates = new Updates();
        layer.AddUpdates(Double([2, -1]), Double([1, 3], [5, 7]), updates);

        Assert.Equal([-1, 3], updates.GradientOf(layer.W)!.ToArray());             // 2·1 − 3, 2·5 − 7
        Assert.Equal([1], updates.GradientOf(layer.Bias!)!.ToArray());
    }

    [Fact]
    public void A_frozen_layer_computes_but_its_network_gives_it_no_updates()
    {
        var layer = new Layer(new Dense(2, 1), Activation.Relu, new Rng(1), "fc") { Frozen = true };
        var network = new Network([layer], Loss.SquaredError);
        var updates = new Updates();
        network.AddUpdates(network.Forward(new Matrix(2, 3)), new TeachingSignals(1) { [1] = new Matrix(1, 3) }, updates);
        Assert.Equal(0, updates.Count);

        layer.AddUpdates(new Matrix(1, 3), new Matrix(2, 3), updates);
        Assert.Equal(2, updates.Count);
    }

    [Fact]
    public void Weights_and_biases_are_drawn_from_streams_of_their_own()
    {
        Layer with = new(new Dense(30, 30), Activation.Relu, new Rng(1), "fc"),
            without = new(new Dense(30, 30), Activation.Relu, new Rng(1), "fc", bias: false);

        Matrices.SameBits(with.W.Value, without.W.Value);
        Assert.Null(without.Bias);
        Assert.Equal([with.W, with.Bias!], with.Parameters);
        Assert.Equal([without.W], without.Parameters);
        Assert.Equal(["fc/W", "fc/b"], with.Parameters.Select(p => p.Name));
        Assert.Equal([true, false], with.Parameters.Select(p => p.Decays));
        Assert.InRange(with.Bias!.Value.Max(), 0.1, 1 / Math.Sqrt(30));
        Assert.True(Math.Abs(with.Bias.Value[0, 0] - with.W.Value[0, 0]) > 1e-6);
    }

    [Theory]
    [InlineData("uniform-fan-in", false)]
    [InlineData("glorot", true)]
    [InlineData("normal:0,1", true)]
    [InlineData("standard-uniform", true)]
    public void Biases_are_zero_with_any_initialiser_but_the_default(string initialiser, bool zero)
    {
        var layer = new Layer(new Dense(5, 6), Activation.Relu, new Rng(1), "fc", Initialiser.Parse(initialiser));
        Assert.Equal(zero, layer.Bias!.Value.Norm() == 0);
    }

    [Fact]
    public void An_input_of_the_wrong_width_names_the_layer_and_both_shapes()
    {
        var layer = new Layer(new Dense(784, 10), Activation.Identity, new Rng(0), "fc1");
        var error = Assert.Throws<ArgumentException>(() => layer.Compute(new Matrix(64, 784), new Matrix(10, 784), new Matrix(10, 784)));
        Assert.Equal("Expected input of shape [784, batch], got [64, 784]. fc1/W was built for 784 units below; samples are columns. (Parameter 'h')",
            error.Message);
    }

    [Fact]
    public void Sizes_and_dropout_are_checked()
    {
        Assert.StartsWith("A layer needs at least one unit on each side, got 0 to 3.", Assert.Throws<ArgumentException>(() => new Dense(0, 3)).Message);
        Assert.StartsWith("A layer needs at least one unit on each side, got 3 to 0.", Assert.Throws<ArgumentException>(() => new Dense(3, 0)).Message);
        foreach (double dropout in new[] { -0.1, 1, double.NaN })
        {
            Assert.StartsWith(
                "Dropout is a probability from 0 up to 1 (excluded).",
                Assert.Throws<ArgumentOutOfRangeException>(() => new Layer(new Dense(3, 3), Activation.Relu, new Rng(0), "fc", dropout: dropout)).Message);
        }
    }

    private static Matrix Double(params double[][] rows) => Matrix.Of(rows, Precision.Double);
}
