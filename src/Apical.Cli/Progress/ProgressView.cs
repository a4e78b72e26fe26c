using Apical.Training;

namespace Apical.Cli.Progress;

/// <summary>Shows how far jobs are, on the stream for complaints, so that results can be piped: bars on a terminal, lines elsewhere.</summary>
internal static class ProgressView
{
    /// <summary>Does the work, and shows how it goes.</summary>
    /// <param name="shell">Where to show it.</param>
    /// <param name="quiet">Whether nothing is shown.</param>
    /// <param name="states">The jobs.</param>
    /// <param name="interrupted">Tells that they are being stopped.</param>
    /// <param name="work">The work; it may run on another thread.</param>
    /// <param name="title">What they are, where that is not clear from what stands above; then only jobs that fail are sure of a line.</param>
    public static T While<T>(Shell shell, bool quiet, IReadOnlyList<JobState> states, CancellationToken interrupted, Func<T> work, string? title = null)
    {
        if (!quiet && shell.IsLive && states.Count > 0)
        {
            return new LiveProgress(shell, states, interrupted, title).While(work);
        }

        var lines = quiet || states.Count == 0 ? null : new PlainProgress(shell, states, title);
        foreach (JobState state in states)
        {
            state.Changed += state => lines?.Note(state);
        }

        return work();
    }
}
