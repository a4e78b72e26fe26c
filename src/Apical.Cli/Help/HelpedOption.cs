using System.CommandLine;
using System.CommandLine.Parsing;
using Apical.Data;

namespace Apical.Cli.Help;

/// <summary>An option that takes one value, complains in our words, and has a group and a default on the help page.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
internal sealed class HelpedOption<T> : Option<T>, IOptionHelp
{
    /// <summary>An option with a value.</summary>
    /// <param name="group">The heading it stands under.</param>
    /// <param name="name">With its dashes.</param>
    /// <param name="value">What its value is called, in capitals.</param>
    /// <param name="help">What it does.</param>
    /// <param name="default">What holds without it, for the help page.</param>
    /// <param name="parse">Reads the value; throws an <see cref="ArgumentException"/> that says what is wrong and what is allowed.</param>
    /// <param name="bare">What the option stands for where it is given without a value; null where it must have one.</param>
    public HelpedOption(string group, string name, string value, string help, string? @default, Func<string, T> parse, string? bare = null)
        : base(name)
    {
        (Group, Default, Description, HelpName) = (group, @default, help, value);
        Arity = bare is null ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne;
        CustomParser = result => Parse(result, parse, bare);
    }

    public string Group { get; }

    public string? Default { get; }

    private T? Parse(ArgumentResult result, Func<string, T> parse, string? bare)
    {
        try
        {
            return parse(result.Tokens is [.., var given] ? given.Value : bare!);
        }
        catch (Exception error) when (Problem.IsWrongSetting(error) || error is DatasetException)
        {
            result.AddError($"{Name}: {Problem.Line(error)}");
            return default;
        }
    }
}
