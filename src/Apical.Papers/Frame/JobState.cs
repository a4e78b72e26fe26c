namespace Apical.Papers;

/// <summary>How far a replicate is. Any thread may read it.</summary>
public sealed class JobState
{
    private double _fraction;

    internal JobState(string group, int run, double cost) => (Group, Run, Cost) = (group, run, cost);

    /// <summary>The condition.</summary>
    public string Group { get; }

    /// <summary>Number of the replicate, from 1.</summary>
    public int Run { get; }

    /// <summary>How long it takes relative to others.</summary>
    public double Cost { get; }

    /// <summary>From 0 to 1.</summary>
    public double Fraction
    {
        get => Volatile.Read(ref _fraction);
        internal set => Volatile.Write(ref _fraction, value);
    }

    /// <summary>Whether it has begun.</summary>
    public bool Started { get; internal set; }

    /// <summary>Whether it ended: with numbers or by failing.</summary>
    public bool Ended { get; internal set; }

    /// <summary>Whether its numbers come from an earlier sitting.</summary>
    public bool Kept { get; internal set; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Failure { get; internal set; }
}
