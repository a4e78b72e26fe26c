using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Apical.Rules;
using Apical.Runs;

namespace Apical.Training;

/// <summary>
/// Jobs that do not depend on each other: spread over threads, one thread each or several when there are fewer jobs than threads; kept on disk as each ends;
/// counted when they fail; and taken up again where an earlier sitting or another process left them. Results do not depend on the number of threads.
/// </summary>
public sealed class WorkList<T>
    where T : class
{
    private readonly IReadOnlyList<WorkItem<T>> _items;
    private readonly JobResult<T>?[] _results, _parts;
    private readonly Lock _taking = new();
    private JobFiles<T>? _files;
    private ExceptionDispatchInfo? _error;

    /// <summary>A list of which nothing is done.</summary>
    /// <param name="items">In the order in which they are begun; each has a name of its own.</param>
    /// <exception cref="ArgumentException">A job is there twice.</exception>
    public WorkList(IReadOnlyList<WorkItem<T>> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.GroupBy(item => (item.State.Group, item.State.Run)).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The run {twice.Key.Run} of '{twice.Key.Group}' is there twice.", nameof(items));
        }

        (_items, _results, _parts) = (items, new JobResult<T>?[items.Count], new JobResult<T>?[items.Count]);
        States = [.. items.Select(item => item.State)];
    }

    /// <summary>How far each job is, in the order of the list.</summary>
    public IReadOnlyList<JobState> States { get; }

    /// <summary>The jobs that ended, in the order of the list.</summary>
    public IReadOnlyList<JobResult<T>> Results => [.. _results.OfType<JobResult<T>>()];

    /// <summary>What an earlier sitting has found of a job that it did not bring to its end; null for nothing.</summary>
    /// <param name="state">A job of the list.</param>
    public JobResult<T>? PartOf(JobState state) => _parts[States.ToList().IndexOf(state)];

    /// <summary>Called with each job that an earlier sitting or another process has finished, from the thread that comes upon it.</summary>
    public Action<JobState, JobResult<T>>? TakenOver { get; init; }

    /// <summary>Whether what a job has found is all that is wanted of it for now; else it is begun again, and may go on from there.</summary>
    /// <value>Default: yes.</value>
    public Func<JobResult<T>, bool> IsEnough { get; init; } = _ => true;

    /// <summary>Keeps jobs on disk from now on, and takes over those that are there; but not those that threw, which are done again.</summary>
    /// <param name="files">Where to.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or of something else.</exception>
    public void Keep(JobFiles<T> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        AtomicFile.MakeFolder(files.Folder);
        _files = files;
        Gather(broken: false);
    }

    /// <summary>Takes over the jobs that other processes have finished, other than those that this one is at.</summary>
    public void Gather() => Gather(broken: true);

    /// <summary>Does what is left.</summary>
    /// <param name="threads">Threads in all.</param>
    /// <param name="cancellation">Ends it soon; jobs that ended are kept, those that were begun are cut short.</param>
    /// <param name="next">Deals the jobs: number of the next one to do here, from 0, or null; any thread may ask. Default: all, in order.</param>
    /// <param name="dealt">How many it will deal that are left to do, so that threads are shared out among them. Default: all that are left.</param>
    /// <exception cref="IOException">A file could not be written or read: all jobs were cut short, and no result was made of it.</exception>
    public void Run(int threads, CancellationToken cancellation = default, Func<int?>? next = null, int? dealt = null)
    {
        _error = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        int begun = -1;
        next ??= () => Interlocked.Increment(ref begun) is var j && j < _items.Count ? j : null;
        int side = Math.Clamp(threads, 1, Math.Max(1, dealt ?? States.Count(state => !state.Ended)));
        var all = new Thread[side];
        for (int i = 0; i < side; i++)
        {
            int share = (threads / side) + (i < threads % side ? 1 : 0);
            all[i] = new Thread(() => Work(share, next, stop)) { Name = $"Apical job {i + 1}" };
            all[i].Start();
        }

        foreach (Thread thread in all)
        {
            thread.Join();
        }

        _error?.Throw();
    }

    private void Work(int threads, Func<int?> next, CancellationTokenSource stop)
    {
        try
        {
            using WorkerPool? pool = threads > 1 ? new WorkerPool(threads) : null;
            while (!stop.IsCancellationRequested && next() is { } j)
            {
                if (!IsThere(j, broken: false))
                {
                    Do(j, pool, stop.Token);
                }
            }
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(error), null);
            stop.Cancel();
        }
    }

    private void Gather(bool broken)
    {
        for (int j = 0; j < _items.Count; j++)
        {
            _ = States[j].Phase != JobPhase.Running && IsThere(j, broken);
        }
    }

    /// <summary>Whether a job has ended, here or elsewhere; one that threw elsewhere counts only where <paramref name="broken"/> says so.</summary>
    private bool IsThere(int j, bool broken)
    {
        JobState state = States[j];
        lock (_taking)
        {
            if (_results[j] is null && _files?.Read(state.Group, state.Run, _items[j].Of) is { } kept && (broken || !kept.Broken))
            {
                if (!kept.Partial && IsEnough(kept))
                {
                    _results[j] = kept;
                    TakenOver?.Invoke(state, kept);
                    state.End(kept.Phase, kept.Failure, kept: true);
                }
                else
                {
                    _parts[j] = kept;
                }
            }

            return _results[j] is { } result && IsEnough(result) && (broken || !(result.Broken && state.Kept));
        }
    }

    private void Do(int j, WorkerPool? pool, CancellationToken stop)
    {
        JobState state = States[j];
        state.Begin();
        try
        {
            // What a job that goes further took until then counts, too.
            double before = (_results[j] ?? _parts[j]) is { Failure: null } earlier ? earlier.Seconds : 0;
            JobResult<T> result = Compute(_items[j], pool, stop);
            result = result with { Seconds = before + result.Seconds };
            if (result.Broken && _files?.Read(state.Group, state.Run, _items[j].Of) is { Partial: false, Broken: false } whole && IsEnough(whole))
            {
                result = whole;                         // done twice, and what went wrong here did not elsewhere
            }
            else
            {
                _files?.Write(result);
            }

            _results[j] = result;
            state.End(result.Phase, result.Failure);
        }
        catch (Exception error)
        {
            state.End(JobPhase.CutShort);
            if (error is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                throw;
            }
        }
    }

    private static JobResult<T> Compute(WorkItem<T> item, WorkerPool? pool, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            return Result(item.Work(pool, stop), null);
        }
        catch (Exception failed) when (failed is JobFailedException or RunawayException)
        {
            return Result(item.Remains(), failed.Message);
        }
        catch (Exception error) when (!JobFailedException.IsFromOutside(error) && !(error is OperationCanceledException && stop.IsCancellationRequested))
        {
            // One broken job must not take the others with it.
            return Result(item.Remains(), $"{error.GetType().Name}: {error.Message}") with { Broken = true };
        }

        JobResult<T> Result(T? found, string? failure) =>
            new(item.State.Group, item.State.Run, found, failure, Stopwatch.GetElapsedTime(start).TotalSeconds) { Of = item.Of };
    }
}
