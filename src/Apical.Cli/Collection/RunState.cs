namespace Apical.Cli.Collection;

/// <summary>How it stands with a run: what its record says, held against what is so. Written as <see cref="RunStates.Word"/>.</summary>
internal enum RunState
{
    /// <summary>A process is at work in its folder.</summary>
    Running,

    /// <summary>It did all it was asked to do.</summary>
    Finished,

    /// <summary>It was stopped before its end.</summary>
    Interrupted,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>Its record says it is at work, where no process is.</summary>
    Killed,

    /// <summary>Its record cannot be read.</summary>
    Damaged,
}
