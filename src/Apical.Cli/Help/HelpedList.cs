using System.CommandLine;

namespace Apical.Cli.Help;

/// <summary>An option that may be given several times, each time with one value.</summary>
internal sealed class HelpedList : Option<string[]>, IOptionHelp
{
    /// <summary>An option with values.</summary>
    /// <param name="group">The heading it stands under.</param>
    /// <param name="name">With its dashes.</param>
    /// <param name="value">What its value is called, in capitals.</param>
    /// <param name="help">What it does.</param>
    public HelpedList(string group, string name, string value, string help)
        : base(name)
    {
        (Group, Description, HelpName) = (group, help, value);
        (Arity, AllowMultipleArgumentsPerToken) = (ArgumentArity.OneOrMore, false);
    }

    public string Group { get; }

    public string? Default => null;
}
