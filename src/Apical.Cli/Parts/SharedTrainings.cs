using Apical.Cli.Output;
using Apical.Cli.Progress;
using Apical.Cli.Settings;
using Apical.Cli.Teams;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Parts;

/// <summary>
/// Does one part of a comparison or a sweep in a folder that all parts see, and concludes when it is the last to end; or gathers what parts have done.
/// Between parts there are no locks: each run that ended is one file, renamed into its place.
/// </summary>
/// <param name="shell">Where to tell how it goes.</param>
/// <param name="request">How it is run.</param>
/// <param name="share">Which part, or that it gathers.</param>
/// <param name="list">The runs.</param>
/// <param name="folder">The folder that all parts share.</param>
/// <param name="resume">The command that goes on in it, without the part.</param>
internal sealed class SharedTrainings<TResult>(Shell shell, RunRequest request, Share share, TrainingList<TResult> list, string folder, string resume)
{
    private bool IsConcluded => list.States.All(state => state.Ended) && RunFolder.ReadRecord(folder).Status == RunStatus.Finished
        && !PartsFolder.IsShared(folder);

    /// <summary>Begins the run, or sees to it that what is begun there is the same one. Nothing is trained before.</summary>
    /// <param name="describe">What it sets out to do.</param>
    /// <param name="requireSame">Complains when the folder has other settings.</param>
    /// <param name="data">What it learns from.</param>
    /// <exception cref="InvalidDataException">Another version, or other plugins.</exception>
    /// <exception cref="UsageException">Other settings.</exception>
    /// <exception cref="Apical.Data.DatasetException">Other data.</exception>
    public void Join(Func<RunDescription> describe, Action<string> requireSame, IReadOnlyList<DataRecord> data)
    {
        if (!share.Gathers && SharedRun.Begin(folder, describe() with { Data = data }, shell.Time))
        {
            return;
        }

        requireSame(folder);
        SharedRun.RequireSameProgram(RunFolder.ReadRecord(folder), folder, shell.Plugins);
        RunFolders.RequireSameData(folder, data);
        RunFolders.TellOfOtherMachine(folder, shell);
    }

    /// <summary>Does what is asked for.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="interrupted">Ends it soon.</param>
    /// <param name="announce">Says what will be done.</param>
    /// <param name="conclude">Concludes; it is given the folder, what was found, and what is missing, or null.</param>
    /// <returns>The exit code.</returns>
    public int Do(IReadOnlyList<string> args, CancellationToken interrupted, Action announce, Func<RunFolder, IReadOnlyList<TResult>, string?, int> conclude)
    {
        list.Keep(folder);
        if (share.Part is not { } part)
        {
            return Conclude(conclude);
        }

        if (share.Crew is { } crew)
        {
            return DoDealt(crew, part, args, interrupted, announce, conclude);
        }

        if (IsConcluded)
        {
            // Whoever asks again is answered as by one process: with what failed, the exit code and the file of --json.
            Say($"All {Show.Count(list.States.Count, "run")} of {folder} are done, and concluded.");
            return Conclude(conclude);
        }

        JobState[] mine = [.. list.States.Where((_, job) => part.Has(job))];
        announce();
        Say($"part {part.Number} of {part.Of}: {Show.Count(mine.Length, "run")}{Conclusion.Kept(mine)}");
        Work(part, args, mine, part.Deal(list.States.Count), mine.Count(state => !state.Ended), interrupted);
        bool stopped = mine.Any(state => !state.Ended), concludes = list.States.All(state => state.Ended) && !IsConcluded;
        if (!concludes)
        {
            Conclusion.TellFailures(shell.Error.Writer, mine);          // else they are told with those of the others
        }

        if (stopped)
        {
            shell.Error.Writer.WriteLine($"apical: part {part} is interrupted; everything done until then is kept in {folder}. "
                + $"Go on with: {resume} --part {part}");
            return ExitCode.Stopped;
        }

        if (list.States.All(state => state.Ended))
        {
            return concludes ? Conclude(conclude, CodeOf(mine)) : Concluded(part, CodeOf(mine));
        }

        Say($"Part {part.Number} of {part.Of} is done; {list.States.Count(state => state.Ended)} of {Show.Count(list.States.Count, "run")} are there. "
            + $"The last part to end concludes, or: {GatherCommand.Line(folder)}");
        return CodeOf(mine);
    }

    private static int CodeOf(JobState[] mine) => mine.Any(state => state.Phase == JobPhase.Broken) ? ExitCode.Failed : ExitCode.Done;

    private int DoDealt(
        Crew crew, Part part, IReadOnlyList<string> args, CancellationToken interrupted, Action announce,
        Func<RunFolder, IReadOnlyList<TResult>, string?, int> conclude)
    {
        int left = list.States.Count(state => !state.Ended);
        announce();
        Say($"{crew.Where} share {Show.Count(left, "run")}{Conclusion.Kept(list.States)}");
        crew.Heed(interrupted);
        Work(part, args, list.States, crew.Deal(list.States.Count), crew.ShareOf(left), crew.Stopping);
        crew.Leave();
        bool stopped = crew.Stopping.IsCancellationRequested;
        if (!crew.Leads)
        {
            return stopped ? ExitCode.Stopped : ExitCode.Done;
        }

        list.Gather();
        if (stopped && list.States.Any(state => !state.Ended))
        {
            shell.Error.Writer.WriteLine(
                $"apical: all ranks are interrupted; everything done until then is kept in {folder}. Go on with: {crew.Resume(resume)}");
            return ExitCode.Stopped;
        }

        return Conclude(conclude);
    }

    private void Work(
        Part part, IReadOnlyList<string> args, IReadOnlyList<JobState> mine, Func<int?> deal, int dealt, CancellationToken interrupted)
    {
        using PartsFolder at = SharedParts.Enter(shell, folder, part, args, dealt: share.Crew is not null);
        try
        {
            ProgressView.While(shell, request.Quiet, mine, interrupted,
                () => list.Run(interrupted, deal, dealt));
        }
        catch (Exception error)
        {
            at.Leave(RunStatus.Failed, shell.Time.GetUtcNow(), Problem.Line(error));
            if (error is DiskException)
            {
                throw Unfinished.Kept(error, folder, $"go on with: {share.Crew?.Resume(resume) ?? $"{resume} --part {part}"}");
            }

            throw;
        }

        bool stopped = share.Crew is null ? mine.Any(state => !state.Ended) : interrupted.IsCancellationRequested;
        at.Leave(stopped ? RunStatus.Interrupted : RunStatus.Finished, shell.Time.GetUtcNow());
    }

    /// <param name="conclude">Concludes.</param>
    /// <param name="unless">The exit code where another part does.</param>
    private int Conclude(Func<RunFolder, IReadOnlyList<TResult>, string?, int> conclude, int unless = ExitCode.Done)
    {
        IReadOnlyList<(PartNote, bool)> parts = SharedParts.Look(folder);
        IReadOnlyList<TResult> results = list.Gather();
        int[] missing = [.. Enumerable.Range(0, list.States.Count).Where(job => !list.States[job].Ended)];
        string? told = missing.Length == 0 ? null : $"{missing.Length} of {Show.Count(list.States.Count, "run")} are missing";
        RunFolder run;
        try
        {
            run = RunFolder.Gather(folder, () => list.Measured, shell.Time);
        }
        catch (IOException error) when (share.Part is not null && MetricsFile.IsTaken(error))
        {
            return Concluded(share.Part, unless);
        }

        int code;
        using (run)
        {
            code = conclude(run, results, told);
        }

        if (told is null)
        {
            return code;
        }

        SharedParts.TellMissing(shell, told, folder, parts, [.. missing.Select(job => (
            $"{list.States[job].Group} run {list.States[job].Run}", (Func<int, int>)(of => Part.OwnerOf(job, of))))], resume);
        return ExitCode.Stopped;
    }

    private int Concluded(Part part, int code)
    {
        Say($"Part {part.Number} of {part.Of} is done, and another part concludes.");
        return code;
    }

    private void Say(string line)
    {
        if (request.PrintsWords)
        {
            shell.Output.Writer.WriteLine(line);
        }
    }
}
