using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Apical.Data;
using Apical.Runs;

namespace Apical.Models;

/// <summary>A <see cref="ModelCard"/> as texts and tensors of a safetensors file. docs/runs.md has the format.</summary>
internal static class ModelCardText
{
    /// <summary>The name of the text that says what a model is.</summary>
    public const string Key = "model";

    private const int Format = 1;
    private const string Recipe = "recipe", Rule = "rule", Run = "run", Epoch = "epoch";
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
            ["task"] = card.Classes > 0 ? "classes" : "regression",
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
            JsonObject json = JsonNode.Parse(text)!.AsObject();
            int format = (int)json["format"]!;
            return format == Format ? Read(json, file) : throw new InvalidDataException(
                $"'{path}' is a model in format {format}, and this version of Apical reads format {Format}. Use the version that wrote it, or a newer one.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or NullReferenceException or ArgumentException
            or InvalidCastException or KeyNotFoundException)
        {
            throw new InvalidDataException($"'{path}' does not describe its model as docs/runs.md says: {error.Message}", error);
        }
    }

    private static ModelCard Read(JsonObject json, SafetensorsFile file)
    {
        JsonObject input = json["input"]!.AsObject();
        int features = (int)input["features"]!;
        var card = new ModelCard
        {
            ApicalVersion = (string?)json["apicalVersion"] ?? "unknown",
            Rule = (string)json["rule"]!,
            Net = (string)json["net"]!,
            Activation = (string)json["activation"]!,
            Output = (string)json["output"]!,
            Loss = (string)json["loss"]!,
            Bias = (bool)json["bias"]!,
            BatchNorm = (string)json["batchNorm"]!,
            Precision = Enum.Parse<Precision>((string)json["precision"]!, ignoreCase: true),
            Seed = (ulong?)json["seed"] ?? 0,
            Run = (int?)json["run"] ?? 1,
            Epoch = (int?)json["epoch"],
            Data = (string?)json["data"] ?? "",
            Classes = (int)json["classes"]!,
            ClassNames = Names(json["classNames"]),
            Targets = json["targets"] is JsonArray targets ? ((double)targets[0]!, (double)targets[1]!) : (0, 1),
            ClassWeights = [.. (json["classWeights"] as JsonArray ?? []).Select(weight => (double)weight!)],
            Shape = input["shape"] is JsonArray shape ? new ImageShape((int)shape[0]!, (int)shape[1]!, (int)shape[2]!) : null,
            Preparation = (string?)input["image"],
            FeatureNames = Names(input["names"]),
            OutputNames = Names(json["outputNames"]),
            Normalisation = (string?)input["normalise"] is { } method ? NormalisationIn(file, OfInputs, method, (string?)json["data"] ?? "", features) : null,
            Recipe = file.Metadata.GetValueOrDefault(Recipe),
        };
        card = card with
        {
            TargetNormalisation = (string?)json["normaliseTargets"] is { } scaled ? NormalisationIn(file, OfTargets, scaled, card.Data, card.Outputs) : null,
        };
        return card.Features == features ? card : throw new FormatException($"the network {card.Net} does not take {features} numbers.");
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

    private static Normalisation NormalisationIn(SafetensorsFile file, string prefix, string method, string data, int features)
    {
        var record = new NormalisationRecord(method, data, 0, double.NaN, double.NaN, double.NaN, double.NaN, 0);
        return method == NormalisationMethod.None.ToString() ? Normalisation.Of([], [], 0, record)
            : Normalisation.Of(Column(prefix + Centre), Column(prefix + Scale), file[prefix + Shift].AsSpan<double>()[0], record);

        double[] Column(string name)
        {
            ReadOnlySpan<double> numbers = file[name].AsSpan<double>();
            return numbers.Length == 1 ? [.. Enumerable.Repeat(numbers[0], features)]
                : numbers.Length == features ? numbers.ToArray()
                : throw new FormatException($"{name} has {numbers.Length} numbers for {features} features.");
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

    private static string[] Names(JsonNode? json) => json is JsonArray names ? [.. names.Select(name => (string)name!)] : [];
}
