using System.Text.Json.Nodes;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Output;

/// <summary>The result for a program. Numbers that are not finite become null; accuracies are fractions, angles degrees.</summary>
internal static class ResultJson
{
    /// <summary>The rules' results: the summary in run.json.</summary>
    /// <param name="results">One per rule.</param>
    /// <param name="tuning">How their rates were tuned, or null.</param>
    public static JsonObject Summary(IReadOnlyList<RuleResult> results, JsonObject? tuning = null)
    {
        var json = new JsonObject { ["rules"] = new JsonArray([.. results.Select(Rule)]) };
        if (tuning is not null)
        {
            json["tuning"] = tuning.DeepClone();
        }

        return json;
    }

    /// <summary>Everything: settings, rules, folder.</summary>
    /// <param name="settings">All settings.</param>
    /// <param name="results">One per rule.</param>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="tuning">How their rates were tuned, or null.</param>
    public static string Text(JsonObject settings, IReadOnlyList<RuleResult> results, string folder, JsonObject? tuning = null)
    {
        var json = new JsonObject { ["settings"] = settings.DeepClone() };
        foreach ((string name, JsonNode? value) in Summary(results, tuning))
        {
            json[name] = value!.DeepClone();
        }

        json["out"] = folder;
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
