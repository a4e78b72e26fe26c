using Apical.Specs;
using Apical.Tests.Architecture;
using Apical.Training;

namespace Apical.Tests.Data;

/// <summary>What docs/data.md shows of a set from another project is this code, and it runs.</summary>
public sealed class NoiseSamplesTests
{
    [Fact]
    public void The_page_shows_what_is_run_here()
    {
        DataEntry noise = DataEntry.Of(
            new Settings<int>(() => 1000).Whole("n", n => n, (_, n) => n, "samples", least: 1, most: 1_000_000),
            n => new DataEntry
            {
                Name = "noise",
                Summary = "inputs that tell nothing",
                Source = "ours",
                Loader = request => new DataSplits(new NoiseSamples(n, request.Precision), null, new NoiseSamples(100, request.Precision)),
            });

        using Catalog<DataEntry>.Scope sets = DataCatalog.With(noise).Use();
        DataSplits data = new Recipe { Data = new() { Set = "noise:n=500", Validation = 50, Normalise = "feature" } }.LoadData();

        Assert.Equal((450, 50, 100), (data.Train.Count, data.Validation!.Count, data.Test.Count));
        Assert.Equal("noise:n=500", DataCatalog.Find("NOISE:n=500").Name);
        string[] code = [.. Lines("tests/Apical.Tests/Data/NoiseSamples.cs").Select(line => line.Replace("internal ", "")),
            .. Lines("tests/Apical.Tests/Data/NoiseSamplesTests.cs")];
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs/data.md"));
        IEnumerable<string> shown = page[page.IndexOf("### From another project", StringComparison.Ordinal)..].Split("```csharp\n").Skip(1)
            .SelectMany(block => block.Split("```")[0].Split('\n'));
        Assert.All(shown, line => Assert.Contains(line.Trim(), code));
    }

    private static IEnumerable<string> Lines(string path) => File.ReadLines(Path.Combine(Repository.Root, path)).Select(line => line.Trim());
}
