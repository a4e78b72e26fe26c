using Apical.Data;
using Apical.Runs;

namespace Apical.Training;

/// <summary>The same training with several settings, each several times, side by side on the cores.</summary>
public sealed class Sweep : TrainingList<SweepResult>
{
    private readonly Selection _selection;
    private readonly Dictionary<string, int> _stopped = [];
    private int _round;

    /// <summary>Loads the data, and builds each learner once to see that its settings fit.</summary>
    /// <param name="points">The combinations; their names must be distinct.</param>
    /// <param name="runs">Runs of each, at least 1.</param>
    /// <param name="selection">How the best is chosen.</param>
    /// <param name="loaded">Data that are there already; others are added.</param>
    /// <exception cref="ArgumentException">A setting that does not fit; the message says of which combination.</exception>
    /// <exception cref="DatasetException">Files are missing or damaged.</exception>
    public Sweep(IReadOnlyList<SweepPoint> points, int runs, Selection selection, LoadedData? loaded = null)
        : this(Prepare(points, selection, loaded ?? new()), runs, selection)
    {
    }

    private Sweep(IReadOnlyList<(SweepPoint Point, DataSplits Data)> points, int runs, Selection selection)
        : base(points, runs) => (Points, _selection) = ([.. points.Select(entry => entry.Point)], selection);

    /// <summary>The combinations, with every default spelled out.</summary>
    public IReadOnlyList<SweepPoint> Points { get; }

    /// <summary>How hopeless combinations are stopped; null has all of them trained to the end.</summary>
    /// <value>Default null.</value>
    /// <remarks>Runs that go on do so from a checkpoint where they are kept in a folder; elsewhere they begin anew, to the same bits.</remarks>
    public Halving? Halving { get; init; }

    /// <summary>How often it is decided who goes on; 0 without <see cref="Halving"/>.</summary>
    public int Rounds => Halving?.Rounds(ByRule.Max(rule => rule.Count()), Points.Min(point => point.Recipe.Epochs)) ?? 0;

    private IEnumerable<IGrouping<string, SweepPoint>> ByRule => Points.GroupBy(point => point.Recipe.Rule.Text);

    /// <inheritdoc/>
    private protected override int? LimitOf(SweepPoint point) => Halving is null ? null
        : _stopped.TryGetValue(point.Name, out int last) ? last : Halving.Epochs(_round, Rounds, point.Recipe.Epochs);

    /// <inheritdoc/>
    private protected override bool GoesFurther()
    {
        if (Halving is null || _round >= Rounds || States.Any(state => !state.Ended))
        {
            return false;
        }

        SweepPoint[][] going = [.. ByRule.Select(rule => rule.Where(point => !_stopped.ContainsKey(point.Name)).ToArray())];
        IEnumerable<SweepResult> Others(SweepPoint[] rule) => _selection.Sorted(rule.Select(ResultOf)).Skip(Halving.Keeps(rule.Length));
        SweepPoint[] stop = [.. going.SelectMany(Others).Select(result => result.Point)];
        foreach (SweepPoint point in stop)
        {
            int last = _stopped[point.Name] = LimitOf(point)!.Value;
            Array.ForEach(StatesOf(point.Name), run => Stop(run, asResult: CameTo(run, point, last)));
        }

        _round++;
        Array.ForEach([.. going.SelectMany(rule => rule).Except(stop).SelectMany(point => StatesOf(point.Name))], Reopen);
        return true;
    }

    /// <summary>One result per combination, best first.</summary>
    private protected override IReadOnlyList<SweepResult> Conclude() => _selection.Sorted(Points.Select(ResultOf));

    private static IReadOnlyList<(SweepPoint Point, DataSplits Data)> Prepare(IReadOnlyList<SweepPoint> points, Selection selection, LoadedData loaded)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(selection);
        if (points.Count == 0 || points.Select(point => point.Name).Distinct().Count() < points.Count)
        {
            throw new ArgumentException("A sweep needs at least one combination of settings, and each once.");
        }

        return [.. points.Select(point => Prepare(point, selection, loaded))];
    }

    private static (SweepPoint Point, DataSplits Data) Prepare(SweepPoint point, Selection selection, LoadedData loaded)
    {
        try
        {
            DataSplits data = loaded.Of(point.Recipe);
            _ = new TrainingRun(point.Recipe, data, new JobState(point.Name, 1), [], probeSamples: 1);
            if (data.Validation is null && selection.OnValidation)
            {
                throw new ArgumentException($"selecting by {selection.Name} needs samples held out of training, and none are: hold some out for validation.");
            }

            return (point with { Recipe = point.Recipe.Resolve(data.Train) }, data);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new ArgumentException($"{point.Name}: {error.Message}", error);
        }
    }

    private SweepResult ResultOf(SweepPoint point)
    {
        // Of a run that came further in an earlier sitting, before better combinations were added, only as much counts.
        int until = IsUndecided(point) ? Halving!.Epochs(_round - 1, Rounds, point.Recipe.Epochs) : LimitOf(point) ?? point.Recipe.Epochs;
        JobState[] runs = StatesOf(point.Name), done = [.. runs.Where(run => CameTo(run, point, until))];
        MetricRow[][] rows = [.. done.Select(run => RowsOf(run).Where(row => row.Epoch <= until).ToArray())];
        return new(
            point, done.Length, runs.Count(run => run.Failed && !CameTo(run, point, until)), Spread.Of(rows.Select(run => _selection.Of(run, until))),
            Last(MetricNames.TestAccuracy), Last(MetricNames.TestLoss), Last(MetricNames.Seconds))
        {
            Until = until,
            Loss = Spread.Of(rows.Select(run => _selection.ByLoss.Of(run, until))),
            StoppedAfter = done.Length > 0 && _stopped.TryGetValue(point.Name, out int last) ? last : null,
        };

        Spread Last(string metric) => Spread.Of(rows.Select(run => JobState.Of(JobState.LastOf(run), metric)));
    }

    // One that goes on, in a sweep that was interrupted before all had come to the next decision: judged as at the last, where all have come to.
    private bool IsUndecided(SweepPoint point) => _round > 0 && !_stopped.ContainsKey(point.Name) && States.Any(state => !state.Ended);

    // Also one that failed later than it had to come; but not where it is to go on from there.
    private bool CameTo(JobState run, SweepPoint point, int epoch) => run.Phase is JobPhase.Done or JobPhase.Stopped
        || (IsUndecided(point) ? !run.Failed && RowsOf(run).Any(row => row.Epoch >= epoch)
            : run.Failed && epoch < point.Recipe.Epochs && RowsOf(run).Any(row => row.Metric == MetricNames.TestLoss && row.Epoch >= epoch));
}
