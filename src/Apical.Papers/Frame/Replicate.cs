namespace Apical.Papers;

/// <summary>A replicate that ended.</summary>
/// <param name="Group">The condition.</param>
/// <param name="Run">Its number, from 1.</param>
/// <param name="Found">Its numbers; null when it failed.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record Replicate(string Group, int Run, Measurements? Found, string? Failure, double Seconds);
