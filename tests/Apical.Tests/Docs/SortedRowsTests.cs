using System.Text.RegularExpressions;
using Apical.Tests.Architecture;

namespace Apical.Tests.Docs;

/// <summary>The page that sorts the claims that do not hold has them all.</summary>
public sealed partial class SortedRowsTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "docs", "results");

    [Fact]
    public void Every_no_of_the_pages_is_sorted()
    {
        var sorted = new Dictionary<string, int>();
        foreach (string line in File.ReadLines(Path.Combine(s_folder, "README.md")))
        {
            if (Row().Match(line) is { Success: true } row)
            {
                string ids = row.Groups["ids"].Value;
                sorted[ids] = sorted.GetValueOrDefault(ids) + int.Parse(row.Groups["rows"].Value);
            }
        }

        Dictionary<string, int> found = Found();
        foreach ((string id, int rows) in found)
        {
            // two experiments of one row are counted together
            string[] with = [.. sorted.Keys.Where(ids => ids.Split(", ").Contains(id))];
            Assert.True(with.Length > 0, $"{id} has {rows} claims that do not hold, and docs/results/README.md does not sort them");
            Assert.Equal(with.SelectMany(ids => ids.Split(", ")).Distinct().Sum(one => found.GetValueOrDefault(one)), with.Sum(ids => sorted[ids]));
        }

        Assert.All(sorted.Keys.SelectMany(ids => ids.Split(", ")), id => Assert.True(found.ContainsKey(id), $"all claims of {id} hold by now"));
    }

    [Fact]
    public void Headings_say_how_many_there_are()
    {
        string[] parts = File.ReadAllText(Path.Combine(s_folder, "README.md")).Split("\n### ")[1..];
        Assert.NotEmpty(parts);
        foreach (string part in parts)
        {
            int said = int.Parse(Heading().Match(part).Groups[1].Value);
            Assert.Equal(said, Row().Matches(part).Sum(row => int.Parse(row.Groups["rows"].Value)));
        }
    }

    // by experiment: the command above a table names it
    private static Dictionary<string, int> Found()
    {
        var found = new Dictionary<string, int>();
        foreach (string page in Directory.EnumerateFiles(s_folder, "*.md"))
        {
            string id = "";
            foreach (string line in File.ReadLines(page))
            {
                id = Command().Match(line) is { Success: true } command ? command.Groups[1].Value : id;
                if (line.EndsWith("| **no** |", StringComparison.Ordinal))
                {
                    found[id] = found.GetValueOrDefault(id) + 1;
                }
            }
        }

        return found;
    }

    [GeneratedRegex(@"^\| (?<ids>[a-z0-9]+/\S+(, [a-z0-9]+/\S+)*) \| (?<rows>\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^[^\n]*: (\d+) rows")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^    apical reproduce ([a-z0-9]+/\S+)")]
    private static partial Regex Command();
}
