using Apical.Networks;
using Apical.Numerics.Matrices;
using Apical.Parameters;
using static Apical.Exchange.Onnx.GraphBuilder;

namespace Apical.Exchange.Onnx;

/// <summary>The operations that a layer is made of, as in use: nothing is dropped.</summary>
internal static class LayerNodes
{
    /// <summary>Adds a layer.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="layer">The layer.</param>
    /// <exception cref="NotSupportedException">It is made of parts that are not known here, such as those of a plugin.</exception>
    public static void Add(GraphBuilder graph, Layer layer)
    {
        graph.Part = layer.Name;
        if (layer.Normalisation is { } normalisation)
        {
            Normalise(graph, layer.Name, normalisation);
        }

        (string Name, int[] Sides) below = graph.Value;
        Connect(graph, layer, layer.W, layer.Bias);
        ActivationNodes.Add(graph, layer.Activation);
        if (layer.Gates is { } gates)
        {
            (string Name, int[] Sides) units = graph.Value;
            graph.Value = below;
            Connect(graph, layer, gates.G, bias: null);
            ActivationNodes.Add(graph, gates.Form);
            graph.Then("Mul", [units.Name]);
        }

        if (layer.Pooling is { } pooling)
        {
            Pool(graph, pooling, layer.Name);
        }
    }

    // A feature is a unit, or a map whose positions belong together.
    private static void Normalise(GraphBuilder graph, string name, InputNormalisation norm)
    {
        int features = norm.Features;
        if (graph.Value.Sides[0] != features || norm.Positions == 1)
        {
            graph.Lay(norm.Positions == 1 ? [features] : [features, norm.Positions]);
        }

        if (norm is { Mean: { } mean, Variance: { } variance })
        {
            double[] one = [.. Enumerable.Repeat(1.0, features)], zero = new double[features];
            graph.Then(
                "BatchNormalization",
                [
                    graph.Constant($"{name}/scale", norm.Scale?.Value.ToArray() ?? one, features),
                    graph.Constant($"{name}/shift", norm.Shift?.Value.ToArray() ?? zero, features),
                    graph.Constant(mean.Name, mean.Value.ToArray(), features),
                    graph.Constant(variance.Name, variance.Value.ToArray(), features),
                ],
                Number("epsilon", InputNormalisation.Floor));
            return;
        }

        // The mean and the variance of the samples that are asked for together.
        AttributeProto axes = List("axes", Enumerable.Range(0, graph.Value.Sides.Length + 1).Where(axis => axis != 1));
        (string whole, int[] sides) = graph.Value;
        string ofBatch = graph.Then("ReduceMean", axes).Value.Name;
        graph.Value = (whole, sides);
        string centred = graph.Then("Sub", [ofBatch]).Value.Name;
        string deviation = graph.Then("Mul", [centred]).Then("ReduceMean", axes)
            .Then("Add", [graph.Constant($"{name}/floor", [InputNormalisation.Floor])]).Then("Sqrt").Value.Name;
        graph.Value = (centred, sides);
        graph.Then("Div", [deviation]);
    }

    private static void Connect(GraphBuilder graph, Layer layer, Parameter weights, Parameter? bias)
    {
        Connections connections = layer.Connections;
        double[] w = weights.Value.ToArray();
        double[]? b = bias?.Value.ToArray();
        switch (connections)
        {
            case Dense:
                graph.Lay(connections.Inputs).Then(
                    "Gemm",
                    [graph.Constant(weights.Name, w, connections.Outputs, connections.Inputs), .. b is null ? Array.Empty<string>()
                        : [graph.Constant(bias!.Name, b, connections.Outputs)]],
                    Whole("transB", 1)).Gives(connections.Outputs);
                break;
            case Convolution { Patches: { } patches }:
                bool byMap = b?.Length == patches.Maps;
                string kernels = graph.Constant(weights.Name, w, patches.Maps, patches.Channels, patches.PatchHeight, patches.PatchWidth);
                graph.Lay(patches.Channels, patches.Height, patches.Width)
                    .Then("Conv", [kernels, .. byMap ? [graph.Constant(bias!.Name, b, patches.Maps)] : Array.Empty<string>()], Window(patches))
                    .Gives(patches.Maps, patches.OutHeight, patches.OutWidth);
                AddBias(graph, patches, byMap ? null : bias);
                break;
            case Local { Patches: { } patches }:
                Local(graph, patches, weights.Name, w);
                AddBias(graph, patches, bias);
                break;
            default:
                throw new NotSupportedException($"{layer.Name} has connections of a kind that ONNX is not written for: {connections}. "
                    + "Fully connected and local layers and convolutions are.");
        }
    }

    // ONNX has no convolution without shared weights. A kernel for each place of a patch, with a single 1 in it, lays patches side by side, which are then
    // multiplied, position by position, by weights of their own.
    private static void Local(GraphBuilder graph, PatchShape patches, string name, double[] w)
    {
        (int places, int positions) = (patches.Places, patches.Positions);
        double[] pick = new double[patches.Taps * places], byPosition = new double[w.Length];
        for (int tap = 0; tap < patches.Taps; tap++)
        {
            pick[(tap * places) + (tap % places)] = 1;
            for (int unit = 0; unit < patches.Outputs; unit++)
            {
                (int map, int position) = (unit / positions, unit % positions);
                byPosition[(((position * patches.Taps) + tap) * patches.Maps) + map] = w[(unit * patches.Taps) + tap];
            }
        }

        string picks = graph.Constant($"{graph.Part}/places", pick, patches.Taps, 1, patches.PatchHeight, patches.PatchWidth);
        graph.Lay(patches.Channels, patches.Height, patches.Width)
            .Then("Conv", [picks], [.. Window(patches), Whole("group", patches.Channels)])
            .Gives(patches.Taps, patches.OutHeight, patches.OutWidth).Lay(patches.Taps, positions)
            .Then("Transpose", List("perm", 2, 0, 1))                                           // [positions, N, taps]
            .Then("MatMul", [graph.Constant(name, byPosition, positions, patches.Taps, patches.Maps)])
            .Then("Transpose", List("perm", 1, 2, 0)).Gives(patches.Maps, positions)            // [N, maps, positions]
            .Lay(patches.Maps, patches.OutHeight, patches.OutWidth);
    }

    private static void AddBias(GraphBuilder graph, PatchShape patches, Parameter? bias)
    {
        if (bias is not null)
        {
            graph.Then("Add", [graph.Constant(bias.Name, bias.Value.ToArray(), patches.Maps, patches.OutHeight, patches.OutWidth)]);
        }
    }

    private static void Pool(GraphBuilder graph, Pooling pooling, string name)
    {
        if (pooling is not PatchPooling { Patches: var patches } patchwise)
        {
            throw new NotSupportedException($"{name} pools in a way that ONNX is not written for: {pooling}. The largest and the mean of patches are.");
        }

        graph.Lay(patches.Channels, patches.Height, patches.Width)
            .Then(patchwise.TakesLargest ? "MaxPool" : "AveragePool", Window(patches))
            .Gives(patches.Channels, patches.OutHeight, patches.OutWidth);
    }

    // Zeros beyond the edges: above and left, then below and right, where the last patch may need one more.
    private static AttributeProto[] Window(PatchShape patches)
    {
        int below = Rest(patches.OutHeight, patches.PatchHeight, patches.Height, patches.Top);
        int right = Rest(patches.OutWidth, patches.PatchWidth, patches.Width, patches.Left);
        return
        [
            List("kernel_shape", patches.PatchHeight, patches.PatchWidth),
            List("strides", patches.Stride, patches.Stride),
            List("pads", patches.Top, patches.Left, below, right),
        ];

        int Rest(int count, int side, int size, int before) => Math.Max(0, ((count - 1) * patches.Stride) + side - size - before);
    }
}
