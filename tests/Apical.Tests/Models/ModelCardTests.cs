using System.Text.Json.Nodes;
using Apical.Learning;
using Apical.Models;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Models;

/// <summary>What a model file says of itself is believed only where it fits (docs/runs.md has the table).</summary>
public sealed class ModelCardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ModelCardTests()
    {
        var card = new ModelCard
        {
            Rule = "bp",
            Net = "2-3-2",
            Activation = "relu",
            Output = "softmax",
            Loss = "cross-entropy",
            Classes = 2,
            Normalisation = Normalisation.Of([], [], 0, new("none", "x", 0, 0, 0, 0, 0, 0)),
        };
        TrainedModel.Of(card, new NetworkLearner(new Backpropagation(Network.Dense("2-3-2", new Rng(1))), new Apical.Optimizers.Sgd())).Save(_folder["m"]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("classes", "7", "classes: expected 2, for the network 2-3-2 has 2 outputs, or 0 for regression, got 7.")]
    [InlineData("classes", "-1", "classes: expected a whole number from 0, got -1.")]
    [InlineData("classes", "0", "task: expected \"regression\" with 0 classes, got \"classes\".")]
    [InlineData("classNames", "[\"A\"]", "classNames: expected names of 2 classes, or [] for none, got [\"A\"].")]
    [InlineData("classNames", "[\"A\", 1]", "classNames: expected names of 2 classes, or [] for none, got [\"A\",1].")]
    [InlineData("task", "\"guess\"", "task: expected \"classes\" or \"regression\", got \"guess\".")]
    [InlineData("targets", "\"x\"", "targets: expected two numbers, for other classes and for the right one, got \"x\".")]
    [InlineData("targets", "[1]", "targets: expected two numbers, for other classes and for the right one, got [1].")]
    [InlineData("classWeights", "[1, 2, 3]", "classWeights: expected numbers for 2 classes, or [] for none, got [1,2,3].")]
    [InlineData("outputNames", "[\"y\"]", "outputNames: expected names of 2 outputs, or [] for none, got [\"y\"].")]
    [InlineData("input", "null", "input: expected an object, got null.")]
    [InlineData("input.names", "[\"a\"]", "input.names: expected names of 2 inputs, or [] for none, got [\"a\"].")]
    [InlineData("input.features", "3", "input.features: expected 2, for the network 2-3-2 takes as many numbers, got 3.")]
    [InlineData("input.shape", "[1, 2, 2]", "input.shape: expected [channels, rows, columns] of 2 numbers, or null, got [1,2,2].")]
    [InlineData("input.normalise", "\"zzz\"", "input.normalise: expected null or one of ")]
    [InlineData("precision", "\"zzz\"", "precision: expected \"single\" or \"double\", got \"zzz\".")]
    [InlineData("bias", "1", "bias: expected true or false, got 1.")]
    [InlineData("seed", "-1", "seed: expected a whole number from 0, got -1.")]
    [InlineData("run", "1.5", "run: expected a whole number from 1, got 1.5.")]
    [InlineData("rule", "[]", "rule: expected a text, got [].")]
    [InlineData("format", "\"1\"", "format: expected a whole number from 1, got \"1\".")]
    public void A_member_that_does_not_fit_is_told(string member, string value, string message)
    {
        SafetensorsFile file = Safetensors.Read(_folder["m"]);
        JsonObject json = JsonNode.Parse(file.Metadata["model"])!.AsObject();
        string[] names = member.Split('.');
        (names.Length == 1 ? json : json[names[0]]!.AsObject())[names[^1]] = JsonNode.Parse(value);
        Safetensors.Write(_folder["bad"], file.Tensors, new Dictionary<string, string>(file.Metadata) { ["model"] = json.ToJsonString() });
        string said = Assert.Throws<InvalidDataException>(() => TrainedModel.Load(_folder["bad"])).Message;
        Assert.Contains($"'{_folder["bad"]}' does not describe its model as docs/runs.md says: {message}", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Weights_that_are_not_finite_are_refused_also_to_start_from(float number)
    {
        SafetensorsFile file = Safetensors.Read(_folder["m"]);
        var tensors = file.Tensors.ToDictionary();
        tensors["layer2/b"] = StoredTensor.Of([0, number], 2, 1);
        Safetensors.Write(_folder["bad"], tensors, file.Metadata);
        string expected = $"'{_folder["bad"]}' is of no use: its weights are not finite, layer2/b holds NaN or infinity.";
        Assert.StartsWith(expected, Assert.Throws<InvalidDataException>(() => TrainedModel.Load(_folder["bad"])).Message, StringComparison.Ordinal);
        Assert.StartsWith(expected, Assert.Throws<InvalidDataException>(() => StartingWeights.Read(_folder["bad"])).Message, StringComparison.Ordinal);
    }
}
