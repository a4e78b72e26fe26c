using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

/// <summary>Pooling as the last part of s_i, behind shared weights.</summary>
public sealed class PoolingTests
{
    private const long Step = 9;

    public static TheoryData<string> RuleNames => RuleCases.Names;

    [Theory]
    [InlineData("tanh", 0, false)]
    [InlineData("identity", 0, false)]
    [InlineData("tanh", 0.3, false)]
    [InlineData("sigmoid", 0.3, true)]
    public void Backpropagation_is_the_gradient_through_shared_weights_masks_and_pooling(string activation, double dropout, bool gated)
    {
        Network network = Pooled(Activation.Parse(activation), dropout, gated);
        Batch batch = World.Draw(network, new Rng(3), 4);
        var pass = new Pass(network);
        network.Forward(batch.X, pass, dropout > 0 ? Step : null);
        var updates = new Updates();
        network.AddUpdates(pass, new Backpropagation(network).Teach(pass, batch), updates);
        Assert.Equal(6, updates.Count);
        foreach (Parameter parameter in network.Layers.SelectMany(layer => new[] { layer.W, layer.Bias! }))
        {
            Matrices.Close(NumericalGradient.Of(network, batch, parameter, dropout > 0 ? Step : null), updates.GradientOf(parameter)!, 1e-7, parameter.Name);
        }
    }

    [Fact]
    public void Units_and_what_is_handed_up_are_counted_apart()
    {
        Network network = Pooled(Activation.Tanh);
        Pass pass = network.Forward(World.Draw(network, new Rng(3), 4).X);
        Assert.Equal((2 * 4 * 6, 2 * 2 * 3), (pass.A[1].Rows, pass.H[1].Rows));
        Assert.Equal("35-12-5-3", network.Widths);
        Matrix s = pass.A[1].Map(ScalarFunction.Tanh);
        Assert.Equal((s[0, 1] + s[1, 1] + s[6, 1] + s[7, 1]) / 4, pass.H[1][0, 1], 1e-14);
    }

    [Theory, MemberData(nameof(RuleNames))]
    public void Every_rule_teaches_such_a_network_or_says_that_it_cannot(string name)
    {
        RuleCase rule = RuleCases.All[name];
        Network network = Pooled(Activation.Tanh);
        if (rule.NeedsFullLayers || rule.Type == typeof(TargetPropagation) || rule.Type == typeof(MultiplexedTargetPropagation)
            || rule.Type == typeof(BidirectionalFeedbackAlignment))
        {
            Assert.Contains("pooling", Assert.Throws<ArgumentException>(() => rule.Make(network, new Rng(6))).Message);
            return;
        }

        Batch batch = World.Draw(network, new Rng(5), 4);
        Pass pass = network.Forward(batch.X);
        LearningRule made = rule.Make(network, new Rng(6));
        TeachingSignals signals = made.Teach(pass, batch);
        var updates = new Updates();
        network.AddUpdates(pass, signals, updates);
        made.LearnFeedback(pass, signals, batch, default, updates);
        for (int i = rule.TeachesHiddenLayers ? 1 : network.L; i <= network.L; i++)
        {
            Assert.True(updates.GradientOf(network[i].W)!.Norm() > 0, $"layer {i}");
        }

        new Apical.Probes.FeedbackAngleProbe().Measure(new Apical.Probes.Probing(new Apical.Probes.Teaching(made, batch)), []);
    }

    /// <summary>W and B get each other's transposed update.</summary>
    [Fact]
    public void Feedback_in_the_place_of_shared_weights_learns_as_they_do()
    {
        Layer[] layers =
        [
            new(new Dense(3, 16), Activation.Tanh, new Rng(1), "one", precision: Precision.Double),
            new(new Convolution(new PatchShape(1, 4, 4, 2, 3, 3)), Activation.Tanh, new Rng(2), "two", precision: Precision.Double),
            new(new Dense(8, 2), Activation.Identity, new Rng(3), "three", precision: Precision.Double),
        ];
        var network = new Network(layers, Loss.SquaredError);
        Batch batch = World.Draw(network, new Rng(4), 5);
        Pass pass = network.Forward(batch.X);
        var rule = new KolenPollack(network, new Rng(5));
        TeachingSignals signals = rule.Teach(pass, batch);
        Updates forward = new(), back = new();
        network.AddUpdates(pass, signals, forward);
        rule.LearnFeedback(pass, signals, batch, default, back);
        Matrices.Close(forward.GradientOf(network[2].W)!.T.ToMatrix(), back.GradientOf(World.Named(rule, "B1"))!, 1e-13, "B1");
    }

    [Fact]
    public void What_cannot_be_is_refused_kindly()
    {
        Network network = Pooled(Activation.Tanh);
        Pass pass = network.Forward(World.Draw(network, new Rng(3), 4).X);
        Assert.StartsWith("Layer 1 pools its units, so s_i is not one function per unit", Assert.Throws<NotSupportedException>(() => pass.D(1)).Message);

        Pooling pooling = PatchPooling.Mean(new Shape(1, 2, 2), 2);
        var convolution = new Convolution(new PatchShape(1, 3, 3, 1, 2, 2));
        var output = new Layer(convolution, Activation.Identity, new Rng(1), "layer1", precision: Precision.Double) { Pooling = pooling };
        string refused = Assert.Throws<ArgumentException>(() => new Network([output], Loss.SquaredError)).Message;
        Assert.Equal("Layer 1 is the output and pooled; pooling is for hidden layers.", refused);
        refused = Assert.Throws<ArgumentException>(() => new Layer(new Dense(3, 5), Activation.Identity, new Rng(1), "layer1") { Pooling = pooling }).Message;
        Assert.StartsWith("layer1 has 5 units, the pooling is made for 1×2×2.", refused);
    }

    [Fact]
    public void A_pooled_layer_has_one_size_before_it_is_built_and_after()
    {
        NetworkSpec spec = new(new(1, 7, 9), [new LocalSpec(2, 2, 2) { Pooling = units => PatchPooling.Mean(units, 2) }, new DenseSpec(5), new DenseSpec(3)]);
        Network network = spec.Build(new Rng(1), precision: Precision.Double);
        Assert.Equal([63, 2 * 3 * 4, 5, 3], spec.Widths);          // 6×8 units a map, then 3×4
        Assert.Equal(spec.Widths, network.Layers.Select(layer => layer.FanOut).Prepend(network[1].FanIn));
        Assert.Equal(new Shape(2, 3, 4), spec.Layers[0].Output(spec.Input));
        Assert.Equal(network[1].Output, spec.Layers[0].Output(spec.Input));
    }

    private static Network Pooled(Activation activation, double dropout = 0, bool gated = false)
    {
        var convolution = new Convolution(new PatchShape(1, 5, 7, 2, 2, 2));
        var first = new Layer(convolution, activation, new Rng(1), "layer1", dropout: dropout, precision: Precision.Double)
        {
            Pooling = PatchPooling.Mean(convolution.Output, 2),
        };
        Layer[] layers =
        [
            gated ? first.With(gates: new Gates(first, new Rng(2))) : first,
            new(new Dense(first.Output, 5), Activation.Tanh, new Rng(3), "layer2", precision: Precision.Double),
            new(new Dense(5, 3), Activation.Softmax, new Rng(4), "layer3", precision: Precision.Double),
        ];
        return new Network(layers, Loss.CrossEntropy, new Rng(5));
    }
}
