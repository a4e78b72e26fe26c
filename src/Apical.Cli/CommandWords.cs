namespace Apical.Cli;

/// <summary>Command lines as a person would type them.</summary>
internal static class CommandWords
{
    /// <summary>The whole line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    public static string Line(IReadOnlyList<string> args) => string.Join(' ', args.Select(Quoted).Prepend("apical"));

    /// <summary>A word of a command line, in quotes if it needs them.</summary>
    public static string Quoted(string arg) =>
        arg.Length > 0 && arg.All(c => char.IsAsciiLetterOrDigit(c) || "-_=.,:/\\+@%".Contains(c)) ? arg : $"'{arg.Replace("'", "'\\''")}'";
}
