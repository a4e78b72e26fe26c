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
