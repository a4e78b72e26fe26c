using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Apical.Probes;
using Apical.Report;
using Apical.Runs;
using Apical.Tests.Architecture;
using Apical.Tests.Runs;

namespace Apical.Tests.Report;

/// <summary>
/// Folders in Fixtures/runs as version 0.1.0 wrote them (models of the comparison left out): runs that ended, were interrupted (in epoch 5 of 12), were killed
/// (in
/// epoch 4; <c>train-whole</c> is the same run unbroken), a sweep in its middle, experiments. Pages lose nothing of them.
/// </summary>
public sealed partial class OldRunFoldersTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests/Apical.Tests/Fixtures/runs");

    [Theory]
    [InlineData("compare-xor", RunStatus.Finished)]
    [InlineData("train-moons", RunStatus.Finished)]
    [InlineData("train-whole", RunStatus.Finished)]
    [InlineData("train-interrupted", RunStatus.Interrupted)]
    [InlineData("train-killed", RunStatus.Running)]
    [InlineData("train-batchnorm", RunStatus.Finished)]
    [InlineData("sweep-whole", RunStatus.Finished)]
    [InlineData("sweep-interrupted", RunStatus.Interrupted)]
    public void A_page_shows_every_rule_metric_and_number(string name, RunStatus status)
    {
        using var folder = new TemporaryFolder();
        string run = Path.Combine(s_folder, name);
        MetricsTable metrics = MetricsTable.Read(Path.Combine(run, RunFolder.MetricsName));
        RunRecord record = RunRecord.Read(Path.Combine(run, RunFolder.RecordName));

        string page = File.ReadAllText(ReportPage.Write([run], folder["page.html"], SampleRun.FakeScripts));
        Dictionary<string, List<string>> tables = Tables(page);

        Assert.Equal(status, record.Status);
        Assert.Contains($"<span class=\"status {status.ToString().ToLowerInvariant()}\">", page);
        Assert.Contains(WebUtility.HtmlEncode(record.Description.Command), page);
        Assert.All(metrics.Rules, rule => Assert.Contains($"</svg>{WebUtility.HtmlEncode(rule)}</th>", page));
        Assert.All(record.Description.Settings.Where(setting => setting.Value is System.Text.Json.Nodes.JsonValue), setting =>
            Assert.Contains($"<th scope=\"row\">{setting.Key}</th>", page));
        foreach (string metric in metrics.Metrics)
        {
            Metric known = ProbeCatalog.MetricOf(metric);
            Assert.NotEqual(metric, known.Heading);                 // declared: all names that this version wrote are known today
            foreach (int? layer in metrics.Layers(metric))
            {
                List<string> cells = tables[$"{known.Heading()}/{known.Samples ?? (layer is null ? known.Heading() : $"Layer {layer}")}"];
                foreach (MetricSeries series in metrics.Rules.Select(rule => metrics.Series(rule, metric, layer)).OfType<MetricSeries>())
                {
                    Assert.All(series.Points, point => Assert.Contains(
                        string.Create(CultureInfo.InvariantCulture, $"{point.Epoch}:{known.Unit.Text(point.Over)}"), cells));
                }
            }
        }
    }

    [Fact]
    public void A_page_of_an_experiment_shows_claims_charts_notes_replicates_and_parameters()
    {
        using var folder = new TemporaryFolder();
        string page = WebUtility.HtmlDecode(File.ReadAllText(ReproductionPage.Write([Path.Combine(s_folder, "experiment")], folder["page.html"],
            SampleRun.FakeScripts)));
        page = DataLabel().Replace(page, "");
        Reproduction result = Reproduction.Read(Path.Combine(s_folder, "experiment"));

        Assert.Equal((4, 2, 3), (result.Claims.Count, result.Pictures.Sum(picture => picture.Charts.Count), result.Notes.Count));
        Assert.All(result.Claims.SelectMany(claim => new[] { claim.Text, claim.Paper, claim.Measured, claim.Band }).Concat(result.Notes), text =>
            Assert.Contains(text, page));
        Assert.All(result.Settings, setting => Assert.Contains($"<th scope=\"row\">{setting.Name}</th><td>{setting.Value}</td><td>{setting.Source}</td>",
            page));
        Assert.All(result.Groups, group => Assert.Contains($"<th scope=\"row\">{group.Group}</th><td>{group.Done}</td>", page));
        foreach (Series series in result.Pictures.SelectMany(picture => picture.Charts).SelectMany(chart => chart.Series))
        {
            Assert.Contains($"</svg>{series.Name}</button>", page);
            Assert.All(series.Y, y => Assert.Contains(NumbersTable.Show(y), page));
        }
    }

    [Fact]
    public void An_interrupted_experiment_says_so()
    {
        using var folder = new TemporaryFolder();
        string page = File.ReadAllText(ReproductionPage.Write([Path.Combine(s_folder, "experiment-interrupted")], folder["page.html"], SampleRun.FakeScripts));

        Assert.Contains("<span class=\"status interrupted\">", page);
        Assert.Contains("claims and figures come when all replicates have ended", page);
    }

    /// <summary>The cells of the tables behind the charts as "epoch:text", by heading of the figure and title of the chart.</summary>
    private static Dictionary<string, List<string>> Tables(string page)
    {
        var tables = new Dictionary<string, List<string>>();
        foreach (string section in page.Split("<section class=\"figure\"").Skip(1))
        {
            string heading = WebUtility.HtmlDecode(Heading().Match(section).Groups[1].Value);
            foreach (string table in section.Split("<table class=\"wide\">").Skip(1))
            {
                string title = WebUtility.HtmlDecode(Caption().Match(table).Groups[1].Value);
                tables.Add($"{heading}/{title}", [.. Row().Matches(table).SelectMany(row => Cell().Matches(row.Groups[2].Value)
                    .Select(cell => $"{row.Groups[1].Value}:{WebUtility.HtmlDecode(cell.Groups[1].Value).Split(" (")[0]}"))]);
            }
        }

        return tables;
    }

    [GeneratedRegex("<h2 id=\"[^\"]+\">(.*?)</h2>")]
    private static partial Regex Heading();

    [GeneratedRegex("<caption>(.*?)</caption>")]
    private static partial Regex Caption();

    [GeneratedRegex(" data-label=\"[^\"]*\"")]
    private static partial Regex DataLabel();

    [GeneratedRegex("<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>")]
    private static partial Regex Row();

    [GeneratedRegex("<td>(.*?)</td>")]
    private static partial Regex Cell();
}
