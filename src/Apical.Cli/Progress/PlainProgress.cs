using Apical.Cli.Output;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Progress;

/// <summary>A line at the end of each job, and between them a line per epoch as far as they come a second apart: a log, not a flood.</summary>
internal sealed class PlainProgress(Shell shell, IReadOnlyList<JobState> states, string? title)
{
    // Jobs under a title may be thousands that take no time: only those that fail have a line for certain.
    private readonly TimeSpan _apart = TimeSpan.FromSeconds(title is null ? 1 : 5);
    private readonly Lock _turn = new();
    private readonly int _runs = states.Max(state => state.Run);
    private readonly long _start = shell.Time.GetTimestamp();
    private readonly int _width = states.Max(state => state.Group.Length);
    private long _last = shell.Time.GetTimestamp();

    /// <summary>Takes note of a job that came further. Any thread may call it.</summary>
    public void Note(JobState state)
    {
        lock (_turn)
        {
            bool must = state.Failed || (state.Ended && title is null);
            bool may = state.Ended || state.Done < state.Size;          // after the last epoch comes the end
            if (must || (may && shell.Time.GetElapsedTime(_last) >= _apart))
            {
                _last = shell.Time.GetTimestamp();
                string whose = title is null ? "" : $"{title}  {(int)(100 * JobGroup.FractionOf(states))}%  ";
                string run = _runs == 1 ? "" : $" run {state.Run}/{_runs}";
                string epoch = state.Last.Count == 0 ? "" : $"  epoch {(int)state.Done,3}/{state.Size}";
                string what = state.Failure is { } reason ? $"failed: {Problem.Line(reason)}" : string.Join("  ", Numbers(state).DefaultIfEmpty("done"));
                shell.Error.Writer.WriteLine($"{Show.Clock(shell.Time.GetElapsedTime(_start)),6}  {whose}{state.Group.PadRight(_width)} {run}{epoch}  {what}");
            }
        }
    }

    private IEnumerable<string> Numbers(JobState state)
    {
        (double accuracy, double loss) = (state.Of(MetricNames.TestAccuracy), state.Of(MetricNames.TestLoss));
        string[] texts = [double.IsNaN(accuracy) ? "" : $"test {Show.Percent(accuracy)} %", double.IsNaN(loss) ? "" : $"loss {Show.Loss(loss)}"];
        return texts.Where(text => text.Length > 0).Concat(states.Count == 1 ? LayerNumbers.Of(state) : []);
    }
}
