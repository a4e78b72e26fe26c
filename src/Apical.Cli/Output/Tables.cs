using System.Text.RegularExpressions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Apical.Cli.Output;

/// <summary>How tables look here.</summary>
internal static partial class Tables
{
    private const int Unbounded = 10_000;

    private static readonly Padding s_tight = new(0, 0, 1, 0);  // with the border's blank, two columns apart

    /// <summary>A table with a line under its heading.</summary>
    public static Table New() => new Table().Border(TableBorder.Simple).BorderStyle(new Style(Color.Grey));

    /// <summary>A column of words.</summary>
    public static TableColumn Words(string heading) => new TableColumn(heading).Padding(s_tight);

    /// <summary>A column of names or numbers that are never broken over lines.</summary>
    public static TableColumn Whole(string heading) => Words(heading).NoWrap();

    /// <summary>A column of numbers.</summary>
    public static TableColumn Numbers(string heading) => Whole(heading).RightAligned();

    /// <summary>Names and, beside them, what there is to say.</summary>
    public static Grid Pairs() => new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 2, 0)).AddColumn(new GridColumn().Padding(0, 0, 0, 0));

    /// <summary>A name from a file, for a cell: as it is, but for what a terminal would obey.</summary>
    /// <param name="name">Any text.</param>
    public static string Name(string name) => Markup.Escape(Problem.Safe(name));

    /// <summary>Writes a table without the blanks that it would leave around itself; where it is too wide, lines are broken between words.</summary>
    public static void Write(Shell shell, IRenderable table)
    {
        if (table is Table cells && !Fit(shell, table))
        {
            _ = KeepsWords(shell, cells);
        }

        Write(shell, table, shell.Output.Width);
    }

    /// <summary>Gives the columns of a table widths at which it fits, if that can be without breaking a word.</summary>
    /// <returns>Whether it can.</returns>
    public static bool KeepsWords(Shell shell, Table table)
    {
        RenderOptions options = Options(shell);
        int between = Lines(shell, table, Unbounded).Max(line => Colours().Replace(line, "").Length) - ColumnWidths.Whole(table, options);
        return ColumnWidths.Deal(table, shell.Output.Width - between, options);
    }

    /// <summary>Writes a table whose cells are never broken, beyond the edge of the terminal if need be.</summary>
    public static void WriteWhole(Shell shell, IRenderable table) => Write(shell, table, Fit(shell, table) ? shell.Output.Width : Unbounded);

    /// <summary>Says which columns there was no room for.</summary>
    public static void TellLeftOut(Shell shell, string columns) =>
        shell.Output.Writer.WriteLine($" (No room for {columns} in so narrow a terminal: the page has them, and --json.)");

    /// <summary>Whether there is room for all of the table, as there is in a file.</summary>
    public static bool HaveRoom(Shell shell, IRenderable table) => !shell.Output.IsTerminal || Fit(shell, table);

    /// <summary>Whether the terminal is wide enough for the table as it is: no column has to be narrowed.</summary>
    public static bool Fit(Shell shell, IRenderable table) =>
        Lines(shell, table, Unbounded).All(line => Colours().Replace(line, "").Length <= shell.Output.Width);

    private static void Write(Shell shell, IRenderable table, int width)
    {
        foreach (string line in Lines(shell, table, width))
        {
            shell.Output.Data.WriteLine(line);          // is laid out
        }
    }

    private static IEnumerable<string> Lines(Shell shell, IRenderable table, int width)
    {
        var text = new StringWriter();
        Console(shell, text, width).Write(table);
        string[] lines = [.. text.ToString().Split('\n').Select(line => line.TrimEnd())];
        int first = Array.FindIndex(lines, IsNotBlank), last = Array.FindLastIndex(lines, IsNotBlank);
        return lines[first..(last + 1)];
    }

    private static IAnsiConsole Console(Shell shell, StringWriter text, int width) =>
        new ShellStream(text, shell.Output.IsTerminal) { Columns = width }.Console(shell.Variable);

    private static RenderOptions Options(Shell shell)
    {
        IAnsiConsole console = Console(shell, new StringWriter(), Unbounded);
        return RenderOptions.Create(console, console.Profile.Capabilities);
    }

    private static bool IsNotBlank(string line) => !string.IsNullOrWhiteSpace(Colours().Replace(line, ""));

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Colours();
}
