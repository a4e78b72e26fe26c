using System.CommandLine;

namespace Apical.Cli.Help;

/// <summary>A command with examples on its help page.</summary>
internal sealed class HelpedCommand(string name, string description) : Command(name, description), ICommandHelp
{
    public IReadOnlyList<(string Line, string What)> Examples { get; set; } = [];
}
