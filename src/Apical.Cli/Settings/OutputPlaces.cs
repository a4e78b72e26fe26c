using System.CommandLine;
using Apical.Cli.Collection;
using Apical.Cli.Help;
using Apical.Data;
using Apical.Runs;

namespace Apical.Cli.Settings;

/// <summary>Keeps the results of a command out of files that are needed: those of runs, and those that it reads. Looked at before any work is done.</summary>
internal static class OutputPlaces
{
    private const string Json = "--json", Out = "--out";
    private const int LongestWord = 4096, ShortLine = 64;

    private static readonly StringComparison s_names = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>Looks at the files that a command line names for results.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="UsageException">Something would be overwritten that is not a result of this kind.</exception>
    public static void Require(ParseResult parsed)
    {
        foreach (Option option in HelpPage.Options(parsed.CommandResult.Command).Where(option => option.Name is Json or Out && IsFile(option)))
        {
            if (parsed.GetResult(option) is { Tokens: [.., { Value: { Length: > 0 } file and not "-" }] } result && !IsStream(file) && !Directory.Exists(file))
            {
                string[] words =
                [
                    .. parsed.CommandResult.Children.Where(other => other != result).SelectMany(other => other.Tokens).Select(token => token.Value),
                ];
                Require(option.Name, file, words, mayDrawPage: parsed.CommandResult.Command.Name == "report");
            }
        }
    }

    private static void Require(string option, string file, IReadOnlyList<string> words, bool mayDrawPage)
    {
        string real = RealPath.Of(file), name = Path.GetFileName(real);
        bool redrawn = mayDrawPage && name == RunFolder.ReportName;
        string[] bases = [Environment.CurrentDirectory, DataFolder.Resolve(null), .. words.Where(Directory.Exists)];
        foreach (string path in words.Where(word => word.Length <= LongestWord).SelectMany(Pieces).Distinct())
        {
            foreach (string place in bases.Select(folder => Path.Combine(folder, path)).Where(Path.Exists).Select(RealPath.Of).Distinct())
            {
                if (string.Equals(place, real, s_names))
                {
                    throw new UsageException($"{option}: '{file}' is read by this command, and would be overwritten. Choose another name.");
                }

                bool own = string.Equals(Path.GetDirectoryName(real), place, s_names) && RunRemoval.IsOfRun(name) && !redrawn;
                if (own || (Directory.Exists(place) && RunRemoval.Links(place).Any(link => string.Equals(RealPath.Of(link), real, s_names))))
                {
                    throw OfRun(option, file);
                }
            }
        }

        if (RunRemoval.Owns(real) && !redrawn)
        {
            throw OfRun(option, file);
        }

        if (option == Json && File.Exists(real) && !LooksLikeJson(real))
        {
            throw new UsageException($"{option}: '{file}' is there, and holds something else than JSON. Choose another name, or delete it first.");
        }
    }

    private static UsageException OfRun(string option, string file) =>
        new($"{option}: '{file}' belongs to a run, or will, and would be overwritten. Choose another name.");

    private static bool IsFile(Option option) => option.HelpName?.Contains("FILE", StringComparison.Ordinal) == true;

    // Written to, and never replaced; where such a name leads to a file, it was opened by others.
    private static bool IsStream(string file) => !OperatingSystem.IsWindows()
        && Path.GetFullPath(file) is var full && (full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith("/proc/", StringComparison.Ordinal));

    // What may be a path in a word such as csv:path=flowers.csv,label=kind.
    private static IEnumerable<string> Pieces(string word)
    {
        int[] starts = [0, .. Enumerable.Range(0, word.Length).Where(i => word[i] is ':' or '=' or ',').Select(i => i + 1)];
        int[] ends = [.. Enumerable.Range(0, word.Length).Where(i => word[i] is ':' or ','), word.Length];
        return from start in starts
               from end in ends
               where end > start && word.AsSpan(start, end - start).IndexOf('\0') < 0
               select word[start..end];
    }

    // Or like what nobody misses: a short line.
    private static bool LooksLikeJson(string file)
    {
        long length = new FileInfo(file).Length;
        if (length == 0)
        {
            return true;                                // nothing, or a pipe
        }

        try
        {
            if (length <= ShortLine && File.ReadAllLines(file).Length == 1)
            {
                return true;
            }

            using FileStream stream = File.OpenRead(file);
            int first;
            do
            {
                first = stream.ReadByte();
            }
            while (first is ' ' or '\t' or '\r' or '\n' or 0xEF or 0xBB or 0xBF);
            return first is '{' or '[' or -1;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;                                // writing will tell
        }
    }
}
