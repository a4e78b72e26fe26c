using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Apical.Learning;
using Apical.Models;
using Apical.Optimizers;
using Apical.Probes;
using Apical.Tests.Architecture;
using Apical.Training;

namespace Apical.Tests.Docs;

/// <summary>The program on docs/library.md and in its notebook is the one that is compiled and run here.</summary>
public sealed partial class LibraryPageTests
{
    [Fact]
    public void The_program_is_the_one_that_is_run()
    {
        string run = Region().Match(Text("tests/Apical.Tests/Docs/LibraryPageTests.cs")).Groups[1].Value.Replace("\n        ", "\n").Trim('\n', ' ');
        Assert.Equal(run, Program()[(Program().IndexOf("\n\n", StringComparison.Ordinal) + 2)..].Replace("Console.WriteLine", "output.WriteLine"));
    }

    [Fact]
    public void Its_usings_name_every_namespace_that_it_needs()
    {
        string[] given = [.. Using().Matches(Program()).Select(match => match.Groups[1].Value)];
        string[] words = [.. Word().Matches(Program()).Select(word => word.Value).Distinct()];
        string[] needed = [.. typeof(Network).Assembly.GetExportedTypes().Concat(typeof(Rng).Assembly.GetExportedTypes())
            .Where(type => words.Contains(type.Name)).Select(type => type.Namespace!).Distinct().Order()];
        Assert.Equal(needed, given);
    }

    [Fact]
    public void The_notebook_has_the_same_program()
    {
        string[] cells = [.. JsonNode.Parse(Text("docs/quadrants.ipynb"))!["cells"]!.AsArray().Where(cell => (string?)cell!["cell_type"] == "code")
            .Select(cell => string.Concat(cell!["source"]!.AsArray().Select(line => (string?)line)))];
        Assert.Equal(Program(), string.Join("\n\n", cells[1..]));
        string[] files = [.. Reference().Matches(cells[0]).Select(match => match.Groups[1].Value)];
        Assert.Contains("../src/Apical.Cli/bin/Release/net10.0/Apical.dll", files);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, Path.GetFileName(file))), file));
    }

    [Fact]
    public void It_prints_what_the_page_says()
    {
        var output = new StringWriter();
        Run(output);

        string[] lines = output.ToString().Trim().Split('\n');
        double[] accuracies = [.. lines[..3].Select(line => double.Parse(Percent().Match(line).Groups[1].Value))];
        Assert.True(accuracies[0] > 95 && accuracies[1] > 95, output.ToString());        // quadrants can be parted
        Assert.True(accuracies[2] < accuracies[0], output.ToString());
        Assert.Contains("bp: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(", 0.0° in layer 2", lines[0], StringComparison.Ordinal);
        Assert.Equal("moons.safetensors takes (0.5, -0.2) for moon 1", lines[3].Trim());
    }

    private static void Run(StringWriter output)
    {
        // <program>
        // Data of one's own: points of the plane, and whether both coordinates have the same sign.
        var rng = new Rng(seed: 1);
        double[][] points = [.. Enumerable.Range(0, 1000).Select(_ => new[] { rng.Normal(), rng.Normal() })];
        int[] kinds = [.. points.Select(point => point[0] * point[1] > 0 ? 1 : 0)];
        var samples = new Dataset("quadrants", Matrix.Of(points), OneHot.Encode(kinds, classes: 2), kinds, classes: 2);
        DataSplits data = samples.SplitByFraction(train: 0.8, validation: 0, rng.Fork("split"));

        // Three rules on the same network, and the angle of their signals to backpropagation's.
        Dataset test = Dataset.Of(data.Test);
        var batch = new Batch(test.Inputs.T.ToMatrix(), test.Targets.T.ToMatrix());
        foreach (string name in new[] { "bp", "fa", "shallow" })
        {
            Network network = Network.Dense("2-50-50-2", rng.Fork("network"), Activation.Tanh);
            LearningRule rule = RuleCatalog.Make(name, network, rng.Fork("rule"));
            var learner = new NetworkLearner(rule, new Sgd(0.1));
            new Trainer(learner, data.Train, rng.Fork("batches"), new() { Epochs = 30, BatchSize = 16 }).Run();

            var taught = new Teaching(rule, batch);
            string angle = taught.Signals.Learns(2) ? $"{Angle.Degrees(taught.Signals[2], taught.Backprop[2]):F1}° in layer 2" : "layer 2 does not learn";
            output.WriteLine($"{name}: {100 * Evaluation.Of(network, data.Test).Accuracy:F1} %, {angle}");
        }

        // A recipe says what a command line says, with the same defaults; a model file predicts by itself.
        var recipe = new Recipe { Data = new() { Set = "moons" }, Rule = "fa", Epochs = 10 };
        DataSplits moons = recipe.LoadData();
        ILearner model = recipe.MakeLearner(moons.Train, run: 1);
        recipe.MakeTrainer(model, moons.Training, run: 1).Run();
        string file = Path.Combine(Path.GetTempPath(), "moons.safetensors");
        TrainedModel.Of(ModelCards.Of(recipe, moons, run: 1, epoch: 10), model).Save(file);
        int kind = TrainedModel.Load(file).PredictClass(Matrix.Of(1, 2, [0.5, -0.2]))[0];
        output.WriteLine($"moons.safetensors takes (0.5, -0.2) for moon {kind}");
        // </program>
    }

    private static string Program() => Block().Match(Text("docs/library.md")).Groups[1].Value.TrimEnd('\n');

    private static string Text(string path) => File.ReadAllText(Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n");

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("// <program>\n(.*?)// </program>", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^using ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex("#r \"([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"([\d.]+) %")]
    private static partial Regex Percent();
}
