using System.Text.Json.Nodes;
using Apical.Cli;
using Apical.Cli.Sweeps;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

public sealed class SweepCommandTests
{
    [Theory]
    [InlineData("lr=0.01,0.1", "lr", "0.01", "0.1")]
    [InlineData("--lr=0.5", "lr", "0.5")]
    [InlineData("lr=1e-3..10:log:5", "lr", "1e-3", "0.01", "0.1", "1", "10")]
    [InlineData("lr=1e-4..1:log:3,5", "lr", "1e-4", "0.01", "1", "5")]
    [InlineData("batch=16..4096:log:5", "batch", "16", "64", "256", "1024", "4096")]
    [InlineData("dropout=0..0.5:lin:3", "dropout", "0", "0.25", "0.5")]
    [InlineData("targets=0,1/-0.9,0.9", "targets", "0,1", "-0.9,0.9")]
    [InlineData("rule=bp,dfa:init=normal:0,0.1", "rule", "bp", "dfa:init=normal:0,0.1")]
    [InlineData("rule='fa:scale=2',bp", "rule", "fa:scale=2", "bp")]
    [InlineData("init=normal:0,0.1,he", "init", "normal:0,0.1", "he")]
    [InlineData("schedule=constant/step:22,30:0.5", "schedule", "constant", "step:22,30:0.5")]
    [InlineData("data-dir='/a,b/c','../d'", "data-dir", "/a,b/c", "../d")]
    public void Values_are_listed_or_spread(string text, string setting, params string[] values)
    {
        SweepAxis axis = SweepAxis.Parse(text, ["rule", "lr", "batch", "dropout", "targets", "init", "schedule", "data-dir"]);

        Assert.Equal(setting, axis.Setting);
        Assert.Equal(values, axis.Values);
    }

    [Theory]
    [InlineData("lr", "expected a setting and its values")]
    [InlineData("lr=", "expected a setting and its values")]
    [InlineData("rate=1", "Unknown setting 'rate'")]
    [InlineData("lr=1,,2", "empty value")]
    [InlineData("lr=1,1", "is there 2 times")]
    [InlineData("lr=0..1:log:3", "begins above 0")]
    [InlineData("lr=1..0.1:lin:3", "is no range")]
    [InlineData("lr=0.1..1", "is no range")]
    public void What_is_no_list_is_explained(string text, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<UsageException>(() => SweepAxis.Parse(text, ["lr"])).Message);

    [Fact]
    public void Trains_all_combinations_and_says_which_is_best()
    {
        using var folder = new TemporaryFolder();
        JsonObject json = new Terminal().Do(Xor(folder["run"], "--over", "lr=0,0.5", "--over", "batch=2,4", "--json", "-")).Json;

        Assert.Equal(["settings", "best", "rules", "compare", "points", "out"], json.Select(member => member.Key));
        Assert.Equal(4, json["points"]!.AsArray().Count);
        Assert.Equal(["0,2", "0,4", "0.5,2", "0.5,4"], json["points"]!.AsArray().Select(point =>
            $"{point!["values"]!["lr"]},{point["values"]!["batch"]}").Order(StringComparer.Ordinal));
        Assert.Equal("0.5", (string?)json["best"]!["values"]!["lr"]);                 // a rate of zero learns nothing
        Assert.All(json["points"]!.AsArray(), point => Assert.Equal(2, (int)point!["runs"]!));
        Assert.Equal(2, (int)json["points"]!.AsArray().First(point => (string?)point!["point"] == "lr=0 batch=2")!["recipe"]!["batch"]!);

        Assert.Equal(RunStatus.Finished, RunFolder.ReadRecord(folder["run"]).Status);
        Assert.Equal(4, MetricsTable.Read(folder["run/metrics.csv"]).Rules.Count);
        Assert.Contains("</html>", File.ReadAllText(folder["run/report.html"]));
    }

    [Fact]
    public void The_table_has_the_best_first_and_failures_are_counted()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal().Do(Xor(folder["run"], "--over", "lr=0.5,1e30", "--activation", "relu", "--loss", "squared-error", "--quiet"));

        string[] lines = [.. terminal.Output.Split('\n').Where(line => line.Contains("0.5 ") || line.Contains("1e30"))];
        Assert.StartsWith(" best  0.5", lines[0]);
        Assert.Contains("0 + 2 failed", lines[1]);
        Assert.Contains("failed: lr=1e30 run 1, lr=1e30 run 2", terminal.Error);
    }

    [Fact]
    public void Ends_with_the_line_that_trains_with_the_best_and_all_that_was_given()
    {
        using var folder = new TemporaryFolder();
        string[] given = ["--weight-decay", "0.001", "--no-bias", "--seed", "7"];
        const string line = "apical train --rule dfa --data xor --net 2-8-1 --no-bias --epochs 3 --batch 4 --lr 0.5 --weight-decay 0.001 --seed 7";

        var first = new Terminal().Do(Xor(folder["run"], [.. given, "--over", "lr=0,0.5", "--over", "batch=4", "--rule", "dfa"]));
        var again = new Terminal().Do("sweep", "--resume", folder["run"]);

        Assert.Contains($" {line}  # ", first.Output);
        Assert.Contains($" {line}  # ", again.Output);
        Assert.Equal(0, new Terminal().Run([.. line.Split(' ')[1..], "--out", folder["trained"]]));
    }

    [Fact]
    public void The_same_line_goes_on_where_it_was_interrupted()
    {
        using var folder = new TemporaryFolder();
        string[] line = Xor(folder["run"], "--over", "lr=0.1,0.5", "--threads", "1");
        var interrupted = new Terminal { InterruptAt = "lr=0.1  run 1/2  epoch   3/3" };
        Assert.Equal(75, interrupted.Run(line));
        Assert.Contains($"apical sweep --resume {folder["run"]}", interrupted.Error);
        Assert.Equal(RunStatus.Interrupted, RunFolder.ReadRecord(folder["run"]).Status);

        var second = new Terminal().Do(line);
        Assert.Contains("done already", second.Output);
        Assert.DoesNotContain("lr=0.1  run 1/2", second.Error);
        Assert.Equal([1, 2], MetricsTable.Read(folder["run/metrics.csv"]).Runs("lr=0.5"));

        // More runs can be asked for, and a finished sweep has nothing left to do.
        Assert.Contains("lr=0.5  run 3/3", new Terminal().Do("sweep", "--resume", folder["run"], "--runs", "3").Error);
        Assert.Empty(new Terminal().Do("sweep", "--resume", folder["run"]).Error);
    }

    [Fact]
    public void Another_sweep_does_not_go_on_in_its_folder()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(Xor(folder["run"], "--over", "lr=0.1,0.5"));
        var other = new Terminal();

        Assert.Equal(ExitCode.Usage, other.Run(Xor(folder["run"], "--over", "lr=0.1,0.7")));
        Assert.Contains("holds another run (other over)", other.Error);
    }

    [Theory]
    [InlineData("say what to sweep", "sweep")]
    [InlineData("--over batch: --batch: 'x' will not do", "sweep", "--over", "batch=x")]
    [InlineData("did you mean 'batch'?", "sweep", "--over", "bach=1")]
    [InlineData("--lr is there twice: by itself and in --over lr", "sweep", "--over", "lr=1", "--lr", "1")]
    [InlineData("--lr is there twice: in two --over", "sweep", "--over", "lr=1", "--over", "lr=2")]
    [InlineData("unknown rule 'bq'", "sweep", "--over", "rule=bq,dfa")]
    [InlineData("--over rule: Values are parted by / or commas; a rule that has such a sign", "sweep", "--over", "rule=bp,fa:scale=2/5")]
    [InlineData("--over rule: unknown rule 'bq'", "sweep", "--over", "rule=bq/dfa")]
    [InlineData("only be swept over yes and no", "sweep", "--over", "no-bias=1")]
    [InlineData("unknown metric 'accuracy'", "sweep", "--over", "lr=1", "--select", "accuracy")]
    [InlineData("--batch cannot be given with --resume", "sweep", "--resume", "x", "--batch", "3")]
    [InlineData("lr=0.1: selecting by validation-loss needs samples held out", "sweep", "--data", "xor", "--over", "lr=0.1", "--select", "validation-loss")]
    public void Wrong_usage_is_explained(string complaint, params string[] line)
    {
        var terminal = new Terminal();

        Assert.Equal(ExitCode.Usage, terminal.Run(line));
        Assert.Contains(complaint, terminal.Error, StringComparison.OrdinalIgnoreCase);
    }

    private static string[] Xor(string folder, params string[] more) =>
        ["sweep", "--data", "xor", "--net", "2-8-1", "--epochs", "3", "--runs", "2", "--select", "test-loss", "--out", folder, .. more];
}
