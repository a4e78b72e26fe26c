using System.Text.Json.Nodes;
using Apical.Cli.Output;
using Apical.Cli.Progress;
using Apical.Cli.Settings;
using Apical.Report;
using Apical.Runs;
using Apical.Training;
using Spectre.Console;

namespace Apical.Cli.Sweeps;

/// <summary>
/// Finds the rate of each rule before a comparison: a sweep over rules and rates, in a folder of its own within the comparison's, judged on samples held out
/// of training.
/// </summary>
/// <param name="shell">Where to say what is found.</param>
/// <param name="request">How it is run.</param>
/// <param name="options">Read settings.</param>
/// <param name="settings">The sweep.</param>
internal sealed class Tuning(Shell shell, RunRequest request, RecipeOptions options, SweepSettings settings)
{
    private const string FolderName = "tuning";

    private readonly LoadedData _data = new();
    private Sweep? _sweep;
    private RunFolder? _folder;

    /// <summary>How rates are tuned, for the settings of the comparison.</summary>
    public JsonObject Told => new()
    {
        ["rates"] = new JsonArray([.. Rates.Select(rate => (JsonNode)rate)]),
        ["runs"] = settings.Runs,
        ["halving"] = settings.Halving?.Factor,
        ["validation"] = settings.Common.Data.Validation,
        ["select"] = settings.By.Name,
    };

    /// <summary>What was found, for programs and the page; null before.</summary>
    public JsonObject? Found { get; private set; }

    private IReadOnlyList<string> Rates => settings.Axes.First(axis => axis.Setting == SweepSettings.Rate).Values;

    /// <summary>The sweep of a comparison that was begun.</summary>
    /// <param name="folder">The comparison's.</param>
    /// <exception cref="IOException">It is not there, or damaged.</exception>
    public static SweepSettings Recorded(string folder)
    {
        string path = Path.Combine(folder, FolderName);
        return (File.Exists(Path.Combine(path, RunFolder.RecordName)) ? SweepSettings.FromJson(RunFolder.ReadRecord(path).Description.Settings) : null)
            ?? throw new IOException($"The comparison in '{folder}' was stopped before its rates were tuned: '{path}' is not there. "
                + "Give the line that began it again, with the same --out.");
    }

    /// <summary>Loads the data, and builds each learner once to see that its settings fit.</summary>
    /// <exception cref="UsageException">They do not.</exception>
    /// <exception cref="Apical.Data.DatasetException">Files are missing or damaged.</exception>
    public void Prepare() => _sweep = Preparation.Try(() => new Sweep(settings.Points(options), settings.Runs, settings.By, _data)
    {
        Threads = request.Threads,
        Halving = settings.Halving,
        Write = rows => _folder!.Append(rows),
    });

    /// <summary>Does what is left of the sweep, once it is prepared.</summary>
    /// <param name="comparison">The comparison's folder.</param>
    /// <param name="args">The command line.</param>
    /// <param name="interrupted">Ends it soon.</param>
    /// <returns>What is best of each rule, as it was asked for; null when it was interrupted.</returns>
    /// <exception cref="JobFailedException">No rate will do for a rule; the message says for which.</exception>
    public IReadOnlyList<Recipe>? Run(string comparison, IReadOnlyList<string> args, CancellationToken interrupted)
    {
        string path = Path.Combine(comparison, FolderName);
        string? existing = File.Exists(Path.Combine(path, RunFolder.RecordName)) ? path : null;
        JsonObject recorded = settings.ToJson(request.Threads);
        if (existing is not null)
        {
            RunSettings.RequireSame(existing, recorded, Recorded(comparison).ToJson(request.Threads));
        }

        Sweep sweep = _sweep!;
        RunFolders.RequireSameData(existing, _data.Records);
        using (RunFolder folder = _folder = RunFolders.Open(
            sweep, existing,
            () => RunFolders.Create(
                request with { Out = path, Probes = [] }, args, FolderName, recorded, settings.Common.Seed, shell, _data.Skipped, startedFrom: []),
            recorded, shell))
        {
            folder.NoteData(_data.Records);
            Announce(sweep);
            IReadOnlyList<SweepResult> results = ProgressView.While(shell, request.Quiet, sweep.States, interrupted, () => sweep.Run(interrupted));
            Found = SweepOutput.Summary(settings, results, []);
            Found.Remove("compare");
            if (interrupted.IsCancellationRequested && sweep.States.Any(state => !state.Ended))
            {
                folder.Interrupt("stopped by Ctrl-C or a request to end", Found);
                return null;
            }

            folder.Finish(Found);
            ReportPage.Write([path], Path.Combine(path, RunFolder.ReportName), problem => shell.Error.Writer.WriteLine($"apical: {Problem.Line(problem)}"));
            return Chosen(SweepResult.BestOfEach(results, settings.Rules));
        }
    }

    private IReadOnlyList<Recipe> Chosen(IReadOnlyList<SweepResult> best)
    {
        string[] without = [.. settings.Rules.Except(best.Select(result => result.Point.Recipe.Rule.Text))];
        if (without.Length > 0)
        {
            throw new JobFailedException($"every run of {string.Join(", ", without)} failed at each of the rates {string.Join(", ", Rates)}: "
                + "give others with --tune-rates, or leave the rule out.");
        }

        if (request.PrintsTable)
        {
            Write(best);
        }

        var asked = settings.Points(options).ToDictionary(point => point.Name, point => point.Recipe);
        return [.. best.Select(result => asked[result.Point.Name])];
    }

    private void Announce(Sweep sweep)
    {
        if (!request.PrintsWords)
        {
            return;
        }

        TextWriter output = shell.Output.Writer;
        output.WriteLine($"tuning: {Show.Count(Rates.Count, "rate")} for each of {Show.Count(settings.Rules.Count, "rule")}, "
            + $"{Show.Count(settings.Runs, "run")} each{Conclusion.Kept(sweep.States)}");
        output.WriteLine($"chosen by {settings.By.Name} on {settings.Common.Data.Validation} training samples held out; test samples play no part in it");
        if (settings.Halving is { } halving)
        {
            output.WriteLine(SweepOutput.Told(halving, sweep));
        }

        output.WriteLine();
    }

    private void Write(IReadOnlyList<SweepResult> best)
    {
        Table table = Tables.New().AddColumn(Tables.Whole("rule")).AddColumn(Tables.Numbers("rate"));
        table.AddColumn(Tables.Numbers(settings.By.IsAccuracy ? "validation\naccuracy (%)" : "validation\nloss"));
        double[] numbers = [.. Rates.Select(Values.Number).OfType<double>()];
        bool IsAtEdge(SweepResult result) =>
            numbers.Length > 1 && result.Point.Recipe.LearningRate is { } rate && (rate == numbers.Min() || rate == numbers.Max());
        foreach (SweepResult result in best)
        {
            string value = Show.Spread(result.Value, settings.By.IsAccuracy ? Show.Percent : Show.Loss);
            table.AddRow(Markup.Escape(result.Point.Recipe.Rule.Text), $"{ValueOf(result)}{(IsAtEdge(result) ? " *" : "  ")}", value);
        }

        Tables.Write(shell, table);
        if (best.Any(IsAtEdge))
        {
            shell.Output.Writer.WriteLine(" * at the edge of the rates that were tried: beyond it there may be a better one (--tune-rates)");
        }

        shell.Output.Writer.WriteLine();
    }

    private static string ValueOf(SweepResult result) => Markup.Escape(result.Point.Values.First(value => value.Setting == SweepSettings.Rate).Value);
}
