using System.CommandLine;
using System.Text.Json.Nodes;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Settings;
using Apical.Cli.Teams;
using Apical.Data;
using Apical.Models;
using Apical.Numerics.Matrices;
using Apical.Probes;
using Apical.Runs;
using Apical.Specs;
using Apical.Training;

namespace Apical.Cli;

/// <summary><c>apical train</c>: trains one rule once, with checkpoints, and goes on where a run stopped.</summary>
internal sealed class TrainCommand
{
    private const string DefaultRule = "bp";
    private const int DefaultCheckpointEvery = 1;

    private readonly Shell _commanding;
    private readonly IReadOnlyList<string> _args;
    private readonly RecipeOptions _recipe = new();
    private readonly RunOptions _run = new();
    private readonly TeamOptions _teams = new();

    private readonly HelpedOption<Written<ModelChoice>> _rule = new("Rule", "--rule", "RULE", RuleList.Help, DefaultRule, RuleList.One);
    private readonly HelpedOption<int> _every = new(
        "Checkpoints", "--checkpoint-every", "N", "epochs between checkpoints", $"{DefaultCheckpointEvery}", Values.Whole(1));

    private readonly HelpedOption<string> _resume = new(
        "Checkpoints", "--resume", "RUN", "go on with the run in this folder, from its last checkpoint to the same bits as if it had never stopped; "
            + "its settings stay, --epochs N may ask for more", null, Values.Path);

    private readonly HelpedOption<string> _config = RunConfig.Option();

    private Shell _shell;
    private Team? _team;

    private TrainCommand(Shell shell, IReadOnlyList<string> args) => (_commanding, _shell, _args) = (shell, shell, args);

    /// <summary>The command.</summary>
    public static Command Create(Shell shell, IReadOnlyList<string> args)
    {
        var train = new TrainCommand(shell, args);
        var command = new HelpedCommand("train", "Trains one network with one rule, writes checkpoints, and goes on where a run stopped.")
        {
            Examples =
            [
                ("apical train --rule fa --epochs 30 --out runs/fa", "feedback alignment on the built-in digits"),
                ("apical train --resume runs/fa", "go on after Ctrl-C or a crash"),
                ("apical train --resume runs/fa --epochs 60", "train longer"),
                ("apical train --rule dfa --validation 1000 --early-stop 5 --epochs 200 --keep best",
                    "until 5 epochs bring nothing on samples held out; the best epoch becomes the model"),
                ("apical train --config runs/fa --seed 2", "the settings of another run, but for the seed"),
                ("apical train --rule fa --data fashion-mnist --start-from runs/fa", "begin with the weights of another run"),
            ],
        };
        command.Add(train._rule);
        command.Add(train._resume);
        command.Add(train._every);
        train._recipe.AddTo(command);
        train._run.AddTo(command);
        train._teams.AddTo(command);
        command.Add(train._config);
        command.SetAction(train.Run);
        return command;
    }

    private int Run(ParseResult parsed) => _teams.Run(parsed, _commanding, (team, shell) =>
    {
        (_team, _shell) = (team, shell);
        return Do(parsed);
    });

    private int Do(ParseResult parsed)
    {
        if (parsed.GetValue(_resume) is { } folder)
        {
            return Resume(parsed, _run.Read(parsed, _shell), folder);
        }

        RunConfig? config = RunConfig.Read(parsed, _config)?.RequireRecipes();
        return Begin(parsed, _run.Read(parsed, _shell, config), config);
    }

    private int Begin(ParseResult parsed, RunRequest request, RunConfig? config)
    {
        Written<ModelChoice> rule = parsed.GetValue(_rule) ?? config?.Rule ?? DefaultRule;
        int every = parsed.Or(_every, config?.CheckpointEvery ?? DefaultCheckpointEvery);
        (IReadOnlyList<Recipe> recipes, DataSplits data) = Preparation.Load(() => _recipe.Recipes(parsed, [rule], config), request);
        Recipe recipe = recipes[0];
        if (request.Out is { } folder && _team is null or { Leads: true })
        {
            RunPlace.RequireFree(folder);              // before a rate is looked for
        }

        JsonObject settings = RunSettings.OfTraining(recipe, request, every, _team?.Record);
        return Train(recipe, data, request, settings, every, found: null, prepare: null,
            run => RunFolders.Create(request, _args, $"{RunFolders.Subject(recipe.Data, data)}-{rule}", Described(RunFolders.Describe(
                request, _args, settings, recipe.Seed, _shell, data.Skipped, run.StartedFrom is { } from ? [from] : [])), _shell));
    }

    private RunDescription Described(RunDescription run) => _team is null ? run : run with { Command = _team.Line(run.Command) };

    private int Resume(ParseResult parsed, RunRequest request, string path)
    {
        RunFolders.RejectOthers(parsed, "--epochs", "--data-dir", "--threads", "--checkpoint-every", "--show-sample", "--tensorboard", "--json",
            "--quiet", TeamOptions.Name, TeamOptions.SameBitsName, TeamOptions.StaleName, TeamOptions.MicroName);
        using RunLock? held = _team is { Leads: false } ? null : RunLock.Take(path);        // before anything is read: another run may be about to end here
        RunRecord record = RunFolder.ReadRecord(path);
        TeamOptions.RequireSame(path, record.Description.Settings[RunSettings.Parallel], _team);
        (Recipe recipe, request, int every) = TrainedBefore.Recorded(record, request, path);
        int asked = recipe.Epochs;
        recipe = _recipe.ApplyOnly(parsed, recipe, "--epochs", "--data-dir");
        every = parsed.Or(_every, every);
        string checkpoint = Path.Combine(path, RunFolder.CheckpointName);
        int done = Checkpoint.IsThere(checkpoint) ? Checkpoint.EpochOf(checkpoint) : 0;
        if (recipe.Epochs < done)
        {
            throw new UsageException($"--epochs: {path} has {Show.Count(done, "epoch")} already; give more than that.");
        }

        if (record.Status == RunStatus.Finished && recipe.Epochs == done)
        {
            string all = done == 1 ? $"The one epoch of {path} is" : $"All {done} epochs of {path} are";
            string idle = request.TensorBoard is null ? "" : $" {RunOptions.NothingForTensorBoard}";
            _shell.Output.Writer.WriteLine($"{all} done. Give --epochs N for more.{idle}");
            return ExitCode.Done;
        }

        if (record.Status == RunStatus.Finished && recipe.EarlyStop is { } patience && done > 0 && done < asked)
        {
            throw new UsageException($"{path} ended by --early-stop {patience} after {Show.Count(done, "epoch")}, and would again. "
                + $"Begin another run with its weights: apical train --config {CommandWords.Quoted(path)} --start-from {CommandWords.Quoted(path)} "
                + "--early-stop N.");
        }

        return RunFolders.Recorded(path, () => Continue(recipe, request, every, done, record, (path, held)));
    }

    private int Continue(Recipe recipe, RunRequest request, int every, int done, RunRecord record, (string Path, RunLock? Held) at)
    {
        string path = at.Path, checkpoint = Path.Combine(path, RunFolder.CheckpointName);
        bool begun = Checkpoint.IsThere(checkpoint);
        (IReadOnlyList<Recipe> recipes, DataSplits data) = Preparation.Load(() => [recipe], request);
        DataRecords.RequireSame(record.Description.Data, [DataRecords.Of(recipes[0].Data, data)], path);
        JsonObject settings = RunSettings.OfTraining(recipes[0], request, every, _team?.Record);
        RunFolders.TellOfOtherMachine(path, _shell);

        // What a checkpoint restores does not begin with the weights of another run.
        Recipe going = begun ? recipes[0] with { StartFrom = null } : recipes[0];
        return Train(going, data, request, settings, every, begun ? TrainedBefore.FoundRate(path) : null,
            run => TrainedBefore.ContinueFrom(run, path, checkpoint),
            _ => RunFolder.Resume(at.Held!, begun ? done : -1, settings, _shell.Time, _shell.Plugins));
    }

    private int Train(
        Recipe recipe, DataSplits data, RunRequest request, JsonObject settings, int every, double? found, Action<TrainingRun>? prepare,
        Func<TrainingRun, RunFolder> open)
    {
        CancellationToken interrupted = _shell.CatchInterrupts();
        using WorkerPool? pool = request.Threads > 1 ? new WorkerPool(request.Threads) : null;
        RunFolder? folder = null;
        TrainingRun Made(Recipe recipe) => Preparation.Try(() => new TrainingRun(
            recipe, data, new JobState(recipe.Rule.Text, 1), [.. request.Probes.Select(ProbeCatalog.Make)], request.ProbeSamples, pool,
            rows => folder?.Append(rows),
            _team is { } team ? learner => team.Share(learner, recipe, data.Train, interrupted, resumes: prepare is not null) : null)
        {
            KeepsBest = request.KeepsBest,
        });
        TrainingRun run = Made(found is { } rate ? recipe.At(rate) : recipe);
        RangeTest? test = null;
        if (recipe.SeeksRate && found is null)
        {
            try
            {
                test = FoundRates.Find(_shell, request, recipe, data, pool, interrupted);
            }
            catch (OperationCanceledException)
            {
                _shell.Error.Writer.WriteLine("apical: interrupted while it looked for a learning rate; nothing was trained.");
                return ExitCode.Stopped;
            }

            run = Made(recipe.At(test.Rate));
        }

        prepare?.Invoke(run);
        if (_team is not null)
        {
            _team.Agree(settings, DataRecords.Of(recipe.Data, data), run.Trainer);
            interrupted = _team.Watch(run);
            if (!_team.Leads)
            {
                return Team.Follow(run, interrupted);
            }
        }

        using (folder = open(run))
        {
            var conclusion = new Conclusion(_shell, request, folder, settings)
            {
                Resume = (_team is null ? $"apical train --resume {CommandWords.Quoted(folder.FolderPath)}" : _team.Resume(folder.FolderPath))
                    + request.TensorBoardOption,
                Stopped = () => StoppedEarly(run, recipe, request, folder),
            };
            conclusion.Note([DataRecords.Of(recipe.Data, data)]);
            Preparation.Announce(_shell, request, data, [recipe], recipe.Rule.Text, run.Trainer.Epoch, _team?.Layers ?? "",
                started: run.StartedFrom is { } from ? [from] : []);
            Preparation.TellOfInverses(_shell, request, [recipe]);
            Preparation.TellOfRates(_shell, request, [recipe], data.Train);
            if (test is not null)
            {
                FoundRates.Note(folder.FolderPath, run.State, test);
                run.BeginWith(test);
            }

            request.Log(run, folder.FolderPath, _shell.Time);
            run.WriteCheckpoints(folder.CheckpointPath, every, folder.Sync);
            var list = new WorkList<TrainingRun>([new(run.State, (_, stop) =>
            {
                run.Complete(stop);
                run.RequireSense();
                ModelFile.Write(folder.ModelPath, folder.BestModelPath, run, recipe, data, request.Keep);
                PicturesFile.Write(folder.FolderPath, "run",
                [
                    .. ImagePictures.Of(recipe.Rule.Text, () => recipe.MakeLearner(data.Train, run.State.Run), run.Learner, data.Test, request.Sample),
                    .. RecordingPictures.Of(recipe.Rule.Text, run.Learner, data.Test, request.Sample),
                ]);
                return run;
            })]);
            conclusion.While(list.States, interrupted, () =>
            {
                list.Run(1, interrupted);
                return run;
            });
            return conclusion.Draw(
                [run.Result], list.States, interrupted.IsCancellationRequested,
                run.State.Failed ? [("apical train … --lr auto", "with a rate that is found")] :
                [
                    .. request.Keep == KeptModel.None ? Array.Empty<(string, string)>()
                        : [($"apical evaluate {CommandWords.Quoted(folder.FolderPath)}", "what it tells apart, and what not")],
                    .. recipe.EarlyStop is not null && run.Trainer.Epoch < recipe.Epochs ? Array.Empty<(string, string)>()
                        : [($"{conclusion.Resume} --epochs {2 * Math.Max(1, recipe.Epochs)}", "train longer")],
                    ($"apical compare --config {CommandWords.Quoted(folder.FolderPath)} --rules {Beside(recipe.Rule.Text)}", "beside other rules"),
                ]);
        }
    }

    /// <summary>Where a run stopped early, and which weights are left of it; null where it did not.</summary>
    private static string? StoppedEarly(TrainingRun run, Recipe recipe, RunRequest request, RunFolder folder)
    {
        if (recipe.EarlyStop is null || run.State.Failed || run.Trainer.Epoch >= recipe.Epochs)
        {
            return null;
        }

        int best = MetricsTable.Read(Path.Combine(folder.FolderPath, RunFolder.MetricsName)).Rows
            .Where(row => row.Metric == MetricNames.ValidationLoss && row.Epoch > 0 && double.IsFinite(row.Value)).MinBy(row => row.Value).Epoch;
        string kept = request.KeepsBest ? "" : "; weights are those of the last epoch (--keep best keeps those of the best)";
        return $"early, after epoch {run.Trainer.Epoch}: the validation loss was lowest after epoch {best}{kept}";
    }

    private static string Beside(string rule) => CommandWords.Quoted(rule is "bp" or "fa" ? "bp,fa,dfa" : $"bp,fa,{rule}");
}
