using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

/// <summary>A locally connected layer is a dense one in which the connections outside of the patches are missing.</summary>
public sealed class LocalTests
{
    // Two channels, neither image nor patch square, more units than a vector holds; batches shorter than a vector, and up to several blocks of eight.
    private static readonly PatchShape s_shape = new(2, 5, 6, 3, 2, 4);

    public static TheoryData<int> Batches => [1, 3, 7, 8, 20, 33, 100, 260];

    [Fact]
    public void Six_maps_of_6_by_6_patches_on_mnist_are_3174_units()
    {
        Network network = Network.Dense("784-6@6x6-10", new Rng(1));
        Assert.Equal("784-3174-10", network.Widths);
        Assert.Equal((3174, 36), (network[1].W.Value.Rows, network[1].W.Value.Columns));

        // lillicrap2016, note 6: 8 maps of 10×10 on 32×32 pixels
        Assert.Equal(8 * 23 * 23, Network.Dense("1024-8@10x10-10", new Rng(1))[1].FanOut);
    }

    [Theory, MemberData(nameof(Batches))]
    public void Computes_carries_back_and_learns_as_the_masked_dense_layer_does(int batch)
    {
        foreach (Precision precision in new[] { Precision.Double, Precision.Single })
        {
            double tolerance = precision == Precision.Double ? 1e-12 : 1e-4;
            var rng = new Rng(3);
            var layer = new Layer(new Local(s_shape), Activation.Tanh, rng, "layer1", precision: precision);
            Matrix w = Spread(layer.W.Value), h = PlainPatches.Normal(layer.FanIn, batch, rng.Fork("h"), precision),
                delta = PlainPatches.Normal(layer.FanOut, batch, rng.Fork("δ"), precision);

            Matrix a = new(layer.FanOut, batch, precision), s = new(layer.FanOut, batch, precision);
            layer.Compute(h, a, s);
            Matrices.Close(w.Dot(h).PlusColumn(layer.Bias!.Value), a, tolerance, "a");
            Matrices.Close(Activation.Tanh.Of(a), s, tolerance, "s(a)");
            Matrices.Close(w.Dot(h), layer.Connections.Forward(layer.W.Value, h), tolerance, "W h");
            Matrices.Close(w.T.Dot(delta), layer.Connections.Back(layer.W.Value.T, delta).ToMatrix(), tolerance, "Wᵀ δ");
            Matrices.Close(w.T.Dot(delta), layer.Connections.Back(layer.W.Value.T.ToMatrix(), delta).ToMatrix(), tolerance, "B δ with B = Wᵀ");

            var updates = new Updates();
            layer.AddUpdates(delta, h, updates);
            Matrix expected = Masked(delta.Dot(h.T), w);
            Matrices.Close(expected, Spread(updates[0].Gradient()), tolerance, "δ hᵀ");
            Matrices.Close(delta.RowSums(), updates[1].Gradient(), tolerance, "δ 1");

            var B = new Parameter("B", layer.W.Value.T.ToMatrix().Clone());
            layer.Connections.AddFeedbackUpdate(B, delta, h, updates);
            Matrices.Close(expected, Spread(updates[2].Gradient().T.ToMatrix()), tolerance, "h δᵀ");
            layer.Connections.Correlate(B.Value, -2, h, delta);
            Matrices.Close(w.Minus(expected.Scaled(2)), Spread(B.Value.T.ToMatrix()), 10 * tolerance, "B − 2 h δᵀ");
        }
    }

    [Theory]
    [InlineData("fa")]
    [InlineData("fa:sparsity=0.2")]
    [InlineData("dfa")]
    [InlineData("drtp")]
    [InlineData("kolen-pollack")]
    [InlineData("bdfa")]
    [InlineData("weight-mirror")]
    [InlineData("sign-symmetry")]
    [InlineData("sign-symmetry:magnitude=fixed")]
    [InlineData("node-perturbation")]
    [InlineData("shallow")]
    [InlineData("bp")]
    public void Every_rule_teaches_nets_with_such_layers(string rule)
    {
        var world = new World(9, "6x6-2@3x3-3@2x2-7-3", batch: 6);
        LearningRule made = RuleCatalog.Make(rule, world.Network, world.Rng);
        TeachingSignals signals = made.Teach(world.Pass, world.Batch);
        var updates = new Updates();
        world.Network.AddUpdates(world.Pass, signals, updates);
        made.LearnFeedback(world.Pass, signals, world.Batch, default, updates);
        for (int i = 0; i < updates.Count; i++)
        {
            Matrix gradient = updates[i].Gradient(), value = updates[i].Parameter.Value;
            Assert.Equal((value.Rows, value.Columns), (gradient.Rows, gradient.Columns));
            Assert.True(gradient.Norm() is > 0 and < 1e3, $"{updates[i].Parameter}: {gradient.Norm()}");
        }

        var taught = new Apical.Probes.Teaching(made, world.Batch);
        new Apical.Probes.FeedbackAngleProbe().Measure(new(taught), []);
    }

    [Fact]
    public void Pseudobackprop_refuses_what_it_would_invert_wrongly()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new PseudoBackpropagation(Network.Dense("6x6-2@3x3-3@2x2-3", new Rng(1))));
        Assert.StartsWith("pseudobackprop inverts the weights of layer 2", error.Message, StringComparison.Ordinal);
        _ = new PseudoBackpropagation(Network.Dense("6x6-2@3x3-7-3", new Rng(1)));
    }

    /// <summary>W and B get each other's transposed update, so their difference shrinks by 1 − ηλ per step: also through a locally connected layer.</summary>
    [Fact]
    public void Kolen_pollack_gives_feedback_the_transposed_update()
    {
        var world = new World(10, "5x5-2@2x2-2@2x2-3");
        LearningRule rule = RuleCatalog.Make("kolen-pollack", world.Network, world.Rng);
        TeachingSignals signals = rule.Teach(world.Pass, world.Batch);
        Updates forward = new(), back = new();
        world.Network.AddUpdates(world.Pass, signals, forward);
        rule.LearnFeedback(world.Pass, signals, world.Batch, default, back);
        Matrices.Close(forward.GradientOf(world.Network[2].W)!.T.ToMatrix(), back.GradientOf(World.Named(rule, "B1"))!, 1e-13, "B1");
    }

    [Theory]
    [InlineData("784-10-6@6x6-10")]
    [InlineData("785-6@6x6-10")]
    [InlineData("784-6@6x6")]
    [InlineData("784-6@29x6-10")]
    [InlineData("784-6@6-10")]
    [InlineData("784-0@6x6-10")]
    [InlineData("784-6@6x6x6-10")]
    [InlineData("784-10x10-10")]
    public void Layers_that_cannot_be_are_refused(string net) => Assert.Throws<ArgumentException>(() => Network.ParseWidths(net));

    private static Matrix Spread(Matrix compact) => PlainPatches.Spread(s_shape, compact);

    private static Matrix Masked(Matrix x, Matrix pattern) => x.Times(pattern.Map(ScalarFunction.Abs).Map(ScalarFunction.Sign));
}
