using System.Text.Json.Nodes;
using Apical.Cli.Output;
using Apical.Training;
using Spectre.Console;

namespace Apical.Cli.Sweeps;

/// <summary>The result of a sweep: a table for people, and what a program reads.</summary>
internal static class SweepOutput
{
    /// <summary>Draws the table, best first.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="settings">What was swept.</param>
    /// <param name="results">Best first.</param>
    public static void Write(Shell shell, SweepSettings settings, IReadOnlyList<SweepResult> results)
    {
        Selection by = settings.By;
        bool uneven = results.Any(result => result.Done < settings.Runs);
        bool alsoLoss = by.Metric != "testLoss";
        Table table = Tables.New();
        table.AddColumn(Tables.Whole(""));
        foreach (SweepAxis axis in settings.Axes)
        {
            table.AddColumn(Tables.Whole(axis.Setting));
        }

        string unit = by.IsAccuracy ? " (%)" : "";
        TableColumn[] counts = uneven ? [Tables.Numbers("runs")] : [], losses = alsoLoss ? [Tables.Numbers("test loss\nat the end")] : [];
        table.AddColumns([Tables.Numbers($"{by.Name}{unit}\nlast {Epochs(by, results)}"), .. counts, .. losses, Tables.Numbers("seconds\na run")]);
        for (int place = 0; place < results.Count; place++)
        {
            SweepResult result = results[place];
            bool best = place == 0 && !double.IsNaN(result.Value.Mean);
            Dictionary<string, string> values = Values(settings, result.Point);
            string found = Show.Spread(result.Value, by.IsAccuracy ? Show.Percent : Show.Loss);
            List<string> cells = [best ? "[bold green]best[/]" : ""];
            cells.AddRange(settings.Axes.Select(axis => Bold(Markup.Escape(values[axis.Setting]), best)));
            cells.Add(Bold(found, best));
            string failed = result.Failed > 0 ? $" + [red]{result.Failed} failed[/]" : "";
            cells.AddRange(uneven ? [$"{result.Done}{failed}{(result.Done + result.Failed < settings.Runs ? $" of {settings.Runs}" : "")}"] : []);
            cells.AddRange(alsoLoss ? [Show.Loss(result.TestLoss.Mean)] : []);
            cells.Add(Show.Number(result.Seconds.Mean, "0.00"));
            table.AddRow([.. cells]);
        }

        Tables.Write(shell, table);
    }

    /// <summary>The result for run.json.</summary>
    public static JsonObject Summary(SweepSettings settings, IReadOnlyList<SweepResult> results) => new()
    {
        ["best"] = results[0].Done > 0 ? Point(settings, results[0]) : null,
        ["points"] = new JsonArray([.. results.Select(result => Point(settings, result))]),
    };

    /// <summary>Everything: settings, best, points, folder.</summary>
    public static string Text(JsonObject recorded, SweepSettings settings, IReadOnlyList<SweepResult> results, string folder)
    {
        JsonObject summary = Summary(settings, results);
        return new JsonObject
        {
            ["settings"] = recorded.DeepClone(),
            ["best"] = summary["best"]?.DeepClone(),
            ["points"] = summary["points"]!.DeepClone(),
            ["out"] = folder,
        }.ToJsonString(JsonOutput.Readable);
    }

    private static JsonObject Point(SweepSettings settings, SweepResult result) => new()
    {
        ["point"] = result.Point.Name,
        ["values"] = new JsonObject(Values(settings, result.Point).Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value))),
        ["runs"] = result.Done,
        ["failed"] = result.Failed,
        ["value"] = ResultJson.Spread(result.Value),
        ["testAccuracy"] = ResultJson.Spread(result.TestAccuracy),
        ["testLoss"] = ResultJson.Spread(result.TestLoss),
        ["seconds"] = ResultJson.Number(result.Seconds.Mean),
        ["recipe"] = result.Point.Recipe.ToJson(),
    };

    // Names of points are made of these pieces, so that they can be taken apart again.
    private static Dictionary<string, string> Values(SweepSettings settings, SweepPoint point) =>
        settings.Axes.ToDictionary(
            axis => axis.Setting, axis => axis.Values.First(value => $" {point.Name} ".Contains($" {axis.Setting}={value} ", StringComparison.Ordinal)));

    private static string Epochs(Selection by, IReadOnlyList<SweepResult> results) =>
        by.Last is { } last ? Show.Count(last, "epoch")
            : results.Select(result => Math.Max(1, result.Point.Recipe.Epochs / 2)).Distinct().ToArray() is [var same] ? Show.Count(same, "epoch")
            : "half of the epochs";

    private static string Bold(string text, bool best) => best ? $"[bold green]{text}[/]" : text;
}
