using System.CommandLine;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Settings;
using Apical.Models;
using Apical.Networks;
using Apical.Numerics.Random;
using Apical.Rules;
using Apical.Specs;
using Spectre.Console;

namespace Apical.Cli;

/// <summary><c>apical rules</c>: the learning rules there are, or one of them.</summary>
internal static class RulesCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Shell shell)
    {
        var name = new Argument<string?>("NAME") { Description = "a rule to tell more of", Arity = ArgumentArity.ZeroOrOne, HelpName = "NAME" };
        var command = new HelpedCommand("rules", "Lists the learning rules, or tells about one: equation, settings, source.")
        {
            Examples = [("apical rules", "all rules"), ("apical rules dfa", "one of them")],
        };
        command.Add(name);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(name) is { } one)
            {
                Tell(shell, Preparation.Try(() => ModelCatalog.Find(one)));
            }
            else
            {
                List(shell);
            }
        });
        return command;
    }

    private static void List(Shell shell)
    {
        IAnsiConsole console = shell.OutputConsole();
        Table table = Tables.New();
        table.AddColumn(Tables.Whole("rule"));
        table.AddColumn(Tables.Words("what it does"));
        table.AddColumn(Tables.Numbers("rate"));
        foreach (ModelInfo rule in ModelCatalog.All)
        {
            table.AddRow($"[bold]{Markup.Escape(rule.Id)}[/]", Markup.Escape($"{Capital(rule.Title)}. {rule.Summary}"),
                Show.Number(rule.LearningRate, "0.####"));
        }

        Tables.Write(shell, table);
        console.WriteLine();
        console.WriteLine("rate: the learning rate with sgd unless --lr gives another. 'apical rules NAME' tells equation, settings and source.");
    }

    private static void Tell(Shell shell, ModelInfo rule)
    {
        List<(string Name, string Text)> facts =
        [
            .. rule.Equation.Length > 0 ? [("signal", rule.Equation)] : Array.Empty<(string, string)>(),
            ("settings", rule.Settings.Count == 0 ? "none" : "see below"),
            ("rate", $"{Show.Number(rule.LearningRate, "0.####")} with sgd"),
        ];
        if (rule.WeightDecay > 0)
        {
            facts.Add(("weight decay", $"{Show.Number(rule.WeightDecay, "0.######")}, which the rule needs"));
        }

        if (rule.FeedbackLearns)
        {
            facts.Add(("feedback", "learns, with an optimizer of its own (--feedback-lr)"));
        }

        if (rule.InvertsLayers)
        {
            facts.Add(("network", "no layer above the first narrower than the one below, such as 784-10-10: it learns through their inverses"));
        }

        if (SourceOf(rule) is { } source)
        {
            facts.Add(("source", source.Text));
        }

        if (Catalog<RuleInfo>.Standard.All.Any(known => known.Id == rule.Id))
        {
            facts.Add(("more", $"docs/rules/{rule.Id}.md"));
        }

        IAnsiConsole console = shell.OutputConsole();
        console.MarkupLine($"[bold]{Markup.Escape(rule.Id)}[/]  {Markup.Escape(rule.Title)}");
        console.WriteLine(rule.Summary);
        console.WriteLine();
        Grid grid = Tables.Pairs();
        foreach (var (name, text) in facts)
        {
            grid.AddRow(new Markup($"[grey]{name}[/]"), new Text(text));
        }

        Tables.Write(shell, grid);
        SettingsTable.Write(shell, rule.Id, rule.Settings);
    }

    // What the catalog leaves open, a rule itself says; one from outside may need another network than this.
    private static Citation? SourceOf(ModelInfo rule)
    {
        if (rule.Source is not null || !RuleCatalog.All.Any(known => known.Id == rule.Id))
        {
            return rule.Source;
        }

        try
        {
            return RuleCatalog.Make(rule.Id, Network.Dense("2-2-2-2", new Rng(0), Activation.Tanh), new Rng(0)).Source;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
