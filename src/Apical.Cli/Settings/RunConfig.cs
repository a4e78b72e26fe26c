using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apical.Cli.Help;
using Apical.Models;
using Apical.Networks;
using Apical.Runs;
using Apical.Specs;
using Apical.Training;

namespace Apical.Cli.Settings;

/// <summary>The settings of another run, which a command begins with: what is given on the command line overrides them.</summary>
internal sealed record RunConfig
{
    /// <summary>Name of the option.</summary>
    public const string Name = "--config";

    private const string Over = "over";

    // What the rate that is right by default hangs on, and, with the data, what the shape of a network and its loss do.
    private static readonly string[] s_ofRates =
        ["--optimizer", "--activation", "--loss", "--output", "--targets", "--net", "--data", "--feedback-optimizer"];

    private static readonly string[] s_ofLoss = ["--data", "--targets"];

    /// <summary>The file, or the folder of the run, as it was given.</summary>
    public required string Path { get; init; }

    /// <summary>What the file says.</summary>
    public required RunDescription Description { get; init; }

    /// <summary>The recipe of each of its rules; of a sweep that of its best combination, if it is finished and there is one.</summary>
    public required IReadOnlyList<Recipe> Recipes { get; init; }

    /// <summary>Runs of each rule; null where it has one.</summary>
    public int? Runs { get; init; }

    /// <summary>Epochs between checkpoints; null where it has none.</summary>
    public int? CheckpointEvery { get; init; }

    /// <summary>Probes; null where it says nothing of them.</summary>
    public IReadOnlyList<string>? Probes { get; init; }

    /// <summary>Samples that they look at.</summary>
    public int? ProbeSamples { get; init; }

    /// <summary>Which weights are kept.</summary>
    public KeptModel? Keep { get; init; }

    /// <summary>Whether it is a sweep's.</summary>
    public bool IsSweep => Description.Settings.ContainsKey(Over);

    /// <summary>The option.</summary>
    public static HelpedOption<string> Option() => new(
        "Results", Name, "RUN", "begin with the settings of another run, from its run.json or its folder; options that are given override them", null, x => x);

    /// <summary>Reads the run.json that an option names, or nothing where it is not given.</summary>
    /// <exception cref="UsageException">There is none, or it is of no run, or it has settings that this version does not know.</exception>
    public static RunConfig? Read(ParseResult parsed, HelpedOption<string> option) => parsed.GetValue(option) is { } path ? Read(path) : null;

    /// <summary>The file that a person means: itself, or that of a folder.</summary>
    public static string FileOf(string path) => Directory.Exists(path) ? System.IO.Path.Combine(path, RunFolder.RecordName) : path;

    /// <summary>The rule, where it has one.</summary>
    /// <exception cref="UsageException">It has several.</exception>
    public Written<ModelChoice> Rule => Recipes is [var one] ? one.Rule
        : throw new UsageException($"{Name}: '{Path}' has several rules: {string.Join(", ", Recipes.Select(recipe => recipe.Rule))}. Choose one with --rule.");

    /// <summary>What a rule begins with. What was no choice, but followed from what is overridden now, is left open, so that it follows anew.</summary>
    /// <param name="rule">The rule; another than its own has rates and feedback by default.</param>
    /// <param name="given">Names of options that are overridden.</param>
    public Recipe For(Written<ModelChoice> rule, IReadOnlyCollection<string> given)
    {
        Recipe? own = Recipes.FirstOrDefault(recipe => recipe.Rule.Text.Equals(rule.Text, StringComparison.OrdinalIgnoreCase));
        Recipe recipe = own ?? Recipes[0].WithoutRuleSettings() with { Rule = rule };
        DataRecord? data = Description.Data is [var one] ? one : null;
        if (given.Any(s_ofRates.Contains))
        {
            bool byDefault = recipe.LearningRate is { } rate && (double.IsNaN(rate) || rate == recipe.DefaultRate);
            bool feedback = recipe.FeedbackLearningRate is { } other
                && (double.IsNaN(other) || other == recipe.LearningRate || other == recipe.Rule.Value.Info.FeedbackLearningRate);
            recipe = recipe with
            {
                LearningRate = byDefault ? null : recipe.LearningRate,
                FeedbackLearningRate = feedback ? null : recipe.FeedbackLearningRate,
            };
        }

        if (given.Contains("--data") && recipe.Net?.Text == $"{data?.Features}-200-200-{data?.Outputs}")
        {
            recipe = recipe with { Net = null };
        }

        string? output = (recipe.Loss?.Value.Output ?? Activation.Identity).Name;
        bool auto = data is not null && recipe.Loss?.Value == AutoLoss(recipe, data);
        return recipe with
        {
            Output = given.Any(name => name == "--loss" || s_ofLoss.Contains(name)) && recipe.Output?.Text == output ? null : recipe.Output,
            Loss = given.Any(s_ofLoss.Contains) && auto ? null : recipe.Loss,
        };
    }

    private static RunConfig Read(string path)
    {
        string file = FileOf(path);
        if (!File.Exists(file))
        {
            string experiment = System.IO.Path.Combine(path, Reproduction.FileName);
            throw new UsageException(File.Exists(experiment)
                ? $"{Name}: '{path}' is an experiment's. 'apical reproduce ID --set NAME=VALUE' does one with other settings."
                : $"{Name}: there is no '{file}'. Give the {RunFolder.RecordName} of a run, or its folder; 'apical runs list' lists runs.");
        }

        RunRecord record = RunRecord.Read(file);
        RunDescription description = record.Description;
        var config = new RunConfig { Path = path, Description = description, Recipes = [] };
        JsonObject settings = description.Settings;
        try
        {
            if (config.IsSweep)
            {
                JsonNode? best = record.Status == RunStatus.Finished ? record.Summary?["best"]?["recipe"] : null;
                return config with { Recipes = best is null ? [] : [Recipe.FromJson(best)] };
            }

            if (RunSettings.AreOfTraining(settings))
            {
                var (recipe, probes, samples, every, keep) = RunSettings.ReadTraining(settings);
                return config with { Recipes = [recipe], Probes = probes, ProbeSamples = samples, CheckpointEvery = every, Keep = keep };
            }

            var all = RunSettings.ReadComparison(settings);
            return config with { Recipes = all.Recipes, Runs = all.Runs, Probes = all.Probes, ProbeSamples = all.ProbeSamples, Keep = all.Keep };
        }
        catch (Exception error) when (
            error is JsonException or InvalidOperationException or FormatException or NullReferenceException or ArgumentException or KeyNotFoundException)
        {
            string[] unknown = [.. settings.Select(member => member.Key).Except(RunSettings.Known)];
            string what = unknown.Length > 0 ? $"it has {string.Join(", ", unknown.Select(name => $"'{name}'"))}, which this version does not know"
                : Problem.Line(error).TrimEnd('.');
            throw new UsageException($"{Name}: '{path}' does not hold the settings of a run that this version can begin with: {what}. Apical "
                + $"{description.ApicalVersion} wrote it, by: {description.Command}. Take what is unknown out of a copy, or give the options themselves.");
        }
    }

    /// <summary>A copy that has recipes, as a command that trains needs them.</summary>
    /// <exception cref="UsageException">It is of a sweep that has no best yet.</exception>
    public RunConfig RequireRecipes() => Recipes.Count > 0 ? this
        : throw new UsageException($"{Name}: '{Path}' is of a sweep that has no best combination yet; end it first with 'apical sweep --resume'.");

    // As TargetLoss has it, from what the record says of the data.
    private static Loss AutoLoss(Recipe recipe, DataRecord data)
    {
        bool zeroOne = recipe.Data.Targets.Text is "0,1";
        return data.Classes > 0 && data.Outputs == 1 && zeroOne ? Loss.BinaryCrossEntropy
            : data.Classes > 0 && data.Outputs == data.Classes && zeroOne ? Loss.CrossEntropy : Loss.SquaredError;
    }
}
