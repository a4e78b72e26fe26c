using System.CommandLine;
using System.CommandLine.Help;

namespace Apical.Cli.Help;

/// <summary>Draws the help page of a command: usage, options by group with their defaults, examples.</summary>
internal static class HelpPage
{
    private const string OtherOptions = "Options";
    private const int NameWidth = 26;
    private const int WidestText = 100;
    private const int NarrowText = 64;                  // below, descriptions stand under the names
    private const int NarrowNameWidth = 8;

    /// <summary>Replaces the pages that come with the parser, and the version.</summary>
    public static void Install(RootCommand root, Shell shell)
    {
        foreach (Option option in root.Options)
        {
            option.Action = option switch
            {
                HelpOption => new PrintAction(parsed => Write(parsed.CommandResult.Command, shell)),
                VersionOption => new PrintAction(_ => shell.Output.Writer.WriteLine(CommandLine.Version)),
                _ => option.Action,
            };
            option.Description = option is HelpOption ? "show this page" : "show the version";
        }

        // Without a subcommand there is nothing to do but to say what could be done.
        foreach (Command command in new[] { root }.Concat(root.Subcommands).Where(command => command.Subcommands.Count > 0 && command.Action is null))
        {
            command.SetAction(_ => Write(command, shell));
        }
    }

    /// <summary>Writes the page of a command.</summary>
    public static void Write(Command command, Shell shell)
    {
        int width = Math.Min(shell.Output.Width, WidestText);
        var page = new HelpWriter(shell, width, width < NarrowText ? NarrowNameWidth : NameWidth);
        page.Paragraph(command.Description ?? "");
        page.Heading("Usage");
        page.Line($"  {Usage(command)}");
        if (command.Subcommands.Count > 0)
        {
            page.Heading("Commands");
            foreach (Command sub in command.Subcommands.Where(sub => !sub.Hidden))
            {
                page.Entry(string.Join(' ', new[] { sub.Name }.Concat(sub.Arguments.Select(Placeholder))), sub.Description, null);
            }
        }

        if (command.Arguments.Count > 0)
        {
            page.Heading("Arguments");
            foreach (Argument argument in command.Arguments)
            {
                page.Entry(Placeholder(argument), argument.Description, null);
            }
        }

        foreach (var group in Options(command).GroupBy(option => (option as IOptionHelp)?.Group ?? OtherOptions).OrderBy(group => group.Key == OtherOptions))
        {
            page.Heading(group.Key);
            foreach (Option option in group)
            {
                page.Entry(Label(option), option.Description, (option as IOptionHelp)?.Default);
            }
        }

        if (command is ICommandHelp { Examples.Count: > 0 } help)
        {
            page.Heading("Examples");
            foreach (var (line, what) in help.Examples)
            {
                page.Example(line, what);
            }
        }

        if (command is RootCommand)
        {
            page.Heading("More");
            page.Line("  'apical COMMAND --help' shows the options of a command, with examples; docs/cli.md has all of them.");
        }
    }

    /// <summary>Options of a command and those it inherits, that a person may use.</summary>
    public static IEnumerable<Option> Options(Command command)
    {
        IEnumerable<Option> inherited = command.Parents.OfType<Command>().SelectMany(Options).Where(option => option.Recursive);
        return command.Options.Concat(inherited).Where(option => !option.Hidden);
    }

    /// <summary>The command as typed, from the root on: <c>apical data get</c>.</summary>
    public static string PathOf(Command command) => command is RootCommand ? CommandWords.Program
        : $"{(command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? PathOf(parent) + " " : "")}{command.Name}";

    private static string Usage(Command command) => string.Join(' ', new[] { PathOf(command) }
        .Concat(command.Subcommands.Count > 0 ? ["COMMAND"] : [])
        .Concat(command.Arguments.Select(Placeholder))
        .Append("[OPTIONS]"));

    private static string Placeholder(Argument argument)
    {
        string name = argument.HelpName ?? argument.Name;
        return $"{(argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name)}{(argument.Arity.MaximumNumberOfValues > 1 ? "…" : "")}";
    }

    private static string Label(Option option)
    {
        string names = option is HelpOption ? "-h, --help" : option.Name;
        bool flag = option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool);
        return flag ? names : $"{names} {option.HelpName ?? "VALUE"}";
    }
}
