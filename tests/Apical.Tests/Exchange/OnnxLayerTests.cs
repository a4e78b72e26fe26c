using Apical.Exchange.Onnx;

namespace Apical.Tests.Exchange;

/// <summary>Every kind of layer and unit, in ONNX: OnnxRuntime is the referee.</summary>
public sealed class OnnxLayerTests
{
    public static TheoryData<string> Activations =>
        [.. Activation.Names.Select(name => name.Split('[', ' ')[0]), "leaky-relu:0.35", "elu:0.4"];

    [Theory, MemberData(nameof(Activations))]
    public void Every_activation_is_there(string name)
    {
        var activation = Activation.Parse(name);
        Loss loss = activation == Activation.Softmax ? Loss.CrossEntropy : Loss.SquaredError;
        Check(Network.Dense("5-9-4", new Rng(1), activation.IsElementwise ? activation : Activation.Tanh, loss, activation), -6, 6);
    }

    /// <summary>Convolutions on images that are no squares, with strides that leave a rest, with patches over the edge: 4 rows of zeros, say, are 1 above and 2
    /// below. Patches larger than the image, side by side, and single pixels. Pooling of what a rest is left of.</summary>
    [Theory]
    [InlineData("2x7x5-conv3@3x3-4")]
    [InlineData("1x8x11-conv3@3x2/3-4")]
    [InlineData("2x7x6-conv3@2x4+same-4")]
    [InlineData("3x9x8-conv4@4x3/2+same-conv2@2x2/3+same-4")]
    [InlineData("1x3x4-conv2@5x6+same-4")]
    [InlineData("2x6x7-conv2@1x1/4+same-4")]
    [InlineData("5x1x1-conv3@1x1-4")]
    [InlineData("9-conv2@2x2-4")]
    [InlineData("2x9x7-conv3@3x3:max2-4")]
    [InlineData("2x9x8-conv3@2x3+same:max3/2-conv2@2x2:mean2-4")]
    [InlineData("2x9x8-conv3@2x3:mean3/2-4")]
    [InlineData("3x7x5-conv6@3x3/2+same:mean-4")]
    [InlineData("2x7x5-local3@3x3-4")]
    [InlineData("3x8x11-local2@3x2/3-4")]
    [InlineData("2x7x6-local3@2x4/2+same-4")]
    [InlineData("2x7x6-local3@2x2+same:max2-local2@2x2-conv3@2x1-6-4")]
    [InlineData("2x6x7-conv3@3x3-local2@2x2/2:mean-4")]
    [InlineData("6-4")]
    [InlineData("6-5-7-4")]
    public void Every_kind_of_layer_is_there(string net)
    {
        var spec = NetworkSpec.Parse(net);
        foreach (BatchNorm form in new[] { BatchNorm.None, BatchNorm.Plain, BatchNorm.Learned })
        {
            Check(spec.With(Activation.Tanh, batchNorm: form, dropout: 0.4, bias: form != BatchNorm.Plain).Build(new Rng(2)), shape: spec.Input);
        }
    }

    /// <summary>Statistics of the samples that are asked for together: there must be two.</summary>
    [Theory]
    [InlineData("6-5-4")]
    [InlineData("2x9x7-conv3@3x3:max2-local2@2x2-4")]
    public void Statistics_of_the_batch_at_hand_are_taken_in_use_too(string net)
    {
        var spec = NetworkSpec.Parse(net);
        Check(spec.With(Activation.Tanh, batchNorm: BatchNorm.Batch).Build(new Rng(2)), shape: spec.Input);
    }

    /// <summary>Where inputs hardly vary, what is added to their variance decides.</summary>
    [Fact]
    public void The_floor_of_a_variance_is_there()
    {
        Network network = NetworkSpec.Parse("6-5-4").With(Activation.Tanh, batchNorm: BatchNorm.Plain).Build(new Rng(2));
        foreach (Layer layer in network.Layers)
        {
            layer.Normalisation!.Variance!.Value.Fill(InputNormalisation.Floor);
        }

        OnnxReferee.Check(OnnxReferee.ModelOf(network, null), OnnxReferee.Numbers(7, 6, -0.01, 0.01));
    }

    [Fact]
    public void Biases_of_units_that_share_weights_are_there()
    {
        var input = new Shape(2, 5, 4);
        LayerSpec layer = new ConvolutionSpec(3, 2, 3) { BiasPerUnit = true, Activation = Activation.Sigmoid, BatchNorm = BatchNorm.Learned };
        Check(new NetworkSpec(input, [layer, new DenseSpec(4)]).Build(new Rng(3)), shape: input);
    }

    [Theory]
    [InlineData(Gate.Sigmoid)]
    [InlineData(Gate.Step)]
    public void Gates_are_there(Gate gate) => Check(LazyNetworks.Gated(
        Network.Dense("5-8-7-4", new Rng(4), batchNorm: BatchNorm.Plain), new Rng(5), gate));

    [Fact]
    public void What_others_bring_is_refused()
    {
        var spec = new NetworkSpec(new(1, 4, 4), [new LocalSpec(2, 2, 2) { Pooling = units => new FirstUnit(units) }, new DenseSpec(3)]);
        string message = Assert.Throws<NotSupportedException>(() => OnnxModel.Of(OnnxReferee.ModelOf(spec.Build(new Rng(1))))).Message;
        Assert.Contains("layer1 pools in a way that ONNX is not written for: the first unit", message, StringComparison.Ordinal);
    }

    private static void Check(Network network, double low = -1, double high = 1, Shape shape = default)
    {
        // Statistics, scales and shifts of a network that was never trained are 0 and 1.
        foreach (Parameter parameter in network.Layers.SelectMany(layer => layer.Normalisation?.Parameters ?? []))
        {
            parameter.Value.FillUniform(new Rng(7).Fork(parameter.Name), 0.3, 1.7);
        }

        ImageShape? image = shape.Height * shape.Width > 1 ? new(shape.Channels, shape.Height, shape.Width) : null;
        OnnxReferee.Check(OnnxReferee.ModelOf(network, image), OnnxReferee.Numbers(7, network[1].FanIn, low, high));
    }

    private sealed class FirstUnit(Shape units) : Pooling(units, new(1))
    {
        public override Matrix Of(Matrix s) => throw new NotSupportedException();

        public override Matrix Back(Matrix signal, Matrix s, Matrix h) => throw new NotSupportedException();

        public override string ToString() => "the first unit";
    }
}
