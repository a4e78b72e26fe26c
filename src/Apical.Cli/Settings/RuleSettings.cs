using System.Text.Json.Nodes;
using Apical.Training;

namespace Apical.Cli.Settings;

/// <summary>The settings that each rule may have of its own.</summary>
internal static class RuleSettings
{
    /// <summary>Their names in run.json.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["learningRate", "feedbackOptimizer", "feedbackLearningRate", "feedbackSteps", "feedbackPretraining", "feedbackAlternates", "weightDecay", "batchNorm"];

    /// <summary>The same recipe with these as they are by default: what another rule begins with.</summary>
    public static Recipe WithoutRuleSettings(this Recipe recipe)
    {
        JsonObject json = recipe.ToJson(), byDefault = new Recipe().ToJson();
        foreach (string name in Names)
        {
            json[name] = byDefault[name]?.DeepClone();
        }

        return Recipe.FromJson(json);
    }
}
