using System.Collections.Concurrent;
using Apical.Branches;
using Apical.Data;

namespace Apical.Papers.Lechner2020;

/// <summary>The traces that experiments on branches run on: those of a folder, read once each.</summary>
internal sealed class BranchTraces
{
    /// <summary>Where traces are looked for below a folder of data sets.</summary>
    public const string Folder = "branches";

    private readonly ConcurrentDictionary<string, Lazy<BranchTrace>> _read = new();
    private readonly IReadOnlyList<string> _files;

    private BranchTraces(IReadOnlyList<string> files) => _files = files;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. _files.Select(BranchTraceFile.NameOf)];

    /// <summary>All traces of the folder that was given, or else of the folder <c>branches</c> among the data sets.</summary>
    public static BranchTraces Of(Setup setup)
    {
        string root = DataFolder.Resolve(setup.DataDir);
        IReadOnlyList<string> own = BranchTraceFile.In(root);
        IReadOnlyList<string> files = own.Count > 0 ? own : BranchTraceFile.In(Path.Combine(root, Folder));
        return files.GroupBy(BranchTraceFile.NameOf).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new DatasetException($"Two traces are called '{twice.Key}': {string.Join(" and ", twice)}. Rename or remove one.")
            : new(files);
    }

    /// <summary>What is missing and how to get it.</summary>
    public static string Missing(Setup setup) =>
        $"no traces of branches (.br.gz) are in {DataFolder.Resolve(setup.DataDir)} or {Folder} below it: say with --data-dir where they are, "
            + "or make some of your own with 'apical data make branches LOG --out FILE'";

    /// <summary>Reads traces, so that one that cannot be used is told before anything runs.</summary>
    /// <exception cref="DatasetException">One cannot be used.</exception>
    public void Check(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            Read(name);
        }
    }

    /// <summary>A trace.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="DatasetException">It cannot be used.</exception>
    public BranchTrace Read(string name) =>
        _read.GetOrAdd(name, _ => new(() => ReadFile(_files.First(file => BranchTraceFile.NameOf(file) == name)))).Value;

    private static BranchTrace ReadFile(string path) => BranchTraceFile.Read(path) is { Count: > 0 } trace ? trace
        : throw new DatasetException($"{path} holds no branches. Remove it, or make it anew.");
}
