using Apical.Data;
using Apical.Probes;

namespace Apical.Training;

/// <summary>Several rules, each trained several times, side by side on the cores.</summary>
public sealed class Comparison : TrainingList<RuleResult>
{
    private readonly IReadOnlyList<(string Rule, int Layers)> _rules;

    /// <summary>Prepares the runs, and builds each learner once to see that its settings fit.</summary>
    /// <param name="recipes">One per rule; the rules must be distinct.</param>
    /// <param name="runs">Runs of each, at least 1.</param>
    /// <param name="data">The data, loaded as the recipes say.</param>
    /// <param name="probes">To look through after each epoch. Default: the angle of the signals to backpropagation.</param>
    /// <param name="probeSamples">Test samples that they look at.</param>
    /// <exception cref="ArgumentException">A setting that does not fit, or a rule given twice.</exception>
    public Comparison(
        IReadOnlyList<Recipe> recipes, int runs, DataSplits data, IReadOnlyList<IProbe>? probes = null, int probeSamples = DefaultProbeSamples)
        : base(Points(recipes, data), runs)
    {
        (Probes, ProbeSamples) = (probes ?? [new SignalAngleProbe()], probeSamples);
        TrainingRun[] trials = [.. recipes.Select(Trial)];
        _rules = [.. trials.Select(trial => (trial.State.Group, trial.Layers))];
        StartedFrom = [.. trials.Where(trial => trial.StartedFrom is not null).Select(trial => $"{trial.State.Group}: {trial.StartedFrom}")];

        TrainingRun Trial(Recipe recipe) => new(recipe, data, new JobState(recipe.Rule.Text, 1), Probes, ProbeSamples);
    }

    /// <summary>Which weights of another run each rule begins with, in words; empty when weights are drawn.</summary>
    public IReadOnlyList<string> StartedFrom { get; }

    /// <inheritdoc/>
    private protected override IReadOnlyList<RuleResult> Conclude() =>
        [.. _rules.Select(rule => RuleResult.Of(rule.Rule, rule.Layers, [.. StatesOf(rule.Rule).Select(state => (state, LastOf(state)))]))];

    private static IReadOnlyList<(SweepPoint Point, DataSplits Data)> Points(IReadOnlyList<Recipe> recipes, DataSplits data)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        ArgumentNullException.ThrowIfNull(data);
        if (recipes.GroupBy(recipe => recipe.Rule).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The rule {twice.Key} is there {twice.Count()} times; give each once.");
        }

        return recipes.Count == 0 ? throw new ArgumentException("There is nothing to compare: give at least one rule.")
            : [.. recipes.Select(recipe => (new SweepPoint(recipe.Rule.Text, recipe), data))];
    }
}
