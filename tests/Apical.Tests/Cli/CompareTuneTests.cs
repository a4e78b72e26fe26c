using System.Text.Json.Nodes;
using Apical.Cli;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary><c>compare --tune</c>: the same rates for every rule, judged on samples held out of training, then the comparison with each rule's best.</summary>
public sealed class CompareTuneTests
{
    /// <summary>A rate of 1e-9 learns nothing, one of 1e9 diverges: 0.1 is the best of the three for every rule, whatever else.</summary>
    [Fact]
    public void Each_rule_gets_the_best_of_the_same_rates()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal().Do([.. Digits(folder["run"], "bp,shallow"), "--json", folder["a.json"]]);

        JsonNode json = JsonNode.Parse(File.ReadAllText(folder["a.json"]))!;
        Assert.Equal(["settings", "rules", "tuning", "out"], json.AsObject().Select(member => member.Key));
        Assert.Equal([0.1, 0.1], json["settings"]!["learningRate"]!.AsObject().Select(rate => (double)rate.Value!));
        Assert.Equal(["1e-9", "0.1", "1e9"], json["settings"]!["tune"]!["rates"]!.AsArray().Select(rate => (string)rate!));
        Assert.Equal(20, (int)json["settings"]!["tune"]!["validation"]!);      // a fifth of 100
        Assert.Equal(0, (int)json["settings"]!["validation"]!);                 // and trained on afterwards
        Assert.Equal("validation-accuracy", (string?)json["tuning"]!["select"]);
        Assert.Equal(6, json["tuning"]!["points"]!.AsArray().Count);
        Assert.Equal(["0.1", "0.1"], json["tuning"]!["rules"]!.AsArray().Select(rule => (string)rule!["values"]!["lr"]!));
        Assert.Contains("3 rates for each of 2 rules, 1 run each", terminal.Output);
        Assert.Contains("on 20 training samples held out", terminal.Output);
        Assert.Contains("How rates were tuned", File.ReadAllText(folder["run/report.html"]));
        Assert.Contains("How the learning rates were chosen", File.ReadAllText(folder["run/report.html"]));
        Assert.Equal(RunStatus.Finished, RunFolder.ReadRecord(folder["run/tuning"]).Status);
        Assert.NotNull(RunFolder.ReadRecord(folder["run"]).Summary!["tuning"]);
        Assert.Empty(RunFolder.ReadRecord(folder["run"]).Resumed);
        Assert.Empty(RunFolder.ReadRecord(folder["run/tuning"]).Resumed);
    }

    /// <summary>The comparison is the one that the rates found make by themselves.</summary>
    [Fact]
    public void Then_it_is_the_comparison_with_these_rates()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(Digits(folder["tuned"], "bp,shallow"));
        new Terminal().Do([.. Compare(folder["given"], "bp,shallow"), "--lr", "0.1"]);
        Assert.Equal(Rows(folder, "given"), Rows(folder, "tuned"));
    }

    /// <summary>Other test samples, and fewer: the rates are the same.</summary>
    [Fact]
    public void Test_samples_play_no_part_in_it()
    {
        using var folder = new TemporaryFolder();
        string[] rates = ["--tune-rates", "0.03,0.1,0.3,1,3"];
        JsonNode Values(string samples) =>
            new Terminal().Do([.. Digits(folder[samples], "bp,dfa", rates), "--test-samples", samples, "--json", "-"]).Json["tuning"]!["rules"]!;
        Assert.Equal(Values("10").ToJsonString(), Values("300").ToJsonString());
    }

    [Theory]
    [InlineData("rule=bp lr=0.1         epoch   3/3", false)]
    [InlineData("rule=shallow lr=0.1    epoch   3/3", true)]
    [InlineData("bp       run 2/2  epoch   3/3", true)]
    public void Goes_on_after_an_interruption_and_leaves_the_same_numbers(string at, bool withResume)
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(Digits(folder["whole"], "bp,shallow"));
        var interrupted = new Terminal { InterruptAt = at };
        string[] line = Digits(folder["parts"], "bp,shallow");
        Assert.Equal(ExitCode.Stopped, interrupted.Run([.. line, "--json", folder["a.json"]]));
        JsonNode json = JsonNode.Parse(File.ReadAllText(folder["a.json"]))!;
        Assert.Equal(["settings", "rules", "tuning", "out"], json.AsObject().Select(member => member.Key));
        Assert.Equal(6, json["tuning"]!["points"]!.AsArray().Count);
        Assert.Contains($"apical compare --resume {folder["parts"]}", interrupted.Error);
        Assert.Equal(RunStatus.Interrupted, RunFolder.ReadRecord(folder["parts"]).Status);

        new Terminal().Do(withResume ? ["compare", "--resume", folder["parts"], "--threads", "1"] : line);
        Assert.Equal(Rows(folder, "whole"), Rows(folder, "parts"));
        Assert.Equal(Rows(folder, "whole/tuning"), Rows(folder, "parts/tuning"));
        Assert.Equal(Settings("whole"), Settings("parts"));
        Assert.Single(RunFolder.ReadRecord(folder["parts"]).Resumed);

        // More runs can be asked for; what is there stays.
        var more = new Terminal().Do("compare", "--resume", folder["parts"], "--runs", "3");
        Assert.DoesNotContain("lr=", more.Error);
        Assert.DoesNotContain("run 2/3", more.Error);
        Assert.Contains("run 3/3", more.Error);

        string Settings(string name) => RunFolder.ReadRecord(folder[name]).Description.Settings.ToJsonString();
    }

    [Fact]
    public void Another_tuning_does_not_go_on_in_its_folder()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(Digits(folder["run"], "shallow"));
        foreach (string[] line in new[] { Digits(folder["run"], "shallow", "--tune-rates", "0.1,0.2"), [.. Compare(folder["run"], "shallow"), "--lr", "0.1"] })
        {
            var terminal = new Terminal();
            Assert.Equal(ExitCode.Usage, terminal.Run(line));
            Assert.Contains("holds another run (other tune", terminal.Error);
        }
    }

    [Fact]
    public void Where_no_rate_will_do_it_says_so()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();
        Assert.Equal(ExitCode.Failed, terminal.Run(Digits(
            folder["run"], "bp", "--tune-rates", "1e9,1e10", "--activation", "relu", "--loss", "squared-error", "--json", folder["a.json"])));
        Assert.Contains("every run of bp failed at each of the rates 1e9, 1e10: give others with --tune-rates", terminal.Error);
        Assert.Equal(RunStatus.Failed, RunFolder.ReadRecord(folder["run"]).Status);
        JsonNode json = JsonNode.Parse(File.ReadAllText(folder["a.json"]))!;
        Assert.Equal([1, 1], json["tuning"]!["points"]!.AsArray().Select(point => (int)point!["failed"]!));
        Assert.Equal(0, (int)json["rules"]![0]!["runs"]!);
    }

    [Theory]
    [InlineData("--lr gives the rates that --tune is to find", "--tune", "--lr", "0.1")]
    [InlineData("--tune-runs says how rates are tuned: give --tune, too", "--tune-runs", "3")]
    [InlineData("--tune-rates 1..0.1:lin:3: '1..0.1:lin:3' is no range", "--tune", "--tune-rates", "1..0.1:lin:3")]
    public void Wrong_usage_is_explained(string complaint, params string[] more)
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();
        Assert.Equal(ExitCode.Usage, terminal.Run([.. Compare(folder["run"], "bp"), .. more]));
        Assert.Contains(complaint, terminal.Error);
        Assert.False(Directory.Exists(folder["run"]));
    }

    private static string[] Compare(string folder, string rules) =>
        ["compare", "--rules", rules, "--train-samples", "100", "--net", "784-10-10", "--epochs", "3", "--runs", "2", "--threads", "1", "--out", folder];

    private static string[] Digits(string folder, string rules, params string[] more) =>
    [
        .. Compare(folder, rules), "--tune", "--tune-runs", "1", .. more.Contains("--tune-rates") ? [] : new[] { "--tune-rates", "1e-9,0.1,1e9" }, .. more,
    ];

    private static string[] Rows(TemporaryFolder folder, string name) =>
        [.. File.ReadAllLines(folder[$"{name}/metrics.csv"]).Where(line => !line.Contains(",seconds,")).Order(StringComparer.Ordinal)];
}
