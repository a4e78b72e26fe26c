using System.Text.Json;
using System.Text.Json.Nodes;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Settings;

/// <summary>All settings of a run as JSON, for run.json and for programs.</summary>
internal static class RunSettings
{
    /// <summary>The rules of a comparison, a list.</summary>
    public const string Rules = "rules";
    private const string Runs = "runs";
    private const string Threads = "threads";
    private const string Probes = "probes";
    private const string ProbeSamples = "probeSamples";
    private const string CheckpointEvery = "checkpointEvery";
    private const string Keep = "keep";

    /// <summary>The ranks of a training; absent where it was done by one.</summary>
    public const string Parallel = "parallel";

    /// <summary>How the rates of a comparison were tuned.</summary>
    public const string Tune = "tune";

    // What a sweep has beside its recipe.
    private static readonly string[] s_ofSweep = ["over", "select", "last", "random", "halving"];

    /// <summary>Names of all settings that a run can have.</summary>
    public static IEnumerable<string> Known =>
    [
        Rules, Runs, Threads, Probes, ProbeSamples, CheckpointEvery, Keep, Tune, Parallel, .. s_ofSweep, .. new Recipe().ToJson().Select(member => member.Key),
        "classWeights", "startFrom",
    ];

    /// <summary>Settings of a comparison: those of the recipes, with the ones each rule has of its own by rule.</summary>
    /// <param name="recipes">Resolved, one per rule, alike but for the rule and its rates.</param>
    /// <param name="runs">Runs of each.</param>
    /// <param name="request">How it was run.</param>
    public static JsonObject OfComparison(IReadOnlyList<Recipe> recipes, int runs, RunRequest request)
    {
        var settings = new JsonObject { [Rules] = new JsonArray([.. recipes.Select(recipe => (JsonNode)recipe.Rule.Text)]), [Runs] = runs };
        JsonObject[] each = [.. recipes.Select(recipe => recipe.ToJson())];
        foreach (string name in each[0].Select(member => member.Key).Where(name => name != "rule"))
        {
            // Loss, units and output are one for all, unless a model has its own.
            bool own = RuleSettings.Names.Contains(name) || each.Any(json => !JsonNode.DeepEquals(json[name], each[0][name]));
            settings[name] = own
                ? new JsonObject(recipes.Zip(each, (recipe, json) => KeyValuePair.Create(recipe.Rule.Text, json[name]?.DeepClone())))
                : each[0][name]?.DeepClone();
        }

        return WithRequest(settings, request);
    }

    /// <summary>Reads back what <see cref="OfComparison"/> made.</summary>
    /// <exception cref="JsonException">Something else.</exception>
    public static (IReadOnlyList<Recipe> Recipes, int Runs, IReadOnlyList<string> Probes, int ProbeSamples, KeptModel Keep) ReadComparison(JsonObject settings)
    {
        Recipe[] recipes = [.. settings[Rules]!.AsArray().Select(rule => Recipe.FromJson(new JsonObject(
            from member in settings
            where member.Key is not (Rules or Runs or Threads or Probes or ProbeSamples or Keep or Tune)
            let own = member.Value is JsonObject each && each.TryGetPropertyValue((string)rule!, out JsonNode? mine) ? mine : member.Value
            select KeyValuePair.Create(member.Key, own?.DeepClone())) { ["rule"] = (string)rule! }))];
        var fields = new JsonFields(settings);
        return (recipes, fields.Whole(Runs, 1), fields.Texts(Probes), fields.Whole(ProbeSamples, 1), KeepIn(settings));
    }

    /// <summary>Sees to it that a folder holds the same, apart from the number of runs and threads, how the best is chosen, and where the data lie.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="mine">What is asked for.</param>
    /// <param name="theirs">What is there.</param>
    /// <param name="whole">Whether number of runs and choice must be the same, too: of parts of one run.</param>
    /// <exception cref="UsageException">It holds something else.</exception>
    public static void RequireSame(string folder, JsonObject mine, JsonObject theirs, bool whole = false)
    {
        string[] free = whole ? [Threads, "dataDir"] : [Runs, Threads, "select", "last", "dataDir"];
        IEnumerable<string> compared = mine.Select(member => member.Key).Except(free);
        string[] names = [.. compared.Where(name => mine[name]?.ToJsonString() != theirs[name]?.ToJsonString())];
        if (names.Length > 0)
        {
            throw new UsageException(
                $"the folder '{folder}' holds another run (other {string.Join(", ", names)}). "
                    + $"Choose another with --out, or go on with that one by --resume {CommandWords.Quoted(folder)}.");
        }
    }

    /// <summary>Settings of a single run.</summary>
    /// <param name="recipe">Resolved.</param>
    /// <param name="request">How it is run.</param>
    /// <param name="checkpointEvery">Epochs between checkpoints.</param>
    /// <param name="parallel">Its ranks; null where it is done by one.</param>
    public static JsonObject OfTraining(Recipe recipe, RunRequest request, int checkpointEvery, JsonObject? parallel = null)
    {
        JsonObject settings = WithRequest(recipe.ToJson(), request);
        settings[CheckpointEvery] = checkpointEvery;
        if (parallel is not null)
        {
            settings[Parallel] = parallel;
        }

        return settings;
    }

    /// <summary>Whether these are settings that <see cref="OfTraining"/> made.</summary>
    public static bool AreOfTraining(JsonObject settings) => settings.ContainsKey(CheckpointEvery);

    /// <summary>Reads back what <see cref="OfTraining"/> made.</summary>
    /// <exception cref="JsonException">Something else.</exception>
    public static (Recipe Recipe, IReadOnlyList<string> Probes, int ProbeSamples, int CheckpointEvery, KeptModel Keep) ReadTraining(JsonObject settings)
    {
        var recipe = (JsonObject)settings.DeepClone();
        foreach (string name in new[] { Threads, Probes, ProbeSamples, CheckpointEvery, Keep, Parallel })
        {
            recipe.Remove(name);
        }

        var fields = new JsonFields(settings);
        return (Recipe.FromJson(recipe), fields.Texts(Probes), fields.Whole(ProbeSamples, 1), fields.Whole(CheckpointEvery, 1), KeepIn(settings));
    }

    // Folders of earlier versions do not say: they kept the last.
    private static KeptModel KeepIn(JsonObject settings) =>
        settings[Keep] is null ? KeptModel.Last : Enum.Parse<KeptModel>(
            new JsonFields(settings).Word(Keep, [.. Enum.GetNames<KeptModel>().Select(name => name.ToLowerInvariant())]), ignoreCase: true);

    private static JsonObject WithRequest(JsonObject settings, RunRequest request)
    {
        settings[Threads] = request.Threads;
        settings[Probes] = new JsonArray([.. request.Probes.Select(name => (JsonNode)name)]);
        settings[ProbeSamples] = request.ProbeSamples;
        settings[Keep] = request.Keep.ToString().ToLowerInvariant();
        return settings;
    }
}
