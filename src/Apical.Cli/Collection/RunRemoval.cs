using Apical.Cli.Output;
using Apical.Runs;

namespace Apical.Cli.Collection;

/// <summary>Removes the folder of a run, if nothing lies in it but what Apical writes.</summary>
internal static class RunRemoval
{
    private static readonly string[] s_files =
    [
        RunFolder.RecordName, RunFolder.MetricsName, RunFolder.ModelName, RunFolder.BestModelName, RunFolder.CheckpointName, RunFolder.ReportName,
        Reproduction.FileName, RunNotes.FileName, RunFolder.MetricsName + MetricsFile.LockEnding, Reproduction.FileName + MetricsFile.LockEnding,
    ];

    // Folders and the ending of all that is in them.
    private static readonly Dictionary<string, string> s_folders = new()
    {
        [RunFolder.JobsName] = ".json",
        [PicturesFile.Folder] = ".json",
        [RunFolder.ModelsName] = ".safetensors",
        ["replicates"] = ".json",
    };

    /// <summary>Why a run cannot be removed, or null when it can.</summary>
    public static string? WhyNot(RunEntry entry)
    {
        if (entry.Status == RunEntry.Damaged)
        {
            return $"its record is damaged, so that it is not sure to be a run ({entry.Reason}) Delete it by hand if it is.";
        }

        if (entry.Status == "running")
        {
            return "it is running. Stop it first.";
        }

        if (IsLink(new DirectoryInfo(entry.Folder)))
        {
            return "it is a link to a folder elsewhere. Give that folder, or delete the link by hand.";
        }

        string[] foreign = [.. new DirectoryInfo(entry.Folder).EnumerateFileSystemInfos().SelectMany(Foreign)];
        return foreign.Length == 0 ? null : $"it holds what is not of a run: {string.Join(", ", foreign.Take(3))}{(foreign.Length > 3 ? " …" : "")}. "
            + "Move that elsewhere, or delete the folder by hand.";
    }

    /// <summary>How much it holds, in words.</summary>
    public static string Size(RunEntry entry)
    {
        FileInfo[] files = [.. new DirectoryInfo(entry.Folder).EnumerateFiles("*", SearchOption.AllDirectories)];
        return $"{Show.Count(files.Length, "file")}, {Show.Bytes(files.Sum(file => file.Length))}";
    }

    /// <summary>Removes it, its record last: what an interruption leaves is still a run.</summary>
    /// <param name="entry">One of which <see cref="WhyNot"/> says nothing.</param>
    public static void Remove(RunEntry entry)
    {
        foreach (string name in s_folders.Keys)
        {
            string folder = Path.Combine(entry.Folder, name);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        string[] records = [RunFolder.RecordName, Reproduction.FileName];
        foreach (FileInfo file in new DirectoryInfo(entry.Folder).EnumerateFiles().OrderBy(file => records.Contains(file.Name)).ToArray())
        {
            file.Delete();
        }

        Directory.Delete(entry.Folder);
    }

    private static bool IsLink(FileSystemInfo info) => info.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private static IEnumerable<string> Foreign(FileSystemInfo info)
    {
        if (IsLink(info))
        {
            return [info.Name];
        }

        if (info is DirectoryInfo folder)
        {
            return !s_folders.TryGetValue(folder.Name, out string? ending) ? [folder.Name + Path.DirectorySeparatorChar]
                : folder.EnumerateFileSystemInfos().Where(inside => inside is DirectoryInfo || IsLink(inside) || !Ends(inside.Name, ending))
                    .Select(inside => Path.Combine(folder.Name, inside.Name));
        }

        return s_files.Contains(info.Name) || IsFigure(info.Name) || Ends(info.Name, "") ? [] : [info.Name];
    }

    // What was being written when a process was killed lies beside its place as .NAME.RANDOM.tmp.
    private static bool Ends(string name, string ending) =>
        (ending.Length > 0 && name.EndsWith(ending, StringComparison.Ordinal)) || (name.StartsWith('.') && name.EndsWith(".tmp", StringComparison.Ordinal));

    private static bool IsFigure(string name) =>
        name.EndsWith(".csv", StringComparison.Ordinal) && name.Split('-') is [var kind, _, _] && kind.All(char.IsAsciiLetterLower);
}
