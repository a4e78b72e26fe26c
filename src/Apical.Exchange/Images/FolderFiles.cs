namespace Apical.Exchange.Images;

/// <summary>The image files below a folder.</summary>
internal sealed class FolderFiles : IImageFiles
{
    private const int MostLevels = 8;                   // links may lead round in a circle
    private readonly string _root;

    /// <summary>Looks for them.</summary>
    public FolderFiles(string root)
    {
        _root = root;
        var deep = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MostLevels, IgnoreInaccessible = false, AttributesToSkip = 0 };
        Paths = [.. Directory.EnumerateFiles(root, "*", deep).Select(path => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(IImageFiles.IsImage).Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Paths { get; }

    public IReadOnlyList<string> Outside => [];

    public byte[] Read(int number)
    {
        string path = Path.Combine(_root, Paths[number]);
        return new FileInfo(path) is { Exists: true, Length: > IImageFiles.MostBytes } large
            ? throw new InvalidDataException($"it has {large.Length} bytes, and at most {IImageFiles.MostBytes} are read") : File.ReadAllBytes(path);
    }
}
