using System.CommandLine;
using System.Text.Json.Nodes;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Parts;
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
        What, "--runs", "N", "runs of each combination; run number r has the same start for all", $"{DefaultRuns}", Values.Runs);
    private readonly HelpedOption<string> _select = new(
        What, "--select", "METRIC", $"what decides: {string.Join(", ", s_metrics)}",
        "validation-accuracy with --validation, else test-accuracy; without classes the loss",
        Values.OneOf<string>("metric", [.. Selection.Metrics]));

    private readonly HelpedOption<int> _last = new(
        What, "--last", "EPOCHS", "epochs at the end of a run over which it is averaged", "half of them", Values.Whole(1));
    private readonly HelpedOption<int?> _random = new(
        What, "--random", "N", "draw N combinations, the same for every rule, instead of all there are; a setting is then a list or a range without a number: "
            + "lr=1e-4..1:log, batch=16..256:log", null, text => Values.Whole(1)(text));

    private readonly HelpedOption<Halving> _halving = HalvingOption.Make(What, "--halving");

    private readonly HelpedOption<string> _resume = new(
        What, "--resume", "DIR", "go on with the sweep in this folder; runs that came to their end are kept, and --over and --random may add values, "
            + "--runs runs", null, x => x);

    private readonly HelpedOption<string> _config = RunConfig.Option();
    private readonly HelpedOption<Part> _part = Share.Option();
    private Share _share;
    private Shell _shell;

    private SweepCommand(Shell shell, IReadOnlyList<string> args, Share share) => (_shell, _args, _share) = (shell, Share.WithoutPart(args), share);

    /// <summary>The command.</summary>
    public static Command Create(Shell shell, IReadOnlyList<string> args) => Create(shell, args, Share.Whole);

    /// <summary>The command, doing only a share of its work.</summary>
    public static Command Create(Shell shell, IReadOnlyList<string> args, Share share)
    {
        var sweep = new SweepCommand(shell, args, share);
        var command = new HelpedCommand("sweep", "Trains with several values of one or more settings, several times each, and says which are best.")
        {
            Examples =
            [
                ("apical sweep --rule dfa --over lr=0.01,0.03,0.1,0.3", "learning rates of direct feedback alignment on the built-in digits"),
                ("apical sweep --rule dfa --over lr=1e-4..1:log:9 --over batch=32,64 --out runs/dfa",
                    "rates and batch sizes, all combinations; the same line again goes on after an interruption"),
                ("apical sweep --over rule=bp,fa,dfa --over optimizer=sgd,adam --validation 1000",
                    "rules and optimizers, chosen on samples held out of training"),
                ("apical sweep --over rule=bp,dfa --over lr=1e-3..1:log --random 16 --halving",
                    "16 rates drawn at random for each rule; hopeless ones are stopped early"),
                ("apical sweep --resume runs/dfa --over lr=3,10", "two more rates in a sweep that is done"),
                ("apical sweep --over rule=bp,fa,dfa --over lr=1e-3..1:log:7 --out runs/rates --part 1/3",
                    "a third of the runs; two other terminals, or machines that see the folder, do 2/3 and 3/3"),
                ("apical sweep --over lr=0.1,0.3 --select test-loss --last 3 --json -", "by the mean test loss of the last three epochs; the result as JSON"),
            ],
        };
        foreach (Option option in new Option[]
        {
            sweep._over, sweep._rule, sweep._runs, sweep._select, sweep._last, sweep._random, sweep._halving, sweep._resume,
        })
        {
            command.Add(option);
        }

        sweep._recipe.AddTo(command);
        sweep._run.AddTo(command);
        command.Add(sweep._config);
        command.Add(sweep._part);
        command.SetAction(sweep.Run);
        return command;
    }

    private int Run(ParseResult parsed) => _share.Asked(parsed, _part, _shell).Do(_shell, (share, shell) =>
    {
        (_share, _shell) = (share, shell);
        RunRequest request = _run.Read(parsed, _shell);
        Preparation.RequireFolderOf(request.Json);
        string? folder = parsed.GetValue(_resume);
        if (folder is not null)
        {
            _share.RejectMore(parsed, Resume(folder, request), "--runs", "--over", "--random");
            RunFolders.RejectOthers(parsed, ["--runs", "--over", "--random", "--data-dir", "--threads", "--tensorboard", "--json", "--quiet", _part.Name]);
            SweepSettings recorded = Recorded(folder).With(Axes(parsed, drawn: false));
            if (parsed.Gives(_random) && recorded.Random is null)
            {
                throw new UsageException("--random draws combinations, and this sweep has all there are: --over adds values to it.");
            }

            Recipe common = _recipe.ApplyOnly(parsed, recorded.Common, "--data-dir");
            recorded = recorded with { Runs = parsed.Or(_runs, recorded.Runs), Random = parsed.Or(_random, recorded.Random), Common = common };
            return RunFolders.Recorded(folder, () => Train(recorded, request, folder));
        }

        SweepSettings settings = Asked(parsed);
        if (request.Existing is { } existing)
        {
            RequireSame(settings, existing);
        }

        return Train(settings, request, request.Existing);
    });

    private void RequireSame(SweepSettings settings, string folder) =>
        RunSettings.RequireSame(folder, settings.ToJson(0), Recorded(folder).ToJson(0), whole: _share.Part is not null);

    private SweepSettings Asked(ParseResult parsed)
    {
        RunConfig? config = RunConfig.Read(parsed, _config);
        SweepSettings? earlier = config is { IsSweep: true } ? Recorded(config.Description, config.Path) : null;
        config = (earlier is null ? config : config! with { Recipes = [earlier.Common] })?.RequireRecipes();
        if (!parsed.Gives(_over) && earlier is null)
        {
            throw new UsageException("say what to sweep: --over lr=0.01,0.03,0.1 for example, or --resume DIR to go on. 'apical sweep --help' tells more.");
        }

        IReadOnlyList<SweepAxis> axes = parsed.Gives(_over) || earlier is null ? Axes(parsed, drawn: parsed.Gives(_random)) : earlier.Axes;
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

        // Rules that are swept over have each their own rates, too.
        if (rules is not null && config is not null && earlier is null)
        {
            config = config with { Recipes = [config.Recipes[0].WithoutRuleSettings()] };
        }

        Recipe common = _recipe.Recipes(
            parsed, [parsed.GetValue(_rule) ?? (rules is null ? config?.Rule : config?.Recipes[0].Rule) ?? DefaultRule], config,
            axes.Select(axis => $"--{axis.Setting}"))[0];
        string select = parsed.GetValue(_select) ?? Chosen(earlier, config) ?? Decider(common, axes, _data.Of(common).Test.Classes > 0);
        return new(
            common, axes, parsed.Or(_runs, earlier?.Runs ?? config?.Runs ?? DefaultRuns),
            new Selection(select, parsed.Gives(_last) ? parsed.GetValue(_last) : earlier?.By.Last))
        {
            Random = parsed.GetValue(_random) ?? (parsed.Gives(_over) ? null : earlier?.Random),
            Halving = parsed.GetValue(_halving) ?? earlier?.Halving,
        };
    }

    private IReadOnlyList<SweepAxis> Axes(ParseResult parsed, bool drawn)
    {
        string[] known = [SweepSettings.Rule, .. _recipe.Names.Select(name => name[2..])];
        return [.. (parsed.GetValue(_over) ?? []).Select(text => SweepAxis.Parse(text, known, drawn))];
    }

    // What decided by default follows anew from the data of now.
    private static string? Chosen(SweepSettings? earlier, RunConfig? config)
    {
        bool classes = config?.Description.Data.Any(data => data.Classes > 0) == true;
        return earlier?.By.Metric is { } metric && metric != Decider(earlier.Common, earlier.Axes, classes) ? metric : null;
    }

    private static string Decider(Recipe common, IReadOnlyList<SweepAxis> axes, bool classes) =>
        common.Data.Validation > 0 && axes.All(axis => axis.Setting != "validation")
            ? (classes ? MetricNames.ValidationAccuracy : MetricNames.ValidationLoss) : classes ? MetricNames.TestAccuracy : MetricNames.TestLoss;

    private int Train(SweepSettings settings, RunRequest request, string? existing)
    {
        _share.Require(existing ?? request.Out, settings.Halving is null ? null
            : $"--halving decides who goes on when all runs have come to the same epoch, so that {_share.Who} would wait for each other. Leave it out, or "
                + "halve in one process with more --threads.");
        CancellationToken interrupted = _shell.CatchInterrupts();
        RunFolder? folder = null;
        Sweep sweep = Preparation.Try(() => new Sweep(settings.Points(_recipe), settings.Runs, settings.By, _data)
        {
            Threads = request.Threads,
            Halving = settings.Halving,
            Write = rows => folder?.Append(rows),
            Begun = run => request.Log(run, Place(), _shell.Time),
            FoundRate = (state, test) => FoundRates.Note(Place(), state, test, shared: folder is null),
        });
        RunFolders.RequireSameData(existing, _data.Records);
        JsonObject recorded = settings.ToJson(request.Threads);
        string subject = $"{settings.Common.Data.Set}-{settings.Common.Rule}";
        RunDescription Describe() => RunFolders.Describe(request, _args, recorded, settings.Common.Seed, _shell, _data.Skipped, startedFrom: []);
        if (_share.Plans is { } plans)
        {
            plans(JobPlan.Of(sweep.States, existing, subject));
            return ExitCode.Done;
        }

        if (!_share.IsWhole)
        {
            string shared = existing ?? request.Out!;
            var trainings = new SharedTrainings<SweepResult>(_shell, request, _share, sweep, shared, Resume(shared, request));
            trainings.Join(Describe, path => RequireSame(settings, path), _data.Records);
            return trainings.Do(_args, interrupted, Begin, (folder, results, missing) =>
                Conclude(settings, request, folder, sweep, results, interrupted: false, missing));
        }

        using (folder = RunFolders.Open(sweep, existing, () => RunFolders.Create(request, _args, subject, Describe(), _shell), recorded, _shell))
        {
            var conclusion = new Conclusion(_shell, request, folder, recorded) { Resume = Resume(folder.FolderPath, request) };
            conclusion.Note(_data.Records);
            Begin();
            IReadOnlyList<SweepResult> results = conclusion.While(sweep.States, interrupted, () => sweep.Run(interrupted));
            return Conclude(settings, request, folder, sweep, results, interrupted.IsCancellationRequested);
        }

        string Place() => folder?.FolderPath ?? existing ?? request.Out!;

        void Begin()
        {
            Preparation.TellSkipped(_shell, _data.Skipped);
            if (request.PrintsWords)
            {
                SweepOutput.Announce(_shell, settings, sweep);
            }
        }
    }

    private int Conclude(
        SweepSettings settings, RunRequest request, RunFolder folder, Sweep sweep, IReadOnlyList<SweepResult> results, bool interrupted,
        string? missing = null)
    {
        JsonObject recorded = folder.Record.Description.Settings;
        var conclusion = new Conclusion(_shell, request, folder, recorded) { Resume = Resume(folder.FolderPath, request), Missing = missing };
        IReadOnlyList<Recipe> best = BestOfEach(settings, results);
        IReadOnlyList<string> lines = CompareLines.Of(best, _recipe, _shell.Plugins, settings.Runs);
        JsonObject summary = SweepOutput.Summary(settings, results, lines);
        return conclusion.Draw(
            summary, () => SweepOutput.Write(_shell, settings, results), () => SweepOutput.Text(recorded, summary, folder.FolderPath),
            sweep.States, interrupted, Next(best, lines, results[0]));
    }

    private static string Resume(string folder, RunRequest request) => $"apical sweep --resume {CommandWords.Quoted(folder)}{request.TensorBoardOption}";

    // As it was asked for: the recipes of the results have all defaults spelled out.
    private IReadOnlyList<Recipe> BestOfEach(SweepSettings settings, IReadOnlyList<SweepResult> results)
    {
        var asked = settings.Points(_recipe).ToDictionary(point => point.Name, point => point.Recipe);
        return [.. SweepResult.BestOfEach(results, settings.Rules).Select(result => asked[result.Point.Name])];
    }

    private IReadOnlyList<(string Command, string What)> Next(IReadOnlyList<Recipe> best, IReadOnlyList<string> lines, SweepResult first)
    {
        Recipe? recipe = best.FirstOrDefault(recipe => recipe.Rule.Text == first.Point.Recipe.Rule.Text);
        if (recipe is null)
        {
            return [];
        }

        string[] words = [$"apical train --rule {CommandWords.Quoted(recipe.Rule.Text)}", _recipe.Line(recipe), CompareLines.Plugins(_shell.Plugins)];
        string Which(int rules) => rules == 1 ? "several runs of it, and its angles to backprop" : "compares the rules, each at its best";
        return [.. lines.Zip(CompareLines.Alike(best), (line, alike) => (line, Which(alike.Count()))),
            (string.Join(' ', words.Where(word => word.Length > 0)), "trains with the best")];
    }

    private static SweepSettings Recorded(string folder)
    {
        RunDescription record = RunFolder.ReadRecord(folder).Description;
        return SweepSettings.FromJson(record.Settings, out string why)
            ?? throw new IOException($"The run in '{folder}' is no sweep that this version can go on with: the settings in {RunFolder.RecordName} will not do "
                + $"({why}). It was made by: {record.Command}");
    }

    private static SweepSettings Recorded(RunDescription record, string path) => SweepSettings.FromJson(record.Settings)
        ?? throw new UsageException($"{RunConfig.Name}: '{path}' is of a sweep with settings that this version does not know. "
            + $"Apical {record.ApicalVersion} wrote it, by: {record.Command}");
}
