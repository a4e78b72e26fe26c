using Apical.Networks;
using static Apical.Exchange.Onnx.GraphBuilder;

namespace Apical.Exchange.Onnx;

/// <summary>The operations of what units do with a_i.</summary>
internal static class ActivationNodes
{
    /// <summary>Adds an activation.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="activation">The activation.</param>
    /// <exception cref="NotSupportedException">It is not known here.</exception>
    public static void Add(GraphBuilder graph, Activation activation) => _ = activation.Name.Split(':')[0] switch
    {
        "identity" => graph,
        "relu" => graph.Then("Relu"),
        "leaky-relu" => graph.Then("LeakyRelu", Number("alpha", activation.Parameter)),
        "tanh" => graph.Then("Tanh"),
        "hard-tanh" => graph.Then("Clip", [graph.Constant($"{graph.Part}/low", [-1]), graph.Constant($"{graph.Part}/high", [1])]),
        "sigmoid" => graph.Then("Sigmoid"),
        "softplus" => graph.Then("Softplus"),
        "elu" => graph.Then("Elu", Number("alpha", activation.Parameter)),
        "softmax" => graph.Then("Softmax", Whole("axis", 1)),
        _ => throw new NotSupportedException($"{graph.Part}: the activation {activation} has no form in ONNX here."),
    };

    /// <summary>Adds what gates do with what they heard.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="gate">What switches.</param>
    public static void Add(GraphBuilder graph, Gate gate) => _ = gate switch
    {
        Gate.Sigmoid => graph.Then("Sigmoid"),
        _ => graph.Then("Greater", [graph.Constant($"{graph.Part}/threshold", [0])]).Then("Cast", Whole("to", (long)TensorProto.Types.DataType.Float)),
    };
}
