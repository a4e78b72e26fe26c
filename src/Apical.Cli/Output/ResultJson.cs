using System.Text.Json.Nodes;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Output;

/// <summary>The result for a program. Numbers that are not finite become null; accuracies are fractions, angles degrees.</summary>
internal static class ResultJson
{
    /// <summary>The rules' results: the summary in run.json.</summary>
    public static JsonObject Summary(IReadOnlyList<RuleResult> results) => new() { ["rules"] = new JsonArray([.. results.Select(Rule)]) };

    /// <summary>Everything: settings, rules, folder.</summary>
    public static string Text(JsonObject settings, IReadOnlyList<RuleResult> results, string folder)
    {
        var json = new JsonObject { ["settings"] = settings.DeepClone(), ["rules"] = Summary(results)["rules"]!.DeepClone(), ["out"] = folder };
        return json.ToJsonString(JsonOutput.Readable);
    }

    private static JsonObject Rule(RuleResult result) => new()
    {
        ["rule"] = result.Rule,
        ["runs"] = result.Runs,
        ["failed"] = result.Failed,
        ["testAccuracy"] = Spread(result.TestAccuracy),
        ["testLoss"] = Spread(result.TestLoss),
        ["seconds"] = Number(result.Seconds.Mean),
        ["bestEpochs"] = new JsonArray([.. result.BestEpochs.Select(Best)]),
        ["anglesToBackprop"] = new JsonArray([.. result.AnglesToBackprop.Select(Number)]),
    };

    private static JsonObject Best((int Run, BestEpoch Best) of)
    {
        var json = new JsonObject { ["run"] = of.Run, ["epoch"] = of.Best.Epoch, ["by"] = of.Best.By };
        foreach (string metric in new[] { MetricNames.ValidationAccuracy, MetricNames.ValidationLoss, MetricNames.TestAccuracy, MetricNames.TestLoss })
        {
            if (of.Best.Of(metric) is var value && !double.IsNaN(value))
            {
                json[metric] = Number(value);
            }
        }

        return json;
    }

    /// <summary>Mean and standard deviation.</summary>
    public static JsonObject Spread(Spread of) => new() { ["mean"] = Number(of.Mean), ["sd"] = Number(of.Sd) };

    /// <summary>The number, or null when it is not finite.</summary>
    public static JsonNode? Number(double number) => double.IsFinite(number) ? JsonValue.Create(number) : null;
}
