using System.CommandLine;
using System.Text.Json.Nodes;
using Apical.Cli.Help;
using Apical.Cli.Settings;
using Apical.Data;
using Apical.Models;
using Apical.Runs;
using Apical.Specs;
using Apical.Training;

namespace Apical.Cli.Sweeps;

/// <summary><c>--tune</c> of <c>apical compare</c>: its options.</summary>
internal sealed class CompareTuning
{
    private const string What = "Rules";
    private const int DefaultRuns = 2;
    private const double HeldOut = 0.2;
    private const int MostHeldOut = 5000;

    // Half decades, where steps are as long as gradients are, and elsewhere.
    private const string Scaled = "0.001,0.003,0.01,0.03,0.1,0.3,1,3,10", Unscaled = "1e-5,3e-5,1e-4,3e-4,0.001,0.003,0.01,0.03,0.1";

    private readonly Shell _shell;
    private readonly RecipeOptions _recipe;

    private readonly HelpedFlag _tune = new(
        What, "--tune", "first find the learning rate of each rule: the same rates for every rule, judged on training samples held out (--validation, else a "
            + $"fifth, at most {MostHeldOut}, which are trained on again afterwards); test samples play no part in it");

    private readonly HelpedOption<string> _rates = new(
        What, "--tune-rates", "VALUES", "the rates that --tune tries: 0.01,0.1,1 or 1e-3..1:log:7",
        "half decades from 0.001 to 10; with optimizers that divide by what gradients were, from 1e-5 to 0.1", x => x);

    private readonly HelpedOption<int> _runs = new(What, "--tune-runs", "N", "runs of each rule at each rate", $"{DefaultRuns}", Values.Whole(1));

    private readonly HelpedOption<Halving> _halving = HalvingOption.Make(What, "--tune-halving");

    /// <summary>Makes the options.</summary>
    /// <param name="shell">Where to say what is found.</param>
    /// <param name="recipe">The options of what is trained.</param>
    public CompareTuning(Shell shell, RecipeOptions recipe) => (_shell, _recipe) = (shell, recipe);

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _tune, _rates, _runs, _halving })
        {
            command.Add(option);
        }
    }

    /// <summary>The tuning that was asked for, or null.</summary>
    /// <exception cref="UsageException">Options that do not go together.</exception>
    public Tuning? Asked(ParseResult parsed, IReadOnlyList<Written<ModelChoice>> rules, DataSplits data, RunRequest request)
    {
        if (!parsed.GetValue(_tune))
        {
            return new Option[] { _rates, _runs, _halving }.FirstOrDefault(option => parsed.Gives(option)) is { } idle
                ? throw new UsageException($"{idle.Name} says how rates are tuned: give --tune, too.") : null;
        }

        if (_recipe.Given(parsed).Any(option => option.Name == "--lr"))
        {
            throw new UsageException("--lr gives the rates that --tune is to find: leave one of them out. --tune-rates says which to try.");
        }

        Recipe common = _recipe.Recipes(parsed, [rules[0]])[0];
        int held = common.Data.Validation > 0 ? common.Data.Validation : Math.Clamp((int)(HeldOut * data.Train.Count), 1, MostHeldOut);
        string rates = parsed.GetValue(_rates) ?? (common.Optimizer.Value.Info.StepsScale ? Scaled : Unscaled);
        var by = new Selection(data.Test.Classes > 0 ? MetricNames.ValidationAccuracy : MetricNames.ValidationLoss);
        return new(_shell, request, _recipe, new(
            common with { Data = common.Data with { Validation = held } },
            [new(SweepSettings.Rule, [.. rules.Select(rule => rule.Text)]), Rates(rates)], parsed.Or(_runs, DefaultRuns), by)
        {
            Halving = parsed.GetValue(_halving),
        });
    }

    /// <summary>The tuning that a comparison began with, or null.</summary>
    /// <exception cref="IOException">It is damaged.</exception>
    public Tuning? Recorded(ParseResult parsed, string folder, RunRequest request)
    {
        if (RunFolder.ReadRecord(folder).Description.Settings[RunSettings.Tune] is null)
        {
            return null;
        }

        SweepSettings settings = Tuning.Recorded(folder);
        return new(_shell, request, _recipe, settings with { Common = _recipe.ApplyOnly(parsed, settings.Common, "--data-dir") });
    }

    /// <summary>Has the settings of two comparisons say how rates are tuned, in place of those that are found.</summary>
    /// <param name="folder">The folder of the one that is there.</param>
    /// <param name="mine">Settings of the one that is asked for.</param>
    /// <param name="theirs">Settings of the one that is there.</param>
    /// <param name="tuning">The tuning that is asked for, or null.</param>
    public static void Compare(string folder, JsonObject mine, JsonObject theirs, Tuning? tuning)
    {
        mine[RunSettings.Tune] = tuning?.Told;
        theirs[RunSettings.Tune] = RunFolder.ReadRecord(folder).Description.Settings[RunSettings.Tune]?.DeepClone();
        foreach (string found in tuning is null ? [] : new[] { "learningRate", "feedbackLearningRate" })
        {
            mine.Remove(found);
        }
    }

    private static SweepAxis Rates(string text)
    {
        try
        {
            return SweepAxis.Parse($"{SweepSettings.Rate}={text}", [SweepSettings.Rate]);
        }
        catch (UsageException error)
        {
            throw new UsageException(error.Message.Replace($"--over {SweepSettings.Rate}=", "--tune-rates ", StringComparison.Ordinal));
        }
    }
}
