using System.Reflection;
using System.Text.RegularExpressions;

namespace Apical.Tests.Architecture;

/// <summary>Which places of a project, files or folders, use which others; read from compiled code.</summary>
internal static partial class Uses
{
    /// <summary>For each place the others that it uses.</summary>
    /// <param name="project">The project: an assembly, and a folder under src.</param>
    /// <param name="place">What of a file's path counts: the file or its folder.</param>
    public static Dictionary<string, HashSet<string>> Of(string project, Func<string, string> place)
    {
        // A type in several files counts for the one that has its name.
        var files = Repository.Sources.Where(file => file.Path.StartsWith(project + "/", StringComparison.Ordinal))
            .SelectMany(file => file.TopLevelTypes.Select(type => (Type: $"{Namespace().Match(file.Code).Groups[1].Value}.{type}", file.Path)))
            .GroupBy(pair => pair.Type).ToDictionary(same => same.Key, same => place(same.MinBy(pair => pair.Path.Length).Path));
        var uses = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (Type type in Assembly.Load(project).GetTypes())
        {
            if (PlaceOf(type) is { } from)
            {
                uses.TryAdd(from, []);
                uses[from].UnionWith(Il.UsedBy(type).SelectMany(Il.Spread).Where(used => used.Assembly == type.Assembly).Select(PlaceOf).OfType<string>());
                uses[from].Remove(from);
            }
        }

        return uses;

        string? PlaceOf(Type type)
        {
            while (type.DeclaringType is { } outer)
            {
                type = outer;
            }

            return files.GetValueOrDefault($"{type.Namespace}.{type.Name.Split('`')[0]}");
        }
    }

    /// <summary>Places of which each uses each other by some way, joined by spaces; and, to show where to cut, a shortest way round.</summary>
    public static IReadOnlyList<(string Places, string Way)> Circles(Dictionary<string, HashSet<string>> uses)
    {
        var before = uses.Keys.ToDictionary(start => start, start => Reach(uses, start));
        return
        [
            .. from start in uses.Keys.Order(StringComparer.Ordinal)
               where before[start].ContainsKey(start)
               let circle = uses.Keys.Where(other => before[start].ContainsKey(other) && before[other].ContainsKey(start))
               let places = string.Join(' ', circle.Order(StringComparer.Ordinal))
               group Way(before[start], start) by places into ways
               select (ways.Key, ways.MinBy(way => way.Length)!),
        ];
    }

    // For each place that can be come to from the start, the one before it on a shortest way.
    private static Dictionary<string, string> Reach(Dictionary<string, HashSet<string>> uses, string start)
    {
        var before = new Dictionary<string, string>();
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out string? at))
        {
            foreach (string next in uses.GetValueOrDefault(at, []).Order(StringComparer.Ordinal).Where(next => before.TryAdd(next, at)))
            {
                open.Enqueue(next);
            }
        }

        return before;
    }

    private static string Way(Dictionary<string, string> before, string start)
    {
        string way = start, at = start;
        do
        {
            at = before[at];
            way = $"{at} → {way}";
        }
        while (at != start);
        return way;
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
