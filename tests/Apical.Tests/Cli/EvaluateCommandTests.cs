using System.Text.Json.Nodes;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

public sealed class EvaluateCommandTests
{
    private static readonly string[] s_moons = ["--data", "moons", "--train-samples", "70", "--test-samples", "40", "--net", "2-10-6-2", "--batch", "16",
        "--epochs", "3", "--probes", "none"];

    /// <summary>The model alone, on the samples that the run kept, has the numbers that the run measured.</summary>
    [Theory]
    [InlineData("--validation", "20")]
    [InlineData("--normalise", "feature", "--precision", "double")]
    [InlineData("--loss", "squared-error", "--targets", "-0.9,0.9", "--batch-norm", "learned")]
    public void The_numbers_are_those_of_the_run(params string[] more)
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(["train", .. s_moons, .. more, "--out", folder["run"]]);
        MetricsTable metrics = MetricsTable.Read(folder["run/metrics.csv"]);
        JsonObject json = new Terminal().Do("evaluate", folder["run"], "--json").Json;

        Assert.Equal(metrics.Rows.Last(row => row.Metric == MetricNames.TestAccuracy).Value, (double)json["accuracy"]!);
        Assert.Equal(metrics.Rows.Last(row => row.Metric == MetricNames.TestLoss).Value, (double)json["loss"]!);
        Assert.Equal(40, (int)json["samples"]!);
        Assert.Equal(40, json["confusion"]!.AsArray().Sum(row => row!.AsArray().Sum(count => (int)count!)));
        if (more[0] == "--validation")
        {
            json = new Terminal().Do("evaluate", folder["run/model.safetensors"], "--part", "validation", "--json", "-").Json;
            Assert.Equal(metrics.Rows.Last(row => row.Metric == MetricNames.ValidationAccuracy).Value, (double)json["accuracy"]!);
            Assert.Equal(70 - 20 + 20 + 40, (int)new Terminal().Do("evaluate", folder["run"], "--part", "all", "--json").Json["samples"]!);
        }
    }

    /// <summary>Names of classes and outputs come from files, and a terminal would obey what is in them.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(100)]
    public void Names_from_files_say_nothing_to_a_terminal(int? columns)
    {
        using var folder = new TemporaryFolder();
        string[] names = ["\e]0;title\u0007one", "t\e[2Jwo", "th\u009b31mree"];
        File.WriteAllLines(folder["t.csv"], ["a,b,y", .. Enumerable.Range(0, 60).Select(i => $"{i % 7},{i % 5},{names[i % 3]}")]);
        new Terminal().Do("train", "--data", $"csv:{folder["t.csv"]}:label=y", "--net", "2-3-3", "--epochs", "1", "--quiet", "--out", folder["run"]);
        string output = new Terminal { Columns = columns }.Do("evaluate", folder["run"]).Output;
        Assert.DoesNotContain(output, sign => (char.IsControl(sign) && sign is not ('\n' or '\e')));
        Assert.DoesNotContain("\e]0", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[2J", output, StringComparison.Ordinal);
        Assert.Contains("t·[2Jwo", output, StringComparison.Ordinal);
        File.WriteAllText(folder["p.csv"], "a,b,y\n1,2,\e[2Jx\n");
        Assert.DoesNotContain('\e', new Terminal().Do("predict", folder["run"], folder["p.csv"]).Error);
    }

    [Fact]
    public void Tables_fit_the_terminal()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do("train", "--data", "digits", "--train-samples", "100", "--test-samples", "200", "--net", "784-10", "--epochs", "1", "--probes",
            "none", "--out", folder["run"]);
        foreach (int columns in new[] { 60, 80, 120 })
        {
            string output = new Terminal { Columns = columns }.Do("evaluate", folder["run"]).Output;
            Assert.All(output.Split('\n').Skip(1), line => Assert.True(Plain(line).Length <= columns, line));
            Assert.Contains("95 % interval", output, StringComparison.Ordinal);
            Assert.Contains("200 samples", output, StringComparison.Ordinal);
        }

        Assert.Contains("Rows are what samples are", new Terminal { Columns = 80 }.Do("evaluate", folder["run"]).Output, StringComparison.Ordinal);
        Assert.Contains("Most confused", new Terminal { Columns = 40 }.Do("evaluate", folder["run"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_a_comparison_are_named()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(["compare", .. s_moons, "--rules", "bp,fa", "--runs", "1", "--out", folder["run"]]);
        var terminal = new Terminal();
        Assert.Equal(1, terminal.Run("evaluate", folder["run"]));
        Assert.Contains($"holds 2 models: name one of {folder["run/models/bp-1.safetensors"]}, {folder["run/models/fa-1.safetensors"]}.", terminal.Error,
            StringComparison.Ordinal);
        Assert.Equal("fa", (string)new Terminal().Do("evaluate", folder["run/models/fa-1.safetensors"], "--json").Json["rule"]!);
    }

    [Fact]
    public void What_will_not_do_is_said()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(["train", .. s_moons, "--out", folder["run"]]);
        Assert.Contains("digits/train has 784 numbers in an input (1×28×28), and the model takes 2.", Error(1, folder["run"], "--data", "digits"),
            StringComparison.Ordinal);
        Assert.Contains("held no samples out", Error(2, folder["run"], "--part", "validation"), StringComparison.Ordinal);
        Assert.Contains("There is no", Error(1, folder["none"]), StringComparison.Ordinal);
        Assert.Contains("is a checkpoint", Error(1, folder["run/checkpoint.safetensors"]), StringComparison.Ordinal);
        Directory.CreateDirectory(folder["empty"]);
        Assert.Contains("nor is it the folder of a run", Error(1, folder["empty"]), StringComparison.Ordinal);
        new Terminal().Do(["train", .. s_moons, "--keep", "none", "--out", folder["kept"]]);
        Assert.Contains("was told to keep none", Error(1, folder["kept"]), StringComparison.Ordinal);

        static string Error(int code, params string[] args)
        {
            var terminal = new Terminal();
            Assert.Equal(code, terminal.Run(["evaluate", .. args]));
            return terminal.Error;
        }
    }

    private static string Plain(string line) => System.Text.RegularExpressions.Regex.Replace(line, @"\e\[[0-9;]*m", "");
}
