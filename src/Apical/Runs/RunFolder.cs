using System.Text.Json.Nodes;

namespace Apical.Runs;

/// <summary>
/// The folder of one run while it is written: <c>run.json</c> from the first moment, <c>metrics.csv</c> growing epoch by epoch,
/// and <c>run.json</c> again at the end. docs/runs.md has the format.
/// </summary>
/// <remarks>
/// End a run with <see cref="Finish"/>, <see cref="Interrupt"/> or <see cref="Fail"/>. Disposing a run that did not say how it ended marks it
/// interrupted; a killed one stays <see cref="RunStatus.Running"/>. Its finished epochs are kept in each case.
/// </remarks>
public sealed class RunFolder : IDisposable
{
    /// <summary>Name of the file with settings, machine, status and summary.</summary>
    public const string RecordName = "run.json";

    /// <summary>Name of the file with everything measured.</summary>
    public const string MetricsName = "metrics.csv";

    /// <summary>Name of the file with the final weights and feedback.</summary>
    public const string ModelName = "model.safetensors";

    /// <summary>Name of the file with the weights and feedback of the best epoch, where it is kept beside the last.</summary>
    public const string BestModelName = "model-best.safetensors";

    /// <summary>Name of the folder with a model for each run, where there are several.</summary>
    public const string ModelsName = "models";

    /// <summary>Name of the file from which an unfinished run goes on.</summary>
    public const string CheckpointName = "checkpoint.safetensors";

    /// <summary>Name of the folder with a file for each run that ended, where there are several.</summary>
    public const string JobsName = "jobs";

    /// <summary>Name of the page drawn from the run.</summary>
    public const string ReportName = "report.html";

    // Beside run.json and metrics.csv, which are written anew.
    private static readonly string[] s_replaced = [ModelName, BestModelName, CheckpointName, ReportName];

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly MetricsFile _metrics;
    private DateTimeOffset? _finished;                  // before, and nothing was measured since

    private RunFolder(string path, MetricsFile metrics, RunRecord record, TimeProvider time, DateTimeOffset? finished = null)
    {
        (FolderPath, _metrics, Record, _time, _finished) = (path, metrics, record, time, finished);
        Save();
    }

    /// <summary>The folder.</summary>
    public string FolderPath { get; }

    /// <summary>What <c>run.json</c> says now.</summary>
    public RunRecord Record { get; private set; }

    /// <summary>Where the final weights and feedback go.</summary>
    public string ModelPath => Path.Combine(FolderPath, ModelName);

    /// <summary>Where weights and feedback of the best epoch go, when the last are kept, too.</summary>
    public string BestModelPath => Path.Combine(FolderPath, BestModelName);

    /// <summary>Where the state for resuming goes.</summary>
    public string CheckpointPath => Path.Combine(FolderPath, CheckpointName);

    /// <summary>Begins a run in a new or empty folder.</summary>
    /// <param name="path">The folder; created with its parents when it does not exist.</param>
    /// <param name="description">What the run sets out to do.</param>
    /// <param name="time">The clock; default the system's.</param>
    /// <param name="replace">Whether an earlier run in this folder may be deleted. Files that are not of a run are never touched.</param>
    /// <exception cref="IOException">The folder holds something else, or a run that may not be replaced, or is being written by another process.</exception>
    public static RunFolder Create(string path, RunDescription description, TimeProvider? time = null, bool replace = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(description);
        RunPlace.RequireFree(path, replace);
        AtomicFile.MakeFolder(path);
        time ??= TimeProvider.System;
        var record = new RunRecord { Description = description, Started = time.GetUtcNow() };
        return BeginAnew(path, record, time);
    }

    /// <summary>Goes on with a run: its status is running again, and metrics are appended after the last whole line.</summary>
    /// <param name="path">The folder of a run.</param>
    /// <param name="time">The clock; default the system's.</param>
    /// <exception cref="DirectoryNotFoundException">There is no run.</exception>
    /// <exception cref="InvalidDataException"><c>run.json</c> or <c>metrics.csv</c> is damaged.</exception>
    public static RunFolder Resume(string path, TimeProvider? time = null) => Resume(path, keepEpochs: null, settings: null, time);

    /// <summary>Goes on with a run from an earlier epoch: what was measured after it is dropped, and so are marks of failure.</summary>
    /// <param name="path">The folder of a run.</param>
    /// <param name="keepEpochs">The last epoch to keep, 0 for the start only, −1 for nothing; null keeps everything.</param>
    /// <param name="settings">Settings that replace those in <c>run.json</c>, such as more epochs; null leaves them.</param>
    /// <param name="time">The clock; default the system's.</param>
    /// <param name="plugins">Assemblies from outside that it goes on with; null for those that it was made with.</param>
    /// <exception cref="DirectoryNotFoundException">There is no run.</exception>
    /// <exception cref="IOException">Another process is writing this run.</exception>
    /// <exception cref="InvalidDataException"><c>run.json</c> or <c>metrics.csv</c> is damaged.</exception>
    public static RunFolder Resume(
        string path, int? keepEpochs, JsonObject? settings = null, TimeProvider? time = null, IReadOnlyList<PluginRecord>? plugins = null)
    {
        using RunLock held = RunLock.Take(path);
        return Resume(held, keepEpochs, settings, time, plugins);
    }

    /// <summary>Goes on with a run from an earlier epoch, which was looked at while nobody else could write it.</summary>
    /// <param name="held">Its lock, handed over.</param>
    /// <param name="keepEpochs">The last epoch to keep, 0 for the start only, −1 for nothing; null keeps everything.</param>
    /// <param name="settings">Settings that replace those in <c>run.json</c>; null leaves them.</param>
    /// <param name="time">The clock; default the system's.</param>
    /// <param name="plugins">Assemblies from outside that it goes on with; null for those that it was made with.</param>
    /// <exception cref="InvalidDataException"><c>run.json</c> or <c>metrics.csv</c> is damaged.</exception>
    public static RunFolder Resume(
        RunLock held, int? keepEpochs, JsonObject? settings = null, TimeProvider? time = null, IReadOnlyList<PluginRecord>? plugins = null)
    {
        ArgumentNullException.ThrowIfNull(held);
        return Begin(held, GoingOn(held.Folder, settings, plugins, time, keepEpochs is { } kept ? Math.Max(0, kept) : null),
            time ?? TimeProvider.System, keepEpochs);
    }

    /// <summary>Goes on with a run whose metrics are written anew.</summary>
    /// <param name="path">The folder of a run.</param>
    /// <param name="rows">Finds out what there is to write, while no other process can write here. When it throws, the folder stays as it was.</param>
    /// <param name="settings">Settings that replace those in <c>run.json</c>; null leaves them.</param>
    /// <param name="time">The clock; default the system's.</param>
    /// <param name="plugins">Assemblies from outside that it goes on with; null for those that it was made with.</param>
    /// <exception cref="DirectoryNotFoundException">There is no run.</exception>
    /// <exception cref="IOException">Another process is writing this run.</exception>
    public static RunFolder Resume(
        string path, Func<IEnumerable<MetricRow>> rows, JsonObject? settings = null, TimeProvider? time = null, IReadOnlyList<PluginRecord>? plugins = null)
    {
        using RunLock held = RunLock.Take(path);
        return Begin(held, GoingOn(path, settings, plugins, time, epoch: null), time ?? TimeProvider.System, rows: rows);
    }

    /// <summary>Opens a run that others have done, to conclude it: its metrics are written, and it counts as the one sitting that it would have been.</summary>
    /// <param name="path">The folder of a run.</param>
    /// <param name="rows">What was measured.</param>
    /// <param name="time">The clock; default the system's.</param>
    /// <exception cref="IOException">Another process is writing this run.</exception>
    public static RunFolder Gather(string path, Func<IEnumerable<MetricRow>> rows, TimeProvider? time = null)
    {
        using RunLock held = RunLock.Take(path);
        return Begin(held, GoingOn(ReadRecord(path)), time ?? TimeProvider.System, rows: rows);
    }

    /// <summary>Reads what <c>run.json</c> in a folder says, without opening the run for writing.</summary>
    /// <param name="path">The folder of a run.</param>
    /// <exception cref="DirectoryNotFoundException">There is no run.</exception>
    public static RunRecord ReadRecord(string path)
    {
        string file = Path.Combine(path, RecordName);
        return RegularFile.IsThere(file) ? RunRecord.Read(file)
            : throw new DirectoryNotFoundException(
                $"Expected the folder of a run, but '{path}' has no {RecordName}. Give the folder that a command named under 'out'.");
    }

    /// <summary>Appends what was measured, usually one epoch of one replicate. Any thread may call it; when it returns, a kill loses nothing of it.</summary>
    /// <param name="rows">The numbers.</param>
    public void Append(params IEnumerable<MetricRow> rows)
    {
        _finished = null;
        _metrics.Append(rows);
    }

    /// <summary>Has what was appended survive a power cut, too: before a checkpoint is written that takes it for granted.</summary>
    public void Sync() => _metrics.Sync();

    /// <summary>Goes on with settings that are known only now, and with what there is of runs that have them.</summary>
    /// <param name="settings">Settings that replace those in <c>run.json</c>.</param>
    /// <param name="rows">What they have measured; metrics are written anew.</param>
    public void GoOnWith(JsonObject settings, IEnumerable<MetricRow> rows)
    {
        lock (_lock)
        {
            _metrics.Replace(rows);
            _finished = null;
            Record = Record with { Description = Record.Description with { Settings = settings } };
            Save();
        }
    }

    /// <summary>Notes in <c>run.json</c> what the run learns from.</summary>
    public void NoteData(IReadOnlyList<DataRecord> data)
    {
        lock (_lock)
        {
            Record = Record with { Description = Record.Description with { Data = data } };
            Save();
        }
    }

    /// <summary>Marks the run finished.</summary>
    /// <param name="summary">The result in short.</param>
    public void Finish(JsonObject? summary = null) => End(RunStatus.Finished, null, summary);

    /// <summary>Marks the run interrupted.</summary>
    /// <param name="reason">By what, such as "Ctrl-C".</param>
    /// <param name="summary">The result until then, in short.</param>
    public void Interrupt(string reason, JsonObject? summary = null) => End(RunStatus.Interrupted, reason, summary);

    /// <summary>Marks the run failed.</summary>
    /// <param name="reason">What went wrong.</param>
    /// <param name="summary">The result until then, in short.</param>
    public void Fail(string reason, JsonObject? summary = null) => End(RunStatus.Failed, reason, summary);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            lock (_lock)
            {
                if (Record.Status == RunStatus.Running)
                {
                    End(RunStatus.Interrupted, "It ended without saying how.", null);
                }
            }
        }
        finally
        {
            _metrics.Dispose();                         // and with it the lock, also where the disk is full
        }
    }

    private static RunRecord GoingOn(string path, JsonObject? settings, IReadOnlyList<PluginRecord>? plugins, TimeProvider? time, int? epoch)
    {
        RunRecord record = ReadRecord(path);
        string version = typeof(RunFolder).Assembly.GetName().Version?.ToString(3) ?? "unknown";
        return GoingOn(record) with
        {
            Resumed = [.. record.Resumed, new((time ?? TimeProvider.System).GetUtcNow(), epoch, version, MachineFacts.Current())],
            Description = record.Description with { Settings = settings ?? record.Description.Settings, Plugins = plugins ?? record.Description.Plugins },
        };
    }

    private static RunRecord GoingOn(RunRecord record) => record with { Status = RunStatus.Running, Reason = null, Finished = null, Summary = null };

    private static RunFolder Begin(RunLock held, RunRecord record, TimeProvider time, int? keepEpochs = null, Func<IEnumerable<MetricRow>>? rows = null)
    {
        DateTimeOffset? finished = ReadRecord(held.Folder) is { Status: RunStatus.Finished, Finished: var ended } ? ended : null;
        var metrics = MetricsFile.Open(held.HandOver(), Path.Combine(held.Folder, MetricsName), fresh: false, keepEpochs);
        try
        {
            if (rows?.Invoke().ToArray() is { } all)
            {
                finished = finished is not null && MetricsTable.Holds(Path.Combine(held.Folder, MetricsName), all) ? finished : null;
                metrics.Replace(all);
            }

            LeftOvers.Remove(held.Folder);
            return new RunFolder(held.Folder, metrics, record, time, finished);
        }
        catch
        {
            metrics.Dispose();
            throw;
        }
    }

    private static RunFolder BeginAnew(string path, RunRecord record, TimeProvider time)
    {
        // Throws when a live run is writing here, before anything is deleted.
        var metrics = MetricsFile.Open(Path.Combine(path, MetricsName), fresh: true);
        try
        {
            Array.ForEach(s_replaced, name => File.Delete(Path.Combine(path, name)));
            if (Directory.Exists(Path.Combine(path, JobsName)))
            {
                Directory.Delete(Path.Combine(path, JobsName), recursive: true);
            }

            LeftOvers.Remove(path);
            return new RunFolder(path, metrics, record, time);
        }
        catch
        {
            metrics.Dispose();
            throw;
        }
    }

    private void End(RunStatus status, string? reason, JsonObject? summary)
    {
        lock (_lock)
        {
            DateTimeOffset ended = (status == RunStatus.Finished ? _finished : null) ?? _time.GetUtcNow();
            Record = Record with { Status = status, Reason = reason, Summary = summary, Finished = ended };
            Save();
        }
    }

    private void Save()
    {
        _metrics.RequirePlace();                        // else a folder that was deleted would come back with its record alone
        AtomicFile.WriteText(Path.Combine(FolderPath, RecordName), Record.ToJson());
    }
}
