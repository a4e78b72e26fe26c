using System.Text.Json.Nodes;
using Apical.Models;
using Apical.Training;

namespace Apical.Cli.Settings;

/// <summary>The settings that each rule may have of its own.</summary>
internal static class RuleSettings
{
    /// <summary>Their names in run.json.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["learningRate", "feedbackOptimizer", "feedbackLearningRate", "feedbackSteps", "feedbackPretraining", "feedbackAlternates", "weightDecay", "batchNorm"];

    private static readonly string[] s_ofLoss = ["loss", "output"], s_ofUnits = ["activation", "output"];

    /// <summary>The same recipe with these as they are by default: what another rule begins with.</summary>
    public static Recipe WithoutRuleSettings(this Recipe recipe)
    {
        JsonObject json = recipe.ToJson(), byDefault = new Recipe().ToJson();
        foreach (string name in Names)
        {
            json[name] = byDefault[name]?.DeepClone();
        }

        ModelInfo info = recipe.Rule.Value.Info;        // a model's own loss and units are its own, too
        foreach (string name in new[] { info.OwnLoss is null ? [] : s_ofLoss, info.OwnActivation is null ? [] : s_ofUnits }.SelectMany(names => names))
        {
            json[name] = byDefault[name]?.DeepClone();
        }

        return Recipe.FromJson(json);
    }
}
