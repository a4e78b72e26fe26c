using System.Diagnostics;
using Apical.Numerics.Matrices;
using Apical.Runs;

namespace Apical.Papers;

/// <summary>
/// Does an experiment: spreads its replicates over the threads, keeps each on disk when it ends, counts those that fail, and takes up what an earlier
/// sitting left. Results do not depend on the number of threads.
/// </summary>
public sealed class ExperimentRun
{
    private readonly Experiment _experiment;
    private readonly Setup _setup;
    private readonly string _folder;
    private readonly IReadOnlyList<Job> _jobs;
    private readonly Replicate?[] _done;
    private readonly JobState[] _states;
    private readonly Reproduction _record;
    private readonly IReadOnlyList<string> _cut;
    private int _next;

    /// <summary>Prepares it, and reads what the folder has of it already.</summary>
    /// <param name="experiment">What to do.</param>
    /// <param name="setup">How much, from which seed, on whose data.</param>
    /// <param name="folder">Where its files go; made when it is not there. When it has the same experiment with the same parameters, that is continued.</param>
    /// <param name="command">The command line, for the record.</param>
    /// <exception cref="InvalidDataException">The folder holds another experiment, or the same with other parameters.</exception>
    public ExperimentRun(Experiment experiment, Setup setup, string folder, string command)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (_experiment, _setup, _folder) = (experiment, setup, folder);
        _record = new()
        {
            Id = experiment.Id,
            Title = experiment.Title,
            Paper = experiment.Paper.Text,
            Scale = setup.Scale,
            Command = command,
            Seed = setup.Seed,
            Settings =
            [
                .. experiment.Settings.Select(setting => setting.Note(setup.Scale)),
                .. experiment.Needs.Where(need => need.StandIn is not null).Select(need => new SettingNote($"data for {need.Name}", setup.Choose(need), "the files at hand")),
            ],
        };
        double before = 0;
        Directory.CreateDirectory(folder);
        if (File.Exists(Path.Combine(folder, Reproduction.FileName)))
        {
            Reproduction earlier = Reproduction.Read(folder);
            RequireSame(earlier);
            before = earlier.Seconds;
        }

        _record = _record with { Seconds = before };
        IReadOnlyList<Job> all = experiment.Jobs(setup);
        _jobs = [.. all.Where(job => !(job.Run > setup.Runs))];
        _cut = _jobs.Count < all.Count
            ? [$"Done with at most {setup.Runs} of the {all.Max(job => job.Run)} replicates of each condition, as asked for with --runs."]
            : [];
        _done = new Replicate?[_jobs.Count];
        _states = [.. _jobs.Select(job => new JobState(job.Group, job.Run, job.Cost))];
        if (_jobs.GroupBy(job => (job.Group, job.Run)).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"{experiment.Id} has the replicate {twice.Key.Run} of '{twice.Key.Group}' twice.");
        }

        for (int j = 0; j < _jobs.Count; j++)
        {
            if (ReplicateFile.Read(folder, _jobs[j].Group, _jobs[j].Run) is { } kept)
            {
                Note(j, kept);
                _states[j].Kept = true;
            }
        }
    }

    /// <summary>How far each replicate is.</summary>
    public IReadOnlyList<JobState> States => _states;

    /// <summary>Threads in all.</summary>
    /// <value>Default: the number of processors.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Called when a replicate ended, from its thread.</summary>
    public Action<Replicate>? Ended { get; init; }

    /// <summary>Computes what is not there yet, and concludes.</summary>
    /// <param name="cancellation">Ends it soon; replicates that ended are kept.</param>
    /// <returns>The result, which is also in the folder.</returns>
    public Reproduction Run(CancellationToken cancellation = default)
    {
        long start = Stopwatch.GetTimestamp();
        _record.Write(_folder);
        int left = _done.Count(replicate => replicate is null);
        int side = Math.Clamp(Threads, 1, Math.Max(1, left));
        var threads = new Thread[side];
        for (int i = 0; i < side; i++)
        {
            int share = (Threads / side) + (i < Threads % side ? 1 : 0);
            threads[i] = new Thread(() => Work(Math.Max(1, share), cancellation)) { Name = $"Apical replicate {i + 1}" };
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        return Conclude(_record.Seconds + Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private Reproduction Conclude(double seconds)
    {
        bool whole = _done.All(replicate => replicate is not null);
        var results = new Results(_done.Where(replicate => replicate is not null)!);
        Reproduction record = _record with { Seconds = seconds, Groups = results.Counts, Status = whole ? RunStatus.Finished : RunStatus.Interrupted };
        if (whole)
        {
            Outcome outcome = _experiment.Conclude(_setup, results);
            record = record with
            {
                Claims = outcome.Claims,
                Pictures = outcome.Pictures,
                Notes = [.. _setup.StandIns(_experiment.Needs), .. _cut, .. outcome.Notes],
                Skipped = outcome.Skipped,
            };
            PictureCsv.Write(_folder, outcome.Pictures);
        }

        record.Write(_folder);
        return record;
    }

    private void Work(int threads, CancellationToken cancellation)
    {
        using WorkerPool? pool = threads > 1 ? new WorkerPool(threads) : null;
        int j;
        while (!cancellation.IsCancellationRequested && (j = Interlocked.Increment(ref _next) - 1) < _jobs.Count)
        {
            if (_done[j] is null)
            {
                Compute(j, pool, cancellation);
            }
        }
    }

    private void Compute(int j, WorkerPool? pool, CancellationToken cancellation)
    {
        (Job job, JobState state) = (_jobs[j], _states[j]);
        long start = Stopwatch.GetTimestamp();
        Measurements? found = null;
        string? failure = null;
        state.Started = true;
        try
        {
            found = job.Work(new JobContext(state, _setup.RngOf(job.Run), pool, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            state.Started = false;
            return;
        }
        catch (ReplicateFailedException failed)
        {
            failure = failed.Message;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            failure = $"{error.GetType().Name}: {error.Message}";       // one broken replicate must not take the others with it
        }

        var replicate = new Replicate(job.Group, job.Run, found, failure, Stopwatch.GetElapsedTime(start).TotalSeconds);
        ReplicateFile.Write(_folder, replicate);
        Note(j, replicate);
        Ended?.Invoke(replicate);
    }

    private void Note(int j, Replicate replicate)
    {
        _done[j] = replicate;
        (_states[j].Failure, _states[j].Fraction, _states[j].Started, _states[j].Ended) = (replicate.Failure, 1, true, true);
    }

    private void RequireSame(Reproduction earlier)
    {
        string[] differences =
        [
            .. earlier.Id == _record.Id ? [] : new[] { $"experiment {earlier.Id} instead of {_record.Id}" },
            .. earlier.Scale == _record.Scale ? [] : new[] { $"scale {earlier.Scale} instead of {_record.Scale}".ToLowerInvariant() },
            .. earlier.Seed == _record.Seed ? [] : new[] { $"seed {earlier.Seed} instead of {_record.Seed}" },
            .. earlier.ApicalVersion == _record.ApicalVersion ? [] : new[] { $"version {earlier.ApicalVersion} instead of {_record.ApicalVersion}" },
            .. _record.Settings.Except(earlier.Settings).Select(setting => $"another {setting.Name} than {setting.Value}"),
        ];
        if (differences.Length > 0)
        {
            throw new InvalidDataException($"The folder '{_folder}' holds replicates that do not belong to this experiment ({string.Join("; ", differences)}). Choose another with --out.");
        }
    }
}
