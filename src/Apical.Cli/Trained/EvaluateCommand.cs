using System.CommandLine;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Settings;
using Apical.Data;
using Apical.Models;
using Apical.Numerics.Matrices;
using Apical.Specs;

namespace Apical.Cli.Trained;

/// <summary><c>apical evaluate</c>: how well a trained model does, on the samples its run kept for testing or on others.</summary>
internal static class EvaluateCommand
{
    private const string Options = "Options", Test = "test", All = "all";

    /// <summary>The command.</summary>
    public static Command Create(Shell shell)
    {
        var run = new Argument<string>("RUN")
        {
            Description = "the folder of a run, or a model file (of a comparison: RUN/models/RULE-1.safetensors)",
            HelpName = "RUN",
        };
        var data = new HelpedOption<Written<DataEntry>?>(Options, "--data", "NAME", "other data than the run's; they are normalised as those were",
            "the data of the run", Values.Written<DataEntry>);
        var folder = new HelpedOption<string?>(Options, "--data-dir", "DIR", "folder with the files of the data set", "where the run found them", Values.Path);
        var part = new HelpedOption<string?>(Options, "--part", "PART", "which samples: test, validation, train or all", Test,
            Values.OneOf<string>("part", (Test, Test), ("validation", "validation"), ("train", "train"), (All, All)));
        var strict = new HelpedFlag(Options, "--strict-data", "a damaged sample is an error; without this it is left out, and told");
        var threads = new HelpedOption<int>(Options, "--threads", "N", "threads; results do not depend on it", "one per processor", Values.Whole(1));
        var json = new HelpedOption<string?>(Options, "--json", "[FILE]",
            "write the result for a program; '-', or no word, is the standard output, which then has nothing else", null, x => x, bare: "-");
        var command = new HelpedCommand("evaluate", "Says how well a trained model does: accuracy with its 95 % interval, loss, each class, and which classes "
            + "it confuses; of a regression the errors of each output.")
        {
            Examples =
            [
                ("apical evaluate runs/fa", "on the test samples of the run"),
                ("apical evaluate runs/fa --part validation --json", "on those held out, for a program"),
                ("apical evaluate runs/rules/models/fa-1.safetensors --data fashion-mnist", "one run of a comparison, on other data of its form"),
            ],
        };
        command.Add(run);
        foreach (Option option in (Option[])[data, folder, part, strict, threads, json])
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            string? target = parsed.Gives(json) ? parsed.GetValue(json) : null;
            Preparation.RequireFolderOf(target);
            using var pool = new WorkerPool(parsed.Or(threads, Environment.ProcessorCount));
            TrainedRun trained = TrainedRun.Open(parsed.GetValue(run)!, pool);
            Written<DataEntry>? set = parsed.GetValue(data);
            DataSplits splits = Preparation.Try(() => trained.Load(set, parsed.GetValue(folder), parsed.GetValue(strict)));
            Preparation.TellSkipped(shell, splits.Skipped, recorded: false);
            string wanted = parsed.GetValue(part) ?? Test, name = set?.Text ?? trained.Model.Card.Data;
            ModelScores scores = trained.Model.Evaluate([.. Parts(splits, wanted)]);
            if (target != "-")
            {
                shell.Output.Writer.WriteLine(trained.Description);
                shell.Output.Writer.WriteLine(
                    $"{(wanted == All ? "all parts" : $"{wanted} part")} of {TrainedRun.Short(name)}: {Show.Count(scores.Count, "sample")}");
                shell.Output.Writer.WriteLine();
                ScoreTables.Write(shell, trained.Model.Card, scores);
            }

            JsonOutput.Write(shell, target, () => ScoreJson.Text(trained, name, wanted, scores));
            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<ISamples> Parts(DataSplits splits, string wanted) => wanted switch
    {
        Test => [splits.Test],
        "train" => [splits.Train],
        All => new[] { splits.Train, splits.Validation, splits.Test }.OfType<ISamples>(),
        _ => [splits.Validation ?? throw new UsageException("--part validation: the data have no such part; the run held no samples out.")],
    };
}
