namespace Apical.Tests.Networks;

/// <summary>lechner2020, theorem 1: positive weights above the first layer lose nothing.</summary>
public sealed class MonoNetTests
{
    [Theory]
    [InlineData("3-7-1", "squared-error", true)]
    [InlineData("3-7-4", "squared-error", false)]
    [InlineData("5-9-3", "cross-entropy", true)]
    [InlineData("5-9-1", "binary-cross-entropy", true)]
    public void A_sigmoid_network_equals_a_tanh_mono_net_of_twice_the_hidden_units(string widths, string loss, bool bias)
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            Network g = Network.Dense(widths, new Rng(seed), Activation.Sigmoid, Loss.Parse(loss), initialiser: Initialiser.Normal(0, 2), bias: bias,
                precision: Precision.Double);
            g[1].Bias?.Value.FillNormal(new Rng(seed + 50));
            g[2].Bias?.Value.FillNormal(new Rng(seed + 60));
            var x = new Matrix(g[1].FanIn, 20, Precision.Double);
            x.FillNormal(new Rng(seed + 70), 0, 2);

            Network m = MonoNet.From(g);

            Assert.Equal((2 * g[1].FanOut, Activation.Tanh), (m[1].FanOut, m[1].Activation));
            Assert.True(m[2].W.Value.Min() >= 0);
            Assert.True(g.Forward(x).A[2].Minus(m.Forward(x).A[2]).Abs().Max() < 1e-13);
            Assert.True(g.Forward(x).H[2].Minus(m.Forward(x).H[2]).Abs().Max() < 1e-13);
        }
    }

    /// <summary>What a mono-net is for: nothing above the first hidden layer ever falls when a unit of it rises.</summary>
    [Fact]
    public void Projection_raises_what_is_too_low_and_leaves_the_rest_and_the_first_layer()
    {
        Network network = Network.Dense("2-2-2", new Rng(1), Activation.Tanh, precision: Precision.Double);
        network[1].W.Value.CopyFrom(Matrix.Of([[-1, 2], [3, -4]], Precision.Double));
        network[2].W.Value.CopyFrom(Matrix.Of([[-1, 0.5], [0.01, 2]], Precision.Double));
        network[2].Bias!.Value.Fill(-1);

        MonoNet.Project(network, 0.1);

        Assert.Equal([-1, 2, 3, -4], network[1].W.Value.ToArray());
        Assert.Equal([0.1, 0.5, 0.1, 2], network[2].W.Value.ToArray());
        Assert.Equal(-1, network[2].Bias!.Value.Max());
    }

    [Theory]
    [InlineData("3-4-4-1", "sigmoid", 0)]
    [InlineData("3-4-1", "tanh", 0)]
    [InlineData("3-1", "sigmoid", 0)]
    [InlineData("3-4-1", "sigmoid", 0.5)]
    public void Other_networks_are_refused(string widths, string activation, double dropout)
    {
        Network network = Network.Dense(widths, new Rng(1), Activation.Parse(activation), Loss.SquaredError, dropout: dropout);
        Assert.StartsWith("Needs one dense hidden layer of sigmoid units", Assert.Throws<ArgumentException>(() => MonoNet.From(network)).Message);
    }
}
