using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

/// <summary>A convolution is a dense layer in which connections outside of the patches are missing and the units of a map share the rest.</summary>
public sealed class ConvolutionTests
{
    // Neither image nor patch square; strides that leave a rest; patches that reach over all edges; one map, one channel; maps and channels that fill blocks of
    // 12 and 10 rows and leave some over.
    private static readonly PatchShape[] s_shapes =
    [
        new(2, 5, 6, 3, 2, 4),
        new(1, 7, 5, 1, 3, 3, Stride: 2),
        new(3, 8, 9, 6, 3, 2, Stride: 3),
        new(2, 5, 6, 3, 2, 4, Same: true),
        new(5, 6, 7, 13, 3, 3, Same: true),
        new(14, 4, 5, 10, 3, 3, Stride: 2, Same: true),
        new(3, 3, 2, 34, 5, 5, Same: true),
        new(22, 3, 4, 24, 1, 1),
        new(13, 6, 3, 7, 2, 2, Stride: 3),
        new(4, 7, 7, 5, 7, 7),
    ];

    public static TheoryData<int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int>();
            foreach (int batch in new[] { 1, 3, 8, 17, 33, 100 })
            {
                for (int shape = 0; shape < s_shapes.Length; shape++)
                {
                    cases.Add(shape, batch);
                }
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Computes_carries_back_and_learns_as_the_dense_layer_does_that_shares_weights(int number, int batch)
    {
        PatchShape s = s_shapes[number];
        foreach (Precision precision in new[] { Precision.Double, Precision.Single })
        {
            double tolerance = precision == Precision.Double ? 1e-12 : 2e-4;
            var rng = new Rng(3);
            var layer = new Layer(new Convolution(s), Activation.Tanh, rng, "layer1", precision: precision);
            Matrix w = PlainPatches.Spread(s, layer.W.Value), h = PlainPatches.Normal(layer.FanIn, batch, rng.Fork("h"), precision),
                delta = PlainPatches.Normal(layer.FanOut, batch, rng.Fork("δ"), precision);
            Matrix bias = new(layer.FanOut, 1, precision);
            for (int unit = 0; unit < layer.FanOut; unit++)
            {
                bias[unit, 0] = layer.Bias!.Value[unit / (s.Outputs / s.Maps), 0];
            }

            Matrix a = new(layer.FanOut, batch, precision), output = new(layer.FanOut, batch, precision);
            layer.Compute(h, a, output);
            Matrices.Close(w.Dot(h).PlusColumn(bias), a, tolerance, "a");
            Matrices.Close(Activation.Tanh.Of(a), output, tolerance, "s(a)");
            Matrices.Close(w.Dot(h), layer.Connections.Forward(layer.W.Value, h), tolerance, "W ⋆ h");
            Matrices.Close(w.T.Dot(delta), layer.Connections.Back(layer.W.Value.T, delta).ToMatrix(), tolerance, "Wᵀ δ");
            Matrices.Close(w.T.Dot(delta), layer.Connections.Back(layer.W.Value.T.ToMatrix(), delta).ToMatrix(), tolerance, "B δ with B = Wᵀ");

            var updates = new Updates();
            layer.AddUpdates(delta, h, updates);
            Matrix dense = delta.Dot(h.T), expected = PlainPatches.Gather(s, dense, s.Maps);
            Matrices.Close(expected, updates[0].Gradient(), 10 * tolerance, "δ hᵀ");
            Matrices.Close(delta.As(s.Maps, delta.Count / s.Maps).RowSums(), updates[1].Gradient(), tolerance, "δ 1");

            var B = new Parameter("B", layer.W.Value.T.ToMatrix().Clone());
            layer.Connections.AddFeedbackUpdate(B, delta, h, updates);
            Matrices.Close(expected.T.ToMatrix(), updates[2].Gradient(), 10 * tolerance, "h δᵀ");
            layer.Connections.Correlate(B.Value, -2, h, delta);
            Matrices.Close(layer.W.Value.Minus(expected.Scaled(2)).T.ToMatrix(), B.Value, 20 * tolerance, "B − 2 h δᵀ");

            Matrix unshared = PlainPatches.Normal(s.Taps, s.Outputs, rng.Fork("unshared"), precision);
            Matrices.Close(PlainPatches.Spread(s, unshared.T.ToMatrix()).T.Dot(delta), layer.Connections.Back(unshared, delta).ToMatrix(), tolerance,
                "unshared B δ");
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Local_connections_do_too_each_unit_with_weights_of_its_own(int number, int batch)
    {
        PatchShape s = s_shapes[number];
        var rng = new Rng(4);
        var layer = new Layer(new Local(s), Activation.Identity, rng, "layer1", bias: false, precision: Precision.Double);
        Matrix w = PlainPatches.Spread(s, layer.W.Value), h = PlainPatches.Normal(layer.FanIn, batch, rng.Fork("h"), Precision.Double),
            delta = PlainPatches.Normal(layer.FanOut, batch, rng.Fork("δ"), Precision.Double);
        Matrices.Close(w.Dot(h), layer.Connections.Forward(layer.W.Value, h), 1e-12, "W h");
        Matrices.Close(w.T.Dot(delta), layer.Connections.Back(layer.W.Value.T, delta).ToMatrix(), 1e-12, "Wᵀ δ");
        Matrix expected = PlainPatches.Gather(s, delta.Dot(h.T), s.Outputs), gradient = PlainPatches.Normal(s.Outputs, s.Taps, rng, Precision.Double),
            before = gradient.Clone();
        layer.Connections.Correlate(gradient.T, 3, h, delta, keep: 0.5);
        Matrices.Close(before.Scaled(0.5).Plus(expected.Scaled(3)), gradient, 1e-11, "0.5 x + 3 δ hᵀ");
    }

    /// <summary>After relu whole patches are zero: their signal must not be counted several times.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Of_several_that_are_the_largest_the_first_gets_the_signal(int batch)
    {
        var pooling = PatchPooling.Max(new Shape(1, 3, 4), size: 2, stride: 1);
        Matrix s = new(12, batch, Precision.Double), signal = new(6, batch, Precision.Double), expected = new(12, batch, Precision.Double);
        for (int sample = 0; sample < batch; sample++)
        {
            s[5, sample] = sample % 2;                   // (1, 1), seen by four patches; all else is zero
            for (int unit = 0; unit < 6; unit++)
            {
                signal[unit, sample] = 1 + unit + sample;
                bool sees = sample % 2 == 1 && (unit is 0 or 1 or 3 or 4);
                expected[sees ? 5 : (unit / 3 * 4) + (unit % 3), sample] += signal[unit, sample];
            }
        }

        Assert.Equal(expected.ToArray(), pooling.Back(signal, s, pooling.Of(s)).ToArray());
    }

    [Fact]
    public void With_a_bias_for_each_unit_too()
    {
        Network network = new NetworkSpec(new Shape(1, 5, 6), [new ConvolutionSpec(3, 3, 2) { BiasPerUnit = true, Activation = Activation.Tanh },
            new DenseSpec(3)])
            .Build(new Rng(1), precision: Precision.Double);
        Assert.Equal(3 * 3 * 5, network[1].Bias!.Value.Rows);
        Batch batch = World.Draw(network, new Rng(2), 4);
        Pass pass = network.Forward(batch.X);
        var updates = new Updates();
        network.AddUpdates(pass, new Backpropagation(network).Teach(pass, batch), updates);
        foreach (Parameter parameter in network.Parameters)
        {
            Matrices.Close(NumericalGradient.Of(network, batch, parameter), updates.GradientOf(parameter)!, 1e-7, parameter.Name);
        }
    }

    /// <summary>What a sample gets does not depend on the samples beside it.</summary>
    [Fact]
    public void The_same_bits_in_any_company()
    {
        var world = new World(8, "3x12x11-conv25@3x3-conv14@3x3/2+same:mean2-4", Precision.Single, batch: 37);
        Matrix together = world.Pass.H[2];
        for (int sample = 0; sample < 37; sample += 9)
        {
            Matrix alone = world.Network.Forward(Matrix.Of(396, 1, [.. Enumerable.Range(0, 396).Select(i => world.Batch.X[i, sample])])).H[2];
            Assert.Equal([.. Enumerable.Range(0, together.Rows).Select(i => together[i, sample])], alone.ToArray());
        }
    }

    [Theory]
    [InlineData("3x32x32-conv96@5x5/2-conv96@3x3/2-conv96@3x3-10", "3072-18816-3456-1536-10")]      // lechner2020's: 14×14, 6×6 and 4×4 positions
    [InlineData("784-conv6@5x5+same:max2-conv16@5x5:max2-conv120@5x5-84-10", "784-1176-400-120-84-10")]
    [InlineData("3x32x32-conv32@3x3:max2-conv64@3x3:mean-10", "3072-7200-64-10")]
    [InlineData("5x7-conv2@3x3/2+same-local3@2x2/2+same-2", "35-24-12-2")]
    [InlineData("9x9-conv1@2x2:mean3/2-2", "81-9-2")]
    [InlineData("784-conv4@27x27/2147483647+same-10", "784-4-10")]
    [InlineData("784-conv4@5x5/2147483647-10", "784-4-10")]
    public void Is_written_so(string net, string widths) => Assert.Equal(widths, Network.Dense(net, new Rng(1)).Widths);

    [Theory]
    [InlineData("784-conv6@5x5:max99-10", "pooling by 99×99 patches does not fit into maps of 24×24")]
    [InlineData("784-conv6@29x5-10", "a patch of 29×5 does not fit into the 28×28 below")]
    [InlineData("785-conv6@5x5-10", "it needs an image below")]
    [InlineData("784-conv6@5x5", "the output is a fully connected layer")]
    [InlineData("784-conv4@2147483647x2147483647+same-10", "4 maps of 2147483647×2147483647 patches on 1×28×28: more units or weights than can be counted")]
    [InlineData("784-conv1@65536x65536+same-10", "more units or weights than can be counted")]
    [InlineData("784-conv1@46341x46341+same-10", "more units or weights than can be counted")]
    [InlineData("784-local4@65535x65537+same-10", "more units or weights than can be counted")]
    [InlineData("784-conv999999999@5x5-10", "more units or weights than can be counted")]
    [InlineData("46341x46341-10", "more units than can be counted")]
    public void Or_it_is_said_what_is_wrong(string net, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<ArgumentException>(() => NetworkSpec.Parse(net)).Message);
}
