using System.Text.Json.Nodes;
using Apical.Cli.Parts;
using Apical.Cli.Progress;
using Apical.Cli.Settings;
using Apical.Report;
using Apical.Runs;
using Apical.Training;
using Spectre.Console;

namespace Apical.Cli.Output;

/// <summary>The end of a run: marks the folder, writes report and JSON, prints the table, where things are, and what to do next.</summary>
internal sealed class Conclusion(Shell shell, RunRequest request, RunFolder folder, JsonObject settings)
{
    private const int Margin = 14;                      // of what stands beside the names of places
    private const int Narrow = 4;                       // of what stands below them, being too long for that

    /// <summary>How to go on after an interruption.</summary>
    public required string Resume { get; init; }

    /// <summary>How the rates of a comparison were tuned; null where they were not.</summary>
    public JsonObject? Tuning { get; init; }

    /// <summary>What is missing of a run that is gathered before all of its parts have ended; null where nothing is.</summary>
    public string? Missing { get; init; }

    /// <summary>Why no run could be begun; null where they could.</summary>
    public string? Failure { get; init; }

    /// <summary>Tells where a run stopped before its last epoch; null where it did not.</summary>
    /// <value>Default: nothing is told.</value>
    public Func<string?> Stopped { get; init; } = () => null;

    /// <summary>How many of the runs an earlier sitting has done, to append to what is announced; empty for none.</summary>
    public static string Kept(IReadOnlyList<JobState> states) =>
        states.Count(state => state.Kept) is > 0 and var kept ? $"; {Show.Count(kept, "run")} done already" : "";

    /// <summary>Notes in the folder what the run learns from.</summary>
    /// <param name="data">What was loaded.</param>
    public void Note(IReadOnlyList<DataRecord> data) => Unfinished.While(folder, Resume, () =>
    {
        folder.NoteData(data);
        return data;
    });

    /// <summary>Does jobs, and shows how they go. An error that stops them all marks the folder before it is passed on.</summary>
    /// <param name="states">The jobs.</param>
    /// <param name="interrupted">Tells that they are being stopped.</param>
    /// <param name="work">Does them.</param>
    public T While<T>(IReadOnlyList<JobState> states, CancellationToken interrupted, Func<T> work) =>
        Unfinished.While(folder, Resume, () => ProgressView.While(shell, request.Quiet, states, interrupted, work));

    /// <summary>Concludes; a run that failed counts in the exit code.</summary>
    /// <param name="results">One per rule.</param>
    /// <param name="states">All runs.</param>
    /// <param name="interrupted">Whether it was stopped from outside.</param>
    /// <param name="next">What to do next, line by line.</param>
    /// <returns>The exit code.</returns>
    public int Draw(IReadOnlyList<RuleResult> results, IReadOnlyList<JobState> states, bool interrupted, IReadOnlyList<(string Command, string What)> next)
    {
        int code = Draw(
            ResultJson.Summary(results, Tuning), () => ResultTable.Write(shell, results, states),
            () => ResultJson.Text(settings, results, folder.FolderPath, Tuning),
            states, interrupted, next, states.Count == 1 && results[0].BestEpochs is [var (_, best)] ? BestLine(best) : null);
        return states.Any(state => state.Failed) && code == ExitCode.Done ? ExitCode.Failed : code;
    }

    /// <summary>Concludes; only where every run failed is that a failure.</summary>
    /// <param name="summary">The result for run.json.</param>
    /// <param name="table">Writes it for people.</param>
    /// <param name="json">Makes the text for programs.</param>
    /// <param name="states">All runs.</param>
    /// <param name="interrupted">Whether it was stopped from outside.</param>
    /// <param name="next">What to do next, line by line.</param>
    /// <param name="best">What is to be said of the best epoch, or null.</param>
    /// <returns>The exit code.</returns>
    public int Draw(
        JsonObject summary, Action table, Func<string> json,
        IReadOnlyList<JobState> states, bool interrupted, IReadOnlyList<(string Command, string What)> next, string? best = null)
    {
        bool cutShort = (interrupted || Missing is not null) && states.Any(state => !state.Ended);
        string? failure = Failure ?? (states.All(state => state.Failed) ? $"every run failed: {Reason(states[0])}" : null);
        string report = Path.Combine(folder.FolderPath, RunFolder.ReportName);
        bool marked = false;
        try
        {
            FoundRates.Gather(folder.FolderPath, states);
            Mark(summary, cutShort, failure);
            marked = true;
            if (request.PrintsTable && states.Any(state => state.Phase != JobPhase.Waiting))
            {
                table();
            }

            if (request.PrintsWords)
            {
                TellOfRates(states);
            }

            Complain(states, cutShort, failure);
            JsonOutput.Write(shell, request.Json, json);

            // Last, so that a full disk or a missing file costs the page alone.
            ReportPage.Write([folder.FolderPath], report, problem => shell.Error.Writer.WriteLine($"apical: {Problem.Line(problem)}"));
            if (states.All(state => state.Ended))
            {
                PartsFolder.Remove(folder.FolderPath);  // where it is still there, the conclusion was not brought to its end
            }
        }
        catch (DiskException error)
        {
            throw marked && !cutShort ? Unfinished.Kept(error, null, Again)
                : Unfinished.Kept(error, folder.FolderPath, $"go on with: {Resume}");
        }

        if (request.PrintsWords)
        {
            PrintPlaces(
                report,
                cutShort ? [(Resume, "goes on"), (Report, "draws the page again")] : next,
                cutShort ? null : best);
        }

        return failure is not null ? ExitCode.Failed : cutShort ? ExitCode.Stopped : ExitCode.Done;
    }

    // Of parts, or ranks, the last has it all to do again; the page alone is not all that it owes.
    private string Again => !PartsFolder.IsShared(folder.FolderPath) ? $"the page is drawn by: {Report}"
        : $"the conclusion is drawn by: {GatherCommand.Line(folder.FolderPath)}"
            + (request.Json is { } file and not "-" ? $" --json {CommandWords.Quoted(file)}" : "");

    private string Report => $"apical report {CommandWords.Quoted(folder.FolderPath)}";

    private static string Reason(JobState state) =>
        state.Phase != JobPhase.Diverged ? Problem.Line(state.Failure!)
        : state.Failure!.EndsWith('.') ? state.Failure                 // whole sentences, with advice of their own
        : $"{state.Failure}; try a smaller learning rate (--lr)";

    private void Mark(JsonObject summary, bool cutShort, string? failure)
    {
        if (failure is not null)
        {
            folder.Fail(failure, summary);
        }
        else if (cutShort)
        {
            folder.Interrupt(Missing ?? "stopped by Ctrl-C or another signal", summary);
        }
        else
        {
            folder.Finish(summary);
        }
    }

    /// <summary>What went wrong goes to the stream for complaints, also when quiet.</summary>
    private void Complain(IReadOnlyList<JobState> states, bool cutShort, string? failure)
    {
        TextWriter error = shell.Error.Writer;
        if (failure is null)
        {
            TellFailures(error, states);
        }
        else
        {
            error.WriteLine($"apical: {failure}");
        }

        if (cutShort && Missing is null)
        {
            error.WriteLine($"apical: interrupted; everything done until then is kept in {folder.FolderPath}. Go on with: {Resume}");
        }
    }

    /// <summary>Says which runs failed, and why.</summary>
    /// <param name="error">Where to.</param>
    /// <param name="states">The runs.</param>
    public static void TellFailures(TextWriter error, IReadOnlyList<JobState> states)
    {
        foreach (var group in states.Where(state => state.Failed).GroupBy(Reason))
        {
            error.WriteLine($"apical: failed: {string.Join(", ", group.Select(state => $"{state.Group} run {state.Run}"))}: {group.Key}");
        }
    }

    private string BestLine(BestEpoch best)
    {
        bool classes = best.By is MetricNames.ValidationAccuracy or MetricNames.TestAccuracy;
        string Value(string accuracy, string loss) => classes ? $"{Show.Percent(best.Of(accuracy))} %" : Show.Loss(best.Of(loss));
        string value = best.OnTest ? $"{Value(MetricNames.TestAccuracy, MetricNames.TestLoss)} (chosen on test samples: --validation N holds others out)"
            : $"{Value(MetricNames.ValidationAccuracy, MetricNames.ValidationLoss)}, on test samples {Value(MetricNames.TestAccuracy, MetricNames.TestLoss)}";
        string file = request.Keep switch
        {
            KeptModel.Best => $"; {RunFolder.ModelName} has its weights",
            KeptModel.Both => $"; {RunFolder.BestModelName} has its weights",
            _ => "",
        };
        return $"{best.Epoch} by {best.Decided}: {value}{file}";
    }

    private void TellOfRates(IReadOnlyList<JobState> states)
    {
        string[] idle = [.. from state in states
                            where state.Phase == JobPhase.Done && Idle.Is(state.Of(MetricNames.TestNormalisedSquaredError))
                            select $"{state.Group} run {state.Run}"];
        string[] lines = [.. new[]
        {
            FoundRates.Line(folder),
            request.TensorBoard is not null && states.All(state => state.Kept) ? RunOptions.NothingForTensorBoard : null,
            idle.Length == 0 ? null : $"Learned nothing: {string.Join(", ", idle)}. The answers are no better than always the mean of the targets; "
                + "another rate (--lr), activation or network may do ('apical rules NAME').",
        }.OfType<string>()];
        if (lines.Length > 0)
        {
            shell.Output.Writer.WriteLine();
            Array.ForEach(lines, shell.Output.Writer.WriteLine);
        }
    }

    private void PrintPlaces(string report, IReadOnlyList<(string Command, string What)> next, string? best)
    {
        IAnsiConsole console = shell.OutputConsole();
        console.WriteLine();
        Place("Run folder", folder.FolderPath);
        Place("Report page", report);
        if (Stopped() is { } stopped)
        {
            Tell("Stopped", room => WrappingWriter.Lines(stopped, room));
        }

        if (best is not null)
        {
            Tell("Best epoch", room => WrappingWriter.Lines(best, room));
        }

        foreach (var (i, (line, what)) in next.Index())
        {
            string command = shell.Typed(line);

            // A comment of the shell, so that a line that is copied whole is the command.
            string both = $"{command}  # {what}";
            Tell(i == 0 ? "Next" : "", room => both.Length <= room ? [both]
                : [.. CommandWords.Lines(command, room), .. WrappingWriter.Lines(what, room - 2).Select(text => $"# {text}")]);
        }

        void Place(string name, string path) => Tell(name, _ => [path], console.Profile.Capabilities.Links ? path : null);

        void Tell(string name, Func<int, IEnumerable<string>> text, string? link = null)
        {
            int width = shell.Output.IsTerminal ? shell.Output.Width : int.MaxValue;
            int margin = text(width - Margin).Any(line => line.Length > width - Margin) ? Narrow : Margin;
            if (margin == Narrow && name.Length > 0)
            {
                console.MarkupLine($"  [grey]{name}[/]");
                name = "";
            }

            foreach (var (n, line) in text(width - margin).Index())
            {
                // Written in pieces: a path must not be wrapped, or it cannot be opened or copied.
                console.Write(new Markup($"  [grey]{(n == 0 ? name : "").PadRight(margin - 2)}[/]"));
                console.Profile.Out.Writer.WriteLine(link is null ? line : $"\e]8;;{new Uri(Path.GetFullPath(link)).AbsoluteUri}\e\\{line}\e]8;;\e\\");
            }
        }
    }
}
