namespace Apical.Runs;

/// <summary>
/// Opens what a run has written. A pipe or a device in its place would keep a reader waiting, or never end; a folder and a link that leads nowhere are told as
/// what they are.
/// </summary>
public static class RegularFile
{
    /// <summary>What a text is said to be that has no letter: a pipe cannot be told from an empty file without waiting for it.</summary>
    public const string Empty = "it is empty, or no file but a pipe or a device";

    /// <summary>Opens it for reading; what has no length, as pipes and devices have none, is read as empty and not opened.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">It is not there, or a link to what is not there.</exception>
    /// <exception cref="InvalidDataException">It is a folder.</exception>
    public static Stream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"'{path}' is a folder, and a file was expected there. Move it away, or put the file back from a copy.");
        }

        var file = new FileInfo(path);
        FileSystemInfo target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        if (!target.Exists)
        {
            string link = file.LinkTarget is { } to ? $"'{path}' is a link to '{to}', which is not there." : $"There is no '{path}'.";
            throw new FileNotFoundException($"{link} Put it back from a copy.", path);
        }

        return LengthOf(path) == 0 ? Stream.Null
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>How many bytes it has, where a link leads to if it is one; −1 where nothing is there.</summary>
    /// <param name="path">The file.</param>
    public static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        FileSystemInfo? target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true);
        return target is FileInfo { Exists: true } found ? found.Length : -1;      // one look: it may go at any moment
    }

    /// <summary>Whether something is there that <see cref="Open"/> reads or refuses; else what was to be there was never written.</summary>
    /// <param name="path">The file.</param>
    public static bool IsThere(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;
}
