using Apical.Learning;
using Apical.Models;
using Apical.Tests.Rules;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Models;

/// <summary>Beginning with the weights of another model.</summary>
public sealed class StartingWeightsTests
{
    private static readonly Recipe s_recipe = new()
    {
        Data = new() { Set = "moons", TrainSamples = 30, TestSamples = 20 },
        Net = "2-4-3-2",
        Rule = "fa",
        Batch = 5,
        Epochs = 1
    };

    private static Dataset Moons => s_recipe.LoadData().Train.InMemory();

    private static Dataset ThreeClasses => new("three", Moons.Inputs, OneHot.Encode([.. Moons.Labels!.Select((label, i) => i % 3)], 3),
        [.. Moons.Labels!.Select((label, i) => i % 3)], 3);

    [Fact]
    public void All_layers_and_feedback_are_those_of_the_other_run()
    {
        using var folder = new TemporaryFolder();
        ILearner from = Save(folder["m"], s_recipe);
        ILearner to = Begin(s_recipe with { Seed = 9 }, folder["m"], Moons, out string? said);
        Assert.Equal($"layer1, layer2, layer3 and feedback B1, B2 of {folder["m"]}", said);
        foreach (var (one, other) in from.Parameters.Zip(to.Parameters))
        {
            Matrices.SameBits(one.Value, other.Value, one.Name);
        }
    }

    [Fact]
    public void An_output_layer_of_another_shape_stays_as_drawn_and_so_does_its_feedback()
    {
        using var folder = new TemporaryFolder();
        ILearner from = Save(folder["m"], s_recipe);
        Recipe recipe = s_recipe with { Seed = 9, Net = "2-4-3-3" };
        ILearner to = Begin(recipe, folder["m"], ThreeClasses, out string? said), drawn = recipe.MakeLearner(ThreeClasses, 1);
        Assert.Equal($"layer1, layer2 and feedback B1 of {folder["m"]}; layer3, of another shape there, as drawn", said);
        Same(from, to, "layer1/W", "layer1/b", "layer2/W", "layer2/b", "B1");
        Same(drawn, to, "layer3/W", "layer3/b", "B2");
    }

    [Fact]
    public void Another_rule_brings_its_own_feedback()
    {
        using var folder = new TemporaryFolder();
        ILearner from = Save(folder["m"], s_recipe);
        Recipe recipe = s_recipe with { Rule = "kolen-pollack", Seed = 9 };
        ILearner to = Begin(recipe, folder["m"], Moons, out string? said);
        Assert.Equal($"layer1, layer2, layer3 of {folder["m"]}", said);
        Same(from, to, "layer1/W", "layer3/W");
        Same(recipe.MakeLearner(Moons, 1), to, "B1", "B2");
    }

    /// <summary>What a rule makes of the weights it finds, it makes of those it begins with: signs in a mono-net, inverses.</summary>
    [Fact]
    public void A_rule_sees_the_weights_that_it_begins_with()
    {
        using var folder = new TemporaryFolder();
        Save(folder["m"], s_recipe);
        ILearner mono = Begin(s_recipe with { Rule = "mdfa", Activation = "tanh" }, folder["m"], Moons, out _);
        Assert.All(mono.Parameters.Where(p => p.Name is "layer2/W" or "layer3/W"), p => Assert.True(p.Value.Min() >= 0, p.Name));
    }

    [Theory]
    [InlineData("2-5-3-2", "has layer1/W [4, 2], this network needs layer1/W [5, 2]")]
    [InlineData("2-4-5-2", "has layer2/W [3, 4], this network needs layer2/W [5, 4]")]
    [InlineData("2-4-2", "has 3 layers of weights, this network (2-4-2) has 2")]
    public void Other_shapes_below_the_output_are_refused(string net, string message)
    {
        using var folder = new TemporaryFolder();
        Save(folder["m"], s_recipe);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Begin(s_recipe with { Net = net }, folder["m"], Moons, out _));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_its_own_kind_says_that_it_takes_none()
    {
        using var known = ModelCatalog.With(LeakyIntegrator.Info).Use();
        using var folder = new TemporaryFolder();
        Save(folder["m"], s_recipe);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Begin(s_recipe with { Rule = "leaky" }, folder["m"], Moons, out _));
        Assert.Contains("leaky is a model of its own kind", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_come_in_the_precision_of_the_run()
    {
        using var folder = new TemporaryFolder();
        ILearner from = Save(folder["m"], s_recipe);
        Recipe recipe = s_recipe with { Precision = Precision.Double };
        ILearner to = Begin(recipe, folder["m"], recipe.LoadData().Train.InMemory(), out _);
        Matrices.SameBits(from.Parameters[0].Value.To(Precision.Double), to.Parameters[0].Value);
    }

    [Fact]
    public void The_words_mean_the_same_weights_or_an_error()
    {
        using var folder = new TemporaryFolder();
        Save(folder["m"], s_recipe);
        Recipe recipe = s_recipe with { Seed = 2, StartFrom = StartingPoint.Of(folder["m"]) };
        Assert.Equal(recipe.StartFrom, Recipe.FromJson(recipe.ToJson()).StartFrom);
        Assert.False(s_recipe.ToJson().ContainsKey("startFrom"));
        Same(recipe.MakeLearner(Moons, 1), recipe.MakeLearner(Moons, 2), "layer1/W", "layer2/W", "layer3/W");

        Save(folder["m"], s_recipe with { Seed = 3 });
        Assert.Contains("is another now", Assert.Throws<InvalidDataException>(() => recipe.MakeLearner(Moons, 1)).Message, StringComparison.Ordinal);
        File.Delete(folder["m"]);
        Assert.Contains("not there any more", Assert.Throws<FileNotFoundException>(() => recipe.MakeLearner(Moons, 1)).Message, StringComparison.Ordinal);
    }

    private static void Same(ILearner one, ILearner other, params string[] names) => Assert.All(names, name =>
        Matrices.SameBits(one.Parameters.Single(p => p.Name == name).Value, other.Parameters.Single(p => p.Name == name).Value, name));

    private static ILearner Save(string path, Recipe recipe)
    {
        DataSplits data = recipe.LoadData();
        ILearner learner = recipe.MakeLearner(data.Train, 1);
        recipe.MakeTrainer(learner, data.Training, 1).Run(TestContext.Current.CancellationToken);
        TrainedModel.Of(ModelCards.Of(recipe, data, 1, 1), learner).Save(path);
        return learner;
    }

    private static ILearner Begin(Recipe recipe, string path, Dataset train, out string? said)
    {
        StartingWeights start = StartingWeights.Read(path);
        ILearner learner = recipe.MakeLearner(train, 1, start: start);
        said = start.Summary;
        return learner;
    }
}
