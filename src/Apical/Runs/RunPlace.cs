using System.Globalization;

namespace Apical.Runs;

/// <summary>Where a new run may begin.</summary>
public static class RunPlace
{
    /// <summary>A path for a new run that does not exist yet: <c>root/20260131-235959-compare-digits</c>, with <c>-2</c>, <c>-3</c>… when taken.</summary>
    /// <param name="command">The command, such as <c>compare</c>.</param>
    /// <param name="shortName">What it is about, such as the data set. All but letters, digits, <c>.</c>, <c>_</c> and <c>-</c> become <c>-</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="root">The folder that holds the runs.</param>
    public static string DefaultPath(string command, string shortName, TimeProvider? time = null, string root = "runs")
    {
        string stamp = (time ?? TimeProvider.System).GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string wanted = Path.Combine(root, $"{stamp}-{Slug(command)}-{Slug(shortName)}");
        string path = wanted;
        for (int i = 2; Path.Exists(path); i++)
        {
            path = $"{wanted}-{i}";
        }

        return path;
    }

    /// <summary>Sees to it that a run can begin in a folder, before work is done for it.</summary>
    /// <param name="path">The folder, which need not exist.</param>
    /// <param name="replace">Whether a run that is there will be replaced.</param>
    /// <exception cref="IOException">It is not new or empty; the message says what it holds.</exception>
    public static void RequireFree(string path, bool replace = false)
    {
        RequireNoFile(path);
        if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any())
        {
            return;
        }

        if (!File.Exists(Path.Combine(path, RunFolder.RecordName)))
        {
            if (LeftOvers.AreAll(path))
            {
                return;                                 // of a run that was killed before it had said what it is
            }

            throw new IOException(
                $"Expected a new, empty or run folder, but '{path}' holds files that are not of a run. Choose another folder; nothing was changed.");
        }

        var old = RunFolder.ReadRecord(path); // throws when run.json is someone else's
        if (!replace)
        {
            string what = $"{old.Status.ToString().ToLowerInvariant()}, started {old.Started:yyyy-MM-dd HH:mm} UTC";
            throw new IOException(
                $"Expected a new or empty folder, but '{path}' holds a run already ({what}). Choose another folder; nothing was changed.");
        }
    }

    /// <summary>Sees to it that what stands in the place of a folder is one, or nothing.</summary>
    /// <param name="path">The folder, which need not exist.</param>
    /// <exception cref="IOException">It is a file, or a link that leads nowhere.</exception>
    public static void RequireNoFile(string path)
    {
        if (File.Exists(path))
        {
            var file = new FileInfo(path);
            throw new IOException(file.LinkTarget is { } target && !Path.Exists(Path.Combine(Path.GetDirectoryName(file.FullName)!, target))
                ? $"Expected a folder for the run, but '{path}' is a link to '{target}', which is not there. Make that folder, or choose another name."
                : $"Expected a folder for the run, but '{path}' is a file. Choose another name.");
        }
    }

    /// <summary>What to throw where the folder of a run that goes on is not there any more.</summary>
    /// <param name="folder">The folder.</param>
    internal static DirectoryNotFoundException Gone(string folder) => new(
        $"'{folder}' is not there any more: it was deleted or moved while the run went on. Nothing more is written. "
            + "If it was moved, go on with it where it is now; else begin again.");

    private static string Slug(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        string clean = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-')).Trim('-', '.');
        return clean.Length == 0 ? "run" : clean[..Math.Min(clean.Length, 60)];
    }
}
