using System.Security.Cryptography;
using Apical.Specs;
using Apical.Tests.Data;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

public sealed class SmallCommandsTests
{
    [Fact]
    public void Rules_lists_every_rule()
    {
        string list = new Terminal().Do("rules").Output;

        Assert.All(RuleCatalog.All, rule => Assert.Contains($"\n {rule.Id} ", list));
        Assert.All(RuleCatalog.All, rule => Assert.Contains(rule.Summary, list));
    }

    [Fact]
    public void Rules_tells_of_each_rule_its_equation_settings_and_source()
    {
        foreach (RuleInfo rule in RuleCatalog.All)
        {
            string page = new Terminal().Do("rules", rule.Id).Output;
            Assert.Contains(rule.Title, page);
            Assert.Contains(rule.Equation, page);
            Assert.Equal(rule.Settings.Count == 0, page.Contains("settings  none"));
            string words = string.Join(' ', page.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            Assert.All(rule.Settings, setting => Assert.Contains($" {setting.Key} {setting.Default} {setting.Meaning}", words));
            Assert.Contains($"docs/rules/{rule.Id}.md", page);
            Assert.Matches(@"source +\w", page);
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void Tables_stay_within_the_terminal(int columns)
    {
        foreach (string[] command in new[] { new[] { "rules" }, ["rules", "weight-mirror"], ["data", "list"], ["data", "info", "mnist"],
            ["compare", "--help"] })
        {
            var terminal = new Terminal { Columns = columns, Variables = { ["NO_COLOR"] = "1" } }.Do(command);
            string plain = System.Text.RegularExpressions.Regex.Replace(terminal.Output, @"\e\[[0-9;]*m", "");
            Assert.All(plain.Split('\n').Where(line => line.Contains(' ') && !line.TrimStart().StartsWith("apical", StringComparison.Ordinal)
                && !line.StartsWith("Files are", StringComparison.Ordinal)),
                line => Assert.InRange(line.Length, 0, columns));
        }
    }

    [Fact]
    public void Data_lists_what_there_is_and_what_is_here()
    {
        using var folder = new TempFolder();
        string list = new Terminal().Do("data", "list", "--data-dir", folder.Name).Output;

        Assert.All(DataCatalog.All, entry => Assert.Contains($"\n {entry.Name} ", list));
        Assert.Matches(@"digits .*built in", list);
        Assert.Matches(@"\n mnist .*no", list);
        Assert.Contains(folder.Name, list);

        foreach (RemoteFile file in DataCatalog.Find("mnist").Files)
        {
            folder.Write(Path.Combine("mnist", file.Name), []);
        }

        Assert.Matches(@"\n mnist .*yes", new Terminal().Do("data", "list", "--data-dir", folder.Name).Output);
    }

    [Fact]
    public void Data_info_tells_size_source_and_files()
    {
        string info = new Terminal().Do("data", "info", "fashion-mnist").Output;

        Assert.Contains("60000 to train, 10000 to test", info);
        Assert.Contains("MIT licence", info);
        Assert.All(DataCatalog.Find("fashion-mnist").Files, file => Assert.Contains(file.Sha256, info));
    }

    [Fact]
    public void Data_get_fetches_then_finds_everything_there()
    {
        using var folder = new TempFolder();
        byte[] content = [1, 2, 3, 4, 5];
        using LoopbackServer server = LoopbackServer.Good(content);
        Catalog<DataEntry> catalog = Catalog(server.Address, content);

        var first = new Terminal { Sets = catalog }.Do("data", "get", "small", "--data-dir", folder.Name);
        Assert.Contains("1 file fetched and checked", first.Output);
        Assert.Contains("small.bin: 5 bytes", first.Error);
        Assert.Equal(content, File.ReadAllBytes(folder["small/small.bin"]));
        Assert.Contains("there already", new Terminal { Sets = catalog }.Do("data", "get", "small", "--data-dir", folder.Name).Output);
        Assert.Contains("fetched and checked", new Terminal { Sets = catalog, Columns = 80 }.Do("data", "get", "small", "--data-dir", folder["other"]).Output);
    }

    [Fact]
    public void Data_get_goes_on_with_what_an_earlier_try_left()
    {
        using var folder = new TempFolder();
        byte[] content = [1, 2, 3, 4, 5];
        folder.Write("small/small.bin.part", content[..2]);
        using LoopbackServer server = LoopbackServer.Good(content);

        new Terminal { Sets = Catalog(server.Address, content) }.Do("data", "get", "small", "--data-dir", folder.Name);

        Assert.Equal([2], server.Requests);
        Assert.Equal(content, File.ReadAllBytes(folder["small/small.bin"]));
    }

    /// <summary>Off a terminal: a line every five seconds, and one at the end. (Each look at this clock finds two seconds later.)</summary>
    [Fact]
    public void Data_get_tells_how_far_it_is()
    {
        using var folder = new TempFolder();
        byte[] content = new byte[40];
        using var server = new LoopbackServer(from => Answer.Of(content, from) with { Pause = TimeSpan.FromMilliseconds(5) });
        string said = new Terminal { Sets = Catalog(server.Address, content), TimeFlies = true }.Do("data", "get", "small", "--data-dir", folder.Name).Error;
        string[] lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 3, 30);
        Assert.All(lines[..^1], line => Assert.Matches(@"^small\.bin: \d+ bytes? of 40 bytes from 127\.0\.0\.1 …$", line));
        Assert.Equal("small.bin: 40 bytes from 127.0.0.1", lines[^1]);
    }

    [Fact]
    public void Data_that_cannot_be_had_is_told_with_what_to_do()
    {
        using var folder = new TempFolder();
        using var closed = new ClosedPort();
        var terminal = new Terminal { Sets = Catalog(closed.Address, [1, 2, 3]) };

        Assert.Equal(1, terminal.Run("data", "get", "small", "--data-dir", folder.Name));
        Assert.Contains("small.bin could not be fetched", terminal.Error);
        Assert.DoesNotContain("   at ", terminal.Error);
    }

    [Fact]
    public void Made_data_needs_no_fetching() => Assert.Contains("nothing to fetch", new Terminal().Do("data", "get", "xor").Output);

    [Fact]
    public void Report_draws_a_run_again_also_one_that_was_killed()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do("compare", "--data", "xor", "--rules", "bp,fa", "--runs", "1", "--epochs", "2", "--out", folder["a"]);
        new Terminal().Do("compare", "--data", "xor", "--rules", "bp", "--runs", "1", "--epochs", "2", "--out", folder["b"]);
        File.Delete(folder["a/report.html"]);
        File.WriteAllText(folder["a/run.json"], File.ReadAllText(folder["a/run.json"]).Replace("\"finished\"", "\"running\"", StringComparison.Ordinal));
        File.AppendAllText(folder["a/metrics.csv"], "bp,1,3,3,testLo");

        Assert.Equal(folder["a/report.html"], new Terminal().Do("report", folder["a"]).Output.Trim());
        Assert.Contains("</html>", File.ReadAllText(folder["a/report.html"]));
        new Terminal().Do("report", folder["a"], folder["b"], "--out", folder["both.html"]);
        Assert.Contains("</html>", File.ReadAllText(folder["both.html"]));

        var wrong = new Terminal();
        Assert.Equal(2, wrong.Run("report", folder["a"], "--out", folder["b"]));
        Assert.Contains("is a folder", wrong.Error);
    }

    private static Catalog<DataEntry> Catalog(Uri mirror, byte[] content) => new([new DataEntry
    {
        Name = "small", Summary = "a small set", TrainCount = 1, TestCount = 1, Features = 1, Classes = 1, Source = "a test",
        Files = [new RemoteFile("small.bin", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), [mirror])],
        Loader = _ => throw new NotSupportedException(),
    }]);
}
