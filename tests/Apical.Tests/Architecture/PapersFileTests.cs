using System.Reflection;

namespace Apical.Tests.Architecture;

/// <summary>No file of Apical.Papers uses another that, by whatever way, uses it in turn; and so no folder does.</summary>
public sealed class PapersFileTests
{
    private static readonly Dictionary<string, string> s_folders = Repository.Sources.Where(file => file.Part == "Papers" && file.TopLevelTypes.Count == 1)
        .GroupBy(file => file.TopLevelTypes[0]).Where(same => same.Count() == 1).ToDictionary(same => same.Key, same => Path.GetDirectoryName(same.Single().Path)!);

    [Fact]
    public void No_file_is_in_a_circle_with_another() => Assert.Empty(Circles(Uses(type => type)));

    [Fact]
    public void No_folder_is_in_a_circle_with_another() => Assert.Empty(Circles(Uses(type => s_folders[type])));

    [Fact]
    public void The_uses_of_a_file_are_found()
    {
        Dictionary<string, HashSet<string>> uses = Uses(type => type);

        Assert.Contains("MnistRow", uses["Note5Mnist"]);
        Assert.Contains("Experiment", uses["ExperimentCatalog"]);
        Assert.Equal(["a → b → a"], Circles(new() { ["a"] = ["b"], ["b"] = ["c", "a"], ["c"] = [] }));
    }

    private static Dictionary<string, HashSet<string>> Uses(Func<string, string> place)
    {
        var uses = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (Type type in Assembly.Load("Apical.Papers").GetTypes().Where(type => type.Namespace?.StartsWith("Apical.Papers", StringComparison.Ordinal) == true))
        {
            string from = place(FileOf(type));
            if (!uses.TryGetValue(from, out HashSet<string>? known))
            {
                uses.Add(from, known = []);
            }

            known.UnionWith(Il.UsedBy(type).SelectMany(Il.Spread).Where(used => used.Assembly == type.Assembly && IsOurs(used)).Select(used => place(FileOf(used))).Where(used => used != from));
        }

        return uses;
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Apical.Papers", StringComparison.Ordinal) == true;

    private static string FileOf(Type type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.Name.Split('`')[0];
    }

    // Each shortest way from a place back to itself, told once.
    private static IEnumerable<string> Circles(Dictionary<string, HashSet<string>> uses)
    {
        var told = new HashSet<string>();
        foreach (string start in uses.Keys.Order(StringComparer.Ordinal))
        {
            var before = new Dictionary<string, string>();
            var open = new Queue<string>([start]);
            while (open.TryDequeue(out string? at) && !before.ContainsKey(start))
            {
                foreach (string next in uses.GetValueOrDefault(at, []).Where(next => before.TryAdd(next, at)))
                {
                    open.Enqueue(next);
                }
            }

            if (!before.TryGetValue(start, out string? last))
            {
                continue;
            }

            var way = new List<string> { start };
            for (; last != start; last = before[last])
            {
                way.Insert(0, last);
            }

            way.Insert(0, start);
            if (told.Add(string.Join(' ', way.Skip(1).Order(StringComparer.Ordinal))))
            {
                yield return string.Join(" → ", way);
            }
        }
    }
}
