using System.CommandLine;
using System.Text.Json.Nodes;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Progress;
using Apical.Cli.Settings;
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
    private const int DefaultRuns = 5;

    private readonly Shell _shell;
    private readonly IReadOnlyList<string> _args;
    private readonly RecipeOptions _recipe = new();
    private readonly RunOptions _run = new();

    private readonly HelpedOption<IReadOnlyList<Written<ModelChoice>>> _rules = new(
        "Rules", "--rules", "LIST", "rules to compare, joined by commas, each with its settings if need be: bp,fa:sparsity=0.5 (see 'apical rules')", DefaultRules, RuleList.Parse);

    private readonly HelpedOption<int> _runs = new("Rules", "--runs", "N", "runs of each rule; run number r has the same start for every rule", $"{DefaultRuns}", Values.Whole(1));

    private CompareCommand(Shell shell, IReadOnlyList<string> args) => (_shell, _args) = (shell, args);

    /// <summary>The command.</summary>
    public static Command Create(Shell shell, IReadOnlyList<string> args)
    {
        var compare = new CompareCommand(shell, args);
        var command = new HelpedCommand("compare", "Trains the same network with several rules, several times each, and compares how well and how they learn.")
        {
            Examples =
            [
                ("apical compare", "backpropagation, two kinds of feedback alignment and the shallow baseline on the built-in digits"),
                ("apical compare --rules bp,kolen-pollack,weight-mirror --probes signals,feedback", "rules whose feedback learns, with the angle between feedback and weights"),
                ("apical compare --data mnist --net 784-1000-10 --epochs 5", "on MNIST, once 'apical data get mnist' has fetched it"),
                ("apical compare --rules fa,fa:sparsity=0.9 --lr fa=0.1 --runs 10 --json -", "one rule in two settings; the result as JSON"),
            ],
        };
        command.Add(compare._rules);
        command.Add(compare._runs);
        compare._recipe.AddTo(command);
        compare._run.AddTo(command);
        command.SetAction(compare.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        RunRequest request = _run.Read(parsed);
        IReadOnlyList<Written<ModelChoice>> rules = parsed.GetValue(_rules) ?? RuleList.Parse(DefaultRules);
        int runs = parsed.Gives(_runs) ? parsed.GetValue(_runs) : DefaultRuns;
        (IReadOnlyList<Recipe> recipes, DataSplits data) = Preparation.Load(() => _recipe.Recipes(parsed, rules), request);

        CancellationToken interrupted = _shell.CatchInterrupts();
        RunFolder? folder = null;
        ProgressView? view = null;
        Comparison comparison = Preparation.Try(() => new Comparison(recipes, runs, data)
        {
            Probes = [.. request.Probes.Select(ProbeCatalog.Make)],
            ProbeSamples = request.ProbeSamples,
            Threads = request.Threads,
            Write = rows =>
            {
                folder!.Append(rows);
                view!.Note(rows);
            },
            Finished = (state, learner) => ModelFile.Write(RunFolders.ModelPath(folder!, state.Rule, state.Run), learner, recipes.First(recipe => recipe.Rule.Text == state.Rule), state.Run),
        });

        JsonObject settings = RunSettings.OfComparison(recipes, runs, request);
        using (folder = RunFolders.Create(request.Out, _args, recipes[0].Data.Set.Text, settings, recipes[0].Seed, _shell.Time))
        {
            Preparation.Announce(_shell, request, data, recipes[0], $"{Show.Count(runs, "run")} of {string.Join(", ", rules)}");
            view = ProgressView.For(_shell, request, comparison.States, interrupted);
            IReadOnlyList<RuleResult> results = view.While(() => comparison.Run(interrupted));
            return new Conclusion(_shell, request, folder, settings) { Next = Next(recipes[0].Data.Set) }.Draw(results, comparison.States, interrupted.IsCancellationRequested);
        }
    }

    private static IReadOnlyList<(string Command, string What)> Next(Written<DataEntry> set) =>
    [
        ("apical rules", "more rules for --rules"),
        .. set.Equals(new DataRecipe().Set) ? [("apical data get mnist", "then --data mnist")] : Array.Empty<(string, string)>(),
        ("apical compare --help", "network, optimizer, probes …"),
    ];
}
