namespace Apical.Tests.Architecture;

/// <summary>No folder, and in some projects no file, needs another that needs it in turn: each can be read, tested and replaced after those below it.</summary>
public sealed class CircleTests
{
    /// <summary>Circles that are there and why. One that is gone, or has other members, must be struck out or written anew.</summary>
    private static readonly Dictionary<string, string[]> s_known = new()
    {
        // A matrix has its operations done by the backend of its precision, with results from the workspace, and all three take and give matrices, some of
        // them many at once (a chain).
        ["Apical.Numerics, files"] = ["Backend Chain ChainLayer Elementwise Guard Matrix Operand Workspace"],

        // A set of samples makes what is drawn from it (its batches, its normalised self), and that holds samples: one part of the house in three folders.
        ["Apical, folders"] = ["Apical/Data/Batching Apical/Data/Normalising Apical/Data/Samples"],

        // The root holds both the commands, which use all folders, and the shell and its errors, which all folders use; and options, help and output
        // name each other. It is cut by giving the shell a folder of its own.
        ["Apical.Cli, folders"] =
        [
            "Apical.Cli Apical.Cli/Bench Apical.Cli/Collection Apical.Cli/Dashboard Apical.Cli/Help Apical.Cli/Output Apical.Cli/Parts Apical.Cli/Plugins "
                + "Apical.Cli/Progress Apical.Cli/Reproduce Apical.Cli/Settings Apical.Cli/Sweeps Apical.Cli/Trained",
        ],
    };

    /// <summary>Projects whose folders may use each other as they like, so long as no circle comes of it.</summary>
    public static TheoryData<string> Projects => ["Apical.Numerics", "Apical", "Apical.Report", "Apical.Papers", "Apical.Exchange", "Apical.Cli"];

    /// <summary>Projects of which the same is true of files.</summary>
    public static TheoryData<string> ProjectsByFile => ["Apical.Numerics", "Apical.Papers", "Apical.Exchange"];

    [Theory, MemberData(nameof(Projects))]
    public void No_folder_is_in_a_circle_with_others(string project) => OnlyKnown(project + ", folders", Uses.Of(project, Folder));

    [Theory, MemberData(nameof(ProjectsByFile))]
    public void No_file_is_in_a_circle_with_others(string project) => OnlyKnown(project + ", files", Uses.Of(project, Path.GetFileNameWithoutExtension));

    [Fact]
    public void Files_lie_in_the_folder_of_their_namespace()
    {
        var wrong = from file in Repository.Sources
                    where file.Path.StartsWith("Apical.Numerics/", StringComparison.Ordinal)
                    where !file.Code.Contains($"namespace {Folder(file.Path).Replace('/', '.')};", StringComparison.Ordinal)
                    select file.Path;
        Assert.Empty(wrong);
    }

    [Fact]
    public void What_places_use_is_seen()
    {
        // Else the tests above could pass because nothing was found.
        Dictionary<string, HashSet<string>> numerics = Uses.Of("Apical.Numerics", Folder), papers = Uses.Of("Apical.Papers", Path.GetFileNameWithoutExtension);
        Assert.Contains("Apical.Numerics/Kernels", numerics["Apical.Numerics/Backends"]);
        Assert.Contains("Apical.Numerics/Matrices", numerics["Apical.Numerics/Kernels"]);
        Assert.Contains("MnistRow", papers["Note5Mnist"]);
        Assert.Contains("Note5Mnist", papers["StandardExperiments"]);
        Assert.Contains("Apical.Cli/Output", Uses.Of("Apical.Cli", Folder)["Apical.Cli"]);
        Assert.Contains("Apical.Report/Drawing", Uses.Of("Apical.Report", Folder)["Apical.Report/RunReports"]);
        Assert.Contains("Apical/Data/Samples", Uses.Of("Apical", Folder)["Apical/Data/Batching"]);
    }

    [Fact]
    public void A_circle_is_found_and_told_by_a_shortest_way()
    {
        var uses = new Dictionary<string, HashSet<string>> { ["a"] = ["b", "d"], ["b"] = ["c"], ["c"] = ["d", "a", "b"], ["d"] = [] };
        Assert.Equal([("a b c", "b → c → b")], Uses.Circles(uses));
        uses["c"].Remove("b");
        Assert.Equal([("a b c", "a → b → c → a")], Uses.Circles(uses));
        uses["c"].Remove("a");
        Assert.Empty(Uses.Circles(uses));
    }

    private static void OnlyKnown(string what, Dictionary<string, HashSet<string>> uses)
    {
        IReadOnlyList<(string Places, string Way)> circles = Uses.Circles(uses);
        string[] known = s_known.GetValueOrDefault(what, []);
        string[] found = [.. circles.Where(circle => !known.Contains(circle.Places)).Select(circle => $"{circle.Places} by {circle.Way}")];
        Assert.True(found.Length == 0, string.Join('\n', found));
        Assert.Empty(known.Except(circles.Select(circle => circle.Places)));
    }

    private static string Folder(string path) => Path.GetDirectoryName(path)!.Replace('\\', '/');
}
