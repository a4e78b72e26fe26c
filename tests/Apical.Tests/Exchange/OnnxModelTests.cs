using System.Text.Json.Nodes;
using Apical.Exchange.Onnx;
using Apical.Learning;
using Apical.Models;
using Apical.Optimizers;
using Apical.Tests.Models;
using Apical.Tests.Runs;
using Apical.Training;
using static Apical.Tests.Exchange.OnnxReferee;

namespace Apical.Tests.Exchange;

/// <summary>What stands around the network in an ONNX file: normalisation, names, texts.</summary>
public sealed class OnnxModelTests
{
    // These answer from an equilibrium, unless their inverses are exact.
    private static readonly string[] s_settle = ["dynamical-tp", "dynamical-dtp"];

    public static TheoryData<string> Rules =>
        [.. RuleCatalog.All.Select(rule => rule.Id).Except(s_settle).Concat(s_settle.Select(id => id + ":inverse=pseudo"))];

    /// <summary>Some rules change the network that they teach.</summary>
    [Theory, MemberData(nameof(Rules))]
    public void Whatever_the_rule(string rule)
    {
        var recipe = new Recipe { Rule = rule, Data = new() { Set = "moons", TrainSamples = 30, TestSamples = 20 }, Net = "2-2-2-2", Batch = 1 };
        recipe = s_settle.Any(id => rule.StartsWith(id, StringComparison.Ordinal)) ? recipe with { Activation = "leaky-relu" } : recipe;
        DataSplits data = recipe.LoadData();
        TrainedModel model = TrainedModel.Of(ModelCards.Of(recipe, data, 1, 0), recipe.MakeLearner(data.Train, 1));
        if (model.Learner.Capability<ISettles>() is { AnswersAsForward: false })
        {
            Assert.Contains("equilibrium", Assert.Throws<NotSupportedException>(() => OnnxModel.Of(model)).Message);
            return;
        }

        OnnxReferee.Check(model, Numbers(7, 2, -2, 3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Inputs_are_normalised_inside(int kinds)
    {
        // The same for all, for each channel, and for each number; one number never changed.
        double[] centre = [.. Enumerable.Range(0, 12).Select(i => kinds == 1 ? 0.4 : 0.1 * (i / 6))];
        double[] scale = [.. Enumerable.Range(0, 12).Select(i => kinds == 1 ? 3.3 : i == 5 ? 0 : 1 + i)];
        foreach (double[] some in new[] { scale, [.. scale.Select((_, i) => 2.0 + (i / 6))] })
        {
            Network network = Network.Dense("12-5-3", new Rng(1), Activation.Tanh);
            ModelCard card = CardOf(network) with { Shape = new ImageShape(2, 3, 2), Normalisation = Normalisation.Of(centre, some, -0.25, Nothing) };
            OnnxReferee.Check(TrainedModel.Of(card, Learner(network)), Numbers(7, 12, 0, 1));
            OnnxReferee.Check(TrainedModel.Of(card with { Shape = null }, Learner(network)), Numbers(7, 12, 0, 1));
        }
    }

    /// <summary>Years of one decade: single precision has 1987.6543 to 6e-5 only, which is much beside a spread of 0.01.</summary>
    [Fact]
    public void A_centre_far_from_zero_loses_nothing()
    {
        Network network = Network.Dense("1-8-3", new Rng(1), Activation.Tanh);
        ModelCard card = CardOf(network) with { Normalisation = Normalisation.Of([1987.6543], [100], 0, Nothing) };
        OnnxReferee.Check(TrainedModel.Of(card, Learner(network)), Numbers(7, 1, 1987.64, 1987.67));
    }

    [Fact]
    public void A_regression_answers_in_the_unit_of_what_was_learned()
    {
        Network network = Network.Dense("3-6-3", new Rng(1), Activation.Tanh, Loss.SquaredError);
        foreach (double shift in new[] { 0, 0.25 })
        {
            ModelCard card = CardOf(network) with
            {
                Classes = 0,
                OutputNames = ["price", "age", "floor"],
                TargetNormalisation = Normalisation.Of([150_000, 40, 7], [1e-5, 0.05, 0], shift, Nothing),
            };
            OnnxReferee.Check(TrainedModel.Of(card, Learner(network)), Numbers(7, 3));
        }
    }

    /// <summary>One sigmoid tells how probable the second of two classes is; the file has a column for both.</summary>
    [Fact]
    public void One_output_for_two_classes_becomes_two()
    {
        Network network = Network.Dense("3-6-1", new Rng(1), Activation.Tanh, Loss.BinaryCrossEntropy);
        TrainedModel model = TrainedModel.Of(CardOf(network) with { Classes = 2 }, Learner(network));
        using var folder = new TemporaryFolder();
        OnnxModel.Of(model).Write(folder["m.onnx"]);
        using var referee = new OnnxReferee(folder["m.onnx"]);
        Matrix x = Numbers(7, 3), second = model.Predict(x);
        Same(Matrix.Of(7, 2, [.. second.ToArray().SelectMany(p => new[] { 1 - p, p })]), referee.Run(x));
        Assert.Equal("probabilities", referee.Output);
    }

    [Fact]
    public void Doubles_become_singles()
    {
        Network network = Network.Dense("4-6-3", new Rng(1), Activation.Softplus, precision: Precision.Double);
        OnnxReferee.Check(ModelOf(network), Numbers(7, 4, -3, 3, Precision.Double));
    }

    [Fact]
    public void It_says_what_it_is()
    {
        using var folder = new TemporaryFolder();
        Network network = NetworkSpec.Parse("2x3x4-conv2@2x2-3").Build(new Rng(1));
        ModelCard card = CardOf(network) with
        {
            Net = "2x3x4-conv2@2x2-3",
            Shape = new ImageShape(2, 3, 4),
            ClassNames = ["Ä, \"x\"", "日本", "c"],
            Data = "images:flowers",
        };
        OnnxModel model = OnnxModel.Of(TrainedModel.Of(card, Learner(network)));
        Assert.Equal(("[N, 2, 3, 4]", "probabilities", "[N, 3]"), (model.InputShape, model.Output, model.OutputShape));
        model.Write(folder["m.onnx"]);
        byte[] first = File.ReadAllBytes(folder["m.onnx"]);
        OnnxModel.Of(TrainedModel.Of(card, Learner(network))).Write(folder["m.onnx"]);
        Assert.Equal(first, File.ReadAllBytes(folder["m.onnx"]));

        using var referee = new OnnxReferee(folder["m.onnx"]);
        Assert.Equal([-1, 2, 3, 4], referee.InputSizes);
        Assert.Equal("N", referee.FreeSize);
        Assert.Equal(("probabilities", 3), (referee.Output, referee.OutputSizes[1]));
        Assert.Equal(card.ClassNames, JsonNode.Parse(referee.Texts["classes"])!.AsArray().Select(name => (string)name!));
        Assert.Equal(("classes", "images:flowers", "bp"), (referee.Texts["task"], referee.Texts["data"], referee.Texts["rule"]));
        Assert.Equal("2x3x4-conv2@2x2-3", (string)JsonNode.Parse(referee.Texts["model"])!["net"]!);
        Assert.False(referee.Texts.ContainsKey("inputs"));

        ModelCard regression = CardOf(network) with { Classes = 0, FeatureNames = ["a", "b"], OutputNames = ["price"] };
        OnnxModel.Of(TrainedModel.Of(regression, Learner(network))).Write(folder["r.onnx"]);
        using var other = new OnnxReferee(folder["r.onnx"]);
        Assert.Equal(("values", "regression", """["a","b"]""", """["price","y2","y3"]"""), (other.Output, other.Texts["task"], other.Texts["inputs"],
            other.Texts["outputs"]));
    }

    [Fact]
    public void What_cannot_be_exported_says_why()
    {
        using var known = ModelCatalog.With(LeakyIntegrator.Info).Use();
        var recipe = new Recipe { Rule = "leaky", Data = new() { Set = "moons", TrainSamples = 30, TestSamples = 20 }, Net = "2-5-2", Loss = "squared-error" };
        DataSplits data = recipe.LoadData();
        var leaky = TrainedModel.Of(ModelCards.Of(recipe, data, 1, 0), recipe.MakeLearner(data.Train, 1));
        Assert.Contains("leaky is a model with dynamics of its own", Assert.Throws<NotSupportedException>(() => OnnxModel.Of(leaky)).Message,
            StringComparison.Ordinal);

        foreach (string id in s_settle)
        {
            Recipe mixed = recipe with { Rule = id };
            var model = TrainedModel.Of(ModelCards.Of(mixed, data, 1, 0), mixed.MakeLearner(data.Train, 1));
            Assert.Contains($"{id} answers from an equilibrium of its layers and their feedback",
                Assert.Throws<NotSupportedException>(() => OnnxModel.Of(model)).Message, StringComparison.Ordinal);
        }

        Network network = Network.Dense("2-3-2", new Rng(1));
        ModelCard unknown = CardOf(network) with { Normalisation = null };
        Assert.Contains("made of several samples that were normalised before",
            Assert.Throws<InvalidOperationException>(() => OnnxModel.Of(TrainedModel.Of(unknown, Learner(network)))).Message, StringComparison.Ordinal);

        network[2].W.Value.Fill(double.NaN);
        Assert.Contains("layer2/W holds NaN, and single precision",
            Assert.Throws<NotSupportedException>(() => OnnxModel.Of(ModelOf(network))).Message, StringComparison.Ordinal);
    }

    private static NetworkLearner Learner(Network network) => new(new Backpropagation(network), new Sgd());
}
