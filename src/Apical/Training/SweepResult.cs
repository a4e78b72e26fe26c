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
public sealed record SweepResult(SweepPoint Point, int Done, int Failed, Spread Value, Spread TestAccuracy, Spread TestLoss, Spread Seconds);
