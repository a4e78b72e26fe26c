namespace Apical.Tests.Architecture;

/// <summary>The source files, and those of the tests.</summary>
internal static class Repository
{
    /// <summary>The folder of Apical.slnx, found by walking up from the test's own.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file under src, built output left out.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => new SourceFile(Path.GetRelativePath(Path.Combine(Root, "src"), path).Replace('\\', '/'), File.ReadAllText(path)))
            .Where(file => !file.Path.Split('/').Any(part => part is "obj" or "bin" or "node_modules"))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    /// <summary>Path and text of every C# file of the tests.</summary>
    public static IReadOnlyList<(string Path, string Text)> Tests { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(Root, path).Replace('\\', '/'), path))
            .Where(file => !file.Path.Split('/').Any(part => part is "obj" or "bin"))
            .Select(file => (file.Path, File.ReadAllText(file.path))),
    ];

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Apical.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Apical.slnx above {AppContext.BaseDirectory}: run the tests from a checkout.");
    }
}
