using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Apical.Data;
using Apical.Networks;
using Apical.Runs;
using Apical.Specs;

namespace Apical.Models;

/// <summary>A <see cref="ModelCard"/> as texts and tensors of a safetensors file. docs/runs.md has the format.</summary>
internal static class ModelCardText
{
    /// <summary>The name of the text that says what a model is.</summary>
    public const string Key = "model";

    private const int Format = 1;
    private const string Recipe = "recipe", Rule = "rule", Run = "run", Epoch = "epoch";
    private const string OfClasses = "classes", OfNumbers = "regression";
    private const string OfInputs = "normalisation/", OfTargets = "targets/", Centre = "centre", Scale = "scale", Shift = "shift";

    private static readonly JsonSerializerOptions s_json = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The texts.</summary>
    public static IReadOnlyDictionary<string, string> Texts(ModelCard card)
    {
        JsonObject input = new()
        {
            ["features"] = card.Features,
            ["shape"] = card.Shape is { } shape ? new JsonArray(shape.Channels, shape.Height, shape.Width) : null,
            ["order"] = card.Shape is null ? null : "channels, rows, columns",
            ["image"] = card.Preparation,
            ["names"] = Names(card.FeatureNames),
            ["normalise"] = card.Normalisation?.Record.Method,
        };
        JsonObject json = new()
        {
            ["format"] = Format,
            ["apicalVersion"] = card.ApicalVersion,
            ["task"] = card.Classes > 0 ? OfClasses : OfNumbers,
            ["rule"] = card.Rule,
            ["net"] = card.Net,
            ["activation"] = card.Activation,
            ["output"] = card.Output,
            ["loss"] = card.Loss,
            ["bias"] = card.Bias,
            ["batchNorm"] = card.BatchNorm,
            ["precision"] = card.Precision.ToString().ToLowerInvariant(),
            ["seed"] = card.Seed,
            ["run"] = card.Run,
            ["epoch"] = card.Epoch,
            ["data"] = card.Data,
            ["input"] = input,
            ["classes"] = card.Classes,
            ["classNames"] = Names(card.ClassNames),
            ["targets"] = card.Classes > 0 ? new JsonArray(card.Targets.Low, card.Targets.High) : null,
            ["classWeights"] = new JsonArray([.. card.ClassWeights.Select(weight => (JsonNode)weight)]),
            ["outputNames"] = Names(card.OutputNames),
            ["normaliseTargets"] = card.TargetNormalisation?.Record.Method,
        };
        var texts = new Dictionary<string, string>
        {
            [Key] = json.ToJsonString(s_json),
            [Rule] = card.Rule,
            [Run] = card.Run.ToString(CultureInfo.InvariantCulture),
        };
        if (card.Recipe is { } recipe)
        {
            texts[Recipe] = recipe;
        }

        return texts;
    }

    /// <summary>The tensors: one number instead of many where all features have the same.</summary>
    public static IEnumerable<KeyValuePair<string, StoredTensor>> Tensors(ModelCard card) =>
        Tensors(OfInputs, card.Normalisation).Concat(Tensors(OfTargets, card.TargetNormalisation));

    /// <summary>Whether a tensor is one of these, and nothing that was learned.</summary>
    public static bool IsOfCard(string name) =>
        new[] { OfInputs, OfTargets }.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal) && name[prefix.Length..] is Centre or Scale or Shift);

    /// <summary>Reads both. What is not known here is passed over.</summary>
    /// <param name="file">The file's content.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InvalidDataException">It is no model that can be used, or damaged; the message says what is missing and what to do.</exception>
    public static ModelCard Read(SafetensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue(Key, out string? text))
        {
            throw new InvalidDataException(Missing(file, path));
        }

        try
        {
            JsonObject json = JsonText.Parse(text) as JsonObject
                ?? throw new FormatException($"the text '{Key}' is no JSON object.");
            var fields = new JsonFields(json);
            int format = fields.Whole("format", 1);
            return format == Format ? Read(fields, file) : throw new InvalidDataException(
                $"'{path}' is a model in format {format}, and this version of Apical reads format {Format}. Use the version that wrote it, or a newer one.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"'{path}' does not describe its model as docs/runs.md says: the text '{Key}' is no JSON, or has a member "
                + "twice.", error);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or KeyNotFoundException)
        {
            throw new InvalidDataException($"'{path}' does not describe its model as docs/runs.md says: {error.Message}", error);
        }
    }

    private static ModelCard Read(JsonFields json, SafetensorsFile file)
    {
        JsonFields input = json.Object("input");
        NetworkSpec net = NetworkSpec.Parse(json.Text("net"));
        int features = net.Widths[0], outputs = net.Widths[^1], classes = json.Whole("classes", 0);
        if (input.Whole("features", 1) != features)
        {
            throw input.Wrong("features", $"{features}, for the network {json.Text("net")} takes as many numbers");
        }

        if (classes > 0 && outputs != classes && (outputs, classes) != (1, 2))
        {
            string expected = $"{(outputs == 1 ? 2 : outputs)}, for the network {json.Text("net")} has {Counted.Of(outputs, "output")}, or 0 for regression";
            throw json.Wrong("classes", expected);
        }

        string task = json.Word("task", OfClasses, OfNumbers);
        if (task != (classes > 0 ? OfClasses : OfNumbers))
        {
            throw json.Wrong("task", $"\"{(classes > 0 ? OfClasses : OfNumbers)}\" with {classes} classes");
        }

        string data = json.TextOrNull("data") ?? "";
        return new()
        {
            ApicalVersion = json.TextOrNull("apicalVersion") ?? "unknown",
            Rule = json.Text("rule"),
            Net = json.Text("net"),
            Activation = json.Text("activation"),
            Output = json.Text("output"),
            Loss = json.Text("loss"),
            Bias = json.Flag("bias"),
            BatchNorm = json.Text("batchNorm"),
            Precision = json.Word("precision", "single", "double") == "single" ? Precision.Single : Precision.Double,
            Seed = json.Seed("seed"),
            Run = json.WholeOrNull("run", 1) ?? 1,
            Epoch = json.WholeOrNull("epoch", 0),
            Data = data,
            Classes = classes,
            ClassNames = json.Names("classNames", classes, "classes"),
            Targets = json.Numbers("targets", 2, "two numbers, for other classes and for the right one") is [var low, var high] ? (low, high) : (0, 1),
            ClassWeights = json.Numbers("classWeights", classes, $"numbers for {classes} classes, or [] for none"),
            Shape = Shape(input, features),
            Preparation = input.TextOrNull("image"),
            FeatureNames = input.Names("names", features, "inputs"),
            OutputNames = json.Names("outputNames", outputs, "outputs"),
            Normalisation = NormalisationIn(file, OfInputs, input, "normalise", data, features),
            TargetNormalisation = NormalisationIn(file, OfTargets, json, "normaliseTargets", data, outputs),
            Recipe = file.Metadata.GetValueOrDefault(Recipe),
        };
    }

    private static ImageShape? Shape(JsonFields input, int features)
    {
        string expected = $"[channels, rows, columns] of {features} numbers, or null";
        return input.Sizes("shape", 3, expected) is not [var channels, var rows, var columns] ? null
            : (Int128)channels * rows * columns == features ? new ImageShape(channels, rows, columns) : throw input.Wrong("shape", expected);
    }

    private static IEnumerable<KeyValuePair<string, StoredTensor>> Tensors(string prefix, Normalisation? how)
    {
        if (how is not { Scale.Count: > 0 })
        {
            return [];
        }

        bool alike = how.Centre.Distinct().Count() == 1 && how.Scale.Distinct().Count() == 1;
        int count = alike ? 1 : how.Scale.Count;
        return
        [
            new(prefix + Centre, StoredTensor.Of(how.Centre.Take(count).ToArray(), count)),
            new(prefix + Scale, StoredTensor.Of(how.Scale.Take(count).ToArray(), count)),
            new(prefix + Shift, StoredTensor.Of([how.Shift], 1)),
        ];
    }

    private static Normalisation? NormalisationIn(SafetensorsFile file, string prefix, JsonFields fields, string field, string data, int count)
    {
        if (fields.TextOrNull(field) is not { } method)
        {
            return null;
        }

        string expected = $"null or one of {string.Join(", ", NormalisationMethod.Names)}";
        try
        {
            _ = NormalisationMethod.Parse(method);
        }
        catch (ArgumentException)
        {
            throw fields.Wrong(field, expected);
        }

        var record = new NormalisationRecord(method, data, 0, double.NaN, double.NaN, double.NaN, double.NaN, 0);
        return method == NormalisationMethod.None.ToString() ? Normalisation.Of([], [], 0, record)
            : Normalisation.Of(Column(prefix + Centre, count), Column(prefix + Scale, count), Column(prefix + Shift, 1)[0], record);

        double[] Column(string name, int many)
        {
            StoredTensor tensor = file[name];
            ReadOnlySpan<double> numbers = tensor.Type == StoredType.F64 ? tensor.AsSpan<double>()
                : throw new FormatException($"{name}: expected numbers in {StoredType.F64}, got {tensor.Type}.");
            return numbers.Length == 1 ? [.. Enumerable.Repeat(numbers[0], many)]
                : numbers.Length == many ? numbers.ToArray()
                : throw new FormatException($"{name}: expected 1 number or {many}, got {numbers.Length}.");
        }
    }

    private static string Missing(SafetensorsFile file, string path) =>
        file.Metadata.ContainsKey(Recipe)
            ? $"'{path}' was written by an earlier version of Apical: it has the weights and the recipe, but not how inputs were normalised, nor what the "
                + "outputs mean. Train it again (run.json beside it has the command line), or go on with its run for an epoch or more: "
                + "'apical train --resume RUN --epochs N' writes the whole model."
            : file.Metadata.ContainsKey(Epoch)
                ? $"'{path}' is a checkpoint, from which a run goes on, and no model. Give the {RunFolder.ModelName} beside it, or finish the run first."
                : $"'{path}' is a safetensors file, but no model of Apical: it does not say what its {file.Tensors.Count} tensors are. "
                    + "Give a model that 'apical train' or 'apical compare' wrote.";

    private static JsonArray Names(IReadOnlyList<string> names) => new([.. names.Select(name => (JsonNode)name)]);
}
