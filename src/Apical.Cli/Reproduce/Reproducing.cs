using Apical.Cli.Output;
using Apical.Cli.Progress;
using Apical.Cli.Settings;
using Apical.Papers;
using Apical.Report;
using Apical.Runs;

namespace Apical.Cli.Reproduce;

/// <summary>Does experiments one after the other, and tells what came of each. One that cannot be done does not keep the others from being done.</summary>
internal sealed class Reproducing(Shell shell, IReadOnlyList<string> args, ReproduceRequest request)
{
    private readonly List<(Reproduction Result, string Folder)> _results = [];
    private readonly string _root = request.Out
        ?? RunPlace.DefaultPath("reproduce", request.IsList ? request.Experiments[0].Paper.Key : request.Experiments[0].Id, shell.Time);
    private bool _broken;

    /// <summary>Does them.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        CancellationToken interrupted = shell.CatchInterrupts();
        try
        {
            DoAll(interrupted);
            return Conclude(interrupted.IsCancellationRequested);
        }
        catch (DiskException error)
        {
            throw Unfinished.Kept(error, $"go on with: {Line}");
        }
    }

    private string Line => CommandWords.Line(args) + (request.Out is null ? $" --out {CommandWords.Quoted(_root)}" : "");

    private void DoAll(CancellationToken interrupted)
    {
        foreach (Experiment experiment in request.Experiments)
        {
            if (interrupted.IsCancellationRequested)
            {
                break;
            }

            string folder = request.IsList ? Path.Combine(_root, experiment.Id.Replace('/', '-')) : _root;
            try
            {
                Do(experiment, folder, interrupted);
            }
            catch (Exception error) when (Problem.IsExpected(error) && error is not DiskException && request.IsList)
            {
                shell.Error.Writer.WriteLine($"apical: {experiment.Id}: {Problem.Line(error)}");
                _broken = true;
            }
        }
    }

    private void Do(Experiment experiment, string folder, CancellationToken interrupted)
    {
        ExperimentRun Made() => new(experiment, request.Setup, folder, CommandWords.Line(args), shell.Plugins) { Threads = request.Threads };
        ExperimentRun run = request.Setup.Values.Texts is [] ? Made() : Preparation.Try(Made);
        int kept = run.States.Count(state => state.Kept);
        if (kept > 0 && kept < run.States.Count && !request.Quiet)
        {
            shell.Error.Writer.WriteLine($"{experiment.Id}: goes on with {kept} of {Show.Count(run.States.Count, "replicate")} from {folder}");
        }

        Reproduction result = ProgressView.While(shell, request.Quiet, run.States, interrupted, () => run.Run(interrupted), experiment.Id);
        _results.Add((result, folder));
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

    private int Conclude(bool interrupted)
    {
        Reproduction[] results = [.. _results.Select(result => result.Result)];
        bool cutShort = interrupted && (results.Length < request.Experiments.Count || results.Any(result => result.Status != RunStatus.Finished));
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
                shell.Output.Writer.WriteLine($"  Results      {_root}");
                shell.Output.Writer.WriteLine($"  Report page  {page}");
            }
        }

        if (cutShort)
        {
            shell.Error.Writer.WriteLine(
                $"apical: interrupted; every finished replicate is kept; of others, trainings go on from where they are. Go on with: {Line}");
        }

        return cutShort ? ExitCode.Stopped : _broken ? ExitCode.Failed
            : request.Strict && results.Any(result => result.Claims.Any(claim => claim is { Judged: true, Holds: false })) ? ExitCode.ClaimDoesNotHold
            : ExitCode.Done;
    }
}
