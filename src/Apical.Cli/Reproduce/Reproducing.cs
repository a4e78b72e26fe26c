using Apical.Cli.Output;
using Apical.Cli.Parts;
using Apical.Cli.Progress;
using Apical.Cli.Settings;
using Apical.Cli.Teams;
using Apical.Papers;
using Apical.Report;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Reproduce;

/// <summary>Does experiments one after the other, and tells what came of each. One that cannot be done does not keep the others from being done.</summary>
internal sealed class Reproducing(Shell shell, IReadOnlyList<string> args, ReproduceRequest request)
{
    private readonly List<(Reproduction Result, string Folder)> _results = [];
    private readonly List<Experiment> _impossible = [];
    private readonly string _root = request.Out
        ?? RunPlace.DefaultPath("reproduce", request.IsList ? request.Experiments[0].Paper.Key : request.Experiments[0].Id, shell.Time);
    private readonly Whereabouts _whereabouts = new(shell, request.Experiments, request.Setup.Scale);
    private bool _broken;

    private string Line => CommandWords.Line(args) + (request.Out is null ? $" --out {CommandWords.Quoted(_root)}" : "");

    /// <summary>Does them.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        if (request.Share.Plans is { } plans)
        {
            plans(ReproductionPlan.Of(request));
            return ExitCode.Done;
        }

        if (request.Share.Gathers)
        {
            return Gather();
        }

        CancellationToken interrupted = shell.CatchInterrupts();
        string line = request.Share.Crew is { } crew ? crew.Resume(Line) : request.Share.Part is { } part ? $"{Line} --part {part}" : Line;
        try
        {
            return request.Share.Part is null ? DoAll(interrupted) : DoPart(request.Share.Part, line, interrupted);
        }
        catch (DiskException error)
        {
            throw Unfinished.Kept(error, _root, $"go on with: {line}");
        }
    }

    private int DoAll(CancellationToken interrupted)
    {
        Each(interrupted, (experiment, run) =>
        {
            TellKept(experiment, run.States);
            Reproduction result = ProgressView.While(shell, request.Quiet, run.States, interrupted, () => run.Run(interrupted),
                _whereabouts.Begin(experiment, run.States));
            Take(experiment, run, result);
        });
        bool cutShort = interrupted.IsCancellationRequested
            && (_results.Count < request.Experiments.Count || _results.Any(result => result.Result.Status != RunStatus.Finished));
        int code = Conclude();
        if (!cutShort)
        {
            RemoveParts();
            return code;
        }

        shell.Error.Writer.WriteLine(
            $"apical: interrupted; every finished replicate is kept; of others, trainings go on from where they are. Go on with: {Line}");
        return ExitCode.Stopped;
    }

    private int DoPart(Part part, string line, CancellationToken interrupted)
    {
        // One that differs from the others in what it was given would begin, in its way, what they have not begun.
        foreach (Experiment begun in request.Experiments.Where(experiment => File.Exists(Path.Combine(FolderOf(experiment), Reproduction.FileName))))
        {
            Made(begun);
        }

        Crew? crew = request.Share.Crew;
        crew?.Heed(interrupted);
        interrupted = crew?.Stopping ?? interrupted;
        int whole = 0;
        PartsFolder? at = null;
        try
        {
            void Enter() => at ??= SharedParts.Enter(shell, _root, part, args, dealt: crew is not null);
            Each(interrupted, (experiment, run) => whole += DoShare(part, experiment, run, Enter, interrupted) ? 1 : 0);
        }
        catch (Exception error)
        {
            at?.Leave(RunStatus.Failed, shell.Time.GetUtcNow(), Problem.Line(error));
            throw;
        }
        finally
        {
            at?.Dispose();
        }

        bool stopped = interrupted.IsCancellationRequested && whole + _impossible.Count < request.Experiments.Count;
        at?.Leave(stopped ? RunStatus.Interrupted : RunStatus.Finished, shell.Time.GetUtcNow());
        crew?.Leave();
        if (crew is { Leads: false })
        {
            return stopped ? ExitCode.Stopped : ExitCode.Done;
        }

        if (stopped)
        {
            string who = crew is null ? $"part {part} is" : "all ranks are";
            shell.Error.Writer.WriteLine($"apical: {who} interrupted; every finished replicate is kept; of others, trainings go on from where they "
                + $"are. Go on with: {line}");
            return ExitCode.Stopped;
        }

        return _impossible.Count == request.Experiments.Count ? ExitCode.Failed : Gather();
    }

    /// <returns>Whether all of it has ended.</returns>
    private bool DoShare(Part part, Experiment experiment, ExperimentRun run, Action enter, CancellationToken interrupted)
    {
        Crew? crew = request.Share.Crew;
        JobState[] mine = [.. run.States.Where((_, job) => crew is not null || part.Has(job, experiment.Id))];
        int left = mine.Count(state => !state.Ended);
        if (run.States.Count == 0)
        {
            run.Join();                                 // for want of data: that it was looked at is all there is to keep
        }

        if (left > 0)
        {
            run.Join();
            enter();                                    // one that is refused is no part
            TellKept(experiment, mine);
            _ = ProgressView.While(shell, request.Quiet, mine, interrupted, () =>
            {
                run.Share(
                    crew?.Deal(run.States.Count, experiment.Id) ?? part.Deal(run.States.Count, experiment.Id), crew?.ShareOf(left) ?? left, interrupted);
                return left;
            }, _whereabouts.Begin(experiment, mine));
        }

        return mine.All(state => state.Ended);
    }

    private int Gather()
    {
        IReadOnlyList<(PartNote, bool)> parts = SharedParts.Look(_root);
        var missing = new List<(string Name, Func<int, int> Owner)>();
        int all = 0;
        var done = new List<(Experiment Experiment, ExperimentRun Run, Reproduction Result)>();
        Each(CancellationToken.None, (experiment, run) =>
        {
            all += run.States.Count;
            if (run.Gather() is { } result)
            {
                done.Add((experiment, run, result));
                return;
            }

            missing.AddRange(run.States.Index().Where(job => !job.Item.Ended).Select(job => (
                $"{experiment.Id} {job.Item.Group} {job.Item.Run}", (Func<int, int>)(of => Part.OwnerOf(job.Index, of, experiment.Id)))));
        });
        string told = $"{missing.Count} of {Show.Count(all, "replicate")} are missing";
        if (missing.Count > 0 && request.Share is { Part: { } part, Crew: null })
        {
            if (request.PrintsWords)
            {
                shell.Output.Writer.WriteLine(
                    $"Part {part.Number} of {part.Of} is done; {told}. The last part to end concludes, or: {GatherCommand.Line(_root)}");
            }

            return _broken ? ExitCode.Failed : ExitCode.Done;
        }

        done.ForEach(one => Take(one.Experiment, one.Run, one.Result));
        int code = Conclude();
        if (missing.Count > 0)
        {
            SharedParts.TellMissing(shell, told, _root, parts, missing, CommandWords.Line(Share.Without(args, ["--json"], "--quiet")));
            return ExitCode.Stopped;
        }

        RemoveParts();
        return code;
    }

    // Where one could not even be looked at, the list is not concluded.
    private void RemoveParts()
    {
        if (_impossible.Count == 0)
        {
            PartsFolder.Remove(_root, _results.Select(result => result.Folder));
        }
    }

    private void Each(CancellationToken interrupted, Action<Experiment, ExperimentRun> step)
    {
        foreach (Experiment experiment in request.Experiments.Except(_impossible).TakeWhile(_ => !interrupted.IsCancellationRequested))
        {
            try
            {
                step(experiment, request.Setup.Values.Texts is [] ? Made(experiment) : Preparation.Try(() => Made(experiment)));
            }
            // A rank that cannot do its share says so and ends all; the words of those above 0 would be lost here.
            catch (Exception error) when (Problem.IsExpected(error) && error is not DiskException && request.IsList && request.Share.Crew is null)
            {
                shell.Error.Writer.WriteLine($"apical: {experiment.Id}: {Problem.Line(error)}");
                _impossible.Add(experiment);
                _broken = true;
            }
        }
    }

    private ExperimentRun Made(Experiment experiment) =>
        new(experiment, request.Setup, FolderOf(experiment), CommandWords.Line(args), shell.Plugins) { Threads = request.Threads };

    private string FolderOf(Experiment experiment) => request.IsList ? Path.Combine(_root, experiment.Id.Replace('/', '-')) : _root;

    private void TellKept(Experiment experiment, IReadOnlyList<JobState> states)
    {
        int kept = states.Count(state => state.Kept);
        if (kept > 0 && kept < states.Count && !request.Quiet)
        {
            shell.Error.Writer.WriteLine($"{experiment.Id}: goes on with {kept} of {Show.Count(states.Count, "replicate")} from {FolderOf(experiment)}");
        }
    }

    private void Take(Experiment experiment, ExperimentRun run, Reproduction result)
    {
        _results.Add((result, FolderOf(experiment)));
        if (request.Setup.Values.Texts is [_, ..] && run.States is [{ Failure: { } reason }, ..] && run.States.All(state => state.Failed))
        {
            shell.Error.Writer.WriteLine($"apical: with {string.Join(", ", request.Setup.Values.Texts)} no replicate came to its end: {Problem.Line(reason)} "
                + $"Give other values; 'apical reproduce {experiment.Id} --settings' lists them.");
            _broken = true;
        }

        if (request.PrintsTables)
        {
            ClaimTable.Write(shell, result, withNotes: !request.Quiet);
            shell.Output.Writer.WriteLine();
        }
    }

    private int Conclude()
    {
        Reproduction[] results = [.. _results.Select(result => result.Result)];
        if (_results.Count > 0 || request.IsList)
        {
            JsonOutput.Write(shell, request.Json, () => ReproductionJson.Text(_results, request.IsList));
        }

        if (results.Any(result => result.Status == RunStatus.Finished))
        {
            // Last, so that a full disk or a missing file costs the page alone.
            string page = Path.Combine(_root, RunFolder.ReportName);
            ReproductionPage.Write([.. _results.Select(result => result.Folder)], page);
            if (request.PrintsWords)
            {
                shell.Output.Writer.WriteLine(ClaimTable.Summary(results));
                shell.Output.Data.WriteLine($"  Results      {_root}");
                shell.Output.Data.WriteLine($"  Report page  {page}");
            }
        }

        bool fails = results.SelectMany(result => result.Claims).Any(claim => claim is { Judged: true, Holds: false, OfTheClock: false });
        return _broken ? ExitCode.Failed : request.Strict && fails ? ExitCode.ClaimDoesNotHold : ExitCode.Done;
    }
}
