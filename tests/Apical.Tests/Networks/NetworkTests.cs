using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

public sealed class NetworkTests
{
    [Fact]
    public void Widths_give_layers_counted_from_one()
    {
        Network network = Network.Dense("784-100-10", new Rng(1));

        Assert.Equal(2, network.L);
        Assert.Equal((784, 100), (network[1].FanIn, network[1].FanOut));
        Assert.Equal((100, 10), (network[2].FanIn, network[2].FanOut));
        Assert.Same(network.Layers[0], network[1]);
        Assert.Equal("784-100-10", network.Widths);
        Assert.Equal(["layer1/W", "layer1/b", "layer2/W", "layer2/b"], network.Parameters.Select(p => p.Name));
        Assert.Equal((Activation.Relu, Activation.Softmax, Loss.CrossEntropy, Precision.Single),
            (network[1].Activation, network[2].Activation, network.Loss, network.Precision));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-1)]
    public void There_is_no_layer_outside_one_to_L(int i) =>
        Assert.StartsWith("Layers are counted 1 to 2.", Assert.Throws<ArgumentOutOfRangeException>(() => Network.Dense("3-4-2", new Rng(1))[i]).Message);

    [Theory]
    [InlineData("784", "'784' has one layer of units: give at least an input and an output, such as 784-10.")]
    [InlineData("784-", "'784-' is not a network: '' stands for layer 1, and nothing stands there. Give the units per layer joined by '-', input first, "
        + "such as 784-1000-10.")]
    [InlineData("784-0-10", "'784-0-10' is not a network: '0' stands for layer 1, and")]
    [InlineData("784--10", "'784--10' is not a network: '' stands for layer 1, and")]
    [InlineData("784x10", "'784x10' has one layer of units")]
    [InlineData("784-20x10", "'784-20x10' is not a network: '20x10' stands for layer 1, and")]
    [InlineData("a-2",
        "'a-2' is not a network: 'a' stands for the input, and that is no number of inputs, nor the sizes of an image such as 28x84 or 3x32x32.")]
    [InlineData("1x2x3x4-2", "'1x2x3x4-2' is not a network: '1x2x3x4' stands for the input")]
    [InlineData("784-10-6@6x6-10", "'784-10-6@6x6-10' is not a network: '6@6x6' stands for layer 2, and it needs an image below: the input, such as 784")]
    [InlineData("784-6@29x6-10", "'784-6@29x6-10' is not a network: '6@29x6' stands for layer 1, and a patch of 29×6 does not fit into the 28×28 below.")]
    [InlineData("784-convo6@6x6-10", "'784-convo6@6x6-10' is not a network: 'convo6@6x6' stands for layer 1, and 'convo' is no kind of layer; did you mean "
        + "'conv'?")]
    [InlineData("784-local6@6x6", "'784-local6@6x6' is not a network: 'local6@6x6' stands for layer 1, and the output is a fully connected layer")]
    [InlineData("784-1e3-10", "'784-1e3-10' is not a network: '1e3' stands for layer 1, and")]
    [InlineData("784-99999999999-10", "'784-99999999999-10' is not a network")]
    [InlineData("784-a-10", "'784-a-10' is not a network: 'a' stands for layer 1, and that is no layer. Give the units per layer joined by '-'")]
    [InlineData("", "'' is not a network")]
    public void Widths_that_are_none_say_how_to_write_them(string widths, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Network.Dense(widths, new Rng(1))).Message);

    [Theory]
    [InlineData("784-6@6x6-10")]
    [InlineData("28x28-local6@6x6-10")]
    public void Text_is_read_into_specifications(string text)
    {
        var spec = NetworkSpec.Parse(text);
        Assert.Equal(new Shape(1, 28, 28), spec.Input);
        Assert.Equal([new LocalSpec(6, 6, 6), new DenseSpec(10)], spec.Layers);
        Assert.Equal([784, 6 * 23 * 23, 10], spec.Widths);
    }

    [Fact]
    public void Specifications_say_what_each_layer_is()
    {
        NetworkSpec spec = new(new Shape(4), [new DenseSpec(5) { Activation = Activation.Tanh, Bias = false, Dropout = 0.25 },
            new DenseSpec(3) { BatchNorm = BatchNorm.Plain, Initialiser = Initialiser.Zeros }]);
        Network network = spec.Build(new Rng(1), Loss.SquaredError, Precision.Double);

        Assert.Equal((Activation.Tanh, null, 0.25, false), (network[1].Activation, network[1].Bias, network[1].Dropout, network[1].NormalisesInput));
        Assert.Equal((Activation.Identity, 0.0, true), (network[2].Activation, network[2].W.Value.Norm(), network[2].NormalisesInput));
        Matrices.SameBits(Network.Dense("4-5-3", new Rng(1), precision: Precision.Double)[1].W.Value, network[1].W.Value);
    }

    [Fact]
    public void Another_activity_in_the_place_of_h_moves_what_lies_above_and_nothing_below()
    {
        var world = new World(5, "4-5-6-3");
        Matrix a1 = world.Pass.A[1], h = world.Pass.H[1].Shifted(0.1);
        world.Network.ForwardFrom(1, h, world.Pass);

        Matrices.SameBits(a1, world.Pass.A[1]);
        Assert.Same(h, world.Pass.H[1]);
        Matrix a2 = world.Network[2].W.Value.Dot(h).PlusColumn(world.Network[2].Bias!.Value), h2 = a2.Map(ScalarFunction.Tanh);
        Matrices.Close(a2, world.Pass.A[2], 1e-14);
        Matrices.Close(h2, world.Pass.H[2], 1e-14);
        Matrices.Close(h2.Squared().Negated().Shifted(1), world.Pass.D(2), 1e-13);
        Matrices.Close(world.Network[3].W.Value.Dot(h2).PlusColumn(world.Network[3].Bias!.Value).Softmax(), world.Pass.H[3], 1e-14);
    }

    [Fact]
    public void Forward_is_the_papers_recursion()
    {
        var world = new World(1, "4-5-3", batch: 2);
        Matrix[] W = [null!, world.Network[1].W.Value, world.Network[2].W.Value], b = [null!, world.Network[1].Bias!.Value, world.Network[2].Bias!.Value];
        Pass pass = world.Network.Forward(world.Batch.X);

        Matrices.SameBits(world.Batch.X, pass.H[0]);
        Matrix a1 = W[1].Dot(world.Batch.X).PlusColumn(b[1]);
        Matrices.Close(a1, pass.A[1], 1e-15);
        Matrices.Close(a1.Map(ScalarFunction.Tanh), pass.H[1], 1e-15);
        Matrix a2 = W[2].Dot(pass.H[1]).PlusColumn(b[2]);
        Matrices.Close(a2, pass.A[2], 1e-15);
        Matrices.Close(a2.Softmax(), pass.H[2], 1e-15);
    }

    [Fact]
    public void Noise_is_added_to_the_pre_activation_of_every_layer_that_gets_some()
    {
        foreach (Activation hidden in new[] { Activation.Tanh, Activation.Identity })
        {
            var world = new World(2, "4-5-3", batch: 2, hidden: hidden);
            Matrix xi1 = new(5, 2, Precision.Double), xi2 = new(3, 2, Precision.Double);
            xi1.FillNormal(new Rng(5));
            xi2.FillNormal(new Rng(6));
            Pass quiet = world.Network.Forward(world.Batch.X), pass = new(world.Network);

            world.Network.Forward(world.Batch.X, pass, noise: [null, xi1, null]);
            Matrices.Close(quiet.A[1].Plus(xi1), pass.A[1], 1e-15);
            Matrices.Close(hidden.Of(pass.A[1]), pass.H[1], 1e-15);
            Matrices.Close(world.Network[2].W.Value.Dot(pass.H[1]).PlusColumn(world.Network[2].Bias!.Value).Softmax(), pass.H[2], 1e-14);

            world.Network.Forward(world.Batch.X, pass, noise: [null, null, xi2]);
            Matrices.Close(quiet.A[2].Plus(xi2), pass.A[2], 1e-15);
            Matrices.Close(pass.A[2].Softmax(), pass.H[2], 1e-15);
        }
    }

    [Fact]
    public void Weights_depend_on_the_seed_and_the_layer_only()
    {
        Network three = Network.Dense("4-5-3", new Rng(7)), four = Network.Dense("4-5-3-2", new Rng(7), Activation.Tanh, Loss.SquaredError, bias: false,
            dropout: 0.5);
        Matrices.SameBits(three[1].W.Value, four[1].W.Value);
        Matrices.SameBits(three[2].W.Value, four[2].W.Value);
        Matrices.Differ(three[1].W.Value, Network.Dense("4-5-3", new Rng(8))[1].W.Value, "seeds 7 and 8");
    }

    [Fact]
    public void A_pass_of_another_network_is_refused()
    {
        Network network = Network.Dense("4-5-3", new Rng(1)), other = Network.Dense("4-6-3", new Rng(1));
        var error = Assert.Throws<ArgumentException>(() => network.Forward(new Matrix(4, 2), new Pass(other)));
        Assert.Equal("This is a 4-5-3 network; the pass was made for another one (4-6-3). (Parameter 'pass')", error.Message);
        Matrix x = new(4, 2), h = new(5, 2);
        Assert.Equal(error.Message, Assert.Throws<ArgumentException>(() => network.ForwardFrom(1, h, other.Forward(x))).Message);
    }

    [Fact]
    public void An_input_of_the_wrong_precision_or_shape_says_what_to_do()
    {
        Network network = Network.Dense("4-5-3", new Rng(1));
        Assert.Equal(
            "The network computes in Single precision, the input is Double; convert it with To(Precision.Single). (Parameter 'x')",
            Assert.Throws<ArgumentException>(() => network.Forward(new Matrix(4, 2, Precision.Double))).Message);
        Assert.StartsWith("Expected input of shape [4, batch], got [2, 4]. layer1/W",
            Assert.Throws<ArgumentException>(() => network.Forward(new Matrix(2, 4))).Message);
    }

    [Fact]
    public void Layers_that_do_not_fit_together_are_refused()
    {
        Says("A network needs at least one layer.");
        Says("Layer 2 takes 6 inputs, but layer 1 puts out 5.", Layer(4, 5, "a"), Layer(6, 3, "b"));
        Says("Layer 2 is in Double precision, layer 1 in Single.", Layer(4, 5, "a"), Layer(5, 3, "b", precision: Precision.Double));
        Says("Layer 1 is a softmax below the output; softmax is for the last layer.", Layer(4, 5, "a", Activation.Softmax), Layer(5, 3, "b"));
        Says("Layer 1 drops units out: give the network an Rng to draw its masks from.", Layer(4, 5, "a", dropout: 0.5), Layer(5, 3, "b"));
        Says("Layers 1 and 3 both call their weights 'a/W'; give each layer a name of its own.", Layer(4, 5, "a"), Layer(5, 5, "b"), Layer(5, 3, "a"));
        Assert.Equal(
            "Layer 2 is the output and drops units out; dropout is for hidden layers.",
            Assert.Throws<ArgumentException>(() => new Network([Layer(4, 5, "a"), Layer(5, 3, "b", dropout: 0.5)], Loss.SquaredError, new Rng(1))).Message);
    }

    [Fact]
    public void Only_layers_that_are_told_something_get_updates()
    {
        var world = new World(3, "4-5-6-3");
        var signals = new TeachingSignals(3);
        signals[2] = new Matrix(6, 6, Precision.Double);
        var updates = new Updates();
        world.Network.AddUpdates(world.Pass, signals, updates);
        Assert.Equal([world.Network[2].W, world.Network[2].Bias], Enumerable.Range(0, updates.Count).Select(i => updates[i].Parameter));
    }

    [Fact]
    public void A_rule_may_put_another_presynaptic_activity_in_the_place_of_the_layer_below()
    {
        var world = new World(4, "4-5-3", batch: 1);
        var signals = new TeachingSignals(2);
        signals[2] = Matrix.Of([[1], [0], [-2]], Precision.Double);
        signals.SetPresynaptic(2, Matrix.Of([[1], [2], [3], [4], [5]], Precision.Double));
        var updates = new Updates();
        world.Network.AddUpdates(world.Pass, signals, updates);
        Assert.Equal([1, 2, 3, 4, 5, 0, 0, 0, 0, 0, -2, -4, -6, -8, -10], updates.GradientOf(world.Network[2].W)!.ToArray());
    }

    private static Layer Layer(int fanIn, int fanOut, string name, Activation? activation = null, double dropout = 0, Precision precision = Precision.Single) =>
        new(new Dense(fanIn, fanOut), activation ?? Activation.Identity, new Rng(1), name, dropout: dropout, precision: precision);

    private static void Says(string message, params Layer[] layers) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Network(layers, Loss.SquaredError)).Message);
}
