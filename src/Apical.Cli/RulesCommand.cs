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
        var name = new Argument<string?>("NAME")
        {
            Description = "a rule to tell more of: its name, its full name, or a word of either",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "NAME",
        };
        var command = new HelpedCommand("rules", "Lists the learning rules, or tells about one: equation, symbols, settings, source.")
        {
            Examples = [("apical rules", "all rules"), ("apical rules dfa", "one of them"), ("apical rules feedback-alignment", "the same by its full name"),
                ("apical rules target", "those that have the word in their name or description, or in their source: Lillicrap")],
        };
        command.Add(name);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(name) is { } one)
            {
                Find(shell, one);
            }
            else
            {
                List(shell, ModelCatalog.All);
            }
        });
        return command;
    }

    // By name; else by full name, feedback-alignment or "feedback alignment"; else all that have the words.
    private static void Find(Shell shell, string text)
    {
        string[] words = text.Split([' ', '-', '_'], StringSplitOptions.RemoveEmptyEntries);
        bool Has(string of) => words.All(word => of.Contains(word, StringComparison.OrdinalIgnoreCase));
        bool IsTitle(ModelInfo rule) => string.Equals(
            rule.Title.Replace('-', ' ').Replace('–', ' '), string.Join(' ', words), StringComparison.OrdinalIgnoreCase);
        IReadOnlyList<ModelInfo> all = ModelCatalog.All, found = [];
        foreach (Func<ModelInfo, bool> fits in new Func<ModelInfo, bool>[]
        {
            rule => string.Equals(rule.Id, text, StringComparison.OrdinalIgnoreCase), IsTitle, rule => Has($"{rule.Id} {rule.Title} {rule.Summary}"),
            rule => Has(SourceOf(rule)?.Text ?? ""),
        })
        {
            found = found.Count > 0 || words.Length == 0 ? found : [.. all.Where(fits)];
        }

        if (found.Count > 1)
        {
            List(shell, found);
        }
        else
        {
            Tell(shell, found.Count == 1 ? found[0] : Preparation.Try(() => ModelCatalog.Find(text)));
        }
    }

    private static void List(Shell shell, IReadOnlyList<ModelInfo> rules)
    {
        IAnsiConsole console = shell.OutputConsole();
        Table table = Tables.New();
        table.AddColumn(Tables.Whole("rule"));
        table.AddColumn(Tables.Words("what it does"));
        table.AddColumn(Tables.Numbers("rate"));
        foreach (ModelInfo rule in rules)
        {
            table.AddRow($"[bold]{Markup.Escape(rule.Id)}[/]", Markup.Escape($"{Capital(rule.Title)}. {rule.Summary}"),
                Show.Number(rule.LearningRate, "0.####"));
        }

        Tables.Write(shell, table);
        console.WriteLine();
        console.WriteLine(shell.Typed("rate: the learning rate with sgd unless --lr gives another. 'apical rules NAME' tells equation, settings and source."));
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

        if (rule.OwnLoss is { } loss)
        {
            facts.Add(("loss", $"{loss}, whatever --loss asks for"));
        }

        if (rule.OwnActivation is { } units)
        {
            facts.Add(("units", $"{units}, whatever --activation and --output ask for"));
        }

        if (Catalog<RuleInfo>.Standard.All.Any(known => known.Id == rule.Id) || Catalog<ModelInfo>.Standard.All.Any(known => known.Id == rule.Id))
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
        Define(shell, rule);
        SettingsTable.Write(shell, rule.Id, rule.Settings);
    }

    private static void Define(Shell shell, Method rule)
    {
        IReadOnlyList<EquationSymbol> symbols = rule.Symbols is [] ? EquationSymbol.In(rule.Equation)
            : [.. rule.Symbols.Select(symbol => new EquationSymbol(symbol.Written, symbol.Shape, symbol.Meaning))];
        if (symbols.Count == 0)
        {
            return;
        }

        Table table = Tables.New();
        table.AddColumn(Tables.Whole("symbol"));
        table.AddColumn(Tables.Whole("shape"));
        table.AddColumn(Tables.Words("what it is; layers are 1 to L, n_i units in layer i, samples are columns"));
        foreach (EquationSymbol symbol in symbols)
        {
            table.AddRow(Markup.Escape(symbol.Written), Markup.Escape(symbol.Shape), Markup.Escape(symbol.Meaning));
        }

        shell.Output.Writer.WriteLine();
        Tables.Write(shell, table);
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
