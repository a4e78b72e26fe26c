namespace Apical.Cli.Settings;

/// <summary>The one path of a file that may be named in several ways: whole, and with every link on the way followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path; of what is not there as far as something is.</summary>
    /// <param name="path">Any path.</param>
    public static string Of(string path) => Of(path, MostLinks);

    private static string Of(string path, int links)
    {
        string full = Path.GetFullPath(path), found = Path.GetPathRoot(full)!;
        foreach (string part in full[found.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = Path.Combine(found, part);
            found = links > 0 && new FileInfo(next).LinkTarget is { } target ? Of(Path.Combine(found, target), links - 1) : next;
        }

        return found;
    }
}
