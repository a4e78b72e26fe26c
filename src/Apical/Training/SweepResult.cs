using Apical.Runs;

namespace Apical.Training;

/// <summary>What the runs of one combination of settings found.</summary>
/// <param name="Point">The combination.</param>
/// <param name="Done">Runs that came to their end with a number.</param>
/// <param name="Failed">Runs that diverged or threw.</param>
/// <param name="Value">What is selected by, over the runs that are done: of each the mean over its last epochs.</param>
/// <param name="TestAccuracy">After the last epoch; NaN where there are no classes.</param>
/// <param name="TestLoss">After the last epoch.</param>
/// <param name="Seconds">Of training, per run.</param>
public sealed record SweepResult(SweepPoint Point, int Done, int Failed, Spread Value, Spread TestAccuracy, Spread TestLoss, Spread Seconds)
{
    /// <summary>The loss on the samples that are selected by, over the same epochs.</summary>
    /// <value>Default none.</value>
    public Spread Loss { get; init; } = Spread.Of([]);

    /// <summary>The epoch after which its runs were stopped because others did better; its numbers are those of then. Null where none were.</summary>
    /// <value>Default null.</value>
    public int? StoppedAfter { get; init; }

    /// <summary>The epoch its numbers reach to: the last, where it was stopped, or, of a sweep that was interrupted, where it was decided last.</summary>
    /// <value>Default: all.</value>
    public int Until { get; init; } = Point.Recipe.Epochs;

    /// <summary>The best combination of each rule, for as many as have one; in the order in which the rules are first trained.</summary>
    /// <param name="sorted">Best first.</param>
    /// <param name="rules">The rules in their order.</param>
    public static IReadOnlyList<SweepResult> BestOfEach(IReadOnlyList<SweepResult> sorted, IEnumerable<string> rules) =>
        [.. rules.Select(rule => sorted.FirstOrDefault(result => result.Done > 0 && result.Point.Recipe.Rule.Text == rule)).OfType<SweepResult>()];
}
