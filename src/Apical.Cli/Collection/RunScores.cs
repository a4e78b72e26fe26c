using System.Text.Json.Nodes;
using Apical.Runs;

namespace Apical.Cli.Collection;

/// <summary>What the parts of a run came to: from its summary, or, where it has none, from what it measured so far.</summary>
internal static class RunScores
{
    /// <summary>Best first.</summary>
    /// <param name="record">What its run.json says.</param>
    /// <param name="folder">Its folder.</param>
    public static IReadOnlyList<RunScore> Of(RunRecord record, string folder) => record.Summary switch
    {
        { } summary when summary["points"] is JsonArray points => [.. points.Select(point => Read(point!, "point"))],
        { } summary when summary["rules"] is JsonArray rules => Sorted(rules.Select(rule => Read(rule!, "rule"))),
        _ => Measured(Path.Combine(folder, RunFolder.MetricsName)),
    };

    private static RunScore Read(JsonNode json, string name) => new(
        (string)json[name]!, (int?)json["runs"] ?? 1, (int?)json["failed"] ?? 0, SpreadOf(json["testAccuracy"]), SpreadOf(json["testLoss"]),
        (double?)json["seconds"] ?? double.NaN);

    private static Spread SpreadOf(JsonNode? json) =>
        new((double?)json?["mean"] ?? double.NaN, (double?)json?["sd"] ?? double.NaN, 0, 0);

    // Each run at the last epoch that it measured.
    private static IReadOnlyList<RunScore> Measured(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        IReadOnlyList<MetricRow> rows = MetricsTable.Read(file).Rows;
        return Sorted(rows.GroupBy(row => row.Rule).Select(rule =>
        {
            double[] Last(string metric) =>
                [.. rule.Where(row => row.Metric == metric).GroupBy(row => row.Run).Select(run => run.MaxBy(row => row.Epoch)!.Value)];
            return new RunScore(
                rule.Key, rule.Select(row => row.Run).Distinct().Count(),
                rule.Where(row => row.Metric == MetricNames.Failed).DistinctBy(row => row.Run).Count(),
                Spread.Of(Last(MetricNames.TestAccuracy)), Spread.Of(Last(MetricNames.TestLoss)), Spread.Of(Last(MetricNames.Seconds)).Mean);
        }));
    }

    private static IReadOnlyList<RunScore> Sorted(IEnumerable<RunScore> scores) =>
    [
        .. scores.OrderByDescending(score => double.IsNaN(score.TestAccuracy.Mean) ? double.NegativeInfinity : score.TestAccuracy.Mean)
            .ThenBy(score => double.IsNaN(score.TestLoss.Mean) ? double.PositiveInfinity : score.TestLoss.Mean),
    ];
}
