using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Apical.Report;
using Apical.Tests.Runs;
using static Apical.Tests.Report.SampleRun;

namespace Apical.Tests.Report;

public sealed class ChartScriptsTests
{
    [Fact]
    public void Without_scripts_the_page_links_to_exact_versions_and_says_so()
    {
        using var folder = new TemporaryFolder();
        string page = Page(NoScripts, Write(folder["run"], [Row("bp", 1, 1, "testLoss", 0.5)]));

        foreach ((string name, string version, string sum) in new[] { ("vega", "6.0.1", "v"), ("vega-lite", "6.0.2", "l"), ("vega-embed", "7.0.3", "e") })
        {
            Assert.Contains($"<script src=\"https://cdn.jsdelivr.net/npm/{name}@{version}/build/{name}.min.js\" integrity=\"sha384-{sum}\" "
                + "crossorigin=\"anonymous\"></script>", page);
        }

        Assert.Contains("come from cdn.jsdelivr.net, because this build of Apical does not carry them", page);
        Assert.Contains("<td>0.5000</td>", page);
    }

    [Fact]
    public void With_scripts_the_page_asks_for_nothing_from_outside()
    {
        using var folder = new TemporaryFolder();
        string page = Page(FakeScripts, Write(folder["run"], [Row("bp", 1, 1, "testLoss", 0.5)]));

        Assert.Contains("vegaCode()", page);
        Assert.Contains("vega's licence", page);
        Assert.DoesNotMatch("(src|href)\\s*=", page);
        Assert.DoesNotContain("jsdelivr", page);
        Assert.DoesNotContain("does not carry them", page);
        Assert.True(page.IndexOf("vegaCode()", StringComparison.Ordinal) < page.IndexOf("liteCode()", StringComparison.Ordinal));
        Assert.True(page.IndexOf("liteCode()", StringComparison.Ordinal) < page.IndexOf("embedCode()", StringComparison.Ordinal));
    }

    [Fact]
    public void Code_and_licence_cannot_end_their_element_or_comment()
    {
        var scripts = new ChartScripts([new("x", "1.0.0", "sha384-x", "write('</Script>')\n//# sourceMappingURL=x.js.map", "a */ b")]);

        string elements = scripts.Elements();

        Assert.Single(Regex.Matches(elements, "</script", RegexOptions.IgnoreCase));
        Assert.Contains("a * / b", elements);
        Assert.DoesNotContain("sourceMappingURL", elements);
    }

    [Fact]
    public void Scripts_are_embedded_all_or_none_and_with_their_licences()
    {
        var build = ChartScripts.OfThisBuild;

        Assert.Equal(["vega", "vega-lite", "vega-embed"], build.Scripts.Select(script => script.Name));
        Assert.All(build.Scripts, script => Assert.Equal(build.Embedded, script.Code is not null && script.Licence is not null));
    }

    [Fact]
    public void Versions_are_pinned_exactly()
    {
        var dependencies = JsonNode.Parse(ChartScripts.Resource("package.json")!)!["dependencies"]!.AsObject();

        Assert.Equal(3, dependencies.Count);
        Assert.All(dependencies, dependency => Assert.Matches(@"^\d+\.\d+\.\d+$", (string)dependency.Value!));
    }

    /// <summary>The network serves the files of npm as they are, and npm's are what the build embedded.</summary>
    [Fact]
    public void Sums_are_those_of_the_files_that_npm_has()
    {
        Assert.All(ChartScripts.OfThisBuild.Scripts, script => Assert.Matches("^sha384-[A-Za-z0-9+/]{64}$", script.Integrity));
        Assert.SkipUnless(ChartScripts.OfThisBuild.Embedded, "this build is without npm or a network");
        foreach (ChartScript script in ChartScripts.OfThisBuild.Scripts)
        {
            using Stream file = typeof(ChartScripts).Assembly.GetManifestResourceStream($"scripts/{script.Name}.min.js")!;
            Assert.Equal($"sha384-{Convert.ToBase64String(SHA384.HashData(file))}", script.Integrity);
        }
    }
}
