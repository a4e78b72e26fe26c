using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Apical.Report;
using Apical.Runs;
using Apical.Tests.Runs;
using static Apical.Tests.Report.SampleRun;

namespace Apical.Tests.Report;

public sealed class ReportPageTests
{
    /// <summary>By hand: 0.96 and 0.98 have mean 0.97 and sd √(2 · 0.01²) = 0.01414; 40 and 50 have 45 and √50 = 7.07.</summary>
    /// <summary>A probe that is not at hand said what its numbers are when the run began; of a metric that nobody declared the page has the name.</summary>
    [Fact]
    public void A_metric_is_what_its_run_says_of_it()
    {
        using var folder = new TemporaryFolder();
        Metric lean = new("lean", "Lean of the tower", Unit.Degrees) { Note = "From upright." };
        MetricRow[] rows = [Row("a", 1, 1, "lean", 3.97, 1), Row("a", 1, 1, "height", 55.86)];
        string run = Write(folder["run"], rows, end: run => run.Finish(), metrics: [lean]);
        Assert.Equal([lean], RunFolder.ReadRecord(run).Description.Metrics);
        string page = Page(NoScripts, run);
        Assert.Contains("Lean of the tower (degrees)", page);
        Assert.Contains("From upright.", page);
        Assert.Contains("height", page);
    }

    [Fact]
    public void The_summary_has_a_row_per_rule_with_means_and_spreads_of_the_last_values()
    {
        using var folder = new TemporaryFolder();
        string page = Page(FakeScripts, Write(folder["run"],
        [
            Row("fa", 1, 1, "testAccuracy", 0.5), Row("fa", 1, 2, "testAccuracy", 0.96), Row("fa", 2, 2, "testAccuracy", 0.98),
            Row("fa", 1, 2, "testLoss", 0.125), Row("fa", 2, 2, "testLoss", 0.125), Row("fa", 1, 2, "seconds", 3), Row("fa", 2, 2, "seconds", 3),
            Row("fa", 1, 2, "angleToBackprop", 40, 1), Row("fa", 2, 2, "angleToBackprop", 50, 1),
            Row("fa", 1, 2, "angleToBackprop", 0, 2), Row("fa", 2, 2, "angleToBackprop", 0, 2),
        ], end: run => run.Finish()));

        Assert.Contains("""<td data-label="Test loss">0.1250 ± 0.0000</td><td data-label="Angle to backprop (°), layer 1">45.0 ± 7.1</td>""", page);
        page = Regex.Replace(page, " data-label=\"[^\"]*\"", "");
        Assert.Contains("<td>97.00 ± 1.41</td><td>0.1250 ± 0.0000</td><td>45.0 ± 7.1</td><td>0.0 ± 0.0</td><td>3.00 ± 0.00</td><td>2</td><td>2, 2</td>"
            + "<td>2</td><td>0</td></tr>", page);
        Assert.Contains("<th scope=\"col\">layer 1</th><th scope=\"col\">layer 2</th>", page);
    }

    [Fact]
    public void Runs_on_different_data_say_so()
    {
        using var folder = new TemporaryFolder();
        string Run(string name, string data, int? samples) =>
            Write(folder[name], [Row("fa", 1, 1, "testAccuracy", 0.5)], new() { ["data"] = data, ["trainSamples"] = samples, ["validation"] = 0 });
        string[] runs = [Run("a", "digits", null), Run("b", "digits", 500), Run("c", "digits", null)];

        Assert.Contains("a has digits; b has digits, training samples: 500.", Page(NoScripts, runs[..2]));
        Assert.DoesNotContain("different data", Page(NoScripts, runs[0], runs[2]));
    }

    [Fact]
    public void A_rate_that_was_found_once_is_no_course_over_epochs()
    {
        using var folder = new TemporaryFolder();
        string page = Page(NoScripts, Write(folder["run"],
            [Row("fa", 1, 0, "learningRate", 0.03), Row("fa", 1, 1, "testAccuracy", 0.5)], end: run => run.Finish()));
        Assert.DoesNotContain("learningRate", page, StringComparison.Ordinal);
        Assert.Contains("The search for a learning rate before the first step counts as training time.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_replicates_are_counted_and_left_out_of_the_summary()
    {
        using var folder = new TemporaryFolder();
        string page = Page(FakeScripts, Write(folder["run"],
        [
            Row("fa", 1, 1, "testAccuracy", 0.9), Row("fa", 1, 1, "trainLoss", 0.5),
            Row("fa", 2, 1, "testAccuracy", 0.1), Row("fa", 2, 1, "trainLoss", double.NaN),
        ], end: run => run.Finish()));

        page = Regex.Replace(page, " data-label=\"[^\"]*\"", "");
        Assert.Contains("<td>90.00</td><td>1</td><td>1</td><td>2</td><td class=\"bad\">1</td></tr>", page);
        Assert.Contains("over the replicates that did not fail", page);
    }

    [Fact]
    public void Every_number_of_a_chart_stands_in_a_table()
    {
        using var folder = new TemporaryFolder();
        var rows = new List<MetricRow>();
        for (int epoch = 0; epoch <= 7; epoch++)
        {
            rows.Add(Row("bp", 1, epoch, "weightNorm", 10 + epoch / 8.0, 1));
            rows.Add(Row("fa", 1, epoch, "weightNorm", 20 + epoch / 8.0, 1));
        }

        string page = Page(FakeScripts, Write(folder["run"], rows));

        Assert.Contains("<h2 id=\"figure-1\">Weight norm</h2>", page);
        for (int epoch = 0; epoch <= 7; epoch++)
        {
            Assert.Contains(FormattableString.Invariant(
                $"<tr><th scope=\"row\">{epoch}</th><td>{10 + epoch / 8.0:0.00}</td><td>{20 + epoch / 8.0:0.00}</td></tr>"), page);
        }
    }

    [Fact]
    public void A_killed_run_with_a_torn_line_shows_its_finished_epochs()
    {
        using var folder = new TemporaryFolder();
        Write(folder["run"], [Row("bp", 1, 1, "testAccuracy", 0.5), Row("bp", 1, 2, "testAccuracy", 0.75)], new JsonObject { ["epochs"] = 20 });
        File.AppendAllText(folder["run/metrics.csv"], "bp,1,3,300,testAccuracy,,0.9");

        string page = Page(FakeScripts, folder["run"]);

        Assert.Contains("<span class=\"status running\">running</span>", page);
        Assert.Contains("still at work when this page was drawn, or it was killed. The page shows what was measured until epoch 2 of 20.", page);
        Assert.Contains("<td>75.00</td>", page);
        Assert.DoesNotContain("90.00", page);
    }

    [Fact]
    public void A_run_says_why_it_ended_early()
    {
        using var folder = new TemporaryFolder();
        Write(folder["a"], [Row("bp", 1, 1, "testAccuracy", 0.5)], end: run => run.Interrupt("Ctrl-C"));
        Write(folder["b"], [], end: run => run.Fail("Out of memory."));

        Assert.Contains("The run was interrupted: Ctrl-C. The page shows what was measured until epoch 1.", Page(FakeScripts, folder["a"]));
        Assert.Contains("The run failed: Out of memory. Nothing had been measured yet.", Page(FakeScripts, folder["b"]));
    }

    [Fact]
    public void Replicates_that_were_cut_short_are_told_of()
    {
        using var folder = new TemporaryFolder();
        Write(folder["short"], [Row("bp", 1, 1, "testAccuracy", 0.5), Row("bp", 1, 2, "testAccuracy", 0.6), Row("bp", 2, 1, "testAccuracy", 0.4)], end: run =>
            run.Interrupt("Ctrl-C"));
        Write(folder["whole"], [Row("bp", 1, 1, "testAccuracy", 0.5), Row("bp", 2, 1, "testAccuracy", 0.4)], end: run => run.Finish());

        Assert.Contains("Replicates that were cut short count with what they had.", Page(FakeScripts, folder["short"]));
        Assert.DoesNotContain("cut short", Page(FakeScripts, folder["whole"]));
    }

    [Fact]
    public void A_run_without_metrics_still_shows_its_settings()
    {
        using var folder = new TemporaryFolder();
        Write(folder["run"], [], new JsonObject { ["optimizer"] = new JsonObject { ["lr"] = 0.1 }, ["rules"] = new JsonArray("bp", "fa") });
        File.Delete(folder["run/metrics.csv"]);

        string page = Page(FakeScripts, folder["run"]);

        Assert.Contains("There is no metrics.csv.", page);
        Assert.Contains("<th scope=\"row\">optimizer.lr</th><td>0.1</td>", page);
        Assert.Contains("<th scope=\"row\">rules</th><td>bp, fa</td>", page);
        Assert.Contains("<th scope=\"row\">processor</th><td>a CPU</td>", page);
        Assert.Contains("<th scope=\"row\">seeds</th><td>1, 2</td>", page);
        Assert.DoesNotContain("id=\"summary\"", page);
    }

    [Fact]
    public void Metrics_without_a_readable_run_json_still_give_charts()
    {
        using var folder = new TemporaryFolder();
        Write(folder["run"], [Row("bp", 1, 1, "testLoss", 0.5)]);
        File.WriteAllText(folder["run/run.json"], "{ \"format\": ");

        string page = Page(FakeScripts, folder["run"]);

        Assert.Contains("to describe a run, but it is damaged", page);
        Assert.Single(Charts(page));
    }

    [Fact]
    public void A_folder_that_is_no_run_is_named()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<DirectoryNotFoundException>(() => ReportPage.Write(folder.Path));

        Assert.Contains($"Expected the folder of a run, but '{folder.Path}' has neither run.json nor metrics.csv.", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        Assert.Throws<ArgumentException>(() => ReportPage.Write([], folder["x.html"]));
    }

    [Fact]
    public void The_page_goes_into_the_folder_of_the_run()
    {
        using var folder = new TemporaryFolder();
        Write(folder["run"], [Row("bp", 1, 1, "testLoss", 0.5)]);

        string path = ReportPage.Write(folder["run"]);

        Assert.Equal(folder["run/report.html"], path);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path));
        Assert.EndsWith("</html>\n", File.ReadAllText(path));
    }

    [Fact]
    public void Rules_stand_in_the_order_of_the_settings()
    {
        using var folder = new TemporaryFolder();
        MetricRow[] rows = [Row("zeta", 1, 1, "testLoss", 1), Row("fa", 1, 1, "testLoss", 1), Row("bp", 1, 1, "testLoss", 1)];
        Write(folder["list"], rows, new JsonObject { ["rules"] = new JsonArray("bp", "fa") });
        Write(folder["text"], rows, new JsonObject { ["rules"] = "bp, fa" });
        Write(folder["none"], rows);

        Assert.Equal(["bp", "fa", "zeta"], Labels(folder["list"]));
        Assert.Equal(["bp", "fa", "zeta"], Labels(folder["text"]));
        Assert.Equal(["zeta", "fa", "bp"], Labels(folder["none"]));
    }

    [Fact]
    public void Several_runs_share_a_page_and_settings_that_differ_stand_first()
    {
        using var folder = new TemporaryFolder();
        Write(folder["20260131-120000-slow"], [Row("bp", 1, 1, "testLoss", 0.5)], new JsonObject { ["data"] = "digits", ["lr"] = 0.01 }, run => run.Finish());
        Write(folder["20260131-130000-fast"], [Row("bp", 1, 1, "testLoss", 0.25), Row("fa", 1, 1, "testLoss", 0.75)],
            new JsonObject { ["data"] = "digits", ["lr"] = 0.1 }, run => run.Finish());

        string output = ReportPage.Write([folder["20260131-120000-slow"], folder["20260131-130000-fast"]], folder["pages/both.html"]);
        string page = File.ReadAllText(output);

        Assert.Contains("<h1>Comparison of 2 runs</h1>", page);
        Assert.Equal(["bp · slow", "bp · fast", "fa · fast"], Names(Charts(page)[0]));
        Assert.Contains("<tr class=\"differs\"><th scope=\"row\">lr</th><td>0.01</td><td>0.1</td></tr>", page);
        Assert.Contains("<tr><th scope=\"row\">data</th><td>digits</td><td>digits</td></tr>", page);
        Assert.True(page.IndexOf(">lr<", StringComparison.Ordinal) < page.IndexOf(">data<", StringComparison.Ordinal));
    }

    [Fact]
    public void Runs_of_the_same_name_and_rule_keep_different_labels()
    {
        using var folder = new TemporaryFolder();
        Write(folder["a/run"], [Row("bp", 1, 1, "testLoss", 0.5)]);
        Write(folder["b/run"], [Row("bp", 1, 1, "testLoss", 0.25)]);

        var labels = Names(Charts(Page(FakeScripts, folder["a/run"], folder["b/run"]))[0]);

        Assert.Equal(["bp · run", "bp · run (2)"], labels);
    }

    [Fact]
    public void A_long_run_keeps_its_page_small_and_its_ends_in_sight()
    {
        using var folder = new TemporaryFolder();
        Write(folder["run"], Enumerable.Range(1, 5000).Select(epoch => Row("bp", 1, epoch, "testLoss", 1.0 / epoch)));

        string page = Page(FakeScripts, folder["run"]);
        var drawn = Values(Charts(page)[0]).Select(value => (int)value["x"]!).ToList();

        Assert.InRange(drawn.Count, 100, 1000);
        Assert.Equal((1, 5000), (drawn[0], drawn[^1]));
        Assert.Contains("one row in 25, all in metrics.csv", page);
        Assert.Contains("<th scope=\"row\">5000</th>", page);
    }

    private static IEnumerable<string> Labels(string run) => Names(Charts(Page(FakeScripts, run))[0]);
}
