using System.Text.Json.Nodes;
using Apical.Cli.Output;
using Apical.Runs;
using Apical.Training;
using Spectre.Console;

namespace Apical.Cli.Sweeps;

/// <summary>The result of a sweep: a table for people, and what a program reads.</summary>
internal static class SweepOutput
{
    /// <summary>Says what will be trained.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="settings">What is swept.</param>
    /// <param name="sweep">The sweep.</param>
    public static void Announce(Shell shell, SweepSettings settings, Sweep sweep)
    {
        TextWriter output = shell.Output.Writer;
        string swept = string.Join(", ", settings.Axes.Select(axis => axis.Setting)), runs = Show.Count(settings.Runs, "run");
        string threads = Show.Count(sweep.Threads, "thread"), drawn = settings.Random is null ? "" : ", drawn at random";
        output.WriteLine($"{Show.Count(sweep.Points.Count, "combination")} of {swept}{drawn}, {runs} each on {threads}{Conclusion.Kept(sweep.States)}");
        output.WriteLine($"chosen by {settings.By.Name}{(settings.By.OnTest ? ": what is found is a starting point, not a result on unseen samples" : "")}");
        if (settings.Halving is { } halving)
        {
            output.WriteLine(Told(halving, sweep));
        }

        output.WriteLine();
    }

    /// <summary>Draws the table, best first; of several rules the best of each is marked. Where it does not fit, it has what decides alone.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="settings">What was swept.</param>
    /// <param name="results">Best first.</param>
    public static void Write(Shell shell, SweepSettings settings, IReadOnlyList<SweepResult> results)
    {
        Table whole = Draw(settings, results, all: true);
        bool fits = Tables.HaveRoom(shell, whole);
        Tables.WriteWhole(shell, fits ? whole : Draw(settings, results, all: false));
        if (!fits)
        {
            Tables.TellLeftOut(shell, settings.By.Metric == MetricNames.TestLoss ? "seconds" : "test loss and seconds");
        }
    }

    private static Table Draw(SweepSettings settings, IReadOnlyList<SweepResult> results, bool all)
    {
        Selection by = settings.By;
        IReadOnlyList<SweepResult> ofEach = SweepResult.BestOfEach(results, settings.Rules);
        bool uneven = results.Any(result => result.Done < settings.Runs), stopped = results.Any(result => result.StoppedAfter is not null);
        bool alsoLoss = all && by.Metric != MetricNames.TestLoss;
        Table table = Tables.New();
        table.AddColumn(Tables.Whole(""));
        foreach (SweepAxis axis in settings.Axes)
        {
            table.AddColumn(Tables.Whole(axis.Setting));
        }

        string unit = by.IsAccuracy ? " (%)" : "";
        IEnumerable<TableColumn> columns =
        [
            Tables.Numbers($"{(all ? by.Name : by.Name.Replace('-', '\n'))}{unit}\nlast {Epochs(by, results)}"),
            .. uneven ? [Tables.Numbers("runs")] : Array.Empty<TableColumn>(),
            .. stopped ? [Tables.Numbers("stopped\nafter")] : Array.Empty<TableColumn>(),
            .. alsoLoss ? [Tables.Numbers("test loss\nat the end")] : Array.Empty<TableColumn>(),
            .. all ? [Tables.Numbers("seconds\na run")] : Array.Empty<TableColumn>(),
        ];
        table.AddColumns([.. columns]);
        for (int place = 0; place < results.Count; place++)
        {
            SweepResult result = results[place];
            bool best = place == 0 && !double.IsNaN(result.Value.Mean);
            string found = Show.Spread(result.Value, by.IsAccuracy ? Show.Percent : Show.Loss);
            List<string> cells = [best ? "[bold green]best[/]" : ofEach.Contains(result) ? "[green]best[/]" : ""];
            cells.AddRange(settings.Axes.Select(axis => Bold(Tables.Name(Value(result.Point, axis)), best)));
            cells.Add(Bold(found, best));
            string failed = result.Failed > 0 ? $" + [red]{result.Failed} failed[/]" : "";
            cells.AddRange(uneven ? [$"{result.Done}{failed}{(result.Done + result.Failed < settings.Runs ? $" of {settings.Runs}" : "")}"] : []);
            cells.AddRange(stopped ? [result.StoppedAfter is { } last ? Show.Count(last, "epoch") : ""] : []);
            cells.AddRange(alsoLoss ? [Show.Loss(result.TestLoss.Mean)] : []);
            cells.AddRange(all ? [Show.Number(result.Seconds.Mean, "0.00")] : []);
            table.AddRow([.. cells]);
        }

        return table;
    }

    /// <summary>Says how many go on when: <c>of each rule 8 go to epoch 2, 4 to 4, 2 to 8</c>; <c>2–4</c> where combinations differ in their epochs.</summary>
    /// <param name="halving">The halving.</param>
    /// <param name="sweep">What is halved.</param>
    public static string Told(Halving halving, Sweep sweep)
    {
        int count = sweep.Points.GroupBy(point => point.Recipe.Rule.Text).Max(rule => rule.Count());
        int[] epochs = [.. sweep.Points.Select(point => point.Recipe.Epochs).Distinct().Order()];
        var steps = new List<string>();
        for (int round = 0; round <= sweep.Rounds; round++, count = halving.Keeps(count))
        {
            IEnumerable<int> ends = new[] { epochs[0], epochs[^1] }.Select(all => halving.Epochs(round, sweep.Rounds, all)).Distinct();
            steps.Add($"{count} {(round == 0 ? "go to epoch" : "to")} {string.Join('–', ends)}");
        }

        return $"of each rule {string.Join(", ", steps)}; the others are stopped";
    }

    /// <summary>The result for run.json.</summary>
    /// <param name="settings">What was swept.</param>
    /// <param name="results">Best first.</param>
    /// <param name="lines">Lines that compare the rules, each at its best.</param>
    public static JsonObject Summary(SweepSettings settings, IReadOnlyList<SweepResult> results, IReadOnlyList<string> lines) => new()
    {
        ["select"] = settings.By.Name,
        ["best"] = results[0].Done > 0 ? Point(settings, results[0]) : null,
        ["rules"] = new JsonArray([.. SweepResult.BestOfEach(results, settings.Rules).Select(result => Best(settings, result))]),
        ["compare"] = new JsonArray([.. lines.Select(line => (JsonNode)line)]),
        ["points"] = new JsonArray([.. results.Select(result => Point(settings, result))]),
    };

    /// <summary>Everything: settings, result, folder.</summary>
    public static string Text(JsonObject recorded, JsonObject summary, string folder)
    {
        var json = new JsonObject { ["settings"] = recorded.DeepClone() };
        foreach ((string name, JsonNode? value) in summary.Where(member => member.Key != "select"))
        {
            json[name] = value?.DeepClone();
        }

        json["out"] = folder;
        return json.ToJsonString(JsonOutput.Readable);
    }

    private static JsonObject Best(SweepSettings settings, SweepResult result) => new()
    {
        ["rule"] = result.Point.Recipe.Rule.Text,
        ["point"] = result.Point.Name,
        ["values"] = ValuesOf(settings, result),
        ["value"] = ResultJson.Spread(result.Value),
    };

    private static JsonObject Point(SweepSettings settings, SweepResult result) => new()
    {
        ["point"] = result.Point.Name,
        ["values"] = ValuesOf(settings, result),
        ["runs"] = result.Done,
        ["failed"] = result.Failed,
        ["stoppedAfter"] = result.StoppedAfter,
        ["value"] = ResultJson.Spread(result.Value),
        ["testAccuracy"] = ResultJson.Spread(result.TestAccuracy),
        ["testLoss"] = ResultJson.Spread(result.TestLoss),
        ["seconds"] = ResultJson.Number(result.Seconds.Mean),
        ["recipe"] = result.Point.Recipe.ToJson(),
    };

    private static JsonObject ValuesOf(SweepSettings settings, SweepResult result) =>
        new(settings.Axes.Select(axis => KeyValuePair.Create(axis.Setting, (JsonNode?)Value(result.Point, axis))));

    private static string Value(SweepPoint point, SweepAxis axis) => point.Values.First(value => value.Setting == axis.Setting).Value;

    private static string Epochs(Selection by, IReadOnlyList<SweepResult> results) =>
        by.Last is { } last ? Show.Count(last, "epoch")
            : results.Select(result => Math.Max(1, result.Until / 2)).Distinct().ToArray() is [var same]
                ? Show.Count(same, "epoch")
            : "half of the epochs";

    private static string Bold(string text, bool best) => best ? $"[bold green]{text}[/]" : text;
}
