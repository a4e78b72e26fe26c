using Apical.Cli.Output;
using Apical.Specs;

namespace Apical.Cli.Collection;

/// <summary>Finds runs below a folder. Links are not followed, and nothing is looked for inside of a run.</summary>
internal static class RunFinder
{
    /// <summary>Where runs are written by default.</summary>
    public const string DefaultFolder = "runs";

    /// <summary>All runs of a folder, itself included, by name.</summary>
    /// <param name="root">The folder.</param>
    /// <exception cref="DirectoryNotFoundException">It is not there.</exception>
    public static IReadOnlyList<RunEntry> All(string root) => [.. Names(root).Select(run => RunReader.Read(run.Folder, run.Name))];

    /// <summary>Their folders and names.</summary>
    /// <param name="root">The folder.</param>
    /// <exception cref="DirectoryNotFoundException">It is not there.</exception>
    public static IEnumerable<(string Folder, string Name)> Names(string root) => Folders(root).Select(folder => (folder, NameIn(root, folder)));

    /// <summary>
    /// The run that a person named: by its name below <paramref name="root"/>, by its folder, or by a part of the name that no other has. The name comes first,
    /// so that no folder of the current one hides it.
    /// </summary>
    /// <exception cref="UsageException">There is none, or there are several.</exception>
    public static RunEntry Find(string root, string name)
    {
        string[] folders = Directory.Exists(root) ? [.. Folders(root)] : [];
        string[] names = [.. folders.Select(folder => NameIn(root, folder))];
        string path = Path.TrimEndingDirectorySeparator(name), wanted = Slashes(path);
        if (Array.IndexOf(names, wanted) is >= 0 and var found)
        {
            return RunReader.Read(folders[found], names[found]);
        }

        if (RunReader.IsRun(path))
        {
            return RunReader.Read(path, path);
        }

        bool whole = Path.IsPathRooted(path);
        int[] fit = whole ? [] : [.. Enumerable.Range(0, names.Length).Where(i => names[i].Contains(wanted, StringComparison.OrdinalIgnoreCase))];
        return fit switch
        {
            [var one] => RunReader.Read(folders[one], names[one]),
            [] when whole || Directory.Exists(path) =>
                throw new UsageException($"RUN: '{name}' is no folder of a run. 'apical runs list {name}' lists the runs below it."),
            [] => throw new UsageException($"RUN: there is no run '{name}' in '{root}'{Unknown.Closest(wanted, names)} "
                + "Give its folder, or a part of its name; 'apical runs list' lists them, --in DIR looks in another folder."),
            _ => throw new UsageException($"RUN: '{name}' is in the names of {Show.Count(fit.Length, "run")}: "
                + $"{string.Join(", ", fit.Select(i => names[i]))}. Give more of one."),
        };
    }

    private static string NameIn(string root, string folder) => Path.GetRelativePath(root, folder) is var name && name != "." ? Slashes(name) : folder;

    // Names have '/' everywhere; '\' is a sign like any other but on Windows.
    private static string Slashes(string path) => path.Replace(Path.DirectorySeparatorChar, '/');

    private static IEnumerable<string> Folders(string root)
    {
        if (!Directory.Exists(root))
        {
            throw new DirectoryNotFoundException(File.Exists(root) ? $"Expected a folder, but '{root}' is a file."
                : $"There is no folder '{root}'. Runs are written there unless --out says otherwise; to look elsewhere, name another folder.");
        }

        return Below(root);
    }

    private static IEnumerable<string> Below(string folder)
    {
        if (RunReader.IsRun(folder))
        {
            return [folder];
        }

        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden, IgnoreInaccessible = true };

        // A name that is no text in UTF-8 comes as another, which leads nowhere; a folder may also go meanwhile.
        return Directory.EnumerateDirectories(folder, "*", options).Where(Directory.Exists).Order(StringComparer.Ordinal).SelectMany(Below);
    }
}
