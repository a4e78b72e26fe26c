using Apical.Runs;

namespace Apical.Cli.Collection;

/// <summary>Finds a <see cref="RunState"/>, and has the words.</summary>
internal static class RunStates
{
    /// <summary>All words, in their order.</summary>
    public static readonly string[] Words = [.. Enum.GetValues<RunState>().Select(Word)];

    /// <summary>The word for people and programs.</summary>
    public static string Word(this RunState state) => state.ToString().ToLowerInvariant();

    /// <summary>Reads a record that another process may be writing, and says how it stands with the run.</summary>
    /// <param name="read">Reads it.</param>
    /// <param name="status">What it says.</param>
    /// <param name="atWork">Whether a process is at work there.</param>
    public static (T Record, RunState State) Of<T>(Func<T> read, Func<T, RunStatus> status, Func<bool> atWork)
    {
        T record = read();
        bool works = atWork();
        if (!works && status(record) == RunStatus.Running)
        {
            record = read();            // it may have come to its end in between
        }

        return (record, works ? RunState.Running : status(record) switch
        {
            RunStatus.Running => RunState.Killed,       // it could not say so
            RunStatus.Finished => RunState.Finished,
            RunStatus.Interrupted => RunState.Interrupted,
            _ => RunState.Failed,
        });
    }
}
