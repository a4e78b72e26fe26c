using System.Text.RegularExpressions;
using Apical.Cli;
using Apical.Cli.Progress;
using Apical.Training;

namespace Apical.Tests.Cli;

/// <summary>Fault: bars cut the names of rules with settings at 24 letters, also where there was room for them.</summary>
public sealed partial class LiveProgressTests
{
    private const string Long = "rule=fa:scale=0.5:sparsity=0.5:unshared=no lr=0.1";

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Names_are_whole_and_nothing_is_wider_than_the_terminal(int columns)
    {
        string[] lines = Lines(columns, [Long, Long.Replace("0.1", "0.3"), "rule=bp lr=0.1"]);
        Assert.Single(lines, line => line.StartsWith(Long, StringComparison.Ordinal));
        Assert.Equal(3, lines.Count(line => line.Contains("────────", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, columns - 3)); // two blanks before it, one behind
    }

    /// <summary>Twelve names of two lines each would fill a terminal of 24 lines: then they are cut, and still tell rates apart.</summary>
    [Fact]
    public void Where_there_are_too_many_both_ends_of_names_are_kept()
    {
        string[] names = [.. Enumerable.Range(10, 12).Select(n => $"rule=fa:scale=0.5:sparsity=0.5:unshared=no batch=32 lr=0.{n}")];
        string[] lines = Lines(60, names);
        Assert.Equal(13, lines.Length);
        Assert.All(lines.Zip(names), line => Assert.Matches($"^rule=fa:.*….*{Regex.Escape(line.Second[^7..])} ", line.First));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 57));
    }

    private static string[] Lines(int columns, IEnumerable<string> groups)
    {
        var shell = new Shell
        {
            Output = new ShellStream(TextWriter.Null),
            Error = new ShellStream(TextWriter.Null, terminal: true, () => columns),
            Variable = _ => null,
            CatchInterrupts = () => CancellationToken.None,
        };
        JobState[] states = [.. groups.SelectMany(group => new[] { new JobState(group, 1), new JobState(group, 2) })];
        return [.. new LiveProgress(shell, states, CancellationToken.None, null).Lines().Select(line => Tags().Replace(line, "").TrimEnd())];
    }

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Tags();
}
