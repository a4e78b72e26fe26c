using System.CommandLine;
using System.Globalization;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Parts;
using Apical.Cli.Settings;
using Apical.Cluster;
using Apical.Papers;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Reproduce;

/// <summary><c>apical reproduce</c>: does the experiments of the papers and compares with what they say.</summary>
internal sealed class ReproduceCommand
{
    private const string What = "What";
    private const string How = "How";
    private const string ResultGroup = "Results";

    private readonly Shell _shell;
    private readonly IReadOnlyList<string> _args;

    private readonly Argument<string[]> _ids = new("ID")
    {
        Description = "an experiment such as lillicrap2016/s6, or a paper for all of its experiments (see --list)",
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "ID",
    };

    private readonly HelpedFlag _list = new(What, "--list", "list the experiments: what they show, what data they need, how long they take");
    private readonly HelpedFlag _all = new(What, "--all", "every experiment");
    private readonly HelpedFlag _settings = new(What, "--settings", "list the settings of an experiment that --set knows, with their values at both scales");
    private readonly HelpedList _set = new(
        How, "--set", "NAME=VALUE", "another value for a setting of the one experiment (see --settings): what comes out is marked, and no claim is judged; "
            + "may be given several times");

    private readonly HelpedOption<Scale?> _scale = new(
        How, "--scale", "SCALE", "quick (less data, fewer runs and epochs) or paper (the paper's own parameters)", "quick",
        Values.OneOf<Scale?>("scale", ("quick", Scale.Quick), ("paper", Scale.Paper)));

    private readonly HelpedOption<int?> _runs = new(
        How, "--runs", "N", "replicates of each condition at most; more can be added later to the same --out", "as many as the experiment has",
        text => Values.Whole(1)(text));

    private readonly HelpedOption<string> _dataDir = new(
        How, "--data-dir", "DIR", "folder with the data sets, or with the files of the one that is needed", "where 'apical data get' puts them", Values.Path);
    private readonly HelpedOption<ulong?> _seed = new(How, "--seed", "N", "same seed, same numbers", "1", text => Values.Seed(text));
    private readonly HelpedOption<int> _threads = new(
        How, "--threads", "N", "threads; results do not depend on it",
        $"one per processor, here {Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)}; ranks share them", Values.Threads);

    private readonly HelpedOption<string> _out = new(
        ResultGroup, "--out", "DIR", "folder of the results; one that an interrupted run left is continued", "runs/DATE-TIME-reproduce-ID", Values.Path);
    private readonly HelpedOption<string> _json = new(
        ResultGroup, "--json", "FILE", "write the claims for a program; '-' is the standard output, which then has nothing else", null, Values.Path);
    private readonly HelpedFlag _strict = new(ResultGroup, "--strict", "exit with 3 when a claim does not hold");
    private readonly HelpedFlag _quiet = new(ResultGroup, "--quiet", "print only the claims, or with --json not even them");

    private readonly HelpedOption<Part> _part = Share.Option();
    private readonly Share _share;

    private ReproduceCommand(Shell shell, IReadOnlyList<string> args, Share share) => (_shell, _args, _share) = (shell, Share.WithoutPart(args), share);

    /// <summary>The command.</summary>
    public static Command Create(Shell shell, IReadOnlyList<string> args) => Create(shell, args, Share.Whole);

    /// <summary>The command, doing only a share of its work.</summary>
    public static Command Create(Shell shell, IReadOnlyList<string> args, Share share)
    {
        var reproduce = new ReproduceCommand(shell, args, share);
        var command = new HelpedCommand(
            "reproduce", "Does the figures, tables and theorems of the papers again, and says for each of their claims whether it was found.")
        {
            Examples =
            [
                ("apical reproduce --list", "what there is"),
                ("apical reproduce lillicrap2016/s7", "one experiment: exclusive or with two and 25 hidden units"),
                ("apical reproduce lillicrap2016/s7 --settings", "its settings by name"),
                ("apical reproduce lillicrap2016/s7 --set runs=5 --set hidden-units=relu", "with other settings than the paper's"),
                ("apical reproduce song2021 --scale paper", "all of a paper, with its own parameters"),
                ("apical reproduce --all --out runs/all --json claims.json", "everything; the same line again goes on after an interruption"),
                ("apical reproduce --all --out runs/all --part 1/8", "an eighth of it; others do 2/8 to 8/8 in the same folder"),
            ],
        };
        command.Add(reproduce._ids);
        foreach (Option option in new Option[]
        {
            reproduce._list, reproduce._settings, reproduce._all, reproduce._scale, reproduce._set,
            reproduce._runs, reproduce._dataDir, reproduce._seed, reproduce._threads,
            reproduce._out, reproduce._json, reproduce._strict, reproduce._quiet, reproduce._part,
        })
        {
            command.Add(option);
        }

        command.SetAction(reproduce.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string[] ids = parsed.GetValue(_ids) ?? [];
        bool all = parsed.GetValue(_all), list = parsed.GetValue(_list);
        if (ids.Length == 0 && !all && !list)
        {
            throw new UsageException("say what to reproduce: an experiment such as lillicrap2016/s7, a paper such as song2021, or --all. "
                + "'apical reproduce --list' lists the experiments.");
        }

        if (ids.Length > 0 && all)
        {
            throw new UsageException("--all is every experiment: give no names with it.");
        }

        IReadOnlyList<Experiment> experiments = ids.Length == 0 ? ExperimentCatalog.All
            : Preparation.Try(() => (IReadOnlyList<Experiment>)[.. ids.SelectMany(id => ExperimentCatalog.Find(id)).Distinct()]);
        string[] given = parsed.GetValue(_set) ?? [];
        if (given.Length > 0 && experiments.Count != 1)
        {
            throw new UsageException($"--set goes with one experiment, and here are {experiments.Count}: name one, such as {experiments[0].Id}.");
        }

        SettingValues values;
        try
        {
            values = given.Length > 0 ? SettingKey.Read(experiments[0], given) : SettingValues.None;
        }
        catch (ArgumentException error)
        {
            throw new UsageException($"--set: {Problem.Line(error)}");
        }

        var setup = new Setup
        {
            Values = values,
            Scale = parsed.GetValue(_scale) ?? Scale.Quick,
            Seed = parsed.GetValue(_seed) ?? 1,
            Runs = parsed.GetValue(_runs),
            DataDir = parsed.GetValue(_dataDir),
        };
        var request = new ReproduceRequest(
            experiments, all || experiments.Count > 1, setup, parsed.Or(_threads, Launcher.CoresOf(_shell.Variable, Environment.ProcessorCount)),
            parsed.GetValue(_out), parsed.GetValue(_json), parsed.GetValue(_quiet), parsed.GetValue(_strict));
        Preparation.RequireFolderOf(request.Json);
        if (parsed.GetValue(_settings) || list)
        {
            return list ? List(request) : ListSettings(request);
        }

        return _share.Asked(parsed, _part, _shell).Do(_shell, (share, shell) =>
        {
            share.Require(request.Out, obstacle: null);
            RunPlace.RequireNoFile(request.Out ?? "");
            return new Reproducing(shell, _args, request with { Share = share }).Run();
        });
    }

    private int ListSettings(ReproduceRequest request)
    {
        if (request.PrintsTables)
        {
            ExperimentSettings.Write(_shell, request.Experiments);
        }

        JsonOutput.Write(_shell, request.Json, () => ExperimentSettings.Json(request.Experiments).ToJsonString(JsonOutput.Readable));
        return ExitCode.Done;
    }

    private int List(ReproduceRequest request)
    {
        if (request.PrintsTables)
        {
            ExperimentList.Write(_shell, request.Experiments, request.Setup);
        }

        JsonOutput.Write(_shell, request.Json, () => ExperimentList.Json(request.Experiments, request.Setup).ToJsonString(JsonOutput.Readable));
        return ExitCode.Done;
    }
}
