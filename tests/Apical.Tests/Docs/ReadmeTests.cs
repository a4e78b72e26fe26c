using System.Text.RegularExpressions;
using Apical.Learning;
using Apical.Optimizers;
using Apical.Tests.Architecture;
using Apical.Tests.Cli;
using Apical.Training;

namespace Apical.Tests.Docs;

/// <summary>What the README says is compiled and run here.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void The_library_example_trains_a_network()
    {
        var output = new StringWriter();
        RunExample(output);

        Match accuracy = Percent().Match(output.ToString());
        Assert.True(accuracy.Success, output.ToString());
        Assert.InRange(double.Parse(accuracy.Groups[1].Value), 90, 100);    // far above the shallow baseline's 82 %
    }

    [Fact]
    public void The_library_example_is_the_one_that_is_run()
    {
        string root = Repository.Root;
        string readme = File.ReadAllText(Path.Combine(root, "README.md"));
        string source = File.ReadAllText(Path.Combine(root, "tests/Apical.Tests/Docs/ReadmeTests.cs"));
        string shown = Block().Match(readme).Groups[1].Value;
        string run = Region().Match(source).Groups[1].Value.Replace("\n        ", "\n").Trim('\n', ' ');
        string[] words = [.. Word().Matches(run).Select(word => word.Value)];
        var usings = typeof(Network).Assembly.GetExportedTypes().Append(typeof(Rng)).Where(type => words.Contains(type.Name)).Select(type =>
            $"using {type.Namespace};");

        Assert.Equal($"{string.Join('\n', usings.Distinct().Order())}\n\n{run}", shown.Trim('\n').Replace("Console.WriteLine", "output.WriteLine"));
    }

    [Fact]
    public void Pages_that_it_points_to_are_there()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        foreach (Match link in Link().Matches(readme))
        {
            Assert.True(Path.Exists(Path.Combine(Repository.Root, link.Groups[1].Value)), link.Groups[1].Value);
        }
    }

    [Fact]
    public void Its_commands_use_options_that_exist()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        MatchCollection commands = Command().Matches(readme);
        Assert.NotEmpty(commands);
        foreach (Match command in commands)
        {
            string[] words = command.Groups[1].Value.Split(' ');
            var terminal = new Terminal();
            Assert.Equal(0, terminal.Run([.. words.Take(words[0] == "slurm" ? 2 : 1), "--help"]));
            foreach (Match option in Option().Matches(command.Value))
            {
                Assert.Contains(option.Value, terminal.Output);
            }
        }
    }

    private static void RunExample(StringWriter output)
    {
        // <readme>
        var rng = new Rng(seed: 1);
        DataSplits data = DataCatalog.Find("digits").Load().Normalised(NormalisationMethod.Whole, out _);

        Network network = Network.Dense("784-200-200-10", rng.Fork("network"), Activation.Tanh);
        var rule = new DirectFeedbackAlignment(network, rng.Fork("rule"));
        var learner = new NetworkLearner(rule, new Sgd(0.1));
        new Trainer(learner, data.Train, rng.Fork("batches"), new() { Epochs = 5, BatchSize = 32 }).Run();

        output.WriteLine($"test accuracy {100 * Evaluation.Of(network, data.Test).Accuracy:F1} %");
        // </readme>
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"([\d.]+) %")]
    private static partial Regex Percent();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("// <readme>\n(.*?)// </readme>", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"\]\(((?!http)[^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^ +\./apical ([a-z].*)$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex Option();
}
