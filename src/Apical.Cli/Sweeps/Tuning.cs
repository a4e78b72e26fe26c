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
internal sealed class Tuning
{
    private const string FolderName = "tuning";

    private readonly Shell _shell;
    private readonly RunRequest _request;
    private readonly SweepSettings _settings;
    private readonly IReadOnlyList<SweepPoint> _asked;
    private readonly LoadedData _data = new();
    private readonly Sweep _sweep;
    private Action<IReadOnlyList<MetricRow>> _write = _ => { };

    /// <summary>Loads the data, and builds each learner once to see that its settings fit.</summary>
    /// <param name="shell">Where to say what is found.</param>
    /// <param name="request">How it is run.</param>
    /// <param name="options">Read settings.</param>
    /// <param name="settings">The sweep.</param>
    /// <exception cref="UsageException">They do not.</exception>
    /// <exception cref="Apical.Data.DatasetException">Files are missing or damaged.</exception>
    public Tuning(Shell shell, RunRequest request, RecipeOptions options, SweepSettings settings)
    {
        (_shell, _request, _settings, _asked) = (shell, request, settings, settings.Points(options));
        _sweep = Preparation.Try(() => new Sweep(_asked, settings.Runs, settings.By, _data)
        {
            Threads = request.Threads,
            Halving = settings.Halving,
            Write = rows => _write(rows),
        });
    }

    /// <summary>How rates are tuned, for the settings of the comparison.</summary>
    public JsonObject Told => new()
    {
        ["rates"] = new JsonArray([.. Rates.Select(rate => (JsonNode)rate)]),
        ["runs"] = _settings.Runs,
        ["halving"] = _settings.Halving?.Factor,
        ["validation"] = _settings.Common.Data.Validation,
        ["select"] = _settings.By.Name,
    };

    private IReadOnlyList<string> Rates => _settings.Axes.First(axis => axis.Setting == SweepSettings.Rate).Values;

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

    /// <summary>Does what is left of the sweep.</summary>
    /// <param name="comparison">The comparison's folder.</param>
    /// <param name="args">The command line.</param>
    /// <param name="interrupted">Ends it soon.</param>
    /// <returns>
    /// What is best of each rule, as it was asked for; null when it was interrupted, or no rate will do for a rule, and then why. And what was found, for
    /// programs and the page.
    /// </returns>
    public (IReadOnlyList<Recipe>? Recipes, string? Failure, JsonObject Found) Run(
        RunFolder comparison, IReadOnlyList<string> args, CancellationToken interrupted)
    {
        string path = Path.Combine(comparison.FolderPath, FolderName);
        string? existing = File.Exists(Path.Combine(path, RunFolder.RecordName)) ? path : null;
        JsonObject recorded = _settings.ToJson(_request.Threads);
        if (existing is not null)
        {
            RunSettings.RequireSame(existing, recorded, Recorded(comparison.FolderPath).ToJson(_request.Threads));
        }

        RunFolders.RequireSameData(existing, _data.Records);
        using RunFolder folder = RunFolders.Open(
            _sweep, existing,
            () => RunFolders.Create(_request with { Out = path }, args, FolderName, RunFolders.Describe(
                _request with { Probes = [] }, args, recorded, _settings.Common.Seed, _shell, _data.Skipped, startedFrom: []), _shell),
            recorded, _shell);
        _write = rows => folder.Append(rows);
        folder.NoteData(_data.Records);
        Announce();
        IReadOnlyList<SweepResult> results = ProgressView.While(_shell, _request.Quiet, _sweep.States, interrupted, () => _sweep.Run(interrupted));
        JsonObject found = SweepOutput.Summary(_settings, results, []);
        found.Remove("compare");
        if (interrupted.IsCancellationRequested && _sweep.States.Any(state => !state.Ended))
        {
            folder.Interrupt("stopped by Ctrl-C or a request to end", found);
            return (null, null, found);
        }

        folder.Finish(found);
        ReportPage.Write([path], Path.Combine(path, RunFolder.ReportName), problem => _shell.Error.Writer.WriteLine($"apical: {Problem.Line(problem)}"));
        IReadOnlyList<SweepResult> best = SweepResult.BestOfEach(results, _settings.Rules);
        string[] without = [.. _settings.Rules.Except(best.Select(result => result.Point.Recipe.Rule.Text))];
        if (without.Length > 0)
        {
            return (null, $"every run of {string.Join(", ", without)} failed at each of the rates {string.Join(", ", Rates)}: "
                + "give others with --tune-rates, or leave the rule out.", found);
        }

        if (_request.PrintsTable)
        {
            Write(best);
        }

        return ([.. best.Select(result => _asked.First(point => point.Name == result.Point.Name).Recipe)], null, found);
    }

    private void Announce()
    {
        if (!_request.PrintsWords)
        {
            return;
        }

        TextWriter output = _shell.Output.Writer;
        output.WriteLine($"tuning: {Show.Count(Rates.Count, "rate")} for each of {Show.Count(_settings.Rules.Count, "rule")}, "
            + $"{Show.Count(_settings.Runs, "run")} each{Conclusion.Kept(_sweep.States)}");
        output.WriteLine($"chosen by {_settings.By.Name} on {_settings.Common.Data.Validation} training samples held out; test samples play no part in it");
        if (_settings.Halving is { } halving)
        {
            output.WriteLine(SweepOutput.Told(halving, _sweep));
        }

        output.WriteLine();
    }

    private void Write(IReadOnlyList<SweepResult> best)
    {
        Table table = Tables.New().AddColumn(Tables.Whole("rule")).AddColumn(Tables.Numbers("rate"));
        table.AddColumn(Tables.Numbers(_settings.By.IsAccuracy ? "validation\naccuracy (%)" : "validation\nloss"));
        double[] numbers = [.. Rates.Select(Values.Number).OfType<double>()];
        bool IsAtEdge(SweepResult result) =>
            numbers.Length > 1 && result.Point.Recipe.LearningRate is { } rate && (rate == numbers.Min() || rate == numbers.Max());
        foreach (SweepResult result in best)
        {
            string value = Show.Spread(result.Value, _settings.By.IsAccuracy ? Show.Percent : Show.Loss);
            table.AddRow(Tables.Name(result.Point.Recipe.Rule.Text), $"{ValueOf(result)}{(IsAtEdge(result) ? " *" : "  ")}", value);
        }

        Tables.Write(_shell, table);
        if (best.Any(IsAtEdge))
        {
            _shell.Output.Writer.WriteLine(" * at the edge of the rates that were tried: beyond it there may be a better one (--tune-rates)");
        }

        _shell.Output.Writer.WriteLine();
    }

    private static string ValueOf(SweepResult result) => Tables.Name(result.Point.Values.First(value => value.Setting == SweepSettings.Rate).Value);
}
