namespace Apical.Runs;

/// <summary>A place on the horizontal axis where something begins, such as a phase: a dashed line with a name.</summary>
/// <param name="Name">What begins.</param>
/// <param name="Start">Where.</param>
public sealed record Stage(string Name, double Start);
