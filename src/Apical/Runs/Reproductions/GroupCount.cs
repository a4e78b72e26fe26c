namespace Apical.Runs;

/// <summary>What became of the replicates of one condition.</summary>
/// <param name="Group">The condition.</param>
/// <param name="Done">Replicates that gave numbers.</param>
/// <param name="Failed">Replicates that diverged or broke; they are in no mean, and none was drawn again.</param>
/// <param name="Reasons">Why they failed, each reason once.</param>
/// <param name="Seconds">Spent on all of them.</param>
public sealed record GroupCount(string Group, int Done, int Failed, IReadOnlyList<string> Reasons, double Seconds);
