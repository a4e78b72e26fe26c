using Apical.Cli;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>Results go into no file of a run and into none that the command reads, by whatever name it is called; nothing is done then.</summary>
public sealed class OutputPlacesTests : IDisposable
{
    private static readonly string[] s_small = ["--net", "2-3-2", "--epochs", "1", "--probes", "none", "--quiet"];

    private readonly TemporaryFolder _folder = new();

    public OutputPlacesTests()
    {
        File.WriteAllLines(_folder["t.csv"], ["a,b,y", .. Enumerable.Range(0, 40).Select(i => $"{i % 7},{i % 5},{(i % 2 == 0 ? "one" : "two")}")]);
        new Terminal().Do(["train", "--data", $"csv:{_folder["t.csv"]}:label=y", .. s_small, "--out", _folder["run"]]);
        new Terminal().Do(["compare", "--rules", "bp", "--runs", "1", "--data", "moons", .. s_small, "--out", _folder["cmp"]]);
        File.WriteAllText(_folder["p.csv"], "a,b\n1,2\n");
        Directory.CreateDirectory(_folder["empty"]);
        Directory.CreateDirectory(_folder["elsewhere"]);
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(_folder["link.csv"], _folder["run/metrics.csv"]);
            File.CreateSymbolicLink(_folder["alias"], _folder["run"]);
            File.Move(_folder["cmp/metrics.csv"], _folder["elsewhere/m.csv"]);
            File.CreateSymbolicLink(_folder["cmp/metrics.csv"], _folder["elsewhere/m.csv"]);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("report D/run --out D/run/metrics.csv")]
    [InlineData("report D/run --out D/run/../run/run.json")]
    [InlineData("report D/run --out D/link.csv")]
    [InlineData("report D/run --out D/alias/model.safetensors")]
    [InlineData("report D/cmp --out D/elsewhere/m.csv")]
    [InlineData("report D/cmp --out D/cmp/models/bp-1.safetensors")]
    [InlineData("predict D/run D/p.csv --out D/p.csv")]
    [InlineData("predict D/run D/p.csv --out D/empty/../p.csv")]
    [InlineData("predict D/alias D/p.csv --out D/run/checkpoint.safetensors")]
    [InlineData("predict D/run/model.safetensors D/p.csv --out D/run/report.html")]
    [InlineData("export D/run --out D/run/model.safetensors")]
    [InlineData("export D/run/model.safetensors --to npz --out D/alias/model.safetensors")]
    [InlineData("evaluate D/run --json D/run/run.json")]
    [InlineData("evaluate D/run --json D/t.csv")]
    [InlineData("evaluate D/run --data csv:D/t.csv:label=y --json D/t.csv")]
    [InlineData("runs list D --json D/cmp/run.json")]
    [InlineData("runs show run --in D --json D/run/notes.json")]
    [InlineData("train --resume D/run --epochs 2 --json D/run/run.json")]
    [InlineData("train --data csv:path=D/t.csv,label=y --json D/t.csv --out D/new")]
    [InlineData("train --data moons --epochs 1 --out D/empty --json D/empty/run.json")]
    [InlineData("compare --config D/run --json D/run/run.json --out D/new")]
    [InlineData("sweep --over lr=0.1 --data moons --epochs 1 --out D/empty --json D/empty/metrics.csv")]
    [InlineData("reproduce meulemans2019/fig5.5 --out D/empty --json D/empty/reproduction.json")]
    public void Are_refused_before_anything_is_done(string line)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        Dictionary<string, byte[]> before = Content();
        var terminal = new Terminal();
        int code = terminal.Run([.. line.Split(' ').Select(word => word.Replace("D/", _folder.Path + "/").Replace("list D", _folder.Path))
            .Select(word => word == "D" ? _folder.Path : word)]);
        Assert.True(code == ExitCode.Usage, $"{code}: {terminal.Error}");
        Assert.Matches("^apical: --(out|json): '.*(overwritten|JSON)", terminal.Error);
        Assert.Equal("", terminal.Output);
        Dictionary<string, byte[]> after = Content();
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.All(before, file => Assert.Equal(file.Value, after[file.Key]));
    }

    [Theory]
    [InlineData("report D/run", "run/report.html")]
    [InlineData("report D/run --out D/run/report.html", "run/report.html")]
    [InlineData("report D/run --out D/run/another.html", "run/another.html")]
    [InlineData("report D/run D/cmp --out D/both.html", "both.html")]
    [InlineData("predict D/run D/p.csv --out D/answers.csv", "answers.csv")]
    [InlineData("export D/run --out D/run/model.npz", "run/model.npz")]
    [InlineData("evaluate D/run --json D/run/scores.json", "run/scores.json")]
    [InlineData("runs list D --json D/list.json", "list.json")]
    public void Others_are_written_and_written_again(string line, string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        string[] words = [.. line.Split(' ').Select(word => word == "D" ? _folder.Path : word.Replace("D/", _folder.Path + "/"))];
        new Terminal().Do(words);
        new Terminal().Do(words);
        Assert.True(new FileInfo(_folder[file]).Length > 0);
    }

    /// <summary>As every tool does it that takes an output file: the link stays, and what it leads to is written.</summary>
    [Theory]
    [InlineData("old\n")]
    [InlineData("{}")]
    [InlineData("")]
    public void A_link_is_written_through(string before)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        File.WriteAllText(_folder["real"], before);
        File.CreateSymbolicLink(_folder["link"], "real");
        new Terminal().Do("runs", "list", _folder.Path, "--json", _folder["link"]);
        Assert.Equal("real", new FileInfo(_folder["link"]).LinkTarget);
        Assert.StartsWith("[", File.ReadAllText(_folder["real"]), StringComparison.Ordinal);
    }

    private Dictionary<string, byte[]> Content() =>
        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllBytes);
}
