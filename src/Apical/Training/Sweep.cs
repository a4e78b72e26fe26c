using Apical.Data;
using Apical.Numerics.Matrices;
using Apical.Runs;

namespace Apical.Training;

/// <summary>
/// The same training with several settings, each several times, side by side on the cores. Run r starts alike whatever the setting, as far as the setting
/// allows. Results do not depend on the number of threads.
/// </summary>
public sealed class Sweep
{
    private readonly Selection _selection;
    private readonly Dictionary<Recipe, DataSplits> _data = [];
    private readonly IReadOnlyList<Job> _jobs;

    /// <summary>Loads the data, builds each learner once to see that its settings fit, and takes over the runs that are done already.</summary>
    /// <param name="points">The combinations; their names must be distinct.</param>
    /// <param name="runs">Runs of each, at least 1.</param>
    /// <param name="selection">How the best is chosen.</param>
    /// <param name="earlier">What an earlier sitting measured: its runs that came to their end are not done again.</param>
    /// <exception cref="ArgumentException">A setting that does not fit; the message says of which combination.</exception>
    /// <exception cref="DatasetException">Files are missing or damaged.</exception>
    public Sweep(IReadOnlyList<SweepPoint> points, int runs, Selection selection, IEnumerable<MetricRow>? earlier = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        if (points.Count == 0 || points.Select(point => point.Name).Distinct().Count() < points.Count)
        {
            throw new ArgumentException("A sweep needs at least one combination of settings, and each once.");
        }

        _selection = selection;
        Points = [.. points.Select(Prepare)];
        ILookup<(string, int), MetricRow> kept = (earlier ?? []).ToLookup(row => (row.Rule, row.Run));

        // Run by run, so that every combination has a result early.
        _jobs = [.. Enumerable.Range(1, runs).SelectMany(run => Points.Select(point => new Job(point, new RunState(point.Name, run, point.Recipe.Epochs), kept[(point.Name, run)])))];
        States = [.. _jobs.Select(job => job.State)];
    }

    /// <summary>The combinations, with every default spelled out.</summary>
    public IReadOnlyList<SweepPoint> Points { get; }

    /// <summary>Progress of each run.</summary>
    public IReadOnlyList<RunState> States { get; }

    /// <summary>Runs that were taken over from an earlier sitting.</summary>
    public int Kept => _jobs.Count(job => job.Kept);

    /// <summary>Threads in all.</summary>
    /// <value>Default: the number of processors.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Called with the rows of each run's each epoch, from the thread of the run.</summary>
    public Action<IReadOnlyList<MetricRow>>? Write { get; init; }

    /// <summary>Trains what is not done yet.</summary>
    /// <param name="cancellation">Ends all runs after their current step; runs that came to their end are kept.</param>
    /// <returns>One result per combination, best first.</returns>
    public IReadOnlyList<SweepResult> Run(CancellationToken cancellation = default)
    {
        Job[] left = [.. _jobs.Where(job => !job.Kept)];
        SideBySide.Do(left.Length, Threads, (index, pool) => Train(left[index], pool, cancellation), cancellation);
        return _selection.Sorted(Points.Select(ResultOf));
    }

    private static Recipe DataOf(Recipe recipe) => new()
    {
        Data = recipe.Data,
        DataDir = recipe.DataDir,
        TrainSamples = recipe.TrainSamples,
        TestSamples = recipe.TestSamples,
        Validation = recipe.Validation,
        Normalise = recipe.Normalise,
        Targets = recipe.Targets,
        Augment = recipe.Augment,
        Seed = recipe.Seed,
        Precision = recipe.Precision,
    };

    private DataSplits Load(Recipe recipe)
    {
        Recipe wanted = DataOf(recipe);
        if (!_data.TryGetValue(wanted, out DataSplits? data))
        {
            _data.Add(wanted, data = wanted.LoadData());
        }

        return data;
    }

    private SweepPoint Prepare(SweepPoint point)
    {
        try
        {
            DataSplits data = Load(point.Recipe);
            _ = new TrainingRun(point.Recipe, data, new RunState(point.Name, run: 1, point.Recipe.Epochs), [], probeSamples: 1);
            if (data.Validation is null && _selection.Metric is MetricNames.ValidationAccuracy or MetricNames.ValidationLoss)
            {
                throw new ArgumentException($"selecting by {_selection.Name} needs samples held out of training, and none are: hold some out for validation.");
            }

            Recipe resolved = point.Recipe.Resolve(data.Train);
            _data.TryAdd(DataOf(resolved), data);       // it may name the data more exactly
            return point with { Recipe = resolved };
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new ArgumentException($"{point.Name}: {error.Message}", error);
        }
    }

    private void Train(Job job, WorkerPool? pool, CancellationToken cancellation)
    {
        void Note(IReadOnlyList<MetricRow> rows)
        {
            job.Rows.AddRange(rows);
            Write?.Invoke(rows);
        }

        job.State.Started = true;
        try
        {
            new TrainingRun(job.Point.Recipe, Load(job.Point.Recipe), job.State, [], probeSamples: 1, pool, Note).Run(cancellation);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            job.State.Failure = error;                  // one failed run must not take the others with it
            Write?.Invoke([new(job.Point.Name, job.State.Run, 0, 0, MetricNames.Failed, null, 1)]);
        }
    }

    private SweepResult ResultOf(SweepPoint point)
    {
        Job[] jobs = [.. _jobs.Where(job => job.Point == point)];
        Job[] done = [.. jobs.Where(job => !job.State.Failed && job.State.End is TrainingEnd.Completed or TrainingEnd.Stopped)];
        return new(
            point, done.Length, jobs.Count(job => job.State.Failed), Spread.Of(done.Select(job => _selection.Of(job.Rows, point.Recipe.Epochs))),
            Last(MetricNames.TestAccuracy), Last(MetricNames.TestLoss), Last(MetricNames.Seconds));

        Spread Last(string metric) =>
            Spread.Of(done.Select(job => job.Rows.Where(row => row.Metric == metric).Select(row => row.Value).DefaultIfEmpty(double.NaN).Last()));
    }

    private sealed class Job
    {
        public Job(SweepPoint point, RunState state, IEnumerable<MetricRow> earlier)
        {
            (Point, State) = (point, state);
            Rows = [.. earlier];
            Kept = EndOf(Rows, point.Recipe) is { } end && (State.End = end) == end;
            if (Kept)
            {
                (State.Started, State.EpochsDone) = (true, state.Epochs);
            }
            else
            {
                Rows.Clear();                           // a run that was cut short begins anew
            }
        }

        public SweepPoint Point { get; }

        public RunState State { get; }

        public List<MetricRow> Rows { get; }

        public bool Kept { get; }

        private static TrainingEnd? EndOf(List<MetricRow> rows, Recipe recipe)
        {
            if (rows.Any(row => row.Metric == MetricNames.Failed))
            {
                return TrainingEnd.Diverged;
            }

            if (rows.Any(row => row.Epoch >= recipe.Epochs && row.Metric == MetricNames.TestLoss))
            {
                return TrainingEnd.Completed;
            }

            if (recipe.EarlyStop is not { } patience)
            {
                return null;
            }

            var stop = new EarlyStop(_ => double.NaN, patience);
            stop.Recall(rows.Where(row => row.Metric == MetricNames.ValidationLoss && row.Epoch > 0).Select(row => row.Value));
            return stop.PatienceRanOut ? TrainingEnd.Stopped : null;
        }
    }
}
