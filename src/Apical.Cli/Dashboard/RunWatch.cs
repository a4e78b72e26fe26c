using Apical.Cli.Collection;
using Apical.Runs;

namespace Apical.Cli.Dashboard;

/// <summary>Lists the runs of a folder again and again; what did not change since is not read again.</summary>
/// <param name="folder">The folder; it need not be there yet.</param>
internal sealed class RunWatch(string folder)
{
    private readonly Dictionary<string, (DateTime Written, RunEntry Entry)> _known = [];

    /// <summary>The runs as they are now, the latest first.</summary>
    public IReadOnlyList<RunEntry> Look() => !Directory.Exists(folder) ? []
        : [.. RunFinder.Names(folder).Select(Read).OrderByDescending(entry => entry.Started).ThenByDescending(entry => entry.Name, StringComparer.Ordinal)];

    private RunEntry Read((string Folder, string Name) run)
    {
        string[] files = [RunFolder.RecordName, Reproduction.FileName, RunFolder.MetricsName];
        DateTime written = files.Max(name => File.GetLastWriteTimeUtc(Path.Combine(run.Folder, name)));
        if (!_known.TryGetValue(run.Folder, out var known) || known.Written != written || Changed(known.Entry))
        {
            known = _known[run.Folder] = (written, RunReader.Read(run.Folder, run.Name));
        }

        return known.Entry;
    }
    // A run that ends without a word changes no file, and neither do the jobs of parts, which are read at once.
    private static bool Changed(RunEntry entry) => entry.Status is RunState.Running or RunState.Killed
        && (PartsFolder.IsShared(entry.Folder) || RunReader.IsAtWork(entry.Folder) != (entry.Status == RunState.Running));
}
