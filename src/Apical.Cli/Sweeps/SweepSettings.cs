using System.Text.Json;
using System.Text.Json.Nodes;
using Apical.Cli.Settings;
using Apical.Training;

namespace Apical.Cli.Sweeps;

/// <summary>What is swept, and how the best is chosen: all that a sweep must know to go on.</summary>
/// <param name="Common">What all combinations have in common.</param>
/// <param name="Axes">What they differ in.</param>
/// <param name="Runs">Runs of each.</param>
/// <param name="By">How the best is chosen.</param>
internal sealed record SweepSettings(Recipe Common, IReadOnlyList<SweepAxis> Axes, int Runs, Selection By)
{
    /// <summary>The setting that is no option of a recipe.</summary>
    public const string Rule = "rule";

    private const string Over = "over";
    private const string RunsName = "runs";
    private const string Select = "select";
    private const string Last = "last";
    private const string Threads = "threads";

    /// <summary>The combinations: the last setting changes fastest.</summary>
    /// <param name="options">Read the values.</param>
    /// <exception cref="UsageException">A value that will not do.</exception>
    public IReadOnlyList<SweepPoint> Points(RecipeOptions options)
    {
        IEnumerable<SweepPoint> points = [new("", Common)];
        foreach (SweepAxis axis in Axes.OrderBy(axis => axis.Setting != Rule))
        {
            points = [.. points.SelectMany(point =>
                axis.Values.Select(value => new SweepPoint($"{point.Name} {axis.Setting}={value}".Trim(), With(options, point.Recipe, axis.Setting, value))
                {
                    Values = [.. point.Values, (axis.Setting, value)],
                }))];
        }

        return [.. points];
    }

    /// <summary>As run.json keeps it.</summary>
    /// <param name="threads">Threads it was run with.</param>
    public JsonObject ToJson(int threads)
    {
        JsonObject json = Common.ToJson();
        json[Over] = new JsonObject(Axes.Select(axis =>
            KeyValuePair.Create(axis.Setting, (JsonNode?)new JsonArray([.. axis.Values.Select(value => (JsonNode)value)]))));
        json[RunsName] = Runs;
        json[Select] = By.Name;
        json[Last] = By.Last;
        json[Threads] = threads;
        return json;
    }

    /// <summary>Reads what <see cref="ToJson"/> made.</summary>
    /// <param name="json">From run.json.</param>
    /// <returns>Null when it is no sweep's.</returns>
    public static SweepSettings? FromJson(JsonObject json)
    {
        if (json[Over] is not JsonObject over)
        {
            return null;
        }

        var recipe = (JsonObject)json.DeepClone();
        foreach (string name in new[] { Over, RunsName, Select, Last, Threads })
        {
            recipe.Remove(name);
        }

        try
        {
            string select = (string)json[Select]!;
            return new(
                Recipe.FromJson(recipe), [.. over.Select(axis => new SweepAxis(axis.Key, [.. axis.Value!.AsArray().Select(value => (string)value!)]))],
                (int)json[RunsName]!, new Selection(Selection.Metrics.First(known => known.Name == select).Metric, (int?)json[Last]));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            return null;
        }
    }

    private static Recipe With(RecipeOptions options, Recipe recipe, string setting, string value)
    {
        try
        {
            return setting == Rule ? Preparation.Try(() => recipe with { Rule = RuleList.One(value) }) : options.With(recipe, $"--{setting}", value);
        }
        catch (UsageException error)
        {
            throw new UsageException($"--over {setting}: {error.Message}");
        }
    }
}
