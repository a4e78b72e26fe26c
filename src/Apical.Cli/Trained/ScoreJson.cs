using System.Text.Json.Nodes;
using Apical.Cli.Output;
using Apical.Models;

namespace Apical.Cli.Trained;

/// <summary>Scores for a program. What is not a number becomes null; shares are from 0 to 1.</summary>
internal static class ScoreJson
{
    /// <summary>All of them.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="data">What it was asked about.</param>
    /// <param name="part">Which part of that.</param>
    /// <param name="scores">How it did.</param>
    public static string Text(TrainedRun trained, string data, string part, ModelScores scores)
    {
        ModelCard card = trained.Model.Card;
        var json = new JsonObject { ["model"] = trained.Path, ["rule"] = card.Rule, ["data"] = data, ["part"] = part, ["samples"] = scores.Count };
        if (scores.Confusion is { } confusion)
        {
            int[] all = [.. Enumerable.Range(0, confusion.Classes)];
            (double low, double high) = scores.AccuracyInterval;
            json["accuracy"] = ResultJson.Number(scores.Accuracy);
            json["accuracyInterval"] = new JsonArray(low, high);
            json["loss"] = ResultJson.Number(scores.Loss);
            json["classes"] = new JsonArray([.. all.Select(c => Class(card.NameOfClass(c), confusion.Of(c)))]);
            json["confusion"] = new JsonArray([.. all.Select(actual =>
                new JsonArray([.. all.Select(predicted => JsonValue.Create(confusion[actual, predicted]))]))]);
            return json.ToJsonString(JsonOutput.Readable);
        }

        json["loss"] = ResultJson.Number(scores.Loss);
        json["outputs"] = new JsonArray([.. scores.Outputs.Index().Select(one => new JsonObject
        {
            ["output"] = card.NameOfOutput(one.Index),
            ["rmse"] = ResultJson.Number(one.Item.Rmse),
            ["mae"] = ResultJson.Number(one.Item.Mae),
            ["r2"] = ResultJson.Number(one.Item.R2),
        })]);
        return json.ToJsonString(JsonOutput.Readable);
    }

    private static JsonObject Class(string name, ClassScores of) => new()
    {
        ["class"] = name,
        ["samples"] = of.Count,
        ["predicted"] = of.Predicted,
        ["precision"] = ResultJson.Number(of.Precision),
        ["recall"] = ResultJson.Number(of.Recall),
        ["f1"] = ResultJson.Number(of.F1),
    };
}
