using System.Text.RegularExpressions;
using Apical.Online;
using Apical.Tests.Architecture;

namespace Apical.Tests.Docs;

/// <summary>The example on docs/online.md is the one that is compiled and run here, and its table of chains is what is computed.</summary>
public sealed partial class OnlinePageTests
{
    [Fact]
    public void The_example_is_the_one_that_is_run()
    {
        string run = Region().Match(Text("tests/Apical.Tests/Docs/OnlinePageTests.cs")).Groups[1].Value.Replace("\n        ", "\n").Trim('\n', ' ');
        string program = Block().Match(Text("docs/online.md")).Groups[1].Value.TrimEnd('\n');
        Assert.Equal(run, program[(program.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].Replace("Console.WriteLine", "output.WriteLine"));
    }

    [Fact]
    public void It_has_fifteen_lines_at_the_most() =>
        Assert.InRange(Block().Match(Text("docs/online.md")).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 10, 15);

    [Fact]
    public void It_prints_what_the_page_says()
    {
        var output = new StringWriter();
        Run(output);
        Assert.Matches(@"^wrong in the second half: 0(\.\d+)? %; 708 bytes\s*$", output.ToString());
    }

    [Fact]
    public void The_chains_are_those_of_the_table()
    {
        foreach (Match row in Row().Matches(Text("docs/online.md")))
        {
            int[] numbers = [.. row.Groups.Values.Skip(1).Select(group => int.Parse(group.Value))];
            int[] hidden = [.. Enumerable.Repeat(16, numbers[0])];
            Assert.Equal(numbers[1], OnlineLatency.Chain(OnlineRule.Mdfa, hidden));
            Assert.Equal(numbers[2], OnlineLatency.Chain(OnlineRule.Bp, hidden));
            Assert.Equal(numbers[3], OnlineLatency.Chain(OnlineRule.Bp, hidden, trees: false));
        }

        Assert.Equal(3, Row().Count(Text("docs/online.md")));
    }

    private static void Run(StringWriter output)
    {
        // <program>
        var net = new OnlineNet<float>("8-16-1", new Rng(seed: 1));
        var rng = new Rng(seed: 2);
        int wrong = 0;
        for (int step = 1; step <= 20_000; step++)
        {
            float[] x = [.. Enumerable.Range(0, 8).Select(_ => (2f * rng.NextInt(2)) - 1)];
            bool foretold = net.Predict(x) > 0.5f;          // your program acts on this ...
            bool outcome = x[2] != x[5];                    // ... and sees what comes of it
            net.Learn(outcome ? 1 : 0);
            wrong += foretold != outcome && step > 10_000 ? 1 : 0;
        }

        output.WriteLine($"wrong in the second half: {wrong / 100.0} %; {net.StateBytes} bytes");
        // </program>
    }

    private static string Text(string path) => File.ReadAllText(Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n");

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("// <program>\n(.*?)// </program>", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^\| (\d) \| (\d+) \| (\d+) \| (\d+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
