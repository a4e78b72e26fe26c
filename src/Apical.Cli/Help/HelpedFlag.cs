using System.CommandLine;

namespace Apical.Cli.Help;

/// <summary>An option without a value.</summary>
internal sealed class HelpedFlag : Option<bool>, IOptionHelp
{
    /// <summary>A flag.</summary>
    /// <param name="group">The heading it stands under.</param>
    /// <param name="name">With its dashes.</param>
    /// <param name="help">What it does.</param>
    public HelpedFlag(string group, string name, string help)
        : base(name)
    {
        (Group, Description, Arity) = (group, help, ArgumentArity.Zero);
    }

    public string Group { get; }

    public string? Default => null;
}
