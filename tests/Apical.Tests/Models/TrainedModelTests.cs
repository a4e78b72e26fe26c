using System.Text.Json.Nodes;
using Apical.Learning;
using Apical.Models;
using Apical.Runs;
using Apical.Tests.Rules;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Models;

/// <summary>A model file alone predicts: the bits of the learner that was trained.</summary>
public sealed class TrainedModelTests
{
    private static readonly Recipe s_recipe = new()
    {
        Data = new() { Set = "moons", TrainSamples = 30, TestSamples = 20 },
        Net = "2-2-2-2",                                // one width above the input, as exact inverses need it
        LearningRate = 0.05,
        Batch = 5,
        Epochs = 2,
    };

    private static readonly NormalisationRecord s_none = new("feature", "x", 0, 0, 0, 0, 0, 0);

    public static TheoryData<string> Rules => [.. RuleCatalog.All.Select(rule => rule.Id)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Rules))]
    public void What_is_loaded_predicts_as_what_was_trained_whatever_the_rule(string rule) =>
        Check(s_recipe with { Rule = rule, Batch = rule.EndsWith("-ei", StringComparison.Ordinal) ? 1 : 5 });

    [Theory]
    [InlineData("4x2x1-2")]
    [InlineData("2-5-3-1")]
    public void Nets_that_do_not_fit_the_data_are_refused_before_there_is_a_model(string net) =>
        Assert.ThrowsAny<ArgumentException>(() => Check(s_recipe with { Net = net }));

    [Fact]
    public void What_is_loaded_predicts_as_what_was_trained_whatever_the_network()
    {
        Check(s_recipe with { Net = "2-7-6-2", Activation = "leaky-relu:0.2", Dropout = 0.3, Rule = "fa" });
        Check(s_recipe with { Net = "2-7-6-2", BatchNorm = "learned", Rule = "kolen-pollack", Optimizer = "adam" });
        Check(s_recipe with { Net = "2-7-6-2", BatchNorm = "batch" });
        Check(s_recipe with { Net = "2-7-2", Precision = Precision.Double, Bias = false, Loss = "squared-error", Output = "tanh" });
        Check(s_recipe with { Data = s_recipe.Data with { Normalise = "feature", Targets = "-0.9,0.9" } });
        Check(s_recipe with { Data = s_recipe.Data with { Normalise = "none" } });
        Check(s_recipe with { Data = s_recipe.Data with { Normalise = "range:-0.5,0.7" } });
        Check(s_recipe with
        {
            Data = new() { Set = "parity:k=2", TrainSamples = 20, TestSamples = 10 },
            Net = "28x56-conv2@5x5/4:max2-1",
            Loss = "squared-error"
        }, net: false);
    }

    [Fact]
    public void A_model_that_predicts_by_a_state_of_its_own_keeps_it()
    {
        using var known = ModelCatalog.With(LeakyIntegrator.Info).Use();
        Check(s_recipe with { Net = "2-9-2", Rule = "leaky:noise=0.5", Loss = "squared-error", Seed = 5 });
    }

    [Fact]
    public void What_it_is_survives_the_file()
    {
        using var folder = new TemporaryFolder();
        Normalisation how = Normalisation.Of([1, 0.1, 3], [0.5, 1 / 3.0, 7], -0.25, new("feature", "x", 1, 0, 0, 0, 0, 0));
        var card = new ModelCard
        {
            Rule = "dfa:scale=2",
            Net = "3-4-2",
            Activation = "relu",
            Output = "softmax",
            Loss = "cross-entropy",
            Bias = false,
            BatchNorm = "learned",
            Precision = Precision.Double,
            Seed = ulong.MaxValue,
            Run = 3,
            Epoch = 7,
            Data = "images:'a b':size=1",
            Classes = 2,
            ClassNames = ["Ä, \"x\"", "日本"],
            Targets = (-0.9, 0.9),
            Shape = new ImageShape(3, 1, 1),
            Preparation = "resize=1:crop=1:colours=rgb",
            FeatureNames = ["a", "b=c", ""],
            Normalisation = how,
            TargetNormalisation = Normalisation.Of([1, 1], [2, 2], 0, how.Record),
            ApicalVersion = "9.8.7",
            Recipe = "{}",
        };
        Network network = NetworkSpec.Parse("3-4-2").With(Activation.Relu, bias: false, batchNorm: BatchNorm.Learned).Build(new Rng(1),
            precision: Precision.Double);
        TrainedModel.Of(card, new NetworkLearner(new DirectFeedbackAlignment(network, new Rng(2)), new Apical.Optimizers.Sgd())).Save(folder["m"]);
        ModelCard read = TrainedModel.Load(folder["m"]).Card;

        Assert.Equal(card.ClassNames, read.ClassNames);
        Assert.Equal(card.FeatureNames, read.FeatureNames);
        Assert.Equal((how.Centre, how.Scale, how.Shift, "feature"), (read.Normalisation!.Centre, read.Normalisation.Scale, read.Normalisation.Shift,
            read.Normalisation.Record.Method), Same);
        Assert.Equal(card with { ClassNames = [], FeatureNames = [], OutputNames = [], ClassWeights = [], Normalisation = null, TargetNormalisation = null },
            read with { ClassNames = [], FeatureNames = [], OutputNames = [], ClassWeights = [], Normalisation = null, TargetNormalisation = null });
        Assert.Equal([1, 1, 2, 2, 0], [.. read.TargetNormalisation!.Centre, .. read.TargetNormalisation.Scale, read.TargetNormalisation.Shift]);
    }

    /// <summary>t′ = (t − c) s + d was learned, so an answer h means (h − d) / s + c; a number that never changed is that number.</summary>
    [Fact]
    public void What_was_done_to_targets_is_undone_in_answers_and_errors()
    {
        var plain = new ModelCard
        {
            Rule = "bp",
            Net = "2-2",
            Activation = "tanh",
            Output = "identity",
            Loss = "squared-error",
            Precision = Precision.Double,
            Normalisation = Normalisation.Of([], [], 0, s_none)
        };
        var learner = new NetworkLearner(new Backpropagation(Network.Dense("2-2", new Rng(1), loss: Loss.SquaredError, precision: Precision.Double)),
            new Apical.Optimizers.Sgd());
        ModelCard scaled = plain with { TargetNormalisation = Normalisation.Of([10, 7], [0.5, 0], 0.25, s_none) };
        Matrix x = Matrix.Of(2, 2, [1, 2, -3, 0.5], Precision.Double), h = TrainedModel.Of(plain, learner).Predict(x), y = TrainedModel.Of(scaled,
            learner).Predict(x);
        for (int s = 0; s < 2; s++)
        {
            Assert.Equal(((h[s, 0] - 0.25) / 0.5) + 10, y[s, 0], 12);
            Assert.Equal(7, y[s, 1], 12);
        }

        TrainedModel model = TrainedModel.Of(scaled, learner);
        var set = new Dataset("set", x, Matrix.Of(2, 2, [4, 7, 12, 7], Precision.Double));
        OutputScores first = model.Evaluate(model.Normalised(set)).Outputs[0];
        Assert.Equal(Math.Sqrt((((y[0, 0] - 4) * (y[0, 0] - 4)) + ((y[1, 0] - 12) * (y[1, 0] - 12))) / 2), first.Rmse, 10);
    }

    [Fact]
    public void What_is_not_known_in_a_file_is_passed_over()
    {
        using var folder = new TemporaryFolder();
        Check(s_recipe, keep: folder["m"]);
        SafetensorsFile file = Safetensors.Read(folder["m"]);
        JsonObject json = JsonNode.Parse(file.Metadata["model"])!.AsObject();
        json["colour"] = "green";
        json["input"]!["smell"] = new JsonArray(1, 2);
        Safetensors.Write(folder["more"], file.Tensors, new Dictionary<string, string>(file.Metadata) { ["model"] = json.ToJsonString(), ["other"] = "x" });
        Assert.Equal("2-2-2-2", TrainedModel.Load(folder["more"]).Card.Net);
    }

    [Fact]
    public void Files_that_will_not_do_say_what_is_missing_and_what_to_do()
    {
        using var folder = new TemporaryFolder();
        Check(s_recipe, keep: folder["m"]);
        SafetensorsFile file = Safetensors.Read(folder["m"]);
        byte[] whole = File.ReadAllBytes(folder["m"]);
        foreach (int length in new[] { 0, 9, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(folder["cut"], whole[..length]);
            Assert.Contains("cut", Assert.Throws<InvalidDataException>(() => TrainedModel.Load(folder["cut"])).Message, StringComparison.Ordinal);
        }

        Assert.Contains("earlier version of Apical", Refused(file.Tensors, new() { ["recipe"] = "{}", ["rule"] = "bp" }), StringComparison.Ordinal);
        Assert.Contains("is a checkpoint", Refused(file.Tensors, new() { ["epoch"] = "1", ["seconds"] = "1" }), StringComparison.Ordinal);
        Assert.Contains("is a safetensors file, but no model of Apical", Refused(file.Tensors, []), StringComparison.Ordinal);
        Assert.Contains("format 2", Refused(file.Tensors, new() { ["model"] = """{ "format": 2 }""" }), StringComparison.Ordinal);
        Assert.Contains("does not describe its model", Refused(file.Tensors, new() { ["model"] = """{ "format": 1 }""" }), StringComparison.Ordinal);
        Assert.Contains("does not describe its model", Refused(file.Tensors, new() { ["model"] = "[" }), StringComparison.Ordinal);
        Assert.Contains("no layer2/W", Refused(Without(file, "layer2/W"), new(file.Metadata)), StringComparison.Ordinal);
        Assert.Contains("normalisation/scale", Refused(Without(file, "normalisation/scale"), new(file.Metadata)), StringComparison.Ordinal);
        Assert.Contains("plugin", Refused(file.Tensors, new() { ["model"] = file.Metadata["model"].Replace("\"bp\"", "\"mine\"", StringComparison.Ordinal) }),
            StringComparison.Ordinal);
        Assert.Contains("There is no", Assert.Throws<FileNotFoundException>(() => TrainedModel.Load(folder["nothing"])).Message, StringComparison.Ordinal);

        string Refused(IReadOnlyDictionary<string, StoredTensor> tensors, Dictionary<string, string> metadata)
        {
            Safetensors.Write(folder["bad"], tensors, metadata);
            return Assert.Throws<InvalidDataException>(() => TrainedModel.Load(folder["bad"])).Message;
        }
    }

    [Fact]
    public void Inputs_of_another_size_are_refused()
    {
        using var folder = new TemporaryFolder();
        Check(s_recipe, keep: folder["m"]);
        TrainedModel model = TrainedModel.Load(folder["m"]);
        Assert.Contains("[samples, 2]", Assert.Throws<ArgumentException>(() => model.Predict(new Matrix(4, 3))).Message, StringComparison.Ordinal);
        Assert.Equal(0, model.Predict(new Matrix(0, 2)).Rows);
    }

    private static Dictionary<string, StoredTensor> Without(SafetensorsFile file, string name) => file.Tensors.Where(one => one.Key != name).ToDictionary();

    private static bool Same((IReadOnlyList<double> Centre, IReadOnlyList<double> Scale, double Shift, string Method) a, (IReadOnlyList<double> Centre,
        IReadOnlyList<double> Scale, double Shift, string Method) b) =>
        a.Centre.SequenceEqual(b.Centre) && a.Scale.SequenceEqual(b.Scale) && a.Shift == b.Shift && a.Method == b.Method;

    private static void Check(Recipe recipe, string? keep = null, bool net = true)
    {
        using var folder = new TemporaryFolder();
        string path = keep ?? folder["m"];
        DataSplits data = recipe.LoadData();
        ILearner learner = recipe.MakeLearner(data.Train, 2);
        Assert.Equal(TrainingEnd.Completed, recipe.MakeTrainer(learner, data.Training, 2).Run(Token));
        TrainedModel.Of(ModelCards.Of(recipe, data, run: 2, epoch: 2), learner).Save(path);
        TrainedModel model = TrainedModel.Load(path);

        Dataset test = data.Test.InMemory();
        Matrix x = test.Inputs.T.ToMatrix(), expected = learner.Predict(x);
        Matrices.SameBits(expected, model.Learner.Predict(x), "inputs that are normalised");
        Matrices.SameBits(expected.T.ToMatrix(), model.Answers(data.Test), "a set");
        Assert.Equal(learner.Evaluate(data.Test), model.Learner.Evaluate(data.Test));
        Assert.Equal(learner.Evaluate(data.Test).Accuracy, model.Evaluate(data.Test).Accuracy);
        if (net)
        {
            // Raw inputs come to the same: they are normalised by what the file has.
            Dataset raw = (recipe with { Data = recipe.Data with { Normalise = "none" } }).LoadData().Test.InMemory();
            Matrices.SameBits(expected.T.ToMatrix(), model.Predict(raw.Inputs), "inputs as they are measured");
            Assert.Equal(test.Labels!.Zip(model.PredictClass(raw.Inputs)).Count(pair => pair.First == pair.Second) / (double)test.Count,
                learner.Evaluate(data.Test).Accuracy);
        }
    }
}
