using System.Globalization;
using System.Text.RegularExpressions;
using Apical.Tests.Architecture;
using Apical.Tests.Cli;
using Apical.Tests.Exchange;
using Apical.Tests.Runs;

namespace Apical.Tests.Docs;

/// <summary>The README's five commands lead from a table to a model that another program runs, with the same answers.</summary>
public sealed partial class FiveCommandsTests
{
    private static readonly string[] s_kinds = ["rose", "lily", "tulip"];

    [Fact]
    public void A_table_becomes_a_model_that_another_program_runs()
    {
        using var folder = new TemporaryFolder();
        double[][] flowers = [.. Enumerable.Range(0, 300).Select(Flower)];
        File.WriteAllLines(folder["flowers.csv"], ["width,height,kind", .. flowers.Select((flower, i) => FormattableString.Invariant(
            $"{flower[0]:0.00},{flower[1]:0.00},{s_kinds[i % 3]}"))]);

        string[] commands = Commands();
        Assert.Equal(["data", "train", "evaluate", "predict", "export"], commands.Select(command => command.Split(' ')[0]));
        foreach (string command in commands)
        {
            new Terminal().Do([.. command.Split(' ').Select(word => Name().Replace(word, match => folder[Path.GetFileName(match.Value)]))]);
        }

        string[][] answers = [.. File.ReadAllLines(folder["answers.csv"]).Select(line => line.Split(','))];
        Assert.Equal(["row", "class", "p_lily", "p_rose", "p_tulip"], answers[0]);
        double[] told = [.. answers[1..].SelectMany(line => line[2..]).Select(p => double.Parse(p, CultureInfo.InvariantCulture))];
        using var referee = new OnnxReferee(folder["flowers.onnx"]);
        OnnxReferee.Same(Matrix.Of(300, 3, told), referee.Run(Matrix.Of(300, 2, [.. flowers.SelectMany(flower => flower)])));
        Assert.Equal("""["lily","rose","tulip"]""", referee.Texts["classes"]);
        Assert.Equal("""["width","height"]""", referee.Texts["inputs"]);
        Assert.InRange(answers[1..].Index().Count(one => one.Item[1] == s_kinds[one.Index % 3]), 240, 300);     // by chance 100
    }

    // As the README's line for awk makes them.
    private static double[] Flower(int i) =>
        [Math.Round(1 + (i % 3) + (0.6 * Math.Sin(7 * i)), 2), Math.Round(3 - (i % 3 * (i % 3) / 2.0) + (0.6 * Math.Sin(11 * i)), 2)];

    private static string[] Commands()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string section = readme[readme.IndexOf("## In five commands", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", StringComparison.Ordinal)];
        return [.. Command().Matches(section).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"^    \./apical (.*\S)\s*$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"(runs/)?\b(flowers|answers)(\.csv|\.onnx)|runs/flowers")]
    private static partial Regex Name();
}
