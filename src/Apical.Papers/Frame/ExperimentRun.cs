using System.Diagnostics;
using System.Globalization;
using Apical.Data;
using Apical.Training;

namespace Apical.Papers;

/// <summary>
/// Does an experiment: its replicates are a <see cref="WorkList{T}"/>, kept in its folder, from which the claims follow when all have ended.
/// </summary>
public sealed class ExperimentRun
{
    /// <summary>What the name of a setting begins with that says which data set was taken for one.</summary>
    public const string DataNote = "data for ";

    private readonly Experiment _experiment;
    private readonly Setup _setup;
    private readonly string _folder;
    private readonly WorkList<Measurements> _replicates;
    private readonly IReadOnlyList<DataRecord>? _earlier;
    private Reproduction _record;
    private readonly IReadOnlyList<string> _cut;
    private readonly JobFiles<MetricRow[]> _begun;
    private readonly string _of;

    /// <summary>Prepares it, and reads what the folder has of it already.</summary>
    /// <param name="experiment">What to do.</param>
    /// <param name="setup">How much, from which seed, on whose data.</param>
    /// <param name="folder">Where its files go; made when it is not there. The same experiment is continued, if no parameter has another value.</param>
    /// <param name="command">The command line, for the record.</param>
    /// <param name="plugins">Assemblies from outside that are in use, for the record.</param>
    /// <exception cref="InvalidDataException">The folder holds another experiment, or the same with other parameters.</exception>
    public ExperimentRun(Experiment experiment, Setup setup, string folder, string command, IReadOnlyList<PluginRecord>? plugins = null)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (_experiment, _setup, _folder) = (experiment, setup, folder);
        using SettingValues.Scope values = setup.Values.Use();
        _record = new()
        {
            Id = experiment.Id,
            Title = experiment.Title,
            Paper = experiment.Paper.Text,
            Scale = setup.Scale,
            Command = command,
            Plugins = plugins is [] ? null : plugins,
            Seed = setup.Seed,
            Set = setup.Values.Texts is [] ? null : setup.Values.Texts,
            Runs = setup.Runs,
            Settings =
            [
                .. experiment.Settings.Select(setting => setting.Note(setup.Scale)),
                .. experiment.Needs.Where(need => need.StandIn is not null)
                    .Select(need => new SettingNote(DataNote + need.Name, setup.Choose(need), "the files at hand")),
            ],
        };
        double before = 0;
        DateTimeOffset? started = TimeProvider.System.GetUtcNow();
        AtomicFile.MakeFolder(folder);
        if (File.Exists(Path.Combine(folder, Reproduction.FileName)))
        {
            Reproduction earlier = Reproduction.Read(folder);
            RequireSame(earlier);
            before = earlier.Seconds;
            started = earlier.Started;
            _earlier = earlier.Data;
        }

        _record = _record with { Seconds = before, Started = started, Data = _earlier };
        (_of, _begun) = (What(_record), new(Path.Combine(folder, "replicates", "begun")));
        IReadOnlyList<Job> all = experiment.Jobs(setup);
        _replicates = new([.. all.Where(job => !(job.Run > setup.Runs)).Select(Item)]);
        _cut = _replicates.States.Count < all.Count
            ? [$"Done with at most {setup.Runs} of the {all.Max(job => job.Run)} replicates of each condition, as asked for with --runs."]
            : [];
        _replicates.Keep(new(Path.Combine(folder, "replicates")));
    }

    /// <summary>The replicates of an experiment as it would be done; nothing is computed, read or written.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="setup">How much, from which seed, on whose data.</param>
    public static IReadOnlyList<Job> JobsOf(Experiment experiment, Setup setup)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(setup);
        using SettingValues.Scope values = setup.Values.Use();
        return experiment.Jobs(setup);
    }

    /// <summary>How far each replicate is.</summary>
    public IReadOnlyList<JobState> States => _replicates.States;

    /// <summary>Threads in all.</summary>
    /// <value>Default: the number of processors.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Computes what is not there yet, and concludes.</summary>
    /// <param name="cancellation">Ends it soon; replicates that ended are kept.</param>
    /// <returns>The result, which is also in the folder.</returns>
    /// <exception cref="DatasetException">The data are not those that the replicates that are there have learned from.</exception>
    /// <exception cref="DiskException">A file could not be written; replicates that ended are kept.</exception>
    public Reproduction Run(CancellationToken cancellation = default)
    {
        long start = Stopwatch.GetTimestamp();
        using SettingValues.Scope values = _setup.Values.Use();
        using WorkMark mark = WorkMark.Of(Path.Combine(_folder, Reproduction.FileName));
        RequireDataOfOthers(_earlier);
        RequireSameData();
        _record.Write(_folder);
        _replicates.Run(Threads, cancellation);
        _replicates.Gather();
        return Conclude(_record.Seconds + Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Begins it in a folder that other processes share, without any lock, or sees to it that they have begun the same. Nothing is computed.</summary>
    /// <exception cref="InvalidDataException">Another process has begun it there in another way.</exception>
    /// <exception cref="DatasetException">Another process has begun it there with other data, or with data that are not here.</exception>
    public void Join()
    {
        using SettingValues.Scope values = _setup.Values.Use();
        RequireSameData();
        if (!_record.Create(_folder))
        {
            Reproduction theirs = Reproduction.Read(_folder);
            RequireSame(theirs, shared: true);
            RequireDataOfOthers(theirs.Data);
            DataRecords.RequireSame(theirs.Data ?? [], _record.Data ?? [], _folder);
        }
    }

    /// <summary>Computes the replicates that are dealt to this process, once it has joined the others. Nothing is concluded.</summary>
    /// <param name="next">Deals them, as <see cref="WorkList{T}.Run"/> has it.</param>
    /// <param name="dealt">How many it will deal that are not there yet.</param>
    /// <param name="cancellation">Ends it soon; replicates that ended are kept.</param>
    /// <exception cref="DiskException">A file could not be written; replicates that ended are kept.</exception>
    public void Share(Func<int?> next, int dealt, CancellationToken cancellation = default)
    {
        using SettingValues.Scope values = _setup.Values.Use();
        _replicates.Run(Threads, cancellation, next, dealt);
    }

    /// <summary>Takes over what other processes have done, and concludes when all replicates have ended.</summary>
    /// <returns>The result, which is also in the folder; null while replicates are missing.</returns>
    /// <exception cref="DatasetException">What they have learned from is not here, so that nobody knows which replicates there should be.</exception>
    public Reproduction? Gather()
    {
        using SettingValues.Scope values = _setup.Values.Use();
        if (States.Count == 0)
        {
            RequireDataOfOthers(Reproduction.Read(_folder).Data);
        }

        _replicates.Gather();
        if (!States.All(state => state.Ended))
        {
            return null;
        }

        Reproduction theirs = Reproduction.Read(_folder);
        if (theirs.Status == RunStatus.Finished && theirs.Groups.Sum(group => group.Done + group.Failed) == States.Count)
        {
            return theirs;
        }

        _record = _record with { Machine = theirs.Machine, Command = theirs.Command };
        return Conclude(new Results(_replicates.Results).Counts.Sum(group => group.Seconds));
    }

    private void RequireSameData()
    {
        if (!States.All(state => state.Ended) && _experiment.Needs.Select(_setup.RecordOf).OfType<DataRecord>().ToArray() is { Length: > 0 } data)
        {
            DataRecords.RequireSame(_earlier ?? [], data, _folder);         // replicates of other data must not be mixed
            _record = _record with { Data = data };
        }
    }

    // Where the data are missing there is nothing to do, and that would be the conclusion, over what was done where they are not.
    private void RequireDataOfOthers(IReadOnlyList<DataRecord>? data)
    {
        string replicates = Path.Combine(_folder, "replicates");
        if (States.Count > 0 || (data is not [_, ..] && !(Directory.Exists(replicates) && Directory.EnumerateFiles(replicates, "*.json").Any())))
        {
            return;
        }

        string sets = string.Join(", ", data is [_, ..] ? data.Select(one => one.Set) : _experiment.Needs.Select(need => need.Name));
        throw new DatasetException($"{_experiment.Id} was begun in '{_folder}' with data that are not here: {sets}. Say with --data-dir where they are.");
    }

    private Reproduction Conclude(double seconds)
    {
        bool whole = States.All(state => state.Ended);
        var results = new Results(_replicates.Results);
        Reproduction record = _record with { Seconds = seconds, Groups = results.Counts, Status = whole ? RunStatus.Finished : RunStatus.Interrupted };
        if (whole)
        {
            Outcome outcome = _record.Set is null ? _experiment.Conclude(_setup, results) : ConcludeAnyway(results);
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

    // Of other parameters than the paper's no claim is judged; some claims and figures are about conditions that are not there then.
    private Outcome ConcludeAnyway(Results results)
    {
        try
        {
            Outcome outcome = _experiment.Conclude(_setup, results);
            return outcome with { Claims = [.. outcome.Claims.Select(claim => claim with { Judged = false, Holds = false })] };
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or IndexOutOfRangeException or KeyNotFoundException)
        {
            return new([], []) { Notes = [$"There are no claims and no figures: they need what these parameters leave out ({error.Message})"] };
        }
    }

    private WorkItem<Measurements> Item(Job job)
    {
        var state = new JobState(job.Group, job.Run) { Cost = job.Cost };
        return new(state, (pool, stop) => job.Work(new JobContext(state, _setup.RngOf(job.Run), pool, stop) { Begun = (_begun, _of) })) { Of = _of };
    }

    // What decides on the numbers of a replicate, in words: a file copied here from elsewhere says something else.
    private static string What(Reproduction record)
    {
        IEnumerable<string> others = (record.Set ?? []).Order(StringComparer.Ordinal)
            .Concat(from setting in record.Settings
                    where setting.Name.StartsWith(DataNote, StringComparison.Ordinal)
                    select $"{setting.Name}: {setting.Value}");
        return string.Join(", ",
            [$"{record.Id} at the {record.Scale} scale".ToLowerInvariant(), $"seed {record.Seed}", .. others, $"version {record.ApicalVersion}"]);
    }

    // A parameter that the folder does not have yet is no difference: experiments came to show more of theirs.
    private void RequireSame(Reproduction earlier, bool shared = false)
    {
        string[] differences =
        [
            .. earlier.Id == _record.Id ? [] : new[] { $"experiment {earlier.Id} instead of {_record.Id}" },
            .. earlier.Scale == _record.Scale ? [] : new[] { $"scale {earlier.Scale} instead of {_record.Scale}".ToLowerInvariant() },
            .. earlier.Seed == _record.Seed ? [] : new[] { $"seed {earlier.Seed} instead of {_record.Seed}" },
            .. earlier.ApicalVersion == _record.ApicalVersion ? [] : new[] { $"version {earlier.ApicalVersion} instead of {_record.ApicalVersion}" },
            .. !shared || earlier.Runs == _record.Runs ? [] : new[] { $"--runs {Limit(earlier)} instead of {Limit(_record)}" },
            .. from setting in _record.Settings
               let old = earlier.Settings.Where(other => other.Name == setting.Name).Select(other => other.Value).ToArray()
               where old.Length > 0 && !old.Contains(setting.Value)
               select $"another {setting.Name} than {setting.Value}",
            .. from mine in _record.Plugins ?? []
               where earlier.Plugins?.Any(theirs => theirs.Name == mine.Name && theirs.Sha256 != mine.Sha256) == true
               select $"another build of the plugin {mine.Name}",
        ];
        string Limit(Reproduction record) => record.Runs?.ToString(CultureInfo.InvariantCulture) ?? "(all)";
        if (differences.Length > 0)
        {
            throw new InvalidDataException(
                $"The folder '{_folder}' holds replicates that do not belong to this experiment ({string.Join("; ", differences)}). "
                    + "Choose another with --out.");
        }
    }
}
