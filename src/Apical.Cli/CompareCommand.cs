using System.CommandLine;
using System.Text.Json.Nodes;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Parts;
using Apical.Cli.Settings;
using Apical.Cli.Sweeps;
using Apical.Data;
using Apical.Models;
using Apical.Probes;
using Apical.Runs;
using Apical.Specs;
using Apical.Training;

namespace Apical.Cli;

/// <summary><c>apical compare</c>: trains several rules several times, side by side, and compares them.</summary>
internal sealed class CompareCommand
{
    private const string DefaultRules = "bp,fa,dfa,shallow";
    internal const int DefaultRuns = 5;

    private readonly IReadOnlyList<string> _args;
    private readonly RecipeOptions _recipe = new();
    private readonly RunOptions _run = new(outHelp: "folder of the run; one that has the same comparison is continued");

    private readonly HelpedOption<IReadOnlyList<Written<ModelChoice>>> _rules = new(
            "Rules", "--rules", "LIST", "rules to compare, joined by commas, each with its settings if need be: bp,fa:sparsity=0.5 (see 'apical rules')",
            DefaultRules, RuleList.Parse);

    private readonly HelpedOption<int> _runs = new(
        "Rules", "--runs", "N", "runs of each rule; run number r has the same start for every rule", $"{DefaultRuns}", Values.Runs);

    private readonly HelpedOption<string> _resume = new(
        "Rules", "--resume", "DIR", "go on with the comparison in this folder; runs that came to their end are kept", null, x => x);

    private readonly HelpedOption<string> _config = RunConfig.Option();
    private readonly HelpedOption<Part> _part = Share.Option();
    private readonly CompareTuning _tune;
    private Share _share;
    private Shell _shell;

    private CompareCommand(Shell shell, IReadOnlyList<string> args, Share share) =>
        (_shell, _args, _tune, _share) = (shell, Share.WithoutPart(args), new(shell, _recipe), share);

    /// <summary>The command.</summary>
    public static Command Create(Shell shell, IReadOnlyList<string> args) => Create(shell, args, Share.Whole);

    /// <summary>The command, doing only a share of its work.</summary>
    public static Command Create(Shell shell, IReadOnlyList<string> args, Share share)
    {
        var compare = new CompareCommand(shell, args, share);
        var command = new HelpedCommand("compare", "Trains the same network with several rules, several times each, and compares how well and how they learn.")
        {
            Examples =
            [
                ("apical compare", "backpropagation, two kinds of feedback alignment and the shallow baseline on the built-in digits"),
                ("apical compare --rules bp,kolen-pollack,weight-mirror --probes signals,feedback",
                    "rules whose feedback learns, with the angle between feedback and weights"),
                ("apical compare --data mnist --net 784-1000-10 --epochs 5", "on MNIST, once 'apical data get mnist' has fetched it"),
                ("apical compare --rules fa,fa:sparsity=0.9 --lr fa=0.1 --runs 10 --json -", "one rule in two settings; the result as JSON"),
                ("apical compare --tune --rules bp,fa,dfa --data mnist",
                    "each rule with the best of the same rates, chosen on training samples held out"),
                ("apical compare --resume runs/fa", "go on after Ctrl-C or a crash"),
                ("apical compare --runs 20 --out runs/many --part 2/4", "a quarter of the runs; others do 1/4, 3/4 and 4/4 in the same folder"),
            ],
        };
        command.Add(compare._rules);
        command.Add(compare._runs);
        command.Add(compare._resume);
        compare._tune.AddTo(command);
        compare._recipe.AddTo(command);
        compare._run.AddTo(command);
        command.Add(compare._config);
        command.Add(compare._part);
        command.SetAction(compare.Run);
        return command;
    }

    private int Run(ParseResult parsed) => _share.Asked(parsed, _part, _shell).Do(_shell, (share, shell) =>
    {
        (_share, _shell) = (share, shell);
        if (parsed.GetValue(_resume) is { } folder)
        {
            return Resume(parsed, _run.Read(parsed, _shell), folder);
        }

        RunConfig? config = RunConfig.Read(parsed, _config)?.RequireRecipes();
        return Begin(parsed, _run.Read(parsed, _shell, config), config);
    });

    private int Begin(ParseResult parsed, RunRequest request, RunConfig? config)
    {
        IReadOnlyList<Written<ModelChoice>> rules =
            parsed.GetValue(_rules) ?? config?.Recipes.Select(recipe => recipe.Rule).ToArray() ?? RuleList.Parse(DefaultRules);
        int runs = parsed.Or(_runs, config?.Runs ?? DefaultRuns);
        (IReadOnlyList<Recipe> recipes, DataSplits data) = Preparation.Load(() => _recipe.Recipes(parsed, rules, config), request);
        Tuning? tuning = _tune.Asked(parsed, rules, data, request);
        void RequireSame(string folder)
        {
            var recorded = Recorded(folder);
            JsonObject mine = RunSettings.OfComparison(recipes, runs, request), theirs = RunSettings.OfComparison(
                recorded.Recipes, recorded.Runs, request with { Probes = recorded.Probes, ProbeSamples = recorded.ProbeSamples, Keep = recorded.Keep });
            CompareTuning.Compare(folder, mine, theirs, tuning);
            RunSettings.RequireSame(folder, mine, theirs, whole: _share.Part is not null);
        }

        if (request.Existing is { } existing)
        {
            RequireSame(existing);
        }

        return Train(recipes, data, runs, request, request.Existing, tuning, RequireSame);
    }

    private int Resume(ParseResult parsed, RunRequest request, string path)
    {
        _share.RejectMore(parsed, ResumeLine(path, request), "--runs");
        RunFolders.RejectOthers(parsed, ["--runs", "--data-dir", "--threads", "--show-sample", "--tensorboard", "--json", "--quiet", _part.Name]);
        var recorded = Recorded(path);
        request = request with { Probes = recorded.Probes, ProbeSamples = recorded.ProbeSamples, Keep = recorded.Keep };
        IReadOnlyList<Recipe> asked = [.. recorded.Recipes.Select(recipe => _recipe.ApplyOnly(parsed, recipe, "--data-dir"))];
        return RunFolders.Recorded(path, () =>
        {
            (IReadOnlyList<Recipe> recipes, DataSplits data) = Preparation.Load(() => asked, request);
            return Train(recipes, data, parsed.Or(_runs, recorded.Runs), request, path, _tune.Recorded(parsed, path, request), requireSame: _ => { });
        });
    }

    private static (IReadOnlyList<Recipe> Recipes, int Runs, IReadOnlyList<string> Probes, int ProbeSamples, KeptModel Keep) Recorded(string folder)
    {
        RunDescription record = RunFolder.ReadRecord(folder).Description;
        if (record.Settings[RunSettings.Rules] is not JsonArray)
        {
            throw new IOException($"The run in '{folder}' is no comparison, so it cannot go on here. It was made by: {record.Command}");
        }

        try
        {
            return RunSettings.ReadComparison(record.Settings);
        }
        catch (Exception error) when (Problem.IsOfOtherJson(error))
        {
            throw new IOException($"The run in '{folder}' is no comparison that this version can go on with: the settings in {RunFolder.RecordName} "
                + $"will not do ({Problem.Line(error).TrimEnd('.')}). It was made by: {record.Command}", error);
        }
    }

    private static void Keep(string folder, IReadOnlyList<Recipe> recipes, DataSplits data, RunRequest request, TrainingRun run)
    {
        JobState state = run.State;
        string Path(bool best) => RunFolders.ModelPath(folder, state.Group, state.Run, recipes.Select(recipe => recipe.Rule.Text), best);
        var (place, recipe) = recipes.Index().First(one => one.Item.Rule.Text == state.Group);
        AtomicFile.MakePart(System.IO.Path.Combine(folder, RunFolder.ModelsName));     // a folder that was deleted meanwhile does not come back
        ModelFile.Write(Path(best: false), Path(best: true), run, recipe, data, request.Keep);
        if (state.Run == 1)
        {
            PicturesFile.Write(folder, $"{place + 1:00}-{System.IO.Path.GetFileNameWithoutExtension(Path(best: false))}",
            [
                .. ImagePictures.Of(state.Group, () => recipe.MakeLearner(data.Train, state.Run), run.Learner, data.Test, request.Sample),
                .. RecordingPictures.Of(state.Group, run.Learner, data.Test, request.Sample),
            ]);
        }
    }

    private int Train(
        IReadOnlyList<Recipe> recipes, DataSplits data, int runs, RunRequest request, string? existing, Tuning? tuning, Action<string> requireSame)
    {
        _share.Require(existing ?? request.Out, tuning is null ? null
            : $"--tune compares the rules at rates that all {_share.Who} would have to wait for. Tune with a sweep first, by {_share.Who} if you like "
                + "(apical sweep --over rule=… --over lr=… --validation N), and give the rates that it finds to the comparison, by the line that it prints.");
        CancellationToken interrupted = _shell.CatchInterrupts();
        RunFolder? folder = null;
        IReadOnlyList<DataRecord> learned = [DataRecords.Of(recipes[0].Data, data)];
        RunFolders.RequireSameData(existing, learned);
        if (tuning is not null)
        {
            RunFolders.TellOfOtherMachine(existing, _shell);
        }

        Comparison comparison = Make();
        JsonObject settings = Settings();
        string subject = RunFolders.Subject(recipes[0].Data, data);
        if (_share.Plans is { } plans)
        {
            plans(JobPlan.Of(comparison.States, existing, subject));
            return ExitCode.Done;
        }

        if (!_share.IsWhole)
        {
            string shared = existing ?? request.Out!;
            var trainings = new SharedTrainings<RuleResult>(_shell, request, _share, comparison, shared, ResumeLine(shared, request));
            trainings.Join(Describe, requireSame, learned);
            return trainings.Do(_args, interrupted, Announce, (run, results, missing) =>
                new Conclusion(_shell, request, run, run.Record.Description.Settings) { Resume = ResumeLine(shared, request), Missing = missing }
                    .Draw(results, comparison.States, interrupted: false, Next(recipes[0].Data.Set)));
        }

        using (folder = tuning is null ? RunFolders.Open(comparison, existing, Create, settings, _shell)
            : existing is null ? Create() : RunFolder.Resume(existing, keepEpochs: null, time: _shell.Time, plugins: _shell.Plugins))
        {
            string resume = ResumeLine(folder.FolderPath, request);
            new Conclusion(_shell, request, folder, settings) { Resume = resume }.Note(learned);
            JsonObject? found = null;
            string? failure = null;
            bool begins = tuning is null;
            if (tuning is not null)
            {
                (IReadOnlyList<Recipe>? best, failure, found) = Tune(tuning, folder, resume, interrupted);
                if (best is not null)
                {
                    begins = true;
                    recipes = [.. best.Select(recipe => (recipe with { Data = recipes[0].Data }).Resolve(data.Train))];
                    (comparison, settings) = (Make(), Settings());
                    folder.GoOnWith(settings, comparison.Keep(folder.FolderPath));
                }
            }

            var conclusion = new Conclusion(_shell, request, folder, settings) { Resume = resume, Tuning = found, Failure = failure };
            if (!begins)
            {
                return conclusion.Draw(comparison.Gather(), comparison.States, interrupted.IsCancellationRequested, Next(recipes[0].Data.Set));
            }

            Announce();
            IReadOnlyList<RuleResult> results = conclusion.While(comparison.States, interrupted, () => comparison.Run(interrupted));
            return conclusion.Draw(results, comparison.States, interrupted.IsCancellationRequested, Next(recipes[0].Data.Set));
        }

        Comparison Make() => Preparation.Try(() => new Comparison(
            recipes, runs, data, [.. request.Probes.Select(ProbeCatalog.Make)], request.ProbeSamples)
        {
            Threads = request.Threads,
            Write = rows => folder?.Append(rows),
            KeepsBest = request.KeepsBest,
            Begun = run => request.Log(run, Place(), _shell.Time),
            FoundRate = (state, test) => FoundRates.Note(Place(), state, test, shared: folder is null),
            Finished = run => Keep(Place(), recipes, data, request, run),
        });

        string Place() => folder?.FolderPath ?? existing ?? request.Out!;

        void Announce()
        {
            string what = $"{Show.Count(runs, "run")} of {string.Join(", ", recipes.Select(recipe => recipe.Rule))}";
            Preparation.Announce(_shell, request, data, recipes, what, kept: Conclusion.Kept(comparison.States), started: comparison.StartedFrom);
            Preparation.TellOfInverses(_shell, request, recipes);
            Preparation.TellOfRates(_shell, request, recipes, data.Train);
        }

        JsonObject Settings()
        {
            JsonObject settings = RunSettings.OfComparison(recipes, runs, request);
            if (tuning is not null)
            {
                settings[RunSettings.Tune] = tuning.Told;
            }

            return settings;
        }

        RunDescription Describe() =>
            RunFolders.Describe(request, _args, settings, recipes[0].Seed, _shell, data.Skipped, comparison.StartedFrom);

        RunFolder Create() => RunFolders.Create(request, _args, subject, Describe(), _shell);
    }

    private static string ResumeLine(string folder, RunRequest request) => $"apical compare --resume {CommandWords.Quoted(folder)}{request.TensorBoardOption}";

    private (IReadOnlyList<Recipe>? Recipes, string? Failure, JsonObject? Found) Tune(
        Tuning tuning, RunFolder folder, string resume, CancellationToken interrupted) =>
        Unfinished.While(folder, resume, () => tuning.Run(folder, _args, interrupted));

    private static IReadOnlyList<(string Command, string What)> Next(Written<DataEntry> set) =>
    [
        ("apical rules", "more rules for --rules"),
        .. set.Equals(new DataRecipe().Set) ? [("apical data get mnist", "then --data mnist")] : Array.Empty<(string, string)>(),
        ("apical compare --help", "network, optimizer, probes …"),
    ];
}
