using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Apical.Probes;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>Assemblies from outside: their names are known as Apical's own are, runs remember them, and what is wrong with one is said in a line.</summary>
public sealed class PluginTests
{
    private static readonly string[] s_quick = ["--data", "my-set", "--net", "2-3-1", "--epochs", "1", "--threads", "1"];

    [Fact]
    public void What_a_plugin_brings_is_shown_and_used_as_what_comes_with_Apical()
    {
        using var folder = new TemporaryFolder();
        string mine = PluginFile.Write(folder["Mine.dll"], nameof(PluginContents.All));

        Assert.Contains("my-bp", new Terminal().Do("rules", "--plugin", mine).Output);
        Assert.DoesNotContain("docs/rules", new Terminal().Do("rules", "my-bp", $"--plugin={mine}").Output);
        Assert.Contains("exclusive or again", new Terminal().Do("data", "list", "--plugin", mine).Output);
        Assert.Contains("exclusive or again", new Terminal().Do("data", "--plugin", mine, "info", "my-set").Output);
        string help = new Terminal().Do("compare", "--help", "--plugin", mine).Output;
        Assert.Contains("my-set", help);
        Assert.Contains("my-probe", help);

        JsonObject result = new Terminal().Do(
            ["compare", "--rules", "bp,my-bp,leaky", "--probes", "my-probe", "--runs", "1", .. s_quick, "--json", "-", "--out", folder["run"], "--plugin",
                mine]).Json;

        // The rule is backpropagation under another name.
        Assert.Equal(result["rules"]![0]!["testLoss"]!.ToJsonString(), result["rules"]![1]!["testLoss"]!.ToJsonString());
        Assert.Contains("leaky,1,1,1,firingShare", File.ReadAllText(folder["run/metrics.csv"]));
        Assert.Contains("Firing rate", File.ReadAllText(folder["run/report.html"]));
    }

    [Fact]
    public void Experiments_of_a_plugin_are_done()
    {
        using var folder = new TemporaryFolder();
        string mine = PluginFile.Write(folder["Mine.dll"], nameof(PluginContents.All));

        Assert.Contains("dice1654/fair", new Terminal().Do("reproduce", "--list", "--plugin", mine).Output);
        new Terminal().Do("reproduce", "dice1654", "--out", folder["dice"], "--plugin", mine);
        Assert.Equal("Mine", (string?)JsonNode.Parse(File.ReadAllText(folder["dice/reproduction.json"]))!["plugins"]![0]!["name"]);

        PluginFile.Write(mine, nameof(PluginContents.All), "1.2.4");
        var again = new Terminal();
        Assert.Equal(1, again.Run("reproduce", "dice1654", "--out", folder["dice"], "--plugin", mine));
        Assert.Contains("another build of the plugin Mine", again.Error);
    }

    [Fact]
    public void Names_are_known_for_one_command_only()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do("rules", "my-bp", "--plugin", PluginFile.Write(folder["Mine.dll"], nameof(PluginContents.All)));

        Assert.Equal(2, new Terminal().Run("rules", "my-bp"));
        Assert.DoesNotContain(RuleCatalog.All, rule => rule.Id == "my-bp");
        Assert.DoesNotContain(ProbeCatalog.All, probe => probe.Name == "my-probe");
    }

    [Fact]
    public void Run_json_says_which_plugin_it_was()
    {
        using var folder = new TemporaryFolder();
        string mine = PluginFile.Write(folder["Mine.dll"], nameof(PluginContents.All));
        new Terminal().Do(["train", "--rule", "my-bp", .. s_quick, "--out", folder["run"], "--plugin", mine]);

        JsonObject plugin = PluginsOf(folder["run"])!.AsArray().Single()!.AsObject();
        Assert.Equal("Mine 1.2.3", $"{plugin["name"]} {plugin["version"]}");
        Assert.Equal(mine, (string?)plugin["path"]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(mine))), (string?)plugin["sha256"]);

        new Terminal().Do("train", "--data", "xor", "--net", "2-3-1", "--epochs", "1", "--out", folder["plain"]);
        Assert.Null(PluginsOf(folder["plain"]));
    }

    [Theory]
    [InlineData("train", "--rule", "my-bp", "--epochs", "2")]
    [InlineData("compare", "--rules", "my-bp,leaky", "--runs", "2")]
    [InlineData("sweep", "--over", "rule=my-bp,bp", "--runs", "2")]
    public void A_run_goes_on_with_the_plugin_it_was_made_with(string command, string option, string value, string more, string two)
    {
        using var folder = new TemporaryFolder();
        string mine = PluginFile.Write(folder["Mine.dll"], nameof(PluginContents.All)), run = folder["run"];
        string once = command == "train" ? "--checkpoint-every" : "--runs";
        new Terminal().Do([command, option, value, once, "1", .. s_quick, "--out", run, "--plugin", mine]);

        new Terminal().Do(command, "--resume", run, more, two);

        File.Move(mine, folder["Moved.dll"]);
        var lost = new Terminal();
        Assert.Equal(1, lost.Run(command, "--resume", run, more, "3"));
        Assert.Equal($"apical: '{run}' was made with the plugin Mine 1.2.3, which is not at {mine} any more. Say where it is now: --plugin PATH.",
            lost.Error.Trim());

        string elsewhere = folder["elsewhere"];
        Directory.CreateDirectory(elsewhere);
        string moved = PluginFile.Write(Path.Combine(elsewhere, "Mine.dll"), nameof(PluginContents.All), "1.2.4");
        new Terminal().Do(command, "--resume", run, more, "3", "--plugin", moved);
        Assert.Equal((moved, "1.2.4"), ((string?)PluginsOf(run)![0]!["path"], (string?)PluginsOf(run)![0]!["version"]));
    }

    [Fact]
    public void Another_build_is_not_taken_for_the_same()
    {
        using var folder = new TemporaryFolder();
        string mine = PluginFile.Write(folder["Mine.dll"], nameof(PluginContents.All)), run = folder["run"];
        string[] line = ["compare", "--rules", "my-bp", .. s_quick, "--out", run];
        new Terminal().Do([.. line, "--runs", "1", "--plugin", mine]);

        var without = new Terminal();
        Assert.Equal(2, without.Run([.. line, "--runs", "2"]));
        Assert.Contains($"holds a run with the plugin Mine 1.2.3: give --plugin {mine} as well", without.Error);

        PluginFile.Write(mine, nameof(PluginContents.All), "1.2.4");
        var changed = new Terminal();
        Assert.Equal(2, changed.Run([.. line, "--runs", "2", "--plugin", mine]));
        Assert.Contains("another build of the plugin Mine", changed.Error);
        Assert.Contains($"--resume {run} --plugin {mine}", changed.Error);

        var resumed = new Terminal();
        Assert.Equal(1, resumed.Run("compare", "--resume", run, "--runs", "2"));
        Assert.Contains($"To go on with this one all the same, give --plugin {mine}.", resumed.Error);
        new Terminal().Do("compare", "--resume", run, "--runs", "2", "--plugin", mine);
    }

    [Theory]
    [InlineData(nameof(PluginContents.Taken), "There are two by the name of 'fa', a rule each.")]
    [InlineData(nameof(PluginContents.ModelLikeARule), "There are two by the name of 'dfa', a rule each.")]
    [InlineData(nameof(PluginContents.Nothing), "Rules, models, probes, data sets and experiments can be brought, and nothing else; at least one.")]
    [InlineData(nameof(PluginContents.Broken), "failed to say what it brings. InvalidOperationException: the moon is in the wrong phase")]
    public void A_plugin_that_will_not_do_is_told_in_a_line(string contents, string message)
    {
        using var folder = new TemporaryFolder();
        Complains(message, PluginFile.Write(folder["Mine.dll"], contents));
    }

    [Fact]
    public void Files_that_are_no_plugins_are_told_in_a_line()
    {
        using var folder = new TemporaryFolder();
        Complains($"there is no file '{folder["Mine.dll"]}'", folder["Mine.dll"]);
        File.WriteAllText(folder["Text.dll"], "not code");
        Complains($"'{folder["Text.dll"]}' is not a .NET assembly", folder["Text.dll"]);
        File.WriteAllText(folder["Empty.dll"], "");
        Complains("it is empty, or no file but a pipe", folder["Empty.dll"]);
        if (!OperatingSystem.IsWindows())
        {
            using (var made = System.Diagnostics.Process.Start("mkfifo", [folder["Pipe.dll"]]))
            {
                made.WaitForExit();
            }

            Complains("it is empty, or no file but a pipe", folder["Pipe.dll"]);            // and is not waited for
            File.CreateSymbolicLink(folder["Link.dll"], folder["Pipe.dll"]);
            Complains("it is empty, or no file but a pipe", folder["Link.dll"]);
        }

        Complains("has no public class that implements IPlugin", Path.Combine(AppContext.BaseDirectory, "Apical.Numerics.dll"));

        Version mine = typeof(LearningRule).Assembly.GetName().Version!;
        string other = PluginFile.Write(folder["Other.dll"], nameof(PluginContents.All));
        PluginFile.BuiltFor(other, (ushort)mine.Major, (ushort)(mine.Minor + 1));
        Complains($"'{other}' was built for Apical {mine.Major}.{mine.Minor + 1}.{mine.Build}, and this is Apical {mine.ToString(3)}.", other);
        Assert.Equal(2, new Terminal().Run("compare", "--plugin"));
    }

    private static void Complains(string message, string path)
    {
        var terminal = new Terminal();
        Assert.Equal(2, terminal.Run("rules", "--plugin", path));
        Assert.StartsWith("apical: --plugin: ", terminal.Error, StringComparison.Ordinal);
        Assert.Contains(message, terminal.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Single(terminal.Error.Trim().Split('\n'));
        Assert.Equal(2, new Terminal().Run("rules", "my-bp"));
    }

    private static JsonNode? PluginsOf(string run) => JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!["plugins"];
}
