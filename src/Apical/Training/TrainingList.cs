using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Apical.Data;
using Apical.Probes;
using Apical.Runs;

namespace Apical.Training;

/// <summary>
/// Several trainings, each done several times, as a <see cref="WorkList{T}"/>. Run r starts alike whatever is trained, as far as the settings allow.
/// What follows from the runs is the business of the derived class.
/// </summary>
/// <typeparam name="TResult">What is found about one training, over its runs.</typeparam>
public abstract class TrainingList<TResult>
{
    private protected const int DefaultProbeSamples = 200;

    private readonly IReadOnlyList<SweepPoint> _points;
    private readonly WorkList<MetricRow[]> _list;
    private JobFiles<MetricRow[]>? _files;
    private bool _open;

    /// <summary>Prepares the runs.</summary>
    /// <param name="points">What is trained, by distinct names, and on which data.</param>
    /// <param name="runs">Runs of each, at least 1.</param>
    private protected TrainingList(IReadOnlyList<(SweepPoint Point, DataSplits Data)> points, int runs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);

        // Run by run, so that every training has a result early.
        _points = [.. points.Select(entry => entry.Point)];
        string[] of = [.. points.Select(entry => Fingerprint(entry.Point.Recipe, entry.Data.Train))];
        _list = new([.. Enumerable.Range(1, runs).SelectMany(run => points.Select((entry, i) => Job(entry.Point, entry.Data, run, of[i])))])
        {
            TakenOver = TakeOver,
            IsEnough = IsEnough,
        };
    }

    /// <summary>Progress of each run.</summary>
    public IReadOnlyList<JobState> States => _list.States;

    /// <summary>Probes to look through after each epoch.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<IProbe> Probes { get; private protected init; } = [];

    /// <summary>Test samples that probes look at.</summary>
    /// <value>Default 200.</value>
    public int ProbeSamples { get; private protected init; } = DefaultProbeSamples;

    /// <summary>Threads in all.</summary>
    /// <value>Default: the number of processors.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Called with the rows of each run's each epoch, from the thread of the run; and with those of a run that another process finished.</summary>
    public Action<IReadOnlyList<MetricRow>>? Write { get; init; }

    /// <summary>Called when the learning rate of a run was found by a test, from the thread of the run.</summary>
    public Action<JobState, RangeTest>? FoundRate { get; init; }

    /// <summary>Called when a run is put together and about to begin or go on, so that more may watch its training; from the thread of the run.</summary>
    public Action<TrainingRun>? Begun { get; init; }

    /// <summary>Called when a run came to its end with a result, before it is kept; from the thread of the run.</summary>
    public Action<TrainingRun>? Finished { get; init; }

    /// <summary>Whether runs keep in memory what they had learned at their best epoch.</summary>
    /// <value>Default no.</value>
    public bool KeepsBest { get; init; }

    /// <summary>Keeps runs in a folder from now on, each when it ends, and takes over those that are there: they are not done again.</summary>
    /// <param name="folder">The folder of a run; its <c>metrics.csv</c> is looked at where it was written before runs were kept one by one.</param>
    /// <returns>What the runs that are there have measured.</returns>
    /// <exception cref="InvalidDataException">A file is damaged, or of another recipe or version.</exception>
    public IReadOnlyList<MetricRow> Keep(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var files = new JobFiles<MetricRow[]>(Path.Combine(folder, RunFolder.JobsName));
        string metrics = Path.Combine(folder, RunFolder.MetricsName);
        if (!Directory.Exists(files.Folder) && File.Exists(metrics))
        {
            foreach (JobResult<MetricRow[]> result in EarlierRuns.In(MetricsTable.Read(metrics).Rows, _points))
            {
                files.Write(result);
            }
        }

        _list.Keep(_files = files);
        _open = true;
        return Measured;
    }

    /// <summary>What the runs that are there have measured, run by run; also those that were cut short, as far as their files tell.</summary>
    public IReadOnlyList<MetricRow> Measured => [.. States.SelectMany(state => state.Kept ? RowsOf(state) : Earlier(state))];

    /// <summary>Trains what is not done yet.</summary>
    /// <param name="cancellation">Ends all runs after their current step; runs that came to their end are kept.</param>
    /// <param name="next">Deals the runs, as <see cref="WorkList{T}.Run"/> has it: number of the next one to do here, or null. Default: all, in order.</param>
    /// <param name="dealt">How many it will deal that are left to do. Default: all that are left.</param>
    /// <returns>One result per training, also over the runs that other processes have finished until then.</returns>
    /// <exception cref="IOException">Something could not be written; runs that came to their end are kept.</exception>
    /// <exception cref="ArgumentException">Runs are dealt from outside, and some may be stopped early.</exception>
    public IReadOnlyList<TResult> Run(CancellationToken cancellation = default, Func<int?>? next = null, int? dealt = null)
    {
        if (next is not null && LimitOf(_points[0]) is not null)
        {
            throw new ArgumentException("Runs that are stopped early are dealt here: which go on is known when all have come as far.", nameof(next));
        }

        do
        {
            _list.Run(Threads, cancellation, next, dealt);
        }
        while (GoesFurther() && !(cancellation.IsCancellationRequested && States.Any(state => !state.Ended)));

        return Gather();
    }

    /// <summary>Takes over the runs that other processes have finished, and concludes.</summary>
    /// <returns>One result per training.</returns>
    public IReadOnlyList<TResult> Gather()
    {
        _list.Gather();
        return Conclude();
    }

    /// <summary>What follows from the runs; also of an interrupted list, of which some ended.</summary>
    private protected abstract IReadOnlyList<TResult> Conclude();

    /// <summary>The epoch to which the runs of a training are to come for now; null where they go to their end at once.</summary>
    private protected virtual int? LimitOf(SweepPoint point) => null;

    /// <summary>Whether some runs are to come further, now that all have come as far as they were to come.</summary>
    private protected virtual bool GoesFurther() => false;

    /// <summary>Has a run go on, unless it has already come so far.</summary>
    private protected void Reopen(JobState state)
    {
        if (ResultOf(state) is not { } result || !IsEnough(result))
        {
            state.Reopen();
        }
    }

    /// <summary>Ends a run that will not come further, and with it what it would go on from.</summary>
    private protected void Stop(JobState state, bool asResult)
    {
        if (asResult)
        {
            state.End(JobPhase.Stopped, kept: state.Kept);
        }

        Forget(state);
    }

    /// <summary>The runs of one training.</summary>
    private protected JobState[] StatesOf(string name) => [.. States.Where(state => state.Group == name)];

    /// <summary>What a run that ended has measured.</summary>
    private protected IReadOnlyList<MetricRow> RowsOf(JobState state) => ResultOf(state)?.Found ?? [];

    /// <summary>The last epoch that a run has measured: of one that ended as its result has it, whoever did it.</summary>
    private protected IReadOnlyList<MetricRow> LastOf(JobState state) => ResultOf(state) is null ? state.Last : JobState.LastOf(RowsOf(state));

    /// <summary>What decides on the numbers: the recipe with every default spelled out, but not where the data lie; and the version.</summary>
    private static string Fingerprint(Recipe recipe, ISamples train)
    {
        Recipe whole = recipe.Resolve(train);
        string json = (whole with { Data = whole.Data with { Folder = null } }).ToJson().ToJsonString();
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..16];
        return $"recipe {hash} of version {typeof(Recipe).Assembly.GetName().Version?.ToString(3)}";
    }

    private JobResult<MetricRow[]>? ResultOf(JobState state) => _list.Results.FirstOrDefault(result => (result.Group, result.Run) == (state.Group, state.Run));

    /// <summary>What a run has measured that is to come further: in an earlier round, or before it was stopped.</summary>
    private IReadOnlyList<MetricRow> Earlier(JobState state) => (ResultOf(state) ?? _list.PartOf(state))?.Found ?? [];

    // What is there when the folder is opened Keep gives back; later nobody else writes what others have measured.
    private void TakeOver(JobState state, JobResult<MetricRow[]> result)
    {
        state.Recall(result.Found ?? []);
        if (_open && result.Found is { Length: > 0 } rows)
        {
            Write?.Invoke(rows);
        }
    }

    private bool IsEnough(JobResult<MetricRow[]> result) =>
        result.Failure is not null || _points.First(point => point.Name == result.Group) is var point
            && EarlierRuns.IsDone(result.Found ?? [], point.Recipe, LimitOf(point) ?? point.Recipe.Epochs);

    private void Forget(JobState state)
    {
        if (_files?.CheckpointOf(state.Group, state.Run) is { } path && File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private WorkItem<MetricRow[]> Job(SweepPoint point, DataSplits data, int run, string of)
    {
        var state = new JobState(point.Name, run);
        var rows = new List<MetricRow>();
        return new(state, (pool, stop) => Train(point, data, state, rows, of, pool, stop)) { Of = of, Remains = () => [.. rows] };
    }

    private MetricRow[] Train(SweepPoint point, DataSplits data, JobState state, List<MetricRow> rows, string of, WorkerPool? pool, CancellationToken stop)
    {
        // What a run has measured that goes further: written already, also where its checkpoint is gone and it begins anew, to the same bits.
        IReadOnlyList<MetricRow> earlier = Earlier(state);
        int until = LimitOf(point) ?? point.Recipe.Epochs, written = earlier.Count == 0 ? -1 : earlier.Max(row => row.Epoch);
        string? checkpoint = _files?.CheckpointOf(state.Group, state.Run);
        bool goesOn = written >= 0 && File.Exists(checkpoint) && Checkpoint.EpochOf(checkpoint) == written;
        void Note(IReadOnlyList<MetricRow> some)
        {
            rows.AddRange(some);
            if (some.Any(row => row.Epoch > written || row.Metric == MetricNames.Failed))
            {
                Write?.Invoke(some);
            }
        }

        long start = Stopwatch.GetTimestamp();
        rows.Clear();
        rows.AddRange(goesOn ? earlier : []);
        TrainingRun? training = null;
        try
        {
            Recipe whole = point.Recipe.Resolve(data.Train);
            RangeTest? test = whole.SeeksRate && !goesOn ? RangeTest.Of(whole, data.Train, state.Run, pool, stop) : null;
            double rate = test?.Rate ?? JobState.Of(rows, MetricNames.LearningRate);
            training = new TrainingRun(whole.SeeksRate ? whole.At(rate) : whole, data, state, Probes, ProbeSamples, pool, Note)
            {
                KeepsBest = KeepsBest,
            };
            if (goesOn)
            {
                training.ContinueFrom(checkpoint!, earlier);
            }

            if (test is not null)
            {
                training.BeginWith(test);
                if (written < 0)
                {
                    FoundRate?.Invoke(state, test);
                }
            }

            Begun?.Invoke(training);
            training.Trainer.Callbacks.Add(new EpochLimit(until));
            training.Complete(stop);
            if (training.IsAtItsEnd)
            {
                training.RequireSense();
                Finished?.Invoke(training);
                Forget(state);
            }
            else if (checkpoint is not null)
            {
                Checkpoint.Write(checkpoint, training.Trainer, training.BestModel);
            }

            return [.. rows];
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && training?.Trainer.Step > 0 && checkpoint is not null)
        {
            // The same part may have been started twice, and the other have come to the end: a result is not replaced by a piece of it.
            if (_files!.Read(state.Group, state.Run, of) is { Partial: false, Broken: false } whole && IsEnough(whole))
            {
                throw;
            }

            // The checkpoint first: without what was measured before it nobody goes on from it.
            Checkpoint.Write(checkpoint, training.Trainer, training.BestModel);
            _files.Write(new(state.Group, state.Run, [.. rows], null, Stopwatch.GetElapsedTime(start).TotalSeconds) { Of = of, Partial = true });
            throw;
        }
        catch (Exception error) when (error is not OperationCanceledException && !JobFailedException.IsFromOutside(error)
            && rows.All(row => row.Metric != MetricNames.Failed))
        {
            Note([new(state.Group, state.Run, training?.Trainer.Epoch ?? 0, training?.Trainer.Step ?? 0, MetricNames.Failed, null, 1)]);
            throw;
        }
    }
}
