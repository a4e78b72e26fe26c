using System.Text.Json.Nodes;
using Apical.Cli;
using Apical.Tests.Papers;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

public sealed class ReproduceCommandTests
{
    [Fact]
    public void Prints_claims_failures_and_notes()
    {
        using var folder = new TemporaryFolder();
        var terminal = Shop().Do("reproduce", "dice1654/fair", "--out", folder["dice"]);

        Assert.Contains("a fair die shows 3.5", terminal.Output);
        Assert.Contains(" yes", terminal.Output);
        Assert.Contains(" NO", terminal.Output);
        Assert.Contains("1 of 3 replicates of 'loaded' failed: the die was lost", terminal.Output);
        Assert.Contains("Note  thrown on felt", terminal.Output);
        Assert.Contains("1 of 2 claims hold.", terminal.Output);
        Assert.Contains(folder["dice/report.html"], terminal.Output);
        Assert.Contains("a fair die shows 3.5", File.ReadAllText(folder["dice/report.html"]));
        Assert.DoesNotContain('\e', terminal.Output + terminal.Error);
    }

    [Fact]
    public void Quiet_prints_the_claims_and_no_notes()
    {
        using var folder = new TemporaryFolder();
        string output = Shop().Do("reproduce", "dice1654/fair", "--out", folder["dice"], "--quiet").Output;
        Assert.Contains("a fair die shows 3.5", output);
        Assert.DoesNotContain("Note", output);
    }

    [Theory]
    [InlineData("shared-8-bits-4-kb=history=abc", "shared-8-bits-4-kb: 'history=abc': expected shared or per-address")]
    [InlineData("shared-8-bits-4-kb=shared:rate=4", "shared-8-bits-4-kb: 8-bit nets have learning rates")]
    [InlineData("mdfa-with-2-hidden-units=per-address:hidden=0", "mdfa-with-2-hidden-units: ")]
    [InlineData("net-on-synthetic-streams-8-kb=shared:history=8:rule=bp", "net-on-synthetic-streams-8-kb: ")]
    [InlineData("nets-of-growing-depth=32-16", "nets-of-growing-depth: Expected one to three hidden layers")]
    public void Branch_nets_that_cannot_be_are_wrong_usage_before_any_work(string set, string told)
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();
        Assert.Equal(ExitCode.Usage, terminal.Run("reproduce", "lechner2020/branch", "--set", set, "--data-dir", folder["none"], "--out", folder["out"]));
        Assert.Contains(told, terminal.Error);
    }

    [Fact]
    public void Traces_that_cannot_be_used_are_told_before_any_work()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["traces"]);
        File.WriteAllText(folder["traces/mine.br"], "no trace");
        var terminal = new Terminal();
        Assert.Equal(ExitCode.Failed, terminal.Run("reproduce", "lechner2020/branch", "--data-dir", folder["traces"], "--out", folder["out"]));
        Assert.Contains("mine.br", terminal.Error);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder["out"], "*.json", SearchOption.AllDirectories), file => file.Contains("speed"));
    }

    [Fact]
    public void One_of_several_whose_data_are_not_here_is_skipped_and_the_others_are_done()
    {
        using var folder = new TemporaryFolder();
        string none = folder["none"];
        string output = new Terminal().Do("reproduce", "lechner2020/table5", "lechner2020/theorem5", "--data-dir", none, "--out", folder["out"]).Output;
        Assert.Contains("1 experiment skipped for want of data", output);
        Assert.Contains("3 of 6 claims hold", output);
    }

    [Fact]
    public void Gives_one_object_for_one_experiment_and_an_array_for_all()
    {
        using var folder = new TemporaryFolder();
        JsonObject one = Shop().Do("reproduce", "dice1654/fair", "--out", folder["dice"], "--json", "-").Json;
        Assert.Equal("dice1654/fair", (string?)one["id"]);
        Assert.Equal("quick", (string?)one["scale"]);
        Assert.Equal(folder["dice"], (string?)one["out"]);
        JsonObject claim = one["claims"]![1]!.AsObject();
        Assert.Equal("a loaded die shows 3.5, too", (string?)claim["claim"]);
        Assert.Equal("3.5", (string?)claim["paper"]);
        Assert.Equal("6", (string?)claim["measured"]);
        Assert.Equal("≤ 4", (string?)claim["band"]);
        Assert.False((bool)claim["holds"]!);

        Shop().Do("reproduce", "--all", "--out", folder["all"], "--json", folder["all.json"], "--quiet");
        JsonArray all = JsonNode.Parse(File.ReadAllText(folder["all.json"]))!.AsArray();
        Assert.Equal(Path.Combine(folder["all"], "dice1654-fair"), (string?)all.Single()!["out"]);
    }

    [Fact]
    public void Strict_makes_a_claim_that_does_not_hold_an_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.ClaimDoesNotHold, Shop().Run("reproduce", "dice1654/fair", "--out", folder["dice"], "--strict"));
        Assert.Equal(ExitCode.Done, Shop().Run("reproduce", "dice1654/fair", "--out", folder["dice"]));
    }

    [Fact]
    public void Can_be_interrupted_and_goes_on_with_the_same_line()
    {
        using var folder = new TemporaryFolder();
        Terminal? first = null;
        first = Shop(new Dice { Meanwhile = context => Stop(first!, context.Run) });
        Assert.Equal(ExitCode.Stopped, first.Run("reproduce", "dice1654", "--out", folder["dice"], "--threads", "1"));
        Assert.Contains($"Go on with: apical reproduce dice1654 --out {folder["dice"]} --threads 1", first.Error);

        var second = Shop().Do("reproduce", "dice1654", "--out", folder["dice"], "--threads", "1");
        Assert.Contains("goes on with 2 of 6 replicates", second.Error);
        Assert.Contains("1 of 2 claims hold.", second.Output);
    }

    [Fact]
    public void Lists_what_there_is()
    {
        string list = Shop().Do("reproduce", "--list").Output;
        Assert.Contains("dice1654/fair", list);
        Assert.Contains("A die shows each face as often as any other", list);
        Assert.Contains(" 6 s", list);

        var json = JsonNode.Parse(Shop().Do("reproduce", "--list", "--json", "-").Output)!.AsArray();
        Assert.Equal(0.1, (double)json.Single()!["minutes"]!["paper"]!);
    }

    [Theory]
    [InlineData("did you mean 'dice1654/fair'?", "reproduce", "dice1654/fare")]
    [InlineData("say what to reproduce", "reproduce")]
    [InlineData("give no names with it", "reproduce", "dice1654", "--all")]
    [InlineData("Known: quick, paper", "reproduce", "dice1654", "--scale", "full")]
    public void Says_what_is_wrong(string message, params string[] args)
    {
        var terminal = Shop();
        Assert.Equal(ExitCode.Usage, terminal.Run(args));
        Assert.Contains(message, terminal.Error);
    }

    private static void Stop(Terminal terminal, int run)
    {
        if (run == 2)
        {
            terminal.Interrupt();
        }
    }

    private static Terminal Shop(Dice? dice = null) => new() { Experiments = [dice ?? new Dice()] };
}
