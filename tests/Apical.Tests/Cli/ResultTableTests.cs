using System.Text.RegularExpressions;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>Fault: in a narrow terminal a rule with settings was broken over four lines, or fell out of the table.</summary>
public sealed class ResultTableTests
{
    private const string Long = "fa:scale=2:sparsity=0.5:unshared=no";

    [Fact]
    public void A_wide_terminal_has_one_table()
    {
        string[] table = Table(120);
        Assert.Single(table, line => line.StartsWith(" rule ", StringComparison.Ordinal));
        Assert.Matches(@$"^ {Long}  +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ +0\.0$", table.First(line => line.Contains(Long)));
    }

    [Fact]
    public void Where_there_is_no_room_angles_have_a_table_of_their_own()
    {
        string[] table = Table(80);
        Assert.Equal(2, table.Count(line => line.StartsWith(" rule ", StringComparison.Ordinal)));
        Assert.Equal(2, table.Count(line => line.StartsWith($" {Long} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void And_where_there_is_less_rules_with_settings_are_told_below()
    {
        string[] table = Table(50);
        Assert.Equal(2, table.Count(line => Regex.IsMatch(line, @"^ fa \(1\) +[\d.]+ ")));
        Assert.Equal(2, table.Count(line => Regex.IsMatch(line, @"^ fa \(2\) +[\d.]+ ")));
        Assert.Equal([" fa (1) is fa:sparsity=0.9", $" fa (2) is {Long}"], table.Where(line => line.Contains(" is ", StringComparison.Ordinal)));
        int told = Array.FindIndex(table, line => line.Contains(" is "));
        Assert.True(told < Array.FindLastIndex(table, line => line.StartsWith(" rule ")), "below the first table");
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(80, true)]
    public void Names_are_never_broken(int columns, bool seconds)
    {
        using var folder = new TemporaryFolder();
        string output = new Terminal { Columns = columns, Variables = { ["NO_COLOR"] = "1" } }.Do(
            "compare", "--data", "moons", "--rules", "segregated-dendrites:mode=rate,kolen-pollack", "--train-samples", "40", "--net", "2-5-2", "--epochs", "1",
            "--runs", "2", "--probes", "none", "--quiet", "--out", folder["run"]).Output;
        output = Regex.Replace(output, @"\e\[[0-9;]*m", "");
        Assert.Matches(@"(?m)^ segregated-dendrites(:mode=rate| \(1\)) +[\d.]+ ± ", output);
        Assert.Matches(@"(?m)^ kolen-pollack +[\d.]+ ± ", output);
        Assert.Equal(seconds, output.Contains("training", StringComparison.Ordinal));
        Assert.Equal(!seconds, output.Contains("No room for seconds", StringComparison.Ordinal));
    }

    /// <summary>Fault: a file had 160 columns, and was told to be a narrow terminal.</summary>
    [Fact]
    public void A_file_has_room_for_everything()
    {
        using var folder = new TemporaryFolder();
        string rule = $"fa:scale=balanced:{string.Join('/', Enumerable.Range(1, 12).Select(i => $"1.00000000{i:00}"))}";
        string output = new Terminal().Do(
            "compare", "--data", "moons", "--rules", $"bp,{rule}", "--net", "2-3-3-3-3-3-3-3-3-3-3-3-3-2", "--epochs", "1", "--runs", "1",
            "--train-samples", "40", "--quiet", "--out", folder["run"]).Output;
        Assert.DoesNotContain("No room", output, StringComparison.Ordinal);
        Assert.Matches($@"(?m)^ {Regex.Escape(rule)} +[\d.]+ +[\d.]+ +[\d.]+", output);
    }

    private static string[] Table(int columns)
    {
        using var folder = new TemporaryFolder();
        string output = new Terminal { Columns = columns, Variables = { ["NO_COLOR"] = "1" } }.Do(
            "compare", "--data", "moons", "--rules", $"bp,fa:sparsity=0.9,{Long}", "--train-samples", "40", "--net", "2-30-20-2", "--epochs", "1",
            "--runs", "1", "--quiet", "--out", folder["run"]).Output;
        string[] lines = [.. Regex.Replace(output, @"\e\[[0-9;]*m", "").Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        Assert.All(lines, line => Assert.InRange(line.Length, 0, columns));
        return lines;
    }
}
