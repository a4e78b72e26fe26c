using Apical.Cli.Output;
using Apical.Runs;

namespace Apical.Cli.Collection;

/// <summary>Removes the folder of a run, if nothing lies in it but what Apical writes.</summary>
internal static class RunRemoval
{
    private const string Replicates = "replicates";

    private static readonly string[] s_files =
    [
        RunFolder.RecordName, RunFolder.MetricsName, RunFolder.ModelName, RunFolder.BestModelName, RunFolder.CheckpointName, RunFolder.ReportName,
        Reproduction.FileName, RunNotes.FileName, RunFolder.MetricsName + MetricsFile.LockEnding, Reproduction.FileName + MetricsFile.LockEnding,
    ];

    // Folders and the endings of all that is in them. A run of a sweep that is halved waits in a checkpoint beside the files of jobs; trainings of replicates
    // that were interrupted have a folder within theirs.
    private static readonly Dictionary<string, string[]> s_folders = new()
    {
        [RunFolder.JobsName] = [".json", ".safetensors"],
        [PicturesFile.Folder] = [".json"],
        [RunFolder.ModelsName] = [".safetensors"],
        [Replicates] = [".json"],
        [Path.Combine(Replicates, "begun")] = [".json", ".safetensors"],
        [PartsFolder.Name] = [".json", MetricsFile.LockEnding],
    };

    private static readonly string[] s_records = [RunFolder.RecordName, Reproduction.FileName, RunFolder.MetricsName];

    // The sweep of a comparison that tunes: a run within the run.
    private static readonly string s_tuning = "tuning";

    /// <summary>Why a run cannot be removed, or null when it can.</summary>
    public static string? WhyNot(RunEntry entry)
    {
        if (entry.Status == RunState.Damaged)
        {
            return $"its record is damaged, so that it is not sure to be a run ({entry.Reason}) Delete it by hand if it is.";
        }

        if (entry.Status == RunState.Running)
        {
            return "it is running. Stop it first.";
        }

        if (IsLink(new DirectoryInfo(entry.Folder)))
        {
            return "it is a link to a folder elsewhere. Give that folder, or delete the link by hand.";
        }

        string[] foreign = [.. Foreign(new DirectoryInfo(entry.Folder), "", "")];
        if (foreign.Length == 0)
        {
            string tuning = Path.Combine(entry.Folder, s_tuning);
            return RunReader.IsRun(tuning) && WhyNot(RunReader.Read(tuning, s_tuning)) is { } reason ? $"of '{s_tuning}' in it: {reason}" : null;
        }

        return $"it holds what is not of a run: {string.Join(", ", foreign.Take(3))}{(foreign.Length > 3 ? " …" : "")}. "
            + "Move that elsewhere, or delete the folder by hand.";
    }

    /// <summary>Whether a name is one of those that Apical writes into the folder of a run.</summary>
    /// <param name="name">Name of a file, without its folder.</param>
    public static bool IsOfRun(string name) => s_files.Contains(name) || PictureCsv.IsFile(name) || Ends(name, []);

    /// <summary>Whether a file is, or would be, one of a run that is there.</summary>
    /// <param name="file">The file, which need not exist.</param>
    public static bool Owns(string file)
    {
        string name = Path.GetFileName(file);
        return Path.GetDirectoryName(file) is { } folder && ((HasRecord(folder) && IsOfRun(name))
            || s_folders.Any(part => Ends(name, part.Value) && RunOf(folder, part.Key) is { } run && HasRecord(run)));
    }

    // The folder of a run whose part a folder is, by its name.
    private static string? RunOf(string folder, string part) => Path.GetFileName(folder) != Path.GetFileName(part) ? null
        : Path.GetDirectoryName(folder) is { } above && Path.GetDirectoryName(part) is { Length: > 0 } rest ? RunOf(above, rest)
        : Path.GetDirectoryName(folder);

    /// <summary>Files of a run that lie elsewhere, and have a link in its folder.</summary>
    /// <param name="folder">A folder; one of no run has none.</param>
    public static IEnumerable<string> Links(string folder) => !HasRecord(folder) ? []
        : from place in s_folders.Keys.Select(name => Path.Combine(folder, name)).Where(Directory.Exists).Prepend(folder)
          from info in new DirectoryInfo(place).EnumerateFileSystemInfos()
          where info.LinkTarget is not null
          select info.FullName;

    private static bool HasRecord(string folder) => s_records.Any(name => Path.Exists(Path.Combine(folder, name)));

    /// <summary>How much it holds, in words.</summary>
    public static string Size(RunEntry entry)
    {
        FileInfo[] files = [.. new DirectoryInfo(entry.Folder).EnumerateFiles("*", SearchOption.AllDirectories)];
        return $"{Show.Count(files.Length, "file")}, {Show.Bytes(files.Sum(file => file.Length))}";
    }

    /// <summary>Removes it, its record last: what an interruption leaves is still a run. What Apical does not write is left, whenever it came.</summary>
    /// <param name="entry">One of which <see cref="WhyNot"/> says nothing.</param>
    /// <exception cref="IOException">Something else came into the folder.</exception>
    public static void Remove(RunEntry entry) => Remove(new DirectoryInfo(entry.Folder));

    private static void Remove(DirectoryInfo run)
    {
        foreach (DirectoryInfo inner in run.EnumerateDirectories().Where(inner => !IsLink(inner)).ToArray())
        {
            if (inner.Name == s_tuning)
            {
                Remove(inner);
            }
            else
            {
                RemovePart(inner, inner.Name);
            }
        }

        string[] records = [RunFolder.RecordName, Reproduction.FileName];
        Delete(run.EnumerateFiles().Where(file => !IsLink(file) && IsOfRun(file.Name) && !records.Contains(file.Name)));
        string[] left = [.. run.EnumerateFileSystemInfos().Select(info => info.Name).Except(records)];
        if (left.Length > 0)
        {
            throw new IOException($"'{run}' is not removed as a whole: meanwhile there is {left[0]} in it. Move that elsewhere, and remove the run again.");
        }

        Delete(run.EnumerateFiles().Where(file => records.Contains(file.Name)));
        run.Delete();
    }

    private static void RemovePart(DirectoryInfo part, string at)
    {
        if (!s_folders.TryGetValue(at, out string[]? endings))
        {
            return;
        }

        foreach (DirectoryInfo inner in part.EnumerateDirectories().Where(inner => !IsLink(inner)).ToArray())
        {
            RemovePart(inner, Path.Combine(at, inner.Name));
        }

        Delete(part.EnumerateFiles().Where(file => !IsLink(file) && Ends(file.Name, endings)));
        if (!part.EnumerateFileSystemInfos().Any())
        {
            part.Delete();
        }
    }

    private static void Delete(IEnumerable<FileInfo> files)
    {
        foreach (FileInfo file in files.ToArray())
        {
            file.Delete();
        }
    }

    private static bool IsLink(FileSystemInfo info) => info.Attributes.HasFlag(FileAttributes.ReparsePoint);

    // Names of what Apical does not write, as seen from the run: in a folder, which is a part of it or, "", the run itself.
    private static IEnumerable<string> Foreign(DirectoryInfo folder, string at, string before) => folder.EnumerateFileSystemInfos().SelectMany(info =>
    {
        string place = Path.Combine(at, info.Name);
        return info switch
        {
            DirectoryInfo inner when !IsLink(inner) && before.Length == 0 && place == s_tuning => Foreign(inner, "", s_tuning),
            DirectoryInfo inner when !IsLink(inner) && s_folders.ContainsKey(place) => Foreign(inner, place, before),
            DirectoryInfo => [Path.Combine(before, place) + Path.DirectorySeparatorChar],
            _ => !IsLink(info) && (at.Length == 0 ? IsOfRun(info.Name) : Ends(info.Name, s_folders[at])) ? Array.Empty<string>()
                : [Path.Combine(before, place)],
        };
    });

    // What was being written when a process was killed lies beside its place as .NAME.RANDOM.tmp.
    private static bool Ends(string name, string[] endings) =>
        endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)) || (name.StartsWith('.') && name.EndsWith(".tmp", StringComparison.Ordinal));
}
