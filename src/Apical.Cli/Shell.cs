using Apical.Runs;
using Spectre.Console;

namespace Apical.Cli;

/// <summary>What a command talks to: streams, terminal, clock, environment. Nothing in it is global, so commands can run side by side.</summary>
internal sealed record Shell
{
    /// <summary>Results.</summary>
    public required ShellStream Output { get; init; }

    /// <summary>Why something of the results could not be written; null when nothing was lost.</summary>
    public Func<Exception?> Unwritten { get; init; } = () => null;

    /// <summary>Progress and complaints.</summary>
    public required ShellStream Error { get; init; }

    /// <summary>Looks up an environment variable.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>From this call on, Ctrl-C no longer ends the process, but is told through the token. A second Ctrl-C does end it.</summary>
    public required Func<CancellationToken> CatchInterrupts { get; init; }

    /// <summary>The words that start this program, for scripts that are to start it elsewhere.</summary>
    public IReadOnlyList<string> Program { get; init; } = ["apical"];

    /// <summary>What a person typed to start this program, for the commands that it prints.</summary>
    public string StartedAs { get; init; } = CommandWords.Program;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Asks a person, who answers with a line; null where no person is there: standard input or error is no terminal.</summary>
    public Func<string, string?>? Ask { get; init; }

    /// <summary>The state of the current folder, where git looks after it.</summary>
    public Func<CodeRecord?> Code { get; init; } = () => null;

    /// <summary>The plugins in use, for the records of runs.</summary>
    public IReadOnlyList<PluginRecord> Plugins { get; init; } = [];

    /// <summary>Whether both streams are a terminal: then there are bars, and lines that change.</summary>
    public bool IsLive => Output.IsTerminal && Error.IsTerminal;

    /// <summary>Whether unexpected errors come with their trace.</summary>
    public bool Debug => !string.IsNullOrEmpty(Variable("APICAL_DEBUG"));

    /// <summary>A text whose commands work as typed; for what is laid out before it is written.</summary>
    public string Typed(string text) => CommandWords.StartedAs(StartedAs, text);

    /// <summary>A console for results.</summary>
    public IAnsiConsole OutputConsole() => Output.Console(Variable);

    /// <summary>A console for progress.</summary>
    public IAnsiConsole ErrorConsole() => Error.Console(Variable);
}
