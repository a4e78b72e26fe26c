namespace Apical.Runs;

/// <summary>
/// A run that several processes do parts of, on one machine or on several that see the same folder. None of them holds a lock; <c>run.json</c> is written
/// by the one that comes first, and <c>metrics.csv</c> when the run is gathered (<see cref="RunFolder.Gather"/>).
/// </summary>
public static class SharedRun
{
    /// <summary>Begins it, unless another process has.</summary>
    /// <param name="path">The folder; new, or empty, or of the same run.</param>
    /// <param name="description">What the run sets out to do.</param>
    /// <param name="time">The clock; default the system's.</param>
    /// <returns>Whether this process began it; otherwise the record that is there is to be held against the description.</returns>
    /// <exception cref="IOException">The folder holds something else.</exception>
    public static bool Begin(string path, RunDescription description, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string record = Path.Combine(path, RunFolder.RecordName);
        try
        {
            RunPlace.RequireFree(path);
        }
        catch (IOException) when (File.Exists(record))
        {
            return false;
        }

        AtomicFile.MakeFolder(path);
        return AtomicFile.CreateText(record, new RunRecord { Description = description, Started = (time ?? TimeProvider.System).GetUtcNow() }.ToJson());
    }

    /// <summary>Sees to it that this program is the one that a run was begun with: numbers of two versions must not be mixed.</summary>
    /// <param name="record">The record of the run.</param>
    /// <param name="path">Its folder, for the message.</param>
    /// <param name="plugins">Assemblies from outside that are in use.</param>
    /// <exception cref="InvalidDataException">It is another version, or a plugin is of another build.</exception>
    public static void RequireSameProgram(RunRecord record, string path, IReadOnlyList<PluginRecord> plugins)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(plugins);
        RunDescription mine = new() { Command = "", Settings = [] }, theirs = record.Description;
        string[] others =
        [
            .. theirs.ApicalVersion == mine.ApicalVersion ? [] : new[] { $"Apical {theirs.ApicalVersion}, and this is {mine.ApicalVersion}" },
            .. from plugin in plugins
               where theirs.Plugins.Any(other => other.Name == plugin.Name && other.Sha256 != plugin.Sha256)
               select $"another build of the plugin {plugin.Name}",
            .. plugins.Select(plugin => plugin.Name).Order().SequenceEqual(theirs.Plugins.Select(plugin => plugin.Name).Order()) ? []
                : new[] { $"the plugins {Names(theirs.Plugins)}, and here are {Names(plugins)}" },
        ];
        if (others.Length > 0)
        {
            throw new InvalidDataException($"The run in '{path}' was begun with {string.Join("; ", others)}. Have all parts use the same program, "
                + "or choose another folder with --out.");
        }

        static string Names(IReadOnlyList<PluginRecord> plugins) => plugins.Count == 0 ? "(none)" : string.Join(", ", plugins.Select(plugin => plugin.Name));
    }
}
