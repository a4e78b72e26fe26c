using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

public sealed class GatesTests
{
    public static TheoryData<string> RuleNames => RuleCases.Names;

    /// <summary>x = (1, 2): W x + b = (3 − 2, 1) + (0, 1) = (1, 2); G x = (0, −1).</summary>
    [Theory]
    [InlineData(Gate.Sigmoid, 0.5, 0.5378828427399902)]                 // 1 · σ(0), 2 · σ(−1)
    [InlineData(Gate.Step, 0, 0)]
    public void Units_are_switched_by_their_gates(Gate gate, double first, double second)
    {
        Network network = Gated("2-2-1", 1, gate);
        network[1].W.Value.CopyFrom(Matrix.Of([[3, -1], [1, 0]], Precision.Double));
        network[1].Bias!.Value.CopyFrom(Matrix.Of([[0], [1]], Precision.Double));
        network[1].Gates!.G.Value.CopyFrom(Matrix.Of([[2, -1], [1, -1]], Precision.Double));

        Pass pass = network.Forward(Matrix.Of([[1], [2]], Precision.Double));

        Assert.Equal([1, 2], pass.A[1].ToArray());
        Assert.Equal(first, pass.H[1][0, 0], 1e-15);
        Assert.Equal(second, pass.H[1][1, 0], 1e-15);
    }

    [Theory]
    [InlineData(Gate.Sigmoid, 0)]
    [InlineData(Gate.Step, 0)]
    [InlineData(Gate.Sigmoid, 0.3)]
    public void Backpropagation_is_the_gradient_of_W_and_G_gets_none(Gate gate, double dropout)
    {
        Network network = Gated("4-6-3", 2, gate, dropout);
        Batch batch = World.Draw(network, new Rng(3), 5);
        var pass = new Pass(network);
        network.Forward(batch.X, pass, dropout > 0 ? 9 : null);
        var updates = new Updates();
        network.AddUpdates(pass, new Backpropagation(network).Teach(pass, batch), updates);

        Assert.Equal(4, updates.Count);
        foreach (Layer layer in network.Layers)
        {
            foreach (Parameter parameter in new[] { layer.W, layer.Bias! })
            {
                Matrices.Close(NumericalGradient.Of(network, batch, parameter, dropout > 0 ? 9 : null), updates.GradientOf(parameter)!, 1e-7, parameter.Name);
            }
        }

        Assert.Contains(network[1].Gates!.G, network.Parameters);
    }

    [Theory, MemberData(nameof(RuleNames))]
    public void Every_rule_teaches_a_network_with_gates_or_refuses_to(string name)
    {
        RuleCase rule = RuleCases.All[name];
        Network network = Gated("5-7-6-3", 4, Gate.Sigmoid, onlyFirst: true);
        if (rule.Settles || typeof(ITargetRule).IsAssignableFrom(rule.Type))
        {
            Assert.Contains("fully connected", Assert.Throws<ArgumentException>(() => rule.Make(network, new Rng(6))).Message);
            return;
        }

        Batch batch = World.Draw(network, new Rng(5), 4);
        Pass pass = network.Forward(batch.X);
        var updates = new Updates();
        network.AddUpdates(pass, rule.Make(network, new Rng(6)).Teach(pass, batch), updates);
        for (int i = rule.TeachesHiddenLayers ? 1 : network.L; i <= network.L; i++)
        {
            Assert.True(updates.GradientOf(network[i].W)!.Norm() > 0, $"layer {i}");
        }
    }

    /// <summary>What is normalised enters the layer, so both its weights and its gates hear it; and all else of the layer stays.</summary>
    [Fact]
    public void A_gated_layer_normalises_its_input_as_the_layer_it_was_made_from()
    {
        Network plain = Network.Dense("4-6-5-3", new Rng(5), Activation.Tanh, dropout: 0.25, precision: Precision.Double, batchNorm: BatchNorm.Batch);
        Network network = LazyNetworks.Gated(plain, new Rng(6)), features = LazyNetworks.RandomFeatures(plain, new Rng(6), Activation.Relu, Initialiser.Glorot);
        Pass pass = network.Forward(World.Draw(network, new Rng(7), 9).X);
        for (int i = 1; i <= 2; i++)
        {
            Matrix x = pass.Input(i), gates = network[i].Gates!.G.Value.Dot(x).Map(ScalarFunction.Sigmoid);
            Assert.All(x.RowSums().ToArray(), sum => Assert.Equal(0, sum, 1e-12));
            Matrices.Close(network[i].W.Value.Dot(x).PlusColumn(network[i].Bias!.Value).Times(gates), pass.H[i], 1e-13);
        }

        foreach (Network made in new[] { network, features })
        {
            Assert.All(made.Layers.Zip(plain.Layers), pair =>
                Assert.Equal((pair.Second.NormalisesInput, pair.Second.Dropout, pair.Second.Name, pair.Second.FanOut),
                    (pair.First.NormalisesInput, pair.First.Dropout, pair.First.Name, pair.First.FanOut)));
            Assert.NotSame(plain[1].W, made[1].W);
            Matrices.SameBits(plain[1].Bias!.Value, made[1].Bias!.Value);
        }
    }

    [Fact]
    public void A_frozen_layer_gets_no_updates()
    {
        Network network = Gated("4-6-3", 2, Gate.Sigmoid);
        network[1].Frozen = true;
        Batch batch = World.Draw(network, new Rng(3), 5);
        Pass pass = network.Forward(batch.X);
        var updates = new Updates();
        network.AddUpdates(pass, new Backpropagation(network).Teach(pass, batch), updates);
        Assert.Null(updates.GradientOf(network[1].W));
    }

    [Fact]
    public void The_output_may_not_be_gated()
    {
        var plain = new Layer(new Dense(3, 2), Activation.Identity, new Rng(1), "layer1");
        Layer output = plain.With(gates: new Gates(plain, new Rng(2)));
        Assert.Equal("Layer 1 is the output and gated; gates are for hidden layers.",
            Assert.Throws<ArgumentException>(() => new Network([output], Loss.SquaredError)).Message);
    }

    private static Network Gated(string widths, ulong seed, Gate gate, double dropout = 0, bool onlyFirst = false)
    {
        Network network = Network.Dense(widths, new Rng(seed), Activation.Tanh, dropout: dropout, precision: Precision.Double);
        return onlyFirst ? network.WithHidden((i, layer) => i == 1 ? layer.With(gates: new Gates(layer, new Rng(seed), gate)) : layer)
            : LazyNetworks.Gated(network, new Rng(seed), gate);
    }
}
