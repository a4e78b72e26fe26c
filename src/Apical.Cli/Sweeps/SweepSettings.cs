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

    /// <summary>The setting that most sweeps are about.</summary>
    public const string Rate = "lr";

    private const string Over = "over";
    private const string RunsName = "runs";
    private const string Select = "select";
    private const string Last = "last";
    private const string Threads = "threads";
    private const string RandomName = "random";
    private const string HalvingName = "halving";

    /// <summary>How many combinations are drawn at random, of each rule; null for all there are.</summary>
    public int? Random { get; init; }

    /// <summary>How hopeless combinations are stopped; null for not at all.</summary>
    public Halving? Halving { get; init; }

    /// <summary>The rules that are swept over, or the one that is trained.</summary>
    public IReadOnlyList<string> Rules => Axes.FirstOrDefault(axis => axis.Setting == Rule)?.Values ?? [Common.Rule.Text];

    /// <summary>The combinations: rule by rule, and the last setting changes fastest; or as they are drawn, the same for every rule.</summary>
    /// <param name="options">Read the values.</param>
    /// <exception cref="UsageException">A value that will not do.</exception>
    public IReadOnlyList<SweepPoint> Points(RecipeOptions options)
    {
        SweepAxis[] others = [.. Axes.Where(axis => axis.Setting != Rule)];
        IReadOnlyList<IReadOnlyList<string>> combinations = [[]];
        combinations = Random is { } count ? RandomSearch.Draw(others, count, Common.Seed)
            : others.Aggregate(combinations, (some, axis) => [.. some.SelectMany(one => axis.Values.Select(value => (IReadOnlyList<string>)[.. one, value]))]);
        SweepPoint[] rules = [.. Axes.Where(axis => axis.Setting == Rule).SelectMany(axis => axis.Values).Select(rule => With(new("", Common), Rule, rule))
            .DefaultIfEmpty(new SweepPoint("", Common))];
        return [.. from point in rules
                   from combination in combinations
                   select others.Zip(combination).Aggregate(point, (point, one) => With(point, one.First.Setting, one.Second))];

        SweepPoint With(SweepPoint point, string setting, string value) =>
            new($"{point.Name} {setting}={value}".Trim(), SweepSettings.With(options, point.Recipe, setting, value))
            {
                Values = [.. point.Values, (setting, value)],
            };
    }

    /// <summary>The same sweep with more values of what is swept.</summary>
    /// <param name="more">The values; those that are there already change nothing.</param>
    /// <exception cref="UsageException">Another setting, or values that are drawn.</exception>
    public SweepSettings With(IReadOnlyList<SweepAxis> more)
    {
        if (Random is not null && more.Any(axis => axis.Setting != Rule))
        {
            throw new UsageException($"--over {more.First(axis => axis.Setting != Rule).Setting} cannot be given with --resume: the combinations are drawn at "
                + "random, and from other values others would be. --random N draws more.");
        }

        if (more.FirstOrDefault(axis => Axes.All(own => own.Setting != axis.Setting)) is { } other)
        {
            throw new UsageException($"--over {other.Setting}: the sweep is over {string.Join(", ", Axes.Select(axis => axis.Setting))}; values of these can "
                + "be added to it. Another setting makes another sweep, in another folder.");
        }

        return this with { Axes = [.. Axes.Select(axis => axis.With(more.Where(one => one.Setting == axis.Setting).SelectMany(one => one.Values)))] };
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
        json[RandomName] = Random;
        json[HalvingName] = Halving?.Factor;
        json[Threads] = threads;
        return json;
    }

    /// <summary>Reads what <see cref="ToJson"/> made.</summary>
    /// <param name="json">From run.json.</param>
    /// <returns>Null when it is no sweep's.</returns>
    public static SweepSettings? FromJson(JsonObject json) => FromJson(json, out _);

    /// <summary>As <see cref="FromJson(JsonObject)"/>.</summary>
    /// <param name="json">From run.json.</param>
    /// <param name="why">Why it is no sweep's.</param>
    public static SweepSettings? FromJson(JsonObject json, out string why)
    {
        why = "they are not those of one";
        if (json[Over] is not JsonObject over)
        {
            return null;
        }

        var recipe = (JsonObject)json.DeepClone();
        foreach (string name in new[] { Over, RunsName, Select, Last, RandomName, HalvingName, Threads })
        {
            recipe.Remove(name);
        }

        try
        {
            string select = (string)json[Select]!;
            return new(
                Recipe.FromJson(recipe), [.. over.Select(axis => new SweepAxis(axis.Key, [.. axis.Value!.AsArray().Select(value => (string)value!)]))],
                (int)json[RunsName]!, new Selection(Selection.Metrics.First(known => known.Name == select).Metric, (int?)json[Last]))
            {
                Random = (int?)json[RandomName],
                Halving = (int?)json[HalvingName] is { } factor ? new(factor) : null,
            };
        }
        catch (Exception error) when (Problem.IsOfOtherJson(error))
        {
            why = Problem.Line(error).TrimEnd('.');
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
            string hint = setting != Rule || (value.Any(char.IsLetter) && !value.Contains(':')) ? ""
                : "Values are parted by / or commas; a rule that has such a sign itself stands in quotes: \"rule='fa:scale=2/5',bp\". ";
            throw new UsageException($"--over {setting}: {hint}{error.Message}");
        }
    }
}
