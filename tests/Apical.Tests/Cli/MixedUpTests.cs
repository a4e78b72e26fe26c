using System.Text;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>What belongs to another run, and what no number or text is, goes into no result.</summary>
public sealed class MixedUpTests
{
    private static readonly string[] s_small =
        ["train", "--train-samples", "60", "--test-samples", "30", "--net", "784-8-10", "--probes", "none", "--epochs", "2", "--quiet"];

    [Theory]
    [InlineData("--seed", "2", "with seed 2")]
    [InlineData("--lr", "0.2", "at a rate of 0.2")]
    [InlineData("--optimizer", "adam", "adam")]
    public void A_checkpoint_of_another_run_is_not_gone_on_from(string option, string value, string told)
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_small, "--out", folder["mine"]]);
        new Terminal().Do([.. s_small, option, value, "--out", folder["theirs"]]);
        File.Copy(folder["theirs/checkpoint.safetensors"], folder["mine/checkpoint.safetensors"], overwrite: true);
        byte[] metrics = File.ReadAllBytes(folder["mine/metrics.csv"]);
        var terminal = new Terminal();
        Assert.Equal(1, terminal.Run(["train", "--resume", folder["mine"], "--epochs", "3"]));
        Assert.Contains(told, terminal.Error, StringComparison.Ordinal);
        Assert.Contains("another run", terminal.Error, StringComparison.Ordinal);
        Assert.Equal(metrics, File.ReadAllBytes(folder["mine/metrics.csv"]));
    }

    /// <summary>1e39 is no number in single precision, and its answer would be none.</summary>
    [Fact]
    public void What_overflows_has_no_answer()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["t.csv"], ["a,b,y", .. Enumerable.Range(0, 40).Select(i => $"{i % 7},{i % 5},{(i % 2 == 0 ? "one" : "two")}")]);
        new Terminal().Do("train", "--data", $"csv:{folder["t.csv"]}:label=y", "--net", "2-3-2", "--epochs", "1", "--quiet", "--out", folder["run"]);
        File.WriteAllLines(folder["p.csv"], ["a,b", "1,2", "1e39,-1e39"]);
        var terminal = new Terminal();
        Assert.Equal(1, terminal.Run(["predict", folder["run"], folder["p.csv"]]));
        Assert.Contains("too large for single precision", terminal.Error, StringComparison.Ordinal);
    }

    /// <summary>Labels that differ in bytes that are no text must not become one class; a number must not end in bytes of 0.</summary>
    [Theory]
    [InlineData("utf-8", "not text")]
    [InlineData("utf-16", "not text")]
    [InlineData("zeros", "byte of 0")]
    public void Tables_of_bytes_that_are_no_text_are_refused(string kind, string told)
    {
        using var folder = new TemporaryFolder();
        string[] lines = [.. Enumerable.Range(0, 20).Select(i => $"{i},{i % 3},{(i % 2 == 0 ? "x" : "z")}")];
        byte[] text = [.. kind == "utf-16" ? Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("a,b,y\n" + string.Join('\n', lines) + "\n"))
            : Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes("a,b,y\n" + string.Join('\n', lines) + "\n"))];
        byte[] bad = kind switch
        {
            "utf-16" => [.. text, 0x00, 0xD8, (byte)'\n', 0],
            "zeros" => [.. text, (byte)'1', 0, 0, .. ",2,x\n"u8],
            _ => [.. text, .. "1,2,"u8, 0xE9, (byte)'\n'],
        };
        File.WriteAllBytes(folder["t.csv"], text);
        new Terminal().Do("data", "show", $"csv:{folder["t.csv"]}:label=y");
        File.WriteAllBytes(folder["t.csv"], bad);
        var terminal = new Terminal();
        Assert.Equal(1, terminal.Run(["data", "show", $"csv:{folder["t.csv"]}:label=y"]));
        Assert.Contains(told, terminal.Error, StringComparison.Ordinal);
    }
}
