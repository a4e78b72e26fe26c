using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>A recipe as text: it comes back as it was, says every setting, and names what will not do.</summary>
public sealed class RecipeJsonTests
{
    private static readonly Recipe s_other = new()
    {
        StartFrom = new StartingPoint("some/model.safetensors", "0a1b"),
        Data = new()
        {
            Set = "moons",
            Folder = "some/folder",
            TrainSamples = 50,
            TestSamples = 20,
            Validation = 5,
            Normalise = "range:-0.9,0.9",
            Augment = "flip,elastic:alpha=20:sigma=3",
            Targets = "-0.9,0.9",
            NormaliseTargets = "feature",
            Strict = true,
        },
        Net = "2-3-2",
        Rule = "fa:sparsity=0.5",
        Activation = "sigmoid",
        Loss = "squared-error",
        Output = "tanh",
        Initialiser = "normal:0,0.1",
        Bias = false,
        Dropout = 0.25,
        InputDropout = 0.15,
        BatchNorm = "learned",
        Optimizer = "adam",
        LearningRate = 0.1234567890123456,
        FeedbackLearningRate = 1e-300,
        FeedbackSteps = 4,
        FeedbackPretraining = 2,
        FeedbackOptimizer = "rmsprop:rho=0.8",
        FeedbackAlternates = true,
        Schedule = "cosine:7",
        WeightDecay = 1e-5,
        Epochs = 7,
        EarlyStop = 3,
        Batch = 9,
        Seed = ulong.MaxValue,
        Precision = Precision.Double,
        ClassWeights = ClassWeighting.Balanced,
    };

    [Fact]
    public void A_recipe_survives_as_json()
    {
        OtherThanDefault(new Recipe(), s_other);
        OtherThanDefault(new DataRecipe(), s_other.Data);
        foreach (Recipe recipe in (Recipe[])[new(), s_other])
        {
            Assert.Equal(recipe, Recipe.FromJson(JsonNode.Parse(recipe.ToJson().ToJsonString())!));
        }
    }

    /// <summary>Flat, and in the order and words of run.json as it has always been, so that folders of earlier versions can be read and gone on with.</summary>
    [Fact]
    public void Json_names_every_setting_defaults_included()
    {
        JsonObject json = new Recipe().ToJson();
        Assert.Equal(
            """
            {"data":"digits","dataDir":null,"trainSamples":null,"testSamples":null,"validation":0,"normalise":"whole","augment":"none","targets":"0,1",
            "net":null,"rule":"bp","activation":"tanh","loss":"auto","output":"auto","initialiser":"uniform-fan-in","bias":true,"dropout":0,"inputDropout":0,
            "batchNorm":null,"optimizer":"sgd","learningRate":null,"feedbackOptimizer":null,
            "feedbackLearningRate":null,"feedbackSteps":1,"feedbackPretraining":0,"feedbackAlternates":false,
            "schedule":"constant","weightDecay":null,"epochs":20,"earlyStop":null,"batch":32,"seed":1,"precision":"single"}
            """.ReplaceLineEndings(""), json.ToJsonString());
        Assert.Equal("single", (string?)json["precision"]);
        Assert.Equal(1, (int?)json["seed"]);
    }

    [Fact]
    public void What_json_leaves_out_is_the_default() => Assert.Equal(new Recipe { Rule = "dfa" }, Recipe.FromJson(JsonNode.Parse("""{ "rule": "dfa" }""")!));

    [Theory]
    [InlineData("rule", "\"fb\"", "Unknown rule 'fb'")]
    [InlineData("rule", "null", "")]
    [InlineData("activation", "\"auto\"", "")]
    [InlineData("normalise", "\"none:1\"", "'none:1'")]
    [InlineData("net", "\"2-x-2\"", "'2-x-2' is not a network: 'x' stands for layer 1")]
    [InlineData("augment", "\"elastic:alpha=-1\"", "elastic:alpha=-1: Expected 0 or more.")]
    public void A_value_that_will_not_do_is_named(string setting, string value, string message) =>
        Assert.Contains(message, Assert.Throws<JsonException>(() => Recipe.FromJson(JsonNode.Parse($"{{ \"{setting}\": {value} }}")!)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_setting_that_is_none_is_named() =>
        Assert.Contains(
            "learningrate", Assert.Throws<JsonException>(() => Recipe.FromJson(JsonNode.Parse("""{ "learningrate": 1 }""")!)).Message,
            StringComparison.Ordinal);

    private static void OtherThanDefault<T>(T @default, T other) => Assert.All(
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite),
        property => Assert.False(Equals(property.GetValue(@default), property.GetValue(other)),
            $"{property.Name} is not tested: give it another value than its default"));
}
