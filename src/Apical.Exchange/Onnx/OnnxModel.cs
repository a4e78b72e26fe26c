using System.Text.Encodings.Web;
using System.Text.Json;
using Apical.Learning;
using Apical.Models;
using Apical.Rules;
using Apical.Runs;
using Google.Protobuf;

namespace Apical.Exchange.Onnx;

/// <summary>
/// A trained model in the ONNX format, for other programs: inputs as they are measured, in single precision, one sample a row; normalisation, network, and what
/// undoes the normalisation of targets. docs/export.md has names and shapes.
/// </summary>
public sealed class OnnxModel
{
    /// <summary>The version of the operators, of 2020: what reads ONNX reads it.</summary>
    public const int Opset = 13;

    /// <summary>The version of the format that came with <see cref="Opset"/>.</summary>
    public const int IrVersion = 7;

    /// <summary>The name of the input: <c>[N, features]</c>, or of images <c>[N, channels, height, width]</c>; N is free.</summary>
    public const string Input = "input";

    private const double Least = 1e-7;                  // a part of 1 that is lost in rounding to single precision

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ModelProto _model;

    private OnnxModel(ModelProto model, string inputShape, string output, string outputShape) =>
        (_model, InputShape, Output, OutputShape) = (model, inputShape, output, outputShape);

    /// <summary>The shape of the input, such as <c>[N, 3, 32, 32]</c>.</summary>
    public string InputShape { get; }

    /// <summary>
    /// The name of the output: <c>probabilities</c> of a softmax or of sigmoids, <c>scores</c> of other classifiers, <c>values</c> of a regression.
    /// </summary>
    public string Output { get; }

    /// <summary>The shape of the output, such as <c>[N, 10]</c>.</summary>
    public string OutputShape { get; }

    /// <summary>Brings a model into the format.</summary>
    /// <param name="model">The model. Numbers in double precision are rounded to single.</param>
    /// <exception cref="NotSupportedException">It is no feed-forward network, or has parts from elsewhere, or weights that are not finite.</exception>
    /// <exception cref="InvalidOperationException">What was done to training inputs cannot be done to others by what the file holds.</exception>
    public static OnnxModel Of(TrainedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelCard card = model.Card;
        if (model.Learner is not NetworkLearner learner)
        {
            throw new NotSupportedException($"{card.Rule} is a model with dynamics of its own, and no feed-forward network, for which ONNX has operators. "
                + "Its arrays can be exported for numpy (npz).");
        }

        if (learner.Capability<ISettles>() is { AnswersAsForward: false })
        {
            throw new NotSupportedException($"{card.Rule} answers from an equilibrium of its layers and their feedback, for which ONNX has no operators; "
                + "only with exact inverses is that the forward pass. Its arrays can be exported for numpy (npz).");
        }

        int[] sides = card.Shape is { } shape && shape.Features == card.Features ? [shape.Channels, shape.Height, shape.Width] : [card.Features];
        var graph = new GraphBuilder(Input, sides);
        Normalise(graph, model.InputNormalisation);
        foreach (Networks.Layer layer in learner.Network.Layers)
        {
            LayerNodes.Add(graph, layer);
        }

        string output = !card.Classifies ? "values" : card.GivesProbabilities ? "probabilities" : "scores";
        graph.Part = output;
        Undo(graph, card.TargetNormalisation);
        if (card is { GivesProbabilities: true, Outputs: 1 })
        {
            OfBoth(graph);
        }

        graph.End(output);
        GraphProto made = graph.Graph;
        made.Name = card.Net;
        made.Input.Add(Described(Input, sides, sides.Length == 1 ? "one sample a row, as measured" : "images, channels first, pixels from 0 to 1"));
        made.Output.Add(Described(output, graph.Value.Sides, card.Classifies ? "a number for each class" : "in the unit of what was learned"));
        return new(InFile(made, card), Text(sides), output, Text(graph.Value.Sides));
    }

    /// <summary>Writes the file, whole or not at all. The same model gives the same bytes.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    public void Write(string path) => AtomicFile.Write(path, stream => _model.WriteTo(stream));

    private static ModelProto InFile(GraphProto graph, ModelCard card)
    {
        var texts = new Dictionary<string, string>
        {
            ["task"] = card.Classifies ? "classes" : "regression",
            ["data"] = card.Data,
            ["rule"] = card.Rule,
            ["model"] = card.Json,
        };
        if (card.Classifies)
        {
            texts["classes"] = Json(Enumerable.Range(0, card.Classes).Select(card.NameOfClass));
        }
        else
        {
            texts["outputs"] = Json(Enumerable.Range(0, card.Outputs).Select(card.NameOfOutput));
        }

        if (card.FeatureNames.Count > 0)
        {
            texts["inputs"] = Json(card.FeatureNames);
        }

        return new()
        {
            IrVersion = IrVersion,
            OpsetImport = { new OperatorSetIdProto { Version = Opset } },
            ProducerName = "Apical",
            ProducerVersion = card.ApicalVersion,
            Graph = graph,
            MetadataProps =
            {
                texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => new StringStringEntryProto { Key = text.Key, Value = text.Value }),
            },
        };
    }

    // x′ = (x − centre) · scale + shift. A centre that single precision only comes near to is subtracted in two parts, for it may be far larger than what
    // remains.
    private static void Normalise(GraphBuilder graph, Normalisation how)
    {
        if (how.Scale.Count == 0)
        {
            return;
        }

        double[] centre = [.. how.Centre], rest = [.. centre.Select(number => number - (float)number)];
        Apply(graph, "Sub", "normalisation/centre", centre);
        if (rest.Zip(how.Scale).Any(pair => Math.Abs(pair.First * pair.Second) > Least))
        {
            Apply(graph, "Sub", "normalisation/centre-rest", rest);
        }

        Apply(graph, "Mul", "normalisation/scale", [.. how.Scale]);
        if (how.Shift != 0)
        {
            Apply(graph, "Add", "normalisation/shift", [how.Shift]);
        }
    }

    private static void Undo(GraphBuilder graph, Normalisation? how)
    {
        if (how is not { Scale.Count: > 0 })
        {
            return;
        }

        if (how.Shift != 0)
        {
            Apply(graph, "Sub", "targets/shift", [how.Shift]);
        }

        Apply(graph, "Mul", "targets/unscale", [.. how.Scale.Select(scale => scale == 0 ? 0 : 1 / scale)]);
        Apply(graph, "Add", "targets/centre", [.. how.Centre]);
    }

    // One sigmoid says how probable the second class is.
    private static void OfBoth(GraphBuilder graph)
    {
        string second = graph.Value.Name;
        graph.Then("Neg").Then("Add", [graph.Constant("one", [1])]).Then("Concat", [second], GraphBuilder.Whole("axis", 1)).Gives(2);
    }

    // With a number for each input; for each channel or for all, where it is the same.
    private static void Apply(GraphBuilder graph, string operation, string name, double[] numbers)
    {
        int[] sides = graph.Value.Sides;
        int pixels = numbers.Length / sides[0];
        double[][] channels = sides.Length == 3 && numbers.Length > 1 ? [.. numbers.Chunk(pixels)] : [];
        string constant = numbers.All(number => number == numbers[0]) ? graph.Constant(name, [numbers[0]], 1)
            : channels.Length > 0 && channels.All(channel => channel.All(number => number == channel[0]))
                ? graph.Constant(name, [.. channels.Select(channel => channel[0])], channels.Length, 1, 1)
            : graph.Constant(name, numbers, sides);
        graph.Then(operation, [constant]);
    }

    private static ValueInfoProto Described(string name, int[] sides, string meaning)
    {
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "N" } } };
        shape.Dim.AddRange(sides.Select(side => new TensorShapeProto.Types.Dimension { DimValue = side }));
        var type = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new() { Name = name, DocString = meaning, Type = new() { TensorType = type } };
    }

    private static string Text(int[] sides) => $"[N, {string.Join(", ", sides)}]";

    private static string Json(IEnumerable<string> names) => JsonSerializer.Serialize(names, s_json);
}
