using System.CommandLine;
using System.Text.Json.Nodes;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Plugins;
using Apical.Cli.Settings;
using Apical.Models;
using Apical.Runs;
using Apical.Specs;
using Apical.Training;

namespace Apical.Cli.Sweeps;

/// <summary><c>apical sweep</c>: trains with several values of one or more settings and says which are best.</summary>
internal sealed class SweepCommand
{
    private const string What = "Sweep";
    private const string DefaultRule = "bp";
    private const int DefaultRuns = 3;

    private static readonly string[] s_metrics = [.. Selection.Metrics.Select(known => known.Name)];

    private readonly Shell _shell;
    private readonly IReadOnlyList<string> _args;
    private readonly RecipeOptions _recipe = new();
    private readonly LoadedData _data = new();
    private readonly RunOptions _run = new(measures: false, "folder of the sweep; one that has the same sweep is continued");

    private readonly HelpedOption<Written<ModelChoice>> _rule = new(What, "--rule", "RULE", RuleList.Help, DefaultRule, RuleList.One);
    private readonly HelpedList _over = new(
        What, "--over", "SETTING=VALUES",
        "a setting, named like its option, and its values: lr=0.01,0.1; lr=1e-4..1:log:9; dropout=0..0.5:lin:6; rule=bp,dfa; "
            + "values that have commas are joined by /; given several times, all combinations");

    private readonly HelpedOption<int> _runs = new(
        What, "--runs", "N", "runs of each combination; run number r has the same start for all", $"{DefaultRuns}", Values.Whole(1));
    private readonly HelpedOption<string> _select = new(
        What, "--select", "METRIC", $"what decides: {string.Join(", ", s_metrics)}",
        "validation-accuracy with --validation, else test-accuracy; without classes the loss",
        Values.OneOf<string>("metric", [.. Selection.Metrics]));

    private readonly HelpedOption<int> _last = new(
        What, "--last", "EPOCHS", "epochs at the end of a run over which it is averaged", "half of them", Values.Whole(1));
    private readonly HelpedOption<string> _resume = new(
        What, "--resume", "DIR", "go on with the sweep in this folder; runs that came to their end are kept", null, x => x);

    private readonly HelpedOption<string> _config = RunConfig.Option();

    private SweepCommand(Shell shell, IReadOnlyList<string> args) => (_shell, _args) = (shell, args);

    /// <summary>The command.</summary>
    public static Command Create(Shell shell, IReadOnlyList<string> args)
    {
        var sweep = new SweepCommand(shell, args);
        var command = new HelpedCommand("sweep", "Trains with several values of one or more settings, several times each, and says which are best.")
        {
            Examples =
            [
                ("apical sweep --rule dfa --over lr=0.01,0.03,0.1,0.3", "learning rates of direct feedback alignment on the built-in digits"),
                ("apical sweep --rule dfa --over lr=1e-4..1:log:9 --over batch=32,64 --out runs/dfa",
                    "rates and batch sizes, all combinations; the same line again goes on after an interruption"),
                ("apical sweep --over rule=bp,fa,dfa --over optimizer=sgd,adam --validation 1000",
                    "rules and optimizers, chosen on samples held out of training"),
                ("apical sweep --over lr=0.1,0.3 --select test-loss --last 3 --json -", "by the mean test loss of the last three epochs; the result as JSON"),
            ],
        };
        foreach (Option option in new Option[] { sweep._over, sweep._rule, sweep._runs, sweep._select, sweep._last, sweep._resume })
        {
            command.Add(option);
        }

        sweep._recipe.AddTo(command);
        sweep._run.AddTo(command);
        command.Add(sweep._config);
        command.SetAction(sweep.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        RunRequest request = _run.Read(parsed);
        Preparation.RequireFolderOf(request.Json);
        string? folder = parsed.GetValue(_resume);
        if (folder is not null)
        {
            RunFolders.RejectOthers(parsed, "--runs", "--data-dir", "--threads", "--json", "--quiet");
            SweepSettings recorded = Recorded(folder);
            Recipe common = _recipe.ApplyOnly(parsed, recorded.Common, "--data-dir");
            return Train(recorded with { Runs = parsed.Or(_runs, recorded.Runs), Common = common }, request, folder);
        }

        SweepSettings settings = Asked(parsed);
        if (request.Existing is { } existing)
        {
            RunSettings.RequireSame(existing, settings.ToJson(0), Recorded(existing).ToJson(0));
        }

        return Train(settings, request, request.Existing);
    }

    private SweepSettings Asked(ParseResult parsed)
    {
        RunConfig? config = RunConfig.Read(parsed, _config);
        SweepSettings? earlier = config is { IsSweep: true } ? Recorded(config.Description, config.Path) : null;
        config = (earlier is null ? config : config! with { Recipes = [earlier.Common] })?.RequireRecipes();
        if (!parsed.Gives(_over) && earlier is null)
        {
            throw new UsageException("say what to sweep: --over lr=0.01,0.03,0.1 for example, or --resume DIR to go on. 'apical sweep --help' tells more.");
        }

        string[] known = [SweepSettings.Rule, .. _recipe.Names.Select(name => name[2..])];
        SweepAxis[] axes = parsed.Gives(_over) ? [.. parsed.GetValue(_over)!.Select(text => SweepAxis.Parse(text, known))] : [.. earlier!.Axes];
        foreach (SweepAxis axis in axes)
        {
            bool given = axis.Setting == SweepSettings.Rule ? parsed.Gives(_rule) : _recipe.Given(parsed).Any(option => option.Name == $"--{axis.Setting}");
            if (given || axes.Count(other => other.Setting == axis.Setting) > 1)
            {
                string where = given ? $"by itself and in --over {axis.Setting}" : "in two --over";
                throw new UsageException($"--{axis.Setting} is there twice: {where}. Give it once.");
            }
        }

        // The rate may be given rule by rule, and then is a matter of the combination.
        SweepAxis? rules = axes.FirstOrDefault(axis => axis.Setting == SweepSettings.Rule);
        if (rules is not null && _recipe.Given(parsed).Any(option => option.Name == "--lr"))
        {
            throw new UsageException("--lr with --over rule would be one rate for all rules: sweep it as well (--over lr=…), or leave it to each rule.");
        }

        Recipe common = _recipe.Recipes(
            parsed, [parsed.GetValue(_rule) ?? (rules is null ? config?.Rule : config?.Recipes[0].Rule) ?? DefaultRule], config,
            axes.Select(axis => $"--{axis.Setting}"))[0];
        if (rules is not null && config is not null && earlier is null)
        {
            common = common with { LearningRate = null, FeedbackLearningRate = null, FeedbackOptimizer = null, WeightDecay = null, BatchNorm = null };
        }

        string select = parsed.GetValue(_select) ?? earlier?.By.Metric ?? Decider(common, axes);
        return new(
            common, axes, parsed.Or(_runs, earlier?.Runs ?? config?.Runs ?? DefaultRuns),
            new Selection(select, parsed.Gives(_last) ? parsed.GetValue(_last) : earlier?.By.Last));
    }

    private string Decider(Recipe common, IReadOnlyList<SweepAxis> axes)
    {
        bool validation = common.Data.Validation > 0 && axes.All(axis => axis.Setting != "validation");
        bool classes = _data.Of(common).Test.Classes > 0;
        return validation ? (classes ? MetricNames.ValidationAccuracy : MetricNames.ValidationLoss) : classes ? MetricNames.TestAccuracy : MetricNames.TestLoss;
    }

    private int Train(SweepSettings settings, RunRequest request, string? existing)
    {
        CancellationToken interrupted = _shell.CatchInterrupts();
        RunFolder? folder = null;
        Sweep sweep = Preparation.Try(() => new Sweep(settings.Points(_recipe), settings.Runs, settings.By, _data)
        {
            Threads = request.Threads,
            Write = rows => folder!.Append(rows),
            FoundRate = (state, test) => FoundRates.Note(folder!, state, test),
        });
        RunFolders.RequireSameData(existing, _data.Records);
        JsonObject recorded = settings.ToJson(request.Threads);
        using (folder = RunFolders.Open(
            sweep, existing,
            () => RunFolders.Create(
                request, _args, $"{settings.Common.Data.Set}-{settings.Common.Rule}", recorded, settings.Common.Seed, _shell, _data.Skipped,
                startedFrom: []),
            recorded, _shell))
        {
            folder.NoteData(_data.Records);
            Preparation.TellSkipped(_shell, _data.Skipped);
            Announce(settings, request, sweep);
            var conclusion = new Conclusion(_shell, request, folder, recorded) { Resume = $"apical sweep --resume {folder.FolderPath}" };
            IReadOnlyList<SweepResult> results = conclusion.While(sweep.States, interrupted, () => sweep.Run(interrupted));
            return conclusion.Draw(
                SweepOutput.Summary(settings, results), () => SweepOutput.Write(_shell, settings, results),
                () => SweepOutput.Text(recorded, settings, results, folder.FolderPath),
                sweep.States, interrupted.IsCancellationRequested, Next(settings, results[0]));
        }
    }

    private void Announce(SweepSettings settings, RunRequest request, Sweep sweep)
    {
        if (!request.PrintsWords)
        {
            return;
        }

        TextWriter output = _shell.Output.Writer;
        string swept = string.Join(", ", settings.Axes.Select(axis => axis.Setting)), runs = Show.Count(settings.Runs, "run");
        string threads = Show.Count(request.Threads, "thread");
        output.WriteLine($"{Show.Count(sweep.Points.Count, "combination")} of {swept}, {runs} each on {threads}{Conclusion.Kept(sweep.States)}");
        output.WriteLine($"chosen by {settings.By.Name}{(settings.By.OnTest ? ": what is found is a starting point, not a result on unseen samples" : "")}");
        output.WriteLine();
    }

    private IReadOnlyList<(string Command, string What)> Next(SweepSettings settings, SweepResult best)
    {
        // As it was asked for: the recipe of the result has all defaults spelled out.
        Recipe recipe = settings.Points(_recipe).First(point => point.Name == best.Point.Name).Recipe;
        string plugins = string.Concat(_shell.Plugins.Select(plugin => $" {PluginOption.Name} {RunFolders.Quoted(plugin.Path)}"));
        return best.Done == 0 ? [] : [($"apical train --rule {recipe.Rule} {_recipe.Line(recipe)}".TrimEnd() + plugins, "trains with the best")];
    }

    private static SweepSettings Recorded(string folder)
    {
        RunDescription record = RunFolder.ReadRecord(folder).Description;
        return SweepSettings.FromJson(record.Settings)
            ?? throw new IOException($"The run in '{folder}' is no sweep, so it cannot go on here. It was made by: {record.Command}");
    }

    private static SweepSettings Recorded(RunDescription record, string path) => SweepSettings.FromJson(record.Settings)
        ?? throw new UsageException($"{RunConfig.Name}: '{path}' is of a sweep with settings that this version does not know. "
            + $"Apical {record.ApicalVersion} wrote it, by: {record.Command}");
}
