using System.Text.Json.Nodes;
using Apical.Cli.Settings;
using Apical.Report;
using Apical.Runs;
using Apical.Training;
using Spectre.Console;

namespace Apical.Cli.Output;

/// <summary>The end of a run: marks the folder, writes report and JSON, prints the table, where things are, and what to do next.</summary>
internal sealed class Conclusion(Shell shell, RunRequest request, RunFolder folder, JsonObject settings)
{
    /// <summary>What to do next, line by line.</summary>
    public IReadOnlyList<(string Command, string What)> Next { get; init; } = [];

    /// <summary>How to go on after an interruption; null when that is not possible.</summary>
    public string? Resume { get; init; }

    /// <summary>Concludes.</summary>
    /// <param name="results">One per rule.</param>
    /// <param name="states">All runs.</param>
    /// <param name="interrupted">Whether it was stopped from outside.</param>
    /// <returns>The exit code.</returns>
    public int Draw(IReadOnlyList<RuleResult> results, IReadOnlyList<RunState> states, bool interrupted)
    {
        bool cutShort = interrupted && states.Any(state => !state.Failed && state.End is null or TrainingEnd.Cancelled);
        string? failure = states.All(state => state.Failed) ? $"every run failed: {Reason(states[0])}" : null;
        Mark(ResultJson.Summary(results), cutShort, failure);
        if (request.PrintsTable)
        {
            ResultTable.Write(shell, results, states);
        }

        Complain(states, cutShort, failure);
        JsonOutput.Write(shell, request.Json, () => ResultJson.Text(settings, results, folder.FolderPath));

        // Last, so that a full disk or a missing file costs the page alone.
        string report = Path.Combine(folder.FolderPath, RunFolder.ReportName);
        ReportPage.Write([folder.FolderPath], report);
        if (request.PrintsWords)
        {
            PrintPlaces(report, cutShort);
        }

        return cutShort || failure is not null ? ExitCode.Failed : ExitCode.Done;
    }

    private IReadOnlyList<(string Command, string What)> Afterwards() =>
        [.. Resume is null ? [] : new[] { (Resume, "goes on") }, ($"apical report {folder.FolderPath}", "draws the page again")];

    private static string Reason(RunState state) => state.Failure is { } error ? Problem.Line(error) : "the loss was no longer a number; try a smaller learning rate (--lr).";

    private void Mark(JsonObject summary, bool cutShort, string? failure)
    {
        if (failure is not null)
        {
            folder.Fail(failure, summary);
        }
        else if (cutShort)
        {
            folder.Interrupt("stopped by Ctrl-C or a request to end", summary);
        }
        else
        {
            folder.Finish(summary);
        }
    }

    /// <summary>What went wrong goes to the stream for complaints, also when quiet.</summary>
    private void Complain(IReadOnlyList<RunState> states, bool cutShort, string? failure)
    {
        TextWriter error = shell.Error.Writer;
        foreach (var group in states.Where(state => state.Failed && failure is null).GroupBy(Reason))
        {
            error.WriteLine($"apical: failed: {string.Join(", ", group.Select(state => $"{state.Rule} run {state.Run}"))}: {group.Key}");
        }

        if (failure is not null)
        {
            error.WriteLine($"apical: {failure}");
        }

        if (cutShort)
        {
            error.WriteLine($"apical: interrupted; every finished epoch is kept in {folder.FolderPath}.{(Resume is null ? "" : $" Go on with: {Resume}")}");
        }
    }

    private void PrintPlaces(string report, bool cutShort)
    {
        IAnsiConsole console = shell.OutputConsole();
        console.WriteLine();
        List<(string Name, string Text, bool IsPath)> lines = [("Run folder", folder.FolderPath, true), ("Report page", report, true)];
        lines.AddRange((cutShort ? Afterwards() : Next).Select((next, i) => (i == 0 ? "Next" : "", $"{next.Command}  ({next.What})", false)));
        foreach (var (name, text, isPath) in lines)
        {
            // Written in pieces: a path must not be wrapped, or it cannot be opened or copied.
            console.Write(new Markup($"  [grey]{name,-12}[/]"));
            bool link = isPath && console.Profile.Capabilities.Links;
            console.Profile.Out.Writer.WriteLine(link ? $"\e]8;;{new Uri(Path.GetFullPath(text)).AbsoluteUri}\e\\{text}\e]8;;\e\\" : text);
        }
    }
}
