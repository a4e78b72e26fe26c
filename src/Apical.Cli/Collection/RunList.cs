using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Settings;
using Apical.Specs;

namespace Apical.Cli.Collection;

/// <summary><c>apical runs list</c>: the runs below a folder, those that fit, in an order.</summary>
internal sealed class RunList
{
    private const string Which = "Which";
    private const string Order = "Order";
    private static readonly string[] s_orders = ["date", "name", "accuracy", "loss", "status", "command"];

    private readonly Argument<string> _folder = new("DIR")
    {
        Description = $"the folder to look through, and all below it; without it '{RunFinder.DefaultFolder}', where runs are written by default",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "DIR",
    };

    private readonly HelpedOption<string> _rule = new(Which, "--rule", "RULE", "that train this rule, with any settings or with those given", null, x => x);
    private readonly HelpedOption<string> _data = new(Which, "--data", "NAME", "that learn from this data set", null, x => x);
    private readonly HelpedOption<string> _tag = new(Which, "--tag", "TAG", "that have this tag", null, x => x);
    private readonly HelpedOption<string> _status = new(Which, "--status", "STATUS", string.Join(", ", RunStates.Words), null,
        text => OneOf("status", RunStates.Words, text));
    private readonly HelpedOption<string> _kind = new(Which, "--command", "NAME", $"of this command: {string.Join(", ", RunEntry.Kinds)}", null,
        text => OneOf("command", RunEntry.Kinds, text));
    private readonly HelpedOption<DateTimeOffset?> _since = new(
        Which, "--since", "DATE", "that began on this day, such as 2026-01-31, or later (UTC)", null, Day);
    private readonly HelpedOption<DateTimeOffset?> _until = new(Which, "--until", "DATE", "that began on this day or earlier (UTC)", null, Day);
    private readonly HelpedOption<string> _sort = new(Order, "--sort", "BY", $"{string.Join(", ", s_orders)} (date: newest first; accuracy, loss: best first)",
        s_orders[0], text => OneOf("order", s_orders, text));
    private readonly HelpedFlag _reverse = new(Order, "--reverse", "the other way round");
    private readonly HelpedOption<string> _json = RunsCommand.JsonOption();

    /// <summary>The command.</summary>
    public static Command Create(Shell shell)
    {
        var list = new RunList();
        var command = new HelpedCommand("list", "Lists runs: when, what, from which data, by which rules, the best numbers, status and tags.")
        {
            Examples =
            [
                ("apical runs list", $"all runs in '{RunFinder.DefaultFolder}'"),
                ("apical runs list --rule dfa --data mnist --sort accuracy", "the best with direct feedback alignment on MNIST"),
                ("apical runs list experiments --status killed", "those below another folder that were killed"),
            ],
        };
        command.Add(list._folder);
        foreach (Option option in new Option[]
        {
            list._kind, list._rule, list._data, list._tag, list._status, list._since, list._until, list._sort, list._reverse, list._json,
        })
        {
            command.Add(option);
        }

        command.SetAction(parsed => list.Run(shell, parsed));
        return command;
    }

    private void Run(Shell shell, ParseResult parsed)
    {
        string root = parsed.GetValue(_folder) ?? RunFinder.DefaultFolder, json = parsed.GetValue(_json) ?? "";
        Preparation.RequireFolderOf(parsed.GetValue(_json));
        IReadOnlyList<RunEntry> all = RunFinder.All(root);
        RunEntry[] fit = [.. Sorted(all.Where(entry => Fits(entry, parsed)), parsed.GetValue(_sort) ?? s_orders[0])];
        if (parsed.GetValue(_reverse))
        {
            Array.Reverse(fit);
        }

        if (json != "-")
        {
            RunTable.Write(shell, fit, root, all.Count);
        }

        JsonOutput.Write(shell, parsed.GetValue(_json), () => new JsonArray([.. fit.Select(entry => entry.ToJson())]).ToJsonString(JsonOutput.Readable));
    }

    private bool Fits(RunEntry entry, ParseResult parsed)
    {
        static bool Named(IEnumerable<string> names, string? wanted) => wanted is null || names.Any(name =>
            name.Equals(wanted, StringComparison.OrdinalIgnoreCase) || name.StartsWith(wanted + ":", StringComparison.OrdinalIgnoreCase));
        return Named(entry.Rules, parsed.GetValue(_rule))
            && (parsed.GetValue(_data) is not { } data || entry.Data.Any(set => IsOf(set, data)))
            && (parsed.GetValue(_tag) is not { } tag || entry.Notes.Tags.Contains(tag))
            && (parsed.GetValue(_status) is not { } status || entry.Status.Word() == status)
            && (parsed.GetValue(_kind) is not { } kind || entry.Kind == kind)
            && !(entry.Started < parsed.GetValue(_since))
            && !(entry.Started >= parsed.GetValue(_until)?.AddDays(1));
    }

    // By its name; of the user's own data also by a part of it, as it is recorded and as it is shown.
    private static bool IsOf(string set, string wanted)
    {
        string shown = Trained.TrainedRun.Short(set) ?? set;
        return set.Split(':')[0].Equals(wanted, StringComparison.OrdinalIgnoreCase)
            || (set.Contains(':', StringComparison.Ordinal)
                && new[] { set, shown }.Any(text => text.Contains(wanted, StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<RunEntry> Sorted(IEnumerable<RunEntry> entries, string by) => by switch
    {
        "name" => entries.OrderBy(entry => entry.Name, StringComparer.Ordinal),
        "accuracy" => entries.OrderByDescending(entry => double.IsNaN(entry.Accuracy) ? double.NegativeInfinity : entry.Accuracy),
        "loss" => entries.OrderBy(entry => double.IsNaN(entry.Loss) ? double.PositiveInfinity : entry.Loss),
        "status" => entries.OrderBy(entry => entry.Status).ThenByDescending(entry => entry.Started),
        "command" => entries.OrderBy(entry => entry.Kind, StringComparer.Ordinal).ThenByDescending(entry => entry.Started),
        _ => entries.OrderByDescending(entry => entry.Started),
    };

    private static string OneOf(string kind, string[] known, string text) =>
        known.Contains(text) ? text : throw new ArgumentException(Unknown.Message(kind, text, known));

    private static DateTimeOffset? Day(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset day) ? day
            : throw new ArgumentException($"'{text}' will not do; give a day as year-month-day, such as 2026-01-31.");
}
