using Apical.Runs;

namespace Apical.Cli.Collection;

/// <summary>What one part of a run came to: a rule, a point of a sweep.</summary>
/// <param name="Name">The rule, or the values of a point.</param>
/// <param name="Runs">Runs of it.</param>
/// <param name="Failed">Of these, those that failed.</param>
/// <param name="TestAccuracy">Over runs; NaN where there are no classes.</param>
/// <param name="TestLoss">Over runs.</param>
/// <param name="Seconds">Of a run, in the mean.</param>
internal sealed record RunScore(string Name, int Runs, int Failed, Spread TestAccuracy, Spread TestLoss, double Seconds);
