using Apical.Cli.Output;
using Apical.Papers;
using Spectre.Console;

namespace Apical.Cli.Reproduce;

/// <summary>Shows how far an experiment is, on the stream for complaints: a bar on a terminal, elsewhere a line now and then.</summary>
internal sealed class ExperimentView(Shell shell, string id, CancellationToken interrupted)
{
    private const int BarWidth = 30;

    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(5);

    private readonly Lock _turn = new();
    private readonly long _start = shell.Time.GetTimestamp();
    private long _last = shell.Time.GetTimestamp();
    private IReadOnlyList<JobState> _states = [];
    private double _kept;

    /// <summary>Does the work, and shows how it goes.</summary>
    /// <param name="states">The replicates.</param>
    /// <param name="work">The work.</param>
    public T While<T>(IReadOnlyList<JobState> states, Func<T> work)
    {
        (_states, _kept) = (states, Fraction(states));
        if (!shell.IsLive)
        {
            return work();
        }

        Task<T> task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        shell.ErrorConsole().Live(Picture()).AutoClear(true).Start(context =>
        {
            while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(s_redraw))
            {
                context.UpdateTarget(Picture());
            }
        });
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Takes note of a replicate that ended; any thread may call it. A failure is always said.</summary>
    public void Note(Replicate replicate)
    {
        if (shell.IsLive)
        {
            return;
        }

        lock (_turn)
        {
            if (replicate.Failure is not null || shell.Time.GetElapsedTime(_last) >= s_apart)
            {
                _last = shell.Time.GetTimestamp();
                string what = replicate.Failure is { } reason ? $"failed: {reason}" : "done";
                shell.Error.Writer.WriteLine($"{Show.Clock(shell.Time.GetElapsedTime(_start)),6}  {id}  {(int)(100 * Fraction(_states))}%  {replicate.Group} {replicate.Run}  {what}");
            }
        }
    }

    private static double Fraction(IReadOnlyList<JobState> states) =>
        states.Count == 0 ? 1 : states.Sum(state => state.Cost * state.Fraction) / states.Sum(state => state.Cost);

    private Markup Picture()
    {
        double done = Fraction(_states);
        TimeSpan spent = shell.Time.GetElapsedTime(_start);
        int full = (int)Math.Round(done * BarWidth), failed = _states.Count(state => state.Failure is not null);
        string now = string.Join(", ", _states.Where(state => state.Started && !state.Ended).Select(state => $"{state.Group} {state.Run}").Take(3));
        string left = done > _kept + 0.01 ? $" · about {Show.Clock(spent * ((1 - done) / (done - _kept)))} to go" : "";
        string stop = interrupted.IsCancellationRequested ? "stopping; what is done is kept · Ctrl-C again kills" : "Ctrl-C stops and keeps what is done";
        return new Markup(
            $"  {Markup.Escape(id)}  [blue]{new string('━', full)}[/][grey]{new string('─', BarWidth - full)}[/]  {(int)(100 * done)}%  {_states.Count(state => state.Ended)}/{_states.Count}"
            + $"{(failed > 0 ? $"  [red]{failed} failed[/]" : "")}\n  [grey]{Markup.Escape(now)}[/]\n  [grey]{Show.Clock(spent)}{left} · {stop}[/]").Overflow(Overflow.Crop);
    }
}
