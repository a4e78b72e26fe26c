using System.Reflection;

namespace Apical.Tests.Architecture;

/// <summary>No folder needs another that needs it in turn: each can be read, tested and replaced after those below it.</summary>
public sealed class FolderCircleTests
{
    /// <summary>Projects whose folders may use each other as they like, so long as no circle comes of it. Folders are namespaces.</summary>
    public static TheoryData<string> Projects => ["Apical.Numerics"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_is_in_a_circle_with_others(string project) => Assert.Empty(Circle(Uses(Assembly.Load(project).GetTypes(), project)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Files_lie_in_the_folder_of_their_namespace(string project)
    {
        var wrong = from file in Repository.Sources
                    where file.Path.StartsWith(project + "/", StringComparison.Ordinal)
                    let folder = Path.GetDirectoryName(file.Path)!.Replace('/', '.').Replace('\\', '.')
                    where !file.Code.Contains($"namespace {folder};", StringComparison.Ordinal)
                    select file.Path;
        Assert.Empty(wrong);
    }

    [Fact]
    public void What_folders_use_is_seen()
    {
        // Else the first test could pass because nothing was found.
        Dictionary<string, Dictionary<string, string>> uses = Uses(Assembly.Load("Apical.Numerics").GetTypes(), "Apical.Numerics");
        Assert.Contains("Kernels", uses["Backends"].Keys);
        Assert.Contains("Matrices", uses["Kernels"].Keys);
    }

    [Fact]
    public void A_circle_is_found_and_told_with_the_types_that_close_it()
    {
        var uses = new Dictionary<string, Dictionary<string, string>>
        {
            ["A"] = new() { ["B"] = "a uses b", ["D"] = "a uses d" },
            ["B"] = new() { ["C"] = "b uses c" },
            ["C"] = new() { ["D"] = "c uses d", ["A"] = "c uses a" },
            ["D"] = [],
        };
        Assert.Equal(["a uses b", "b uses c", "c uses a"], Circle(uses));
        uses["C"].Remove("A");
        Assert.Empty(Circle(uses));
    }

    /// <summary>For each folder the others that it uses, each with an example.</summary>
    private static Dictionary<string, Dictionary<string, string>> Uses(Type[] types, string root)
    {
        var uses = new Dictionary<string, Dictionary<string, string>>();
        foreach (Type type in types)
        {
            if (FolderOf(type, root) is not { } folder)
            {
                continue;
            }

            uses.TryAdd(folder, []);
            foreach (Type used in Il.UsedBy(type).SelectMany(Il.Spread))
            {
                if (FolderOf(used, root) is { } other && other != folder)
                {
                    uses[folder].TryAdd(other, $"{type.FullName} uses {used.FullName ?? used.Name}");
                }
            }
        }

        return uses;
    }

    /// <summary>The uses that close a circle, in order; none when there is none.</summary>
    private static List<string> Circle(Dictionary<string, Dictionary<string, string>> uses)
    {
        var done = new HashSet<string>();
        List<string> path = [], examples = [];
        List<string> Visit(string folder)
        {
            if (path.IndexOf(folder) is >= 0 and int start)
            {
                return examples[start..];
            }

            if (done.Add(folder))
            {
                path.Add(folder);
                foreach ((string other, string example) in uses.GetValueOrDefault(folder) ?? [])
                {
                    examples.Add(example);
                    if (Visit(other) is { Count: > 0 } circle)
                    {
                        return circle;
                    }

                    examples.RemoveAt(examples.Count - 1);
                }

                path.RemoveAt(path.Count - 1);
            }

            return [];
        }

        return uses.Keys.Select(Visit).FirstOrDefault(circle => circle.Count > 0) ?? [];
    }

    private static string? FolderOf(Type type, string root) =>
        type.Namespace == root ? "" : type.Namespace?.StartsWith(root + ".", StringComparison.Ordinal) == true ? type.Namespace[(root.Length + 1)..] : null;
}
