using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Apical.Tests.Runs;
using static Apical.Tests.Report.SampleRun;

namespace Apical.Tests.Report;

public sealed class ReportEscapingTests
{
    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("<!--<script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("a.b['c'] && datum")]
    public void Names_from_a_run_stay_text(string hostile)
    {
        using var folder = new TemporaryFolder();
        MetricRowsOf(folder["plain"], "plain");
        MetricRowsOf(folder["hostile"], hostile);

        string plain = Page(FakeScripts, folder["plain"]), page = Page(FakeScripts, folder["hostile"]);

        // The same elements with the same attributes, whatever the names are: nothing of them became markup.
        Assert.Equal(Markup(plain), Markup(page));
        Assert.Equal(hostile, Names(Charts(page)[0]).Single());
    }

    private static void MetricRowsOf(string folder, string name) => Write(
        folder,
        [Row(name, 1, 1, "testLoss", 0.5), Row(name, 1, 2, name, 0.5, 1), Row(name, 1, 2, "testLoss", 0.5)],
        new JsonObject { [name] = name, ["list"] = new JsonArray(name, name) },
        run => run.Fail(name),
        $"apical train {name}");

    private static IEnumerable<string> Markup(string page) => Regex.Matches(page, "<[a-zA-Z!/][^>]*>").Select(tag => tag.Value);
}
