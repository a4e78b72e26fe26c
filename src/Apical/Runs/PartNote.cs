namespace Apical.Runs;

/// <summary>What a part of a run says of itself while the run is shared with others.</summary>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Of">How many there are.</param>
/// <param name="Where">The machine, and the scheduler's job where there is one.</param>
/// <param name="Started">When it began, UTC.</param>
/// <param name="Arguments">Its command line, without what only says which part it is and where results go.</param>
public sealed record PartNote(int Number, int Of, string Where, DateTimeOffset Started, IReadOnlyList<string> Arguments)
{
    /// <summary>How it ended; running while it is at work, or when it was killed.</summary>
    /// <value>Default running.</value>
    public RunStatus Status { get; init; } = RunStatus.Running;

    /// <summary>Whether its jobs were dealt as it became free, so that nobody can say which they would have been.</summary>
    /// <value>Default false.</value>
    public bool Dealt { get; init; }

    /// <summary>When it ended, UTC; null before.</summary>
    /// <value>Default null.</value>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    /// <value>Default null.</value>
    public string? Reason { get; init; }
}
