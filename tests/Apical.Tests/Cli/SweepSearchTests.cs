using System.Text.Json.Nodes;
using Apical.Cli;
using Apical.Cli.Settings;
using Apical.Cli.Sweeps;
using Apical.Runs;
using Apical.Specs;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Cli;

/// <summary>Sweeps beyond the grid: values drawn at random, hopeless ones stopped, values added, and what a sweep leads to.</summary>
public sealed class SweepSearchTests
{
    [Fact]
    public void Random_rates_are_even_on_the_scale_of_their_range_and_a_longer_list_begins_with_the_shorter()
    {
        SweepAxis[] axes = [SweepAxis.Parse("lr=1e-4..1:log", ["lr"], drawn: true), SweepAxis.Parse("batch=16..64:lin", ["batch"], drawn: true)];
        IReadOnlyList<IReadOnlyList<string>> drawn = RandomSearch.Draw(axes, 2000, 7);
        double[] rates = [.. drawn.Select(one => Math.Log10(Values.Number(one[0])!.Value))], sizes = [.. drawn.Select(one => Values.Number(one[1])!.Value)];

        // Uniform on [−4, 0]: a quarter in each decade, mean −2; the bands are four standard errors.
        Assert.All(rates, rate => Assert.InRange(rate, -4, 0));
        Assert.InRange(rates.Average(), -2 - (4 * 4 / Math.Sqrt(12 * 2000)), -2 + (4 * 4 / Math.Sqrt(12 * 2000)));
        Assert.All(Enumerable.Range(-4, 4), decade => Assert.InRange(rates.Count(rate => rate >= decade && rate < decade + 1), 500 - 78, 500 + 78));
        Assert.All(sizes, size => Assert.Equal(Math.Round(size), size));
        Assert.InRange(sizes.Average(), 40 - (4 * 48 / Math.Sqrt(12 * 2000)), 40 + (4 * 48 / Math.Sqrt(12 * 2000)));
        Assert.Equal(drawn.Take(5), RandomSearch.Draw(axes, 5, 7));
        Assert.NotEqual(drawn.Take(5), RandomSearch.Draw(axes, 5, 8));
    }

    /// <summary>0.99999 to four digits is 1, and 1.00001 is 1: neither lies in its range.</summary>
    [Theory]
    [InlineData("0..0.99999:lin", 1, "0.99999")]
    [InlineData("1.00001..2:log", 0, "1.00001")]
    [InlineData("0..0.99999:lin", 0.5, "0.5")]
    public void Rounding_does_not_lead_out_of_a_range(string range, double share, string number) =>
        Assert.Equal(number, NumberRange.Parse(range)!.At(share));

    [Fact]
    public void Where_epochs_are_swept_halving_tells_of_all()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal().Do(
            "sweep", "--data", "xor", "--over", "epochs=8,16", "--over", "lr=0.1,0.2", "--runs", "1", "--halving", "--out", folder["run"]);
        Assert.Contains("of each rule 4 go to epoch 2–4, 2 to 4–8, 1 to 8–16; the others are stopped", terminal.Output);
    }

    [Fact]
    public void Every_rule_gets_the_same_random_combinations()
    {
        using var folder = new TemporaryFolder();
        string[] line = Xor(folder["run"], "--over", "rule=bp,fa", "--over", "lr=0.01..1:log", "--random", "3");
        JsonArray points = new Terminal().Do([.. line, "--json", "-"]).Json["points"]!.AsArray();
        Assert.Equal(6, points.Count);
        Assert.Equal(Rates("bp"), Rates("fa"));

        // More of them: those that are there stay, and are not done again.
        new Terminal().Do("sweep", "--resume", folder["run"], "--random", "4", "--json", folder["more.json"]);
        points = JsonNode.Parse(File.ReadAllText(folder["more.json"]))!["points"]!.AsArray();
        Assert.Equal(4, Rates("fa").Length);

        string[] Rates(string rule) => [.. points.Where(point => (string?)point!["values"]!["rule"] == rule)
            .Select(point => (string)point!["values"]!["lr"]!).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Values_are_added_to_a_sweep_that_is_done_and_nothing_is_done_twice()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(Xor(folder["run"], "--over", "lr=0.1,0.5"));
        new Terminal().Do(Xor(folder["whole"], "--over", "lr=0.1,0.5,0.2", "--over", "batch=4"));
        var before = Directory.GetFiles(folder["run/jobs"]).ToDictionary(path => path, File.ReadAllText);

        var more = new Terminal().Do("sweep", "--resume", folder["run"], "--over", "lr=0.5,0.2");
        Assert.Contains("lr=0.2  run 2/2", more.Error);
        Assert.DoesNotContain("lr=0.5", more.Error);
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllText(file.Key)));
        Assert.Equal(6, Directory.GetFiles(folder["run/jobs"]).Length);
        Assert.Equal(["lr=0.1", "lr=0.2", "lr=0.5"], MetricsTable.Read(folder["run/metrics.csv"]).Rules.Order(StringComparer.Ordinal));
        Assert.Empty(new Terminal().Do("sweep", "--resume", folder["run"]).Error);
    }

    [Fact]
    public void What_hopeless_combinations_were_stopped_is_told()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal().Do(Xor(folder["run"], "--over", "lr=0.5,1e-6,1e-7,1e-8", "--halving", "--epochs", "8", "--json", folder["a.json"]));

        Assert.Contains("of each rule 4 go to epoch 2, 2 to 4, 1 to 8; the others are stopped", terminal.Output);
        JsonArray points = JsonNode.Parse(File.ReadAllText(folder["a.json"]))!["points"]!.AsArray();
        Assert.Equal("0.5", (string?)points[0]!["values"]!["lr"]);
        Assert.Equal([null, 4, 2, 2], points.Select(point => (int?)point!["stoppedAfter"]));
        Assert.Matches(@"stopped\s", terminal.Output);
        Assert.Equal(3, terminal.Output.Split('\n').Count(line => line.Contains(" 2 epochs ") || line.Contains(" 4 epochs ")));
        Assert.Contains("stopped after 4", File.ReadAllText(folder["run/report.html"]));
        Assert.Equal(File.ReadAllText(folder["a.json"]), Again());

        string Again()
        {
            new Terminal().Do("sweep", "--resume", folder["run"], "--threads", "1", "--json", folder["b.json"]);
            return File.ReadAllText(folder["b.json"]);
        }
    }

    [Fact]
    public void Ends_with_a_line_that_compares_the_rules_at_their_best()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal().Do(Xor(folder["run"], "--over", "rule=bp,fa:init=normal:0,0.5", "--over", "lr=1e-9,0.5", "--no-bias"));
        const string line = "apical compare --rules bp,fa:init=normal:0,0.5 --lr 0.5 --data xor --net 2-8-1 --no-bias --epochs 3 --runs 2";

        Assert.Contains($" {line}  # ", terminal.Output);
        Assert.Equal(2, terminal.Output.Split('\n').Count(text => text.StartsWith(" best ", StringComparison.Ordinal)));
        JsonObject summary = RunFolder.ReadRecord(folder["run"]).Summary!;
        Assert.Equal([line], summary["compare"]!.AsArray().Select(text => (string)text!));
        Assert.Equal(["bp", "fa:init=normal:0,0.5"], summary["rules"]!.AsArray().Select(rule => (string)rule!["rule"]!));
        new Terminal().Do([.. line.Split(' ')[1..], "--out", folder["compared"]]);
    }

    [Fact]
    public void Rates_stand_by_rule_and_what_differs_in_more_on_lines_of_its_own()
    {
        Recipe bp = new() { LearningRate = 0.1, Epochs = 3 }, fa = bp with { Rule = "fa:init=normal:0,0.5", LearningRate = 0.03 };
        Recipe dfa = fa with { Rule = "dfa", Batch = 8 };

        IReadOnlyList<string> lines = CompareLines.Of([bp, fa, dfa], new RecipeOptions(), []);

        Assert.Equal(
            [
                "apical compare --rules bp,fa:init=normal:0,0.5 --lr bp=0.1,fa:init=normal:0,0.5=0.03 --epochs 3",
                "apical compare --rules dfa --lr 0.03 --epochs 3 --batch 8",
            ],
            lines);
        Assert.Equal([2, 1], CompareLines.Alike([bp, fa, dfa]).Select(alike => alike.Count()));
        Assert.All(CompareLines.Of([bp, fa, dfa], new RecipeOptions(), [], runs: 3), line => Assert.EndsWith(" --runs 3", line));     // a sweep's own number
        Rates read = Rates.Parse("bp=0.1,fa:init=normal:0,0.5=0.03");
        Assert.Equal((0.1, 0.03), (read.Of(bp.Rule), read.Of(fa.Rule)));
    }

    [Fact]
    public void The_page_has_the_metric_against_the_rate_and_the_table_is_sorted_by_it()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(Xor(folder["run"], "--over", "rule=bp,fa", "--over", "lr=1e-9,0.1,0.5"));
        string page = File.ReadAllText(folder["run/report.html"]);

        Assert.Contains("How the settings were chosen", page);
        Assert.Contains("Chosen by: test loss", page);
        string[] sorted = [.. RunFolder.ReadRecord(folder["run"]).Summary!["points"]!.AsArray().Select(point => (string)point!["point"]!)];
        int[] places = [.. sorted.Select(name => page.IndexOf($"</span>{name}</th>", StringComparison.Ordinal))];
        Assert.Equal(places.Order(), places);
        Assert.Equal(2, page.Split("<b>best</b>").Length - 1);
    }

    [Theory]
    [InlineData("--over batch: the sweep is over lr", "--over", "batch=2,4")]
    [InlineData("--random draws combinations, and this sweep has all there are", "--random", "4")]
    [InlineData("--halving cannot be given with --resume", "--halving")]
    public void What_cannot_be_added_is_explained(string complaint, params string[] more)
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(Xor(folder["run"], "--over", "lr=0.1"));
        var terminal = new Terminal();

        Assert.Equal(ExitCode.Usage, terminal.Run(["sweep", "--resume", folder["run"], .. more]));
        Assert.Contains(complaint, terminal.Error);
    }

    [Theory]
    [InlineData("make only 2 different combinations", "--over", "lr=0.1,0.2", "--random", "3")]
    [InlineData("With --random N, which draws from it", "--over", "lr=0.1..1:log")]
    [InlineData("--random: '0' will not do", "--over", "lr=0.1..1:log", "--random", "0")]
    [InlineData("--halving: '1' will not do", "--over", "lr=0.1,1", "--halving", "1")]
    public void Wrong_usage_is_explained(string complaint, params string[] more)
    {
        var terminal = new Terminal();
        Assert.Equal(ExitCode.Usage, terminal.Run(["sweep", "--data", "xor", .. more]));
        Assert.Contains(complaint, terminal.Error);
    }

    private static string[] Xor(string folder, params string[] more) =>
    [
        "sweep", "--data", "xor", "--net", "2-8-1", .. more.Contains("--epochs") ? [] : new[] { "--epochs", "3" }, "--runs", "2", "--select", "test-loss",
        "--threads", "1", "--out", folder, .. more,
    ];
}
