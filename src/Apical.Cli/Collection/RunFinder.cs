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
    public static IReadOnlyList<RunEntry> All(string root) => [.. Folders(root).Select(folder => RunReader.Read(folder, NameIn(root, folder)))];

    /// <summary>The run that a person named: by its folder, by its name below <paramref name="root"/>, or by a part of the name that no other has.</summary>
    /// <exception cref="UsageException">There is none, or there are several.</exception>
    public static RunEntry Find(string root, string name)
    {
        if (RunReader.IsRun(name))
        {
            return RunReader.Read(name, name);
        }

        if (Directory.Exists(name) || Path.IsPathRooted(name))
        {
            throw new UsageException($"RUN: '{name}' is no folder of a run. 'apical runs list {name}' lists the runs below it.");
        }

        string[] folders = Directory.Exists(root) ? [.. Folders(root)] : [];
        string[] names = [.. folders.Select(folder => NameIn(root, folder))];
        int[] fit = [.. Enumerable.Range(0, names.Length).Where(i => names[i] == name)];
        fit = fit.Length > 0 ? fit : [.. Enumerable.Range(0, names.Length).Where(i => names[i].Contains(name, StringComparison.OrdinalIgnoreCase))];
        return fit switch
        {
            [var one] => RunReader.Read(folders[one], names[one]),
            [] => throw new UsageException($"RUN: there is no run '{name}' in '{root}'{Unknown.Closest(name, names)} "
                + "Give its folder, or a part of its name; 'apical runs list' lists them, --in DIR looks in another folder."),
            _ => throw new UsageException($"RUN: '{name}' is in the names of {Show.Count(fit.Length, "run")}: "
                + $"{string.Join(", ", fit.Select(i => names[i]))}. Give more of one."),
        };
    }

    private static string NameIn(string root, string folder) =>
        Path.GetRelativePath(root, folder) is var name && name != "." ? name.Replace('\\', '/') : folder;

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
        return Directory.EnumerateDirectories(folder, "*", options).Order(StringComparer.Ordinal).SelectMany(Below);
    }
}
