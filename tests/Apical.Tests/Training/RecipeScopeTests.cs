using Apical.Learning;
using Apical.Specs;
using Apical.Training;

namespace Apical.Tests.Training;

public sealed class RecipeScopeTests
{
    /// <summary>Text is read once, where it is written: a set that only a scope knows goes on being known to the recipe.</summary>
    [Theory]
    [InlineData("own", "own")]
    [InlineData("OWN:size=3", "own:size=3:kind=found")]
    public void A_recipe_can_be_used_outside_of_the_scope_in_which_it_was_read(string set, string spelled)
    {
        Recipe recipe;
        using (DataCatalog.With(DataEntry.Of(OwnOptions.Settings, OwnOptions.Entry)).Use())
        {
            recipe = new Recipe { Data = new() { Set = set, Normalise = "none" }, Net = "2-3-2", Optimizer = "ADAM" };
        }

        DataSplits data = recipe.LoadData();
        Recipe resolved = recipe.Resolve(data.Train);
        Assert.Equal((spelled, "adam", "softmax"), (resolved.Data.Set.Text, resolved.Optimizer.Text, resolved.Output!.Text));
        Assert.Equal(resolved, resolved.Resolve(data.Train));
        Assert.Equal("2-3-2", ITaught.Of(resolved.MakeLearner(resolved.LoadData().Train, 1)).Network.Widths);
        Assert.Throws<ArgumentException>(() => new DataRecipe { Set = "own" });
    }

    /// <summary>What is spelled out stays so, whatever comes to lie in the folder later.</summary>
    [Fact]
    public void A_resolved_set_does_not_change_with_the_files_that_are_there()
    {
        DataEntry set = DataEntry.Of(OwnOptions.Settings, OwnOptions.Entry);
        using var known = DataCatalog.With(set).Use();
        DataRecipe resolved = new DataRecipe { Set = "own:size=3" }.Resolve();
        Assert.Equal(("own:size=3:kind=found", "own:size=3:kind=found"), (resolved.Set.Text, resolved.Set.Value.Name));
        Assert.Same(resolved, resolved.Resolve());
    }

    /// <summary>Settings of a set of which one follows from the files, unless it is given.</summary>
    private sealed record OwnOptions
    {
        public static Settings<OwnOptions> Settings { get; } = new Settings<OwnOptions>(() => new())
            .Whole("size", o => o.Size, (o, n) => o with { Size = n }, "how many")
            .Text("kind", o => o.Kind, (o, word) => o with { Kind = word }, "what");

        public int Size { get; init; } = 1;

        public string Kind { get; init; } = "";

        public static DataEntry Entry(OwnOptions options) => new()
        {
            Name = "own",
            Summary = "a set from outside",
            Source = "a test",
            Spell = options.Size == 1 || options.Kind.Length > 0 ? null : _ => $"own:size={options.Size}:kind=found",
            Loader = _ => new(TwoMoons.Create(40, new Rng(1)), null, TwoMoons.Create(40, new Rng(2))),
        };
    }
}
