namespace Apical.Data;

/// <summary>Finds files that the user brings, because they may not be fetched.</summary>
internal static class OwnFile
{
    /// <summary>The path of a file of a set, in the folder or in its subfolder with the name of the set.</summary>
    /// <exception cref="DatasetException">It is in neither; the message names all files and says where to put them.</exception>
    public static string Find(string set, string? folder, string name, IReadOnlyList<string> all)
    {
        string root = DataFolder.Resolve(folder);
        return new[] { root, Path.Combine(root, set) }.Select(place => Path.Combine(place, name)).FirstOrDefault(File.Exists) ?? throw new DatasetException(
            $"{set}: {name} is neither in {Path.GetFullPath(root)} nor in its subfolder {set}. Apical does not fetch this set: "
            + $"put {string.Join(", ", all)} into {Path.GetFullPath(Path.Combine(root, set))}, or say with --data-dir where they are.");
    }
}
