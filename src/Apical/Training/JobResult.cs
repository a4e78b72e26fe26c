using System.Text.Json.Serialization;

namespace Apical.Training;

/// <summary>A job that ended, as its file keeps it.</summary>
/// <param name="Group">What it belongs to.</param>
/// <param name="Run">Its number in its group, from 1.</param>
/// <param name="Found">What it found; null when it failed and has nothing to show.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
/// <param name="Seconds">How long it took, in all parts in which it was done.</param>
public sealed record JobResult<T>(string Group, int Run, T? Found, string? Failure, double Seconds)
    where T : class
{
    /// <summary>Whether it threw, rather than diverged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Broken { get; init; }

    /// <summary>Whether it was stopped before its end: its job goes on from there, and it is no result.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Partial { get; init; }

    /// <summary>What was computed; null when its job did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Of { get; init; }

    /// <summary>Where its job stands.</summary>
    internal JobPhase Phase => Failure is null ? JobPhase.Done : Broken ? JobPhase.Broken : JobPhase.Diverged;
}
