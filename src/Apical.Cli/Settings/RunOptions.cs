using System.CommandLine;
using System.Globalization;
using Apical.Cli.Help;
using Apical.Cluster;
using Apical.Probes;
using Apical.Specs;

namespace Apical.Cli.Settings;

/// <summary>The options that do not change what is learned: threads, measurements, where results go.</summary>
/// <param name="measures">Whether there are options for measurements and for the models that are kept.</param>
/// <param name="outHelp">What <c>--out</c> is.</param>
internal sealed class RunOptions(bool measures = true, string outHelp = "folder of the run, new or empty")
{
    /// <summary>Name of the option for event files.</summary>
    public const string TensorBoardName = "--tensorboard";

    /// <summary>What is said where it was given, and nothing is trained any more.</summary>
    public const string NothingForTensorBoard = $"Event files ({TensorBoardName}) are written while it trains: there are none now.";

    private const string Measuring = "Measuring";
    private const string Results = "Results";
    private const string DefaultProbes = "signals";
    private const int DefaultProbeSamples = 200;

    private readonly HelpedOption<IReadOnlyList<string>> _probes = new(
        Measuring, "--probes", "LIST", $"what to measure beside performance: "
            + $"{string.Join(", ", ProbeCatalog.All.Select(probe => $"{probe.Name} ({probe.Summary})"))}; all or none", DefaultProbes, ParseProbes);

    private readonly HelpedOption<int> _probeSamples = new(Measuring, "--probe-samples", "N", "test samples that probes look at", Show(DefaultProbeSamples),
        Values.Whole(1));
    private readonly HelpedOption<int> _sample = new(
        Measuring, "--show-sample", "N", "the test sample whose feature maps, spikes or voltages the page shows, where there are any", "1", Values.Whole(1));
    private readonly HelpedOption<int> _threads = new("Learning", "--threads", "N", "threads; results do not depend on it",
        $"one per processor, here {Show(Environment.ProcessorCount)}; ranks share them", Values.Threads);
    private readonly HelpedOption<string> _out = new(Results, "--out", "DIR", outHelp, "runs/DATE-TIME-COMMAND-DATA", Values.Path);
    private readonly HelpedOption<string> _json = new(Results, "--json", "FILE",
        "write the result for a program; '-' is the standard output, which then has nothing else", null, Values.Path);
    private readonly HelpedOption<KeptModel?> _keep = new(Results, "--keep", "WHICH",
        "weights to keep as a model: those after the last epoch, after the best one (by validation accuracy, without --validation by test accuracy, "
            + "without classes by the loss), both (the best in a file with -best in its name), or none", "last",
        Values.OneOf<KeptModel?>("choice", ("last", KeptModel.Last), ("best", KeptModel.Best), ("both", KeptModel.Both), ("none", KeptModel.None)));

    private readonly HelpedOption<string> _tensorBoard = new(Results, TensorBoardName, "DIR",
        "write event files for TensorBoard into DIR (without DIR: runs/tensorboard), a folder for each run: curves of all that is measured, histograms of "
            + "weights, feedback and signals", "none", EventsFolder, bare: "runs/tensorboard");

    private readonly HelpedFlag _quiet = new(Results, "--quiet", "print only the result: the table, or with --json not even that");

    private static string[] Known => [.. ProbeCatalog.All.Select(probe => probe.Name)];

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        Option[] measuring = measures ? [_probes, _probeSamples, _sample, _keep] : [];
        foreach (Option option in (Option[])[_threads, .. measuring, _tensorBoard, _out, _json, _quiet])
        {
            command.Add(option);
        }
    }

    /// <summary>What was asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="shell">Tells whether this process is one of several ranks, which share the cores.</param>
    /// <param name="config">Has what is not asked for, or null.</param>
    public RunRequest Read(ParseResult parsed, Shell shell, RunConfig? config = null) => new(
        parsed.Or(_threads, Launcher.CoresOf(shell.Variable, Environment.ProcessorCount)),
        (measures ? parsed.GetValue(_probes) ?? config?.Probes : []) ?? ParseProbes(DefaultProbes),
        parsed.Or(_probeSamples, config?.ProbeSamples ?? DefaultProbeSamples),
        parsed.Or(_sample, 1),
        parsed.GetValue(_out), parsed.GetValue(_json), parsed.GetValue(_quiet),
        (measures ? parsed.GetValue(_keep) ?? config?.Keep : null) ?? KeptModel.Last)
    {
        TensorBoard = parsed.GetValue(_tensorBoard),
    };

    private static IReadOnlyList<string> ParseProbes(string text)
    {
        switch (text)
        {
            case "all": return Known;
            case "none": return [];
            default: break;
        }

        string[] names = [.. text.Split(',', StringSplitOptions.TrimEntries).Distinct()];
        foreach (string name in names.Except(Known))
        {
            throw new ArgumentException(name is "all" or "none" ? $"'{name}' stands alone, not in a list."
                : Unknown.Message("probe", name, [.. Known, "all", "none"]));
        }

        return names;
    }

    private static string EventsFolder(string text) => !File.Exists(Values.Path(text)) ? text
        : throw new ArgumentException($"'{text}' is a file; give a folder, in which a folder for each run is made.");

    private static string Show(int number) => number.ToString(CultureInfo.InvariantCulture);
}
