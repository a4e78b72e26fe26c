using System.Text.RegularExpressions;

namespace Apical.Cli;

/// <summary>Command lines as a person would type them.</summary>
internal static partial class CommandWords
{
    /// <summary>What starts this program where it is on the PATH; records and pages, which are read elsewhere, say no other.</summary>
    public const string Program = "apical";

    /// <summary>The whole line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    public static string Line(IReadOnlyList<string> args) => string.Join(' ', args.Select(Quoted).Prepend(Program));

    /// <summary>A text whose commands start this program as it was started, so that they work as typed: <c>./apical train</c>.</summary>
    /// <param name="text">What <c>apical train</c> may stand in, in a line of its own or in a sentence; <c>apical: </c> stays.</param>
    /// <param name="program">What a person typed to start this program.</param>
    public static string StartedAs(string program, string text) =>
        program == Program ? text : Command().Replace(text, found => found.Value == Program ? Quoted(program) : found.Value);

    /// <summary>A word of a command line, in quotes if it needs them.</summary>
    public static string Quoted(string arg) =>
        arg.Length > 0 && arg.All(c => char.IsAsciiLetterOrDigit(c) || "-_=.,:/\\+@%".Contains(c)) ? arg
        : OperatingSystem.IsWindows() ? $"\"{arg.Replace("\"", "\\\"")}\"" : $"'{arg.Replace("'", "'\\''")}'";

    /// <summary>
    /// The lines that a command is shown in where it is too long for one: broken between its words, each line but the last with the sign by which a shell goes
    /// on, so that a copy of all of them is the command. A terminal would break it inside of words.
    /// </summary>
    /// <param name="command">A line of a person's, with quotes where it has them.</param>
    /// <param name="width">Columns there are; a word that is longer goes beyond.</param>
    /// <param name="indent">What all lines but the first begin with.</param>
    public static IEnumerable<string> Lines(string command, int width, string indent = "  ")
    {
        if (command.Length <= width || OperatingSystem.IsWindows())     // there each shell has a sign of its own
        {
            return [command];
        }

        var lines = new List<string>();
        string line = "";
        int room = width - indent.Length - 2;
        string[] pieces = [.. Pieces(command).SelectMany(piece => piece.Length <= room || piece[0] != '-' ? [piece] : piece.Split(' ', 2))];
        foreach (var (i, piece) in pieces.Index())
        {
            int sign = i < pieces.Length - 1 ? 2 : 0;                   // behind all lines but the last
            if (line.Trim().Length > 0 && line.Length + 1 + piece.Length + sign > width)
            {
                lines.Add($"{line} \\");
                line = $"{indent}{piece}";
            }
            else
            {
                line += line.Length > 0 ? $" {piece}" : piece;
            }
        }

        return [.. lines, line];
    }

    /// <summary>The words as they stand there, in their quotes; an option with its value is one.</summary>
    private static IEnumerable<string> Pieces(string command)
    {
        bool quoted = false;
        int start = 0;
        for (int i = 0; i < command.Length; i++)
        {
            quoted ^= command[i] == '\'';
            bool value = command[start] == '-' && !command[start..i].Contains(' ') && i + 1 < command.Length && command[i + 1] != '-';
            if (command[i] == ' ' && !quoted && !value)
            {
                yield return command[start..i];
                start = i + 1;
            }
        }

        yield return command[start..];
    }

    // A word in quotes of its own, such as a path, is left alone, and so is 'runs/x', which is one.
    [GeneratedRegex(@"(?<![^\s(=:,])'(?!apical )[^']*'(?!\w)|(?<![^\s'(])apical(?= (?:compare|train|sweep|reproduce|gather|slurm|cluster|evaluate|predict"
        + @"|export|rules|data|report|runs|dashboard|bench|help|COMMAND|--help|--version)(?:$|[\s'),;:.…]))")]
    private static partial Regex Command();
}
