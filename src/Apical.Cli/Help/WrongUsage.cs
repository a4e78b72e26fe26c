using System.CommandLine;
using System.CommandLine.Parsing;
using Apical.Specs;

namespace Apical.Cli.Help;

/// <summary>Says in one line what is wrong with a command line, what is allowed, and what was probably meant.</summary>
internal static class WrongUsage
{
    /// <summary>Describes the first mistake.</summary>
    public static string Describe(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string? stray = parsed.UnmatchedTokens.FirstOrDefault(token => token.StartsWith('-')) ?? parsed.UnmatchedTokens.FirstOrDefault();
        if (stray is not null)
        {
            return stray.StartsWith('-') ? UnknownOption(stray, command) : Unexpected(stray, command);
        }

        ParseError error = parsed.Errors[0];
        return error.SymbolResult switch
        {
            OptionResult { Tokens.Count: 0 } option =>
                $"{option.Option.Name} needs a value: {option.Option.Name} {option.Option.HelpName}, {option.Option.Description}.",
            OptionResult { IdentifierTokenCount: > 1, Option.Arity.MaximumNumberOfValues: 1 } option =>
                $"{option.Option.Name} is there {option.IdentifierTokenCount} times; give it once.",
            ArgumentResult { Tokens.Count: 0 } argument =>
                $"'{HelpPage.PathOf(command)}' needs {argument.Argument.HelpName ?? argument.Argument.Name}: {argument.Argument.Description}.",
            CommandResult { Command.Subcommands.Count: > 0 } => $"'{HelpPage.PathOf(command)}' needs a command: {Names(command.Subcommands)}.",
            CommandResult { Command: var incomplete } when incomplete.Arguments.Count > 0 =>
                $"'{HelpPage.PathOf(command)}' needs {incomplete.Arguments[0].HelpName}: {incomplete.Arguments[0].Description}.",
            _ => error.Message,
        };
    }

    /// <summary>
    /// Describes an option that was taken for a name: arguments take whatever no option of the command is. What comes after <c>--</c> is a name indeed.
    /// </summary>
    /// <returns>Null where there is none.</returns>
    public static string? OptionAsName(ParseResult parsed)
    {
        Token[] before = [.. parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)];
        return before.FirstOrDefault(token => token.Type == TokenType.Argument && token.Value is ['-', '-' or (>= 'a' and <= 'z'), ..]
                && parsed.CommandResult.Children.OfType<ArgumentResult>().Any(argument => argument.Tokens.Contains(token)))
            is { } stray ? UnknownOption(stray.Value, parsed.CommandResult.Command) : null;
    }

    /// <summary>Describes a name of nothing, such as a variable of a script gives that is not set. Only what is noted in words may be empty.</summary>
    /// <returns>Null where there is none.</returns>
    public static string? EmptyName(ParseResult parsed) => parsed.CommandResult.Children.Where(one => one.Tokens.Any(token => token.Value.Length == 0))
        .Select(one => one switch
        {
            ArgumentResult { Argument: { HelpName: not "TEXT" } argument } =>
                $"{argument.HelpName ?? argument.Name}: an empty name will not do; give {argument.Description}.",
            OptionResult option => $"{option.Option.Name}: an empty value will not do; give {option.Option.HelpName}, or leave the option out.",
            _ => null,
        }).FirstOrDefault(said => said is not null);

    private static string UnknownOption(string token, Command command)
    {
        string name = token.Split('=')[0];
        string[] known = [.. HelpPage.Options(command).Select(option => option.Name)];
        Command root = command;
        while (root.Parents.OfType<Command>().FirstOrDefault() is { } parent)
        {
            root = parent;
        }

        string[] others = [.. from other in root.Subcommands
                              where other != command && HelpPage.Options(other).Any(option => option.Name == name)
                              select $"'{HelpPage.PathOf(other)}'"];
        string meant = others.Length > 0 ? $"; {string.Join(", ", others)} {(others.Length == 1 ? "has" : "have")} it." : Unknown.Closest(name, known);
        return $"unknown option '{name}' of '{HelpPage.PathOf(command)}'{meant} Known: {string.Join(", ", known)}.";
    }

    private static string Unexpected(string token, Command command) => command.Subcommands.Count > 0
        ? $"unknown command '{token}'{Unknown.Closest(token, command.Subcommands.Select(sub => sub.Name))} Known: {Names(command.Subcommands)}."
        : $"'{HelpPage.PathOf(command)}' does not know what to do with '{token}'. {Takes(command)}; see '{HelpPage.PathOf(command)} --help'.";

    private static string Takes(Command command) => command.Arguments.Count == 0 ? "It takes options only"
        : $"It takes {string.Join(' ', command.Arguments.Select(argument => argument.HelpName ?? argument.Name))} and options";

    private static string Names(IEnumerable<Command> commands) => string.Join(", ", commands.Where(command => !command.Hidden).Select(command => command.Name));
}
