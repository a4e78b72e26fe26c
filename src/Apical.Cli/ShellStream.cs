using System.Text;
using Spectre.Console;

namespace Apical.Cli;

/// <summary>One of the two streams a command writes to, and whether people sit at its end.</summary>
/// <param name="writer">Takes the text.</param>
/// <param name="terminal">Whether it is a terminal that understands control sequences.</param>
/// <param name="width">Columns of the terminal, asked each time, because a window can change.</param>
/// <param name="program">What a person typed to start this program.</param>
internal sealed class ShellStream(TextWriter writer, bool terminal = false, Func<int>? width = null, string program = CommandWords.Program) : IAnsiConsoleOutput
{
    private const int WidthOfFiles = 160;               // wide enough that no table wraps
    private const int LeastWidth = 40;

    /// <summary>For people: lines are broken to the width, commands are as this program was started.</summary>
    public TextWriter Writer { get; } = new NamingWriter(
        terminal && width is { } columns ? new WrappingWriter(writer, () => Math.Max(LeastWidth, columns()), program) : writer, program);

    /// <summary>For programs: what is written stays as it is.</summary>
    public TextWriter Data { get; } = writer;

    public bool IsTerminal { get; } = terminal;

    /// <summary>Columns, whatever is at its end; to see how much room something takes.</summary>
    /// <value>Default null: those of the terminal, or as many as files get.</value>
    public int? Columns { get; init; }

    public int Width => Columns ?? (IsTerminal && width is not null ? Math.Max(LeastWidth, width()) : WidthOfFiles);

    public int Height => 24;

    public void SetEncoding(Encoding encoding)
    {
    }

    /// <summary>A console on this stream: colours on a terminal only, and not when NO_COLOR asks for none.</summary>
    public IAnsiConsole Console(Func<string, string?> variable)
    {
        bool colours = IsTerminal && string.IsNullOrEmpty(variable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = this,
            Ansi = IsTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Capabilities.Unicode = true;
        console.Profile.Capabilities.Links = colours;
        return console;
    }
}
