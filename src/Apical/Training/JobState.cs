using Apical.Runs;

namespace Apical.Training;

/// <summary>How far a job is; read by whoever shows progress, from any thread.</summary>
/// <param name="group">What it belongs to: a rule, a combination of settings, a condition of an experiment.</param>
/// <param name="run">Its number in that group, from 1.</param>
public sealed class JobState(string group, int run)
{
    private double _done;
    private double _size = 1;
    private double _trainLoss = double.NaN;
    private volatile JobPhase _phase;
    private volatile IReadOnlyList<MetricRow> _last = [];

    /// <summary>Raised when an epoch was measured, and when it ended; from the thread that does it.</summary>
    public event Action<JobState>? Changed;

    /// <summary>What it belongs to: a rule, a combination of settings, a condition of an experiment.</summary>
    public string Group { get; } = group;

    /// <summary>Its number in its group, from 1.</summary>
    public int Run { get; } = run;

    /// <summary>How much there is to do: epochs of a training run, 1 where that is not known.</summary>
    public double Size => Volatile.Read(ref _size);

    /// <summary>How long it takes relative to other jobs.</summary>
    /// <value>Default 1.</value>
    public double Cost { get; init; } = 1;

    /// <summary>Where it stands.</summary>
    public JobPhase Phase => _phase;

    /// <summary>Why it has no result; null when it has one or may still get one.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether it was done by an earlier sitting or another process.</summary>
    public bool Kept { get; private set; }

    /// <summary>Whether it ended without a result.</summary>
    public bool Failed => _phase is JobPhase.Diverged or JobPhase.Broken;

    /// <summary>Whether there is nothing left to do.</summary>
    public bool Ended => _phase >= JobPhase.Done;

    /// <summary>How much of <see cref="Size"/> is done, fractions included.</summary>
    public double Done => Volatile.Read(ref _done);

    /// <summary>From 0 to 1.</summary>
    public double Fraction => Ended ? 1 : Size == 0 ? 0 : Math.Min(1, Done / Size);

    /// <summary>Training loss of the last step; NaN before.</summary>
    public double TrainLoss
    {
        get => Volatile.Read(ref _trainLoss);
        internal set => Volatile.Write(ref _trainLoss, value);
    }

    /// <summary>What was measured last: the rows of one epoch; empty before, and where there are no epochs.</summary>
    public IReadOnlyList<MetricRow> Last => _last;

    /// <summary>The best epoch so far; null before the first.</summary>
    public BestEpoch? Best { get; private set; }

    /// <summary>A number of <see cref="Last"/> that concerns the whole network; NaN where there is none.</summary>
    /// <param name="metric">Its name.</param>
    public double Of(string metric) => Of(Last, metric);

    /// <summary>A number among rows that concerns the whole network; NaN where there is none.</summary>
    internal static double Of(IReadOnlyList<MetricRow> rows, string metric) =>
        rows.Where(row => row.Metric == metric && row.Layer is null).Select(row => row.Value).DefaultIfEmpty(double.NaN).First();

    /// <summary>Says how far it is. Cheap.</summary>
    /// <param name="done">How much of <paramref name="size"/> is done.</param>
    /// <param name="size">How much there is to do.</param>
    public void Report(double done, double size = 1)
    {
        Volatile.Write(ref _size, size);
        Volatile.Write(ref _done, done);
    }

    /// <summary>Takes note of the rows of one epoch.</summary>
    internal void Note(IReadOnlyList<MetricRow> rows)
    {
        _last = rows;
        Best = BestEpoch.Better(Best, rows);
        Changed?.Invoke(this);
    }

    /// <summary>Takes note of the rows that an earlier sitting measured.</summary>
    internal void Recall(IEnumerable<MetricRow> earlier)
    {
        MetricRow[] rows = [.. earlier.Where(row => row.Metric != MetricNames.Failed)];
        (_last, Best) = (LastOf(rows), BestEpoch.Among(rows));
    }

    /// <summary>The rows of the last epoch that was measured.</summary>
    internal static IReadOnlyList<MetricRow> LastOf(IEnumerable<MetricRow> rows)
    {
        MetricRow[] measured = [.. rows.Where(row => row.Metric != MetricNames.Failed)];
        int last = measured.Select(row => row.Epoch).DefaultIfEmpty().Max();
        return [.. measured.Where(row => row.Epoch == last)];
    }

    /// <summary>It has begun.</summary>
    internal void Begin() => _phase = JobPhase.Running;

    /// <summary>It came as far as it was to come, and is to come further.</summary>
    internal void Reopen() => _phase = JobPhase.Waiting;

    /// <summary>It stopped, or was ended.</summary>
    internal void End(JobPhase phase, string? failure = null, bool kept = false)
    {
        (Failure, Kept) = (failure, kept);
        _phase = phase;
        if (!kept && Ended)
        {
            Changed?.Invoke(this);
        }
    }
}
