using System.Text.Json.Nodes;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

public sealed class CompareCommandTests
{
    private const string ThreeRules = "bp,fa:init=normal:0,0.5,shallow";

    [Fact]
    public void Leaves_a_folder_with_everything_in_it()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(Xor(ThreeRules, folder["run"]));

        RunRecord record = RunFolder.ReadRecord(folder["run"]);
        Assert.Equal(RunStatus.Finished, record.Status);
        Assert.Equal(["bp", "fa:init=normal:0,0.5", "shallow"], record.Description.Settings["rules"]!.AsArray().Select(rule => (string)rule!));
        Assert.StartsWith("apical compare --data xor", record.Description.Command);
        Assert.Equal(3, record.Summary!["rules"]!.AsArray().Count);

        var metrics = MetricsTable.Read(folder["run/metrics.csv"]);
        Assert.All(metrics.Rules, rule => Assert.Equal([1, 2], metrics.Runs(rule)));
        Assert.Equal([0, 1, 2, 3], metrics.Series("bp", MetricNames.TestLoss)!.Points.Select(point => point.Epoch));

        string[] models = [.. Directory.GetFiles(folder["run/models"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["bp-1.safetensors", "bp-2.safetensors", "fa_init=normal_0,0.5-1.safetensors", "fa_init=normal_0,0.5-2.safetensors",
            "shallow-1.safetensors", "shallow-2.safetensors"], models);
        Assert.Contains("layer1/W", Safetensors.Read(folder["run/models/bp-1.safetensors"]).Tensors.Keys);
        Assert.Contains("</html>", File.ReadAllText(folder["run/report.html"]));
    }

    [Fact]
    public void Prints_a_table_and_where_things_are_without_control_characters()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal().Do(Xor(ThreeRules, folder["run"]));

        Assert.Contains("accuracy (%)", terminal.Output);
        Assert.Contains("angle to backprop (°)", terminal.Output);
        Assert.Contains(folder["run/report.html"], terminal.Output);
        Assert.All(new[] { "bp", "fa:init=normal:0,0.5", "shallow" }, rule => Assert.Contains($"\n {rule} ", terminal.Output));
        Assert.DoesNotContain('\e', terminal.Output + terminal.Error);
        Assert.DoesNotContain('\r', terminal.Output + terminal.Error);
        Assert.Equal(6, terminal.Error.Split('\n').Count(line => line.Contains("epoch   3/3")));
    }

    [Fact]
    public void Json_on_the_standard_output_is_all_there_is()
    {
        using var folder = new TemporaryFolder();
        JsonObject json = new Terminal().Do(Xor(ThreeRules, folder["run"], more: ["--json", "-"])).Json;

        Assert.Equal(["settings", "rules", "out"], json.Select(member => member.Key));
        Assert.Equal(folder["run"], (string?)json["out"]);
        Assert.Equal("xor", (string?)json["settings"]!["data"]);
        Assert.Equal(3, (int)json["settings"]!["epochs"]!);
        Assert.Equal("binary-cross-entropy", (string?)json["settings"]!["loss"]);
        Assert.Equal(3, json["rules"]!.AsArray().Count);
        JsonObject bp = json["rules"]![0]!.AsObject(), shallow = json["rules"]![2]!.AsObject();
        Assert.Equal(["rule", "runs", "failed", "testAccuracy", "testLoss", "seconds", "bestEpochs", "anglesToBackprop"], bp.Select(member => member.Key));
        Assert.Equal(("bp", 2, 0), ((string)bp["rule"]!, (int)bp["runs"]!, (int)bp["failed"]!));
        Assert.InRange((double)bp["testAccuracy"]!["mean"]!, 0, 1);
        Assert.True((double)bp["testLoss"]!["sd"]! > 0);
        Assert.True((double)bp["seconds"]! > 0);

        // Backpropagation has no angle to itself, and a layer that does not learn has none at all.
        Assert.All(bp["anglesToBackprop"]!.AsArray(), angle => Assert.Equal(0, (double)angle!, 3));
        Assert.Null(shallow["anglesToBackprop"]![0]);
        Assert.Equal(0, (double)shallow["anglesToBackprop"]![1]!, 3);
    }

    [Fact]
    public void A_single_run_has_no_spread()
    {
        using var folder = new TemporaryFolder();
        JsonObject json = new Terminal().Do(Xor("bp", folder["run"], runs: 1, more: ["--json", "-"])).Json;

        Assert.NotNull(json["rules"]![0]!["testLoss"]!["mean"]);
        Assert.Null(json["rules"]![0]!["testLoss"]!["sd"]);
    }

    [Fact]
    public void Quiet_prints_the_table_only_and_with_a_file_for_json_nothing()
    {
        using var folder = new TemporaryFolder();
        var table = new Terminal().Do(Xor(ThreeRules, folder["a"], more: ["--quiet"]));
        var file = new Terminal().Do(Xor(ThreeRules, folder["b"], more: ["--quiet", "--json", folder["result.json"]]));

        Assert.Equal(2 + 1 + 3, table.Output.TrimEnd('\n').Split('\n').Length); // heading, line, rules
        Assert.Equal("", table.Error + file.Output + file.Error);
        Assert.Equal(folder["b"], (string?)JsonNode.Parse(File.ReadAllText(folder["result.json"]))!["out"]);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing_but_time()
    {
        using var folder = new TemporaryFolder();
        string[] results = [.. new[] { "1", "2", "3" }.Select(threads =>
        {
            JsonObject json = new Terminal().Do(Xor(ThreeRules, folder[threads], more: ["--threads", threads, "--json", "-"])).Json;
            foreach (JsonNode? rule in json["rules"]!.AsArray())
            {
                rule!.AsObject().Remove("seconds");
            }

            return json["rules"]!.ToJsonString();
        })];

        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Theory]
    [InlineData("2-9-4-2", "bp,mtp,dtp-ai,rtp-original", "Expect mtp, rtp-original to stay at chance")]
    [InlineData("2-2-2", "mtp,rtp", null)]               // widths that stay can be inverted
    [InlineData("2-9-2", "bp,dtp,dtp-original", null)]   // a difference takes the error of the inverses off
    public void Rules_that_invert_layers_are_told_of_on_a_network_that_has_no_inverse(string net, string rules, string? told)
    {
        using var folder = new TemporaryFolder();
        string output = new Terminal().Do("compare", "--data", "moons", "--net", net, "--rules", rules, "--epochs", "0", "--runs", "1", "--out",
            folder["run"]).Output;
        Assert.Equal(told is not null, output.Contains("to stay at chance", StringComparison.Ordinal));
        Assert.Contains(told ?? "", output);
    }

    [Fact]
    public void Rates_reach_their_rules()
    {
        using var folder = new TemporaryFolder();
        JsonObject json = new Terminal().Do("compare", "--data", "xor", "--epochs", "1", "--runs", "1", "--rules", "bp,fa,fa:scale=2", "--lr",
            "fa=0.5,fa:scale=2=0.25", "--json", "-", "--out", folder["run"]).Json;

        JsonNode rates = json["settings"]!["learningRate"]!;
        Assert.Equal(("auto", 0.5, 0.25), ((string)rates["bp"]!, (double)rates["fa"]!, (double)rates["fa:scale=2"]!));
    }

    [Fact]
    public void Every_option_of_a_recipe_reaches_the_settings()
    {
        using var folder = new TemporaryFolder();
        JsonNode settings = new Terminal().Do(
            "compare", "--data", "moons", "--train-samples", "100", "--test-samples", "50", "--validation", "20", "--normalise", "feature", "--targets",
                "-0.9,0.9", "--net", "2-6-2",
            "--activation", "elu:0.5", "--output", "tanh", "--loss", "squared-error", "--init", "glorot", "--no-bias", "--batch-norm", "--dropout", "0.25",
                "--input-dropout", "0.15", "--precision", "double", "--epochs", "2", "--batch", "10",
            "--optimizer", "momentum", "--lr", "0.01", "--feedback-lr", "0.02", "--feedback-steps", "2", "--feedback-pretraining", "1",
                "--feedback-optimizer", "Adam:epsilon=0.5", "--feedback-alternates", "--schedule",
                "cosine:9", "--weight-decay", "0.001", "--early-stop", "5", "--seed", "7",
            "--rules", "kolen-pollack", "--runs", "1", "--threads", "1", "--probes", "feedback,norms", "--probe-samples", "10", "--json", "-", "--out",
                folder["run"]).Json["settings"]!;

        var expected = new JsonObject
        {
            ["rules"] = new JsonArray("kolen-pollack"),
            ["runs"] = 1,
            ["data"] = "moons",
            ["trainSamples"] = 100,
            ["testSamples"] = 50,
            ["validation"] = 20,
            ["normalise"] = "feature",
            ["targets"] = "-0.9,0.9",
            ["net"] = "2-6-2",
            ["activation"] = "elu:0.5",
            ["output"] = "tanh",
            ["loss"] = "squared-error",
            ["initialiser"] = "glorot",
            ["bias"] = false,
            ["augment"] = "none",
            ["dropout"] = 0.25,
            ["inputDropout"] = 0.15,
            ["precision"] = "double",
            ["epochs"] = 2,
            ["batch"] = 10,
            ["optimizer"] = "momentum",
            ["learningRate"] = new JsonObject { ["kolen-pollack"] = 0.01 },
            ["feedbackOptimizer"] = new JsonObject { ["kolen-pollack"] = "adam:epsilon=0.5" },
            ["feedbackAlternates"] = new JsonObject { ["kolen-pollack"] = true },
            ["feedbackLearningRate"] = new JsonObject { ["kolen-pollack"] = 0.02 },
            ["feedbackSteps"] = new JsonObject { ["kolen-pollack"] = 2 },
            ["feedbackPretraining"] = new JsonObject { ["kolen-pollack"] = 1 },
            ["batchNorm"] = new JsonObject { ["kolen-pollack"] = "plain" },
            ["schedule"] = "cosine:9",
            ["weightDecay"] = new JsonObject { ["kolen-pollack"] = 0.001 },
            ["earlyStop"] = 5,
            ["seed"] = 7,
            ["threads"] = 1,
            ["probes"] = new JsonArray("feedback", "norms"),
            ["probeSamples"] = 10,
            ["keep"] = "last",
            ["dataDir"] = null,
        };
        Assert.Equal(expected.Select(member => member.Key).Order(), settings.AsObject().Select(member => member.Key).Order());
        Assert.All(expected, member => Assert.Equal(member.Value?.ToJsonString(), settings[member.Key]?.ToJsonString()));
        Assert.Contains("angleBW", MetricsTable.Read(folder["run/metrics.csv"]).Metrics);
        Assert.Contains(MetricNames.ValidationLoss, MetricsTable.Read(folder["run/metrics.csv"]).Metrics);
    }

    [Fact]
    public void Small_digits_are_learned_by_rules_that_learn_in_hidden_layers()
    {
        using var folder = new TemporaryFolder();
        JsonObject json = new Terminal().Do(
            "compare", "--train-samples", "600", "--test-samples", "200", "--net", "784-40-10", "--epochs", "4", "--runs", "1", "--rules", "bp,fa", "--json",
                "-", "--out", folder["run"]).Json;

        // Ten classes: chance is 0.1. Feedback alignment teaches below 90 degrees, or it would not learn.
        Assert.All(json["rules"]!.AsArray(), rule => Assert.InRange((double)rule!["testAccuracy"]!["mean"]!, 0.5, 1));
        Assert.InRange((double)json["rules"]![1]!["anglesToBackprop"]![0]!, 1, 89);
    }

    [Fact]
    public void A_run_that_diverges_is_shown_and_does_not_take_the_others_with_it()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();

        int code = terminal.Run("compare", "--data", "moons", "--net", "2-8-2", "--loss", "squared-error", "--activation", "identity", "--epochs", "2",
            "--runs", "2", "--rules", "bp,fa", "--lr", "bp=1e20", "--out", folder["run"]);

        Assert.Equal(1, code);
        Assert.Contains("0 + 2 failed", terminal.Output);
        Assert.Contains("bp run 1, bp run 2", terminal.Error);
        Assert.Contains("--lr", terminal.Error);
        Assert.Equal([1, 2], MetricsTable.Read(folder["run/metrics.csv"]).FailedRuns("bp"));
        Assert.Equal(RunStatus.Finished, RunFolder.ReadRecord(folder["run"]).Status);
    }

    [Fact]
    public void When_every_run_diverges_the_command_fails()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();

        Assert.Equal(1, terminal.Run("compare", "--data", "moons", "--net", "2-8-2", "--loss", "squared-error", "--activation", "identity", "--epochs", "2",
            "--runs", "1", "--rules", "bp,fa", "--lr", "1e20", "--out", folder["run"]));
        Assert.Contains("every run failed", terminal.Error);
        Assert.Equal(RunStatus.Failed, RunFolder.ReadRecord(folder["run"]).Status);
    }

    [Fact]
    public void A_terminal_gets_colours_and_links_and_its_width_is_kept()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal { Columns = 80 }.Do(Xor("bp,fa,dfa,shallow", folder["run"], net: "2-8-8-1"));

        Assert.Contains("\e[", terminal.Output);
        Assert.Contains($"\e]8;;file://", terminal.Output);
        Assert.Contains("\e[?25h", terminal.Error);       // the cursor is back
        string table = Plain(terminal.Output).Split("Run folder")[0];
        Assert.All(table.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        Assert.Contains("layer 1     2     3", table);
    }

    [Fact]
    public void No_color_is_honoured()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal { Columns = 80, Variables = { ["NO_COLOR"] = "1" } }.Do(Xor(ThreeRules, folder["run"]));

        Assert.DoesNotMatch(@"\e\[(3|9|4|10)[0-7]m", terminal.Output + terminal.Error);
        Assert.DoesNotContain("\e]8;;", terminal.Output);
    }

    internal static string[] Xor(string rules, string folder, int runs = 2, string net = "2-8-1", params string[] more) =>
        ["compare", "--data", "xor", "--net", net, "--epochs", "3", "--runs", $"{runs}", "--rules", rules, "--out", folder, .. more];

    private static string Plain(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\e\[[0-9;?]*[a-zA-Z]|\e\]8;;[^\e]*\e\\", "");
}
