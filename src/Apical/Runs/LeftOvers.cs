namespace Apical.Runs;

/// <summary>What a run that was killed leaves behind: files that were being written, and those of its first instant.</summary>
internal static class LeftOvers
{
    private static readonly string[] s_parts =
        [RunFolder.JobsName, RunFolder.ModelsName, PicturesFile.Folder, "replicates", Path.Combine("replicates", "begun")];
    private static readonly string[] s_early = [RunFolder.MetricsName, RunFolder.MetricsName + MetricsFile.LockEnding];

    /// <summary>Whether a folder holds nothing but what a run leaves that is killed before its record is written.</summary>
    /// <param name="folder">A folder.</param>
    public static bool AreAll(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).All(entry => File.Exists(entry)
            && (AtomicFile.IsTemporary(entry) || Path.GetFileName(entry) is var name && s_early.Contains(name) && !HasRows(entry)));

    /// <summary>
    /// Removes files that were being written when a process died. Only for who holds the lock: no other process can be writing them. Where parts share the
    /// folder nothing is removed, for they hold no lock.
    /// </summary>
    /// <param name="folder">The folder of a run.</param>
    public static void Remove(string folder)
    {
        if (PartsFolder.MayBeShared(folder))
        {
            return;
        }

        foreach (string part in s_parts.Select(name => Path.Combine(folder, name)).Prepend(folder))
        {
            foreach (string file in Directory.Exists(part) ? Directory.EnumerateFiles(part, ".*.tmp").Where(AtomicFile.IsTemporary) : [])
            {
                File.Delete(file);
            }
        }
    }

    // Anything but the first line, whole or in part, is somebody's.
    private static bool HasRows(string file) => Path.GetFileName(file) == RunFolder.MetricsName
        && (new FileInfo(file).Length > MetricsFile.Header.Length + 1
            || !(MetricsFile.Header + "\n").StartsWith(Utf8Text.Read(file), StringComparison.Ordinal));
}
