namespace Apical.Training;

/// <summary>Where a job of a <see cref="WorkList{T}"/> stands.</summary>
public enum JobPhase
{
    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>It is being done.</summary>
    Running,

    /// <summary>It was stopped from outside, or by an error that is none of its own; it begins anew.</summary>
    CutShort,

    /// <summary>It came to its end.</summary>
    Done,

    /// <summary>It was ended before its end, because others do better (<see cref="Halving"/>). That is a result: it is kept and shown.</summary>
    Stopped,

    /// <summary>Its numbers are no longer finite. That is a result: it is kept, counted, and not done again.</summary>
    Diverged,

    /// <summary>It threw. That is counted apart and told with its reason, and stops no other job.</summary>
    Broken,
}
