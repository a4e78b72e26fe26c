using Apical.Cli.Collection;
using Apical.Runs;

namespace Apical.Cli.Dashboard;

/// <summary>Lists the runs of a folder again and again; what ended and did not change since is not read again.</summary>
/// <param name="folder">The folder; it need not be there yet.</param>
internal sealed class RunWatch(string folder)
{
    private readonly Dictionary<string, (DateTime Written, RunEntry Entry)> _known = [];

    /// <summary>The runs as they are now, the latest first.</summary>
    public IReadOnlyList<RunEntry> Look() => !Directory.Exists(folder) ? []
        : [.. RunFinder.Names(folder).Select(Read).OrderByDescending(entry => entry.Started).ThenByDescending(entry => entry.Name, StringComparer.Ordinal)];

    private RunEntry Read((string Folder, string Name) run)
    {
        DateTime written = new[] { RunFolder.RecordName, Reproduction.FileName }.Max(name => File.GetLastWriteTimeUtc(Path.Combine(run.Folder, name)));
        if (!_known.TryGetValue(run.Folder, out var known) || known.Written != written || known.Entry.Status is RunState.Running or RunState.Killed)
        {
            known = _known[run.Folder] = (written, RunReader.Read(run.Folder, run.Name));
        }

        return known.Entry;
    }
}
