using System.Text.Json.Nodes;
using Apical.Runs;
using Apical.Tests.Exchange;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>A person with a file.</summary>
public sealed class OwnDataTests
{
    [Theory]
    [InlineData("csv:{0}/flowers.csv:label=kind")]
    [InlineData("npz:{0}/arrays.npz")]
    [InlineData("idx:{0}/idx")]
    public void Everything_that_trains_takes_it(string data)
    {
        using var folder = Write();
        data = string.Format(System.Globalization.CultureInfo.InvariantCulture, data, folder.Path);
        string[] settings = ["--data", data, "--epochs", "2", "--validation", "10", "--batch", "8", "--quiet"];
        new Terminal().Do(["train", .. settings, "--class-weights", "balanced", "--out", folder["train"]]);
        new Terminal().Do(["compare", "--rules", "bp,dfa", "--runs", "1", .. settings, "--train-samples", "40", "--out", folder["compare"]]);
        new Terminal().Do(["sweep", "--over", "lr=0.01,0.1", "--runs", "1", .. settings, "--out", folder["sweep"]]);
        foreach (string run in new[] { "train", "compare", "sweep" })
        {
            DataRecord record = Assert.Single(RunFolder.ReadRecord(folder[run]).Description.Data);
            Assert.Equal((48, 12, 2, 2, 2), (record.Train, record.Test, record.Features, record.Outputs, record.Classes));
            Assert.Matches("^[0-9a-f]{32}$", record.Checksum);
            Assert.Contains(data.Split(':')[1], record.Set, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("train")]
    [InlineData("compare")]
    [InlineData("sweep")]
    public void A_run_does_not_go_on_with_a_file_that_was_changed(string command)
    {
        using var folder = Write();
        string[] more = command switch { "compare" => ["--rules", "bp", "--runs", "1"], "sweep" => ["--over", "lr=0.1", "--runs", "1"], _ => [] };
        string[] on = [command, "--resume", folder["run"], .. command == "train" ? ["--epochs", "4"] : new[] { "--runs", "2" }];
        new Terminal().Do([command, .. more, "--data", $"csv:{folder["flowers.csv"]}:label=kind", "--epochs", "1", "--quiet", "--out", folder["run"]]);
        string text = File.ReadAllText(folder["flowers.csv"]);
        File.WriteAllText(folder["flowers.csv"], text.Replace("0.25,", "0.26,", StringComparison.Ordinal));
        string record = File.ReadAllText(folder["run/run.json"]);
        var terminal = new Terminal();
        Assert.Equal(1, terminal.Run(on));
        Assert.Contains("were changed since it began", terminal.Error, StringComparison.Ordinal);
        Assert.Contains("Put the files back as they were, or begin a new run", terminal.Error, StringComparison.Ordinal);
        Assert.Equal(record, File.ReadAllText(folder["run/run.json"]));

        File.WriteAllText(folder["flowers.csv"], text);
        new Terminal().Do(on);
    }

    [Fact]
    public void Numbers_are_learned_on_a_scale_at_which_the_default_rate_works()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["prices.csv"], "size,age,price\n" + string.Concat(Enumerable.Range(0,
            200).Select(i => $"{i % 20},{i / 20},{100_000 + (20_000 * (i % 20)) - (3_000 * (i / 20))}\n")));
        var terminal = new Terminal().Do("train", "--data", $"csv:{folder["prices.csv"]}:label=price:task=regression", "--normalise", "feature", "--epochs",
            "30", "--out", folder["run"], "--json", "-");
        JsonObject result = terminal.Json;
        Assert.InRange((double)result["rules"]![0]!["testLoss"]!["mean"]!, 0, 0.02);           // ½: what the mean of all prices gives
        var wild = new Terminal();
        wild.Run("train", "--data", $"csv:{folder["prices.csv"]}:label=price:task=regression", "--normalise-targets", "none", "--epochs", "2", "--quiet",
            "--out", folder["wild"]);
        Assert.DoesNotContain(MetricsTable.Read(folder["wild/metrics.csv"]).Rows, row => row.Metric == MetricNames.TestLoss && row.Epoch > 0 && row.Value < 1);
        var wrong = new Terminal();
        Assert.Equal(2, wrong.Run("train", "--data", "moons", "--normalise-targets", "feature"));
        Assert.Contains("has classes", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_show_tells_what_is_there_before_anything_is_learned()
    {
        using var folder = Write();
        string page = new Terminal().Do("data", "show", $"csv:{folder["flowers.csv"]}:label=kind", "--rows", "2").Output;
        Assert.Contains("header=yes:sep=comma", page, StringComparison.Ordinal);
        Assert.Contains("48 to train, 12 to test", page, StringComparison.Ordinal);
        Assert.Contains("2 classes", page, StringComparison.Ordinal);
        Assert.Matches(@"lily +24 +6", page);
        Assert.Matches(@"width +0 ", page);
        Assert.Matches(@"\n +2 +", page);
        Assert.Contains("2 numbers: a, b", ShowOf(folder, "x,a,b\n1,2,3\n4,5,6\n7,8,9\n2,1,0\n3,3,3\n", "label=a/b:task=regression"), StringComparison.Ordinal);
        Assert.Contains("images of 1×28×28", new Terminal().Do("data", "show", "digits").Output, StringComparison.Ordinal);
        var wrong = new Terminal();
        Assert.Equal(2, wrong.Run("data", "show", $"csv:{folder["flowers.csv"]}"));
        Assert.Contains("say which column is to be learned", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_info_lists_the_settings_of_each_kind()
    {
        foreach (var (kind, keys) in new[] { ("csv", "path label task drop one-hot header sep decimal test seed classes"), ("npz",
            "path x y task layout test seed classes"), ("idx", "path files test seed classes"), ("images", "path size test seed") })
        {
            string page = new Terminal().Do("data", "info", kind).Output;
            Assert.All(keys.Split(' '), key => Assert.Contains($" {key} ", page, StringComparison.Ordinal));
        }
    }

    private static string ShowOf(TemporaryFolder folder, string text, string settings)
    {
        File.WriteAllText(folder["t.csv"], text);
        return new Terminal().Do("data", "show", $"csv:{folder["t.csv"]}:{settings}").Output;
    }

    // The same 60 samples in each form: two inputs, of which the first tells the class.
    private static TemporaryFolder Write()
    {
        var folder = new TemporaryFolder();
        int[] label = [.. Enumerable.Range(0, 60).Select(i => i % 2)];
        File.WriteAllText(folder["flowers.csv"], "width,height,kind\n0.25,0,lily\n" + string.Concat(Enumerable.Range(1,
            59).Select(i => $"{10 * label[i]},{i},{(label[i] == 0 ? "lily" : "rose")}\n")));
        File.WriteAllBytes(folder["arrays.npz"], Npy.Zip(true,
            ("x", Npy.Array("<f4", "(60, 2)", Npy.Floats([.. Enumerable.Range(0, 60).SelectMany(i => new[] { 10f * label[i], i })]))),
            ("y", Npy.Array("<i8", "(60,)", Npy.Longs([.. label.Select(one => (long)one)])))));
        Directory.CreateDirectory(folder["idx"]);
        File.WriteAllBytes(folder["idx/images"], Apical.Tests.Data.Idx.File([60, 1, 2], [.. Enumerable.Range(0,
            60).SelectMany(i => new[] { (byte)(10 * label[i]), (byte)i })]));
        File.WriteAllBytes(folder["idx/labels"], Apical.Tests.Data.Idx.File([60], [.. label.Select(one => (byte)one)]));
        return folder;
    }
}
