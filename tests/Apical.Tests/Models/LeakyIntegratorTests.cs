using Apical.Learning;
using Apical.Models;
using Apical.Probes;
using Apical.Runs;
using Apical.Specs;
using Apical.Tests.Cli;
using Apical.Tests.Rules;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Models;

/// <summary>A model from outside, stochastic and with state between samples, goes all the ways that a network goes, on one line in the catalog.</summary>
public sealed class LeakyIntegratorTests
{
    private static readonly string[] s_moons =
        ["--data", "moons", "--train-samples", "70", "--test-samples", "40", "--net", "2-8-2", "--batch", "16", "--seed", "3"];

    private static readonly Catalog<ModelInfo> s_known = ModelCatalog.With(LeakyIntegrator.Info);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void It_learns()
    {
        (ILearner learner, DataSplits data) = Make("leaky");
        Assert.True(learner.Evaluate(data.Test).NormalisedSquaredError > 0.9);
        Assert.Equal(TrainingEnd.Completed, Recipe("leaky", 30).MakeTrainer(learner, data.Training, 1).Run(Token));
        Evaluation after = learner.Evaluate(data.Test);
        Assert.True(after.NormalisedSquaredError < 0.7, $"{after.NormalisedSquaredError}");     // 1 is no better than the mean
        Assert.True(after.Accuracy > 0.75, $"{after.Accuracy}");                                // chance is one half
    }

    /// <summary>Noise goes by a sample's number, whatever the samples beside it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void How_samples_are_batched_changes_no_prediction(int portion)
    {
        (ILearner learner, DataSplits data) = Make("leaky:noise=0.5");
        Recipe("leaky:noise=0.5", 2).MakeTrainer(learner, data.Training, 1).Run(Token);
        Dataset test = data.Test.InMemory();
        Matrix x = test.Inputs.T.ToMatrix(), whole = learner.Predict(x);
        for (int first = 0; first < x.Columns; first += portion)
        {
            int[] some = [.. Enumerable.Range(first, Math.Min(portion, x.Columns - first))];
            var part = new Matrix(x.Rows, some.Length);
            test.Inputs.GatherSamples(some, part);
            Matrix answers = learner.Predict(part, first);
            Assert.All(some, s => Assert.Equal(whole[0, s], answers[0, s - first], 1e-5));      // sums may round otherwise; other noise would be another 0.1
            Assert.All(some, s => Assert.Equal(whole[1, s], answers[1, s - first], 1e-5));
        }

        Matrices.SameBits(whole, learner.Predict(x));
        Assert.True(whole.Minus(learner.Predict(x, first: 1)).Abs().Max() > 0.1);
    }

    /// <summary>1300 samples are evaluated in three portions, and count as one by one.</summary>
    [Fact]
    public void An_evaluation_does_not_depend_on_its_portions()
    {
        (ILearner learner, _) = Make("leaky");
        Matrix x = new(1300, 2), t = new(1300, 2);
        x.FillNormal(new Rng(1));
        t.FillNormal(new Rng(2));
        double loss = 0.5 * learner.Predict(x.T.ToMatrix()).Minus(t.T.ToMatrix()).SumOfSquares() / 1300;
        Assert.Equal(loss, learner.Evaluate(new Dataset("many", x, t)).Loss, loss * 1e-6);
    }

    [Theory]
    [InlineData("sgd", 1)]
    [InlineData("adam", 2)]
    public void A_resumed_run_gives_the_bits_of_an_unbroken_one(string optimizer, int threads)
    {
        using var known = s_known.Use();
        using var folder = new TemporaryFolder();
        string[] settings = ["train", .. s_moons, "--rule", "leaky", "--optimizer", optimizer, "--lr", "0.05"];
        new Terminal().Do([.. settings, "--epochs", "6", "--threads", "1", "--out", folder["unbroken"]]);
        new Terminal().Do([.. settings, "--epochs", "3", "--threads", $"{threads}", "--out", folder["broken"]]);
        new Terminal().Do("train", "--resume", folder["broken"], "--epochs", "6", "--threads", $"{threads}");

        SafetensorsFile one = Safetensors.Read(folder["unbroken/checkpoint.safetensors"]), other = Safetensors.Read(folder["broken/checkpoint.safetensors"]);
        Assert.Equal(one.Tensors.Keys.Order(), other.Tensors.Keys.Order());
        Assert.All(one.Tensors, tensor => Assert.Equal(tensor.Value.Bytes.ToArray(), other[tensor.Key].Bytes.ToArray()));
        Assert.Equal([StoredType.I64, StoredType.I64], new[] { one["firings"].Type, one["generator"].Type });
        Assert.Equal(6 * 70, one["firings"].AsSpan<long>()[^1]);                // samples seen
        Assert.Equal(File.ReadAllBytes(folder["unbroken/model.safetensors"]), File.ReadAllBytes(folder["broken/model.safetensors"]));
        Assert.Equal(
            ["B", "firings", "hidden/W", "membrane", "normalisation/centre", "normalisation/scale", "normalisation/shift", "output/W"],
                Safetensors.Read(folder["broken/model.safetensors"]).Tensors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_is_compared_beside_rules_and_reported()
    {
        using var known = s_known.Use();
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();
        using (ProbeCatalog.With(new ProbeInfo("firing", "how often units fire", () => new FiringProbe())).Use())
        {
            terminal.Do(
            [
                "compare", .. s_moons, "--rules", "bp,leaky,leaky:noise=1", "--runs", "2", "--epochs", "2", "--threads", "2", "--probes", "all", "--out",
                    folder["run"],
            ]);
        }

        string[] table = terminal.Output.Split('\n');
        Assert.DoesNotContain('–', table.Single(line => line.StartsWith(" bp ", StringComparison.Ordinal)));
        Assert.EndsWith("–     –", table.Single(line => line.StartsWith(" leaky ", StringComparison.Ordinal)).TrimEnd(), StringComparison.Ordinal);
        MetricsTable metrics = MetricsTable.Read(folder["run/metrics.csv"]);
        Assert.Equal(["bp", "leaky", "leaky:noise=1"], metrics.Rules.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(metrics.Rows, row => row.Rule != "bp" && row.Layer is not null);
        string[] fire = [.. metrics.Rows.Where(row => row.Metric == "firingShare").Select(row => row.Rule).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["leaky", "leaky:noise=1"], fire);
        Assert.Equal(6, Directory.GetFiles(folder["run/models"]).Length);

        Assert.Equal(folder["run/report.html"], new Terminal().Do("report", folder["run"]).Output.Trim());
        string page = File.ReadAllText(folder["run/report.html"]);
        Assert.Contains("leaky:noise=1", page, StringComparison.Ordinal);
        Assert.Contains("Firing rate", page, StringComparison.Ordinal);         // what the probe declared, which is not at hand any more
    }

    [Fact]
    public void It_is_swept()
    {
        using var known = s_known.Use();
        using var folder = new TemporaryFolder();
        Terminal terminal = new Terminal().Do(
            ["sweep", .. s_moons, "--over", "rule=leaky:leak=0,leaky:leak=0.9,bp", "--runs", "1", "--epochs", "2", "--json", "-", "--out", folder["run"]]);
        Assert.Equal(3, terminal.Json["points"]!.AsArray().Count);
        Assert.All(terminal.Json["points"]!.AsArray(), point => Assert.Equal(1, (int)point!["runs"]!));
    }

    [Fact]
    public void It_is_listed_with_its_settings_while_its_catalog_is_in_use()
    {
        using (s_known.Use())
        {
            Assert.Contains("leaky", new Terminal().Do("rules").Output, StringComparison.Ordinal);
            string told = new Terminal().Do("rules", "leaky").Output;
            Assert.Contains("standard deviation", told, StringComparison.Ordinal);
            Assert.DoesNotContain("docs/rules", told, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => ModelCatalog.With(LeakyIntegrator.Info));
        }

        var stranger = new Terminal();
        Assert.Equal(2, stranger.Run(["train", .. s_moons, "--rule", "leaky"]));
        Assert.Contains("nknown rule 'leaky'", stranger.Error, StringComparison.Ordinal);
    }

    /// <summary>The probes of networks find nothing; one from outside finds what it asks the learner for.</summary>
    [Fact]
    public void Probes_measure_what_they_can()
    {
        (ILearner learner, DataSplits data) = Make("leaky");
        var rows = new List<MetricRow>();
        Trainer trainer = Recipe("leaky", 2).MakeTrainer(learner, data.Training, 1);
        IProbe[] probes = [.. ProbeCatalog.All.Select(probe => probe.Make()), new FiringProbe()];
        trainer.Callbacks.Add(new Measuring(learner, data.Test, probes, 10, ("leaky", 1), rows.AddRange));
        trainer.Run(Token);

        Assert.All(rows, row => Assert.Null(row.Layer));
        Assert.Equal([1, 2], rows.Where(row => row.Metric == "firingShare").Select(row => row.Epoch));       // NaN before the first step
        Assert.All(rows.Where(row => row.Metric == "firingShare"), row => Assert.InRange(row.Value, 0.05, 0.95));
        Assert.StartsWith(
            "Expected a network that a rule teaches, got a LeakyIntegrator, which has no teaching signals to look at.",
            Assert.Throws<ArgumentException>(() => ITaught.Of(learner)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_state_is_refused_and_changes_nothing()
    {
        (ILearner learner, _) = Make("leaky");
        double[] before = learner.Parameters[0].Value.ToArray();
        LearnerState without = new LearnerState().Add(learner.Parameters).Add("membrane", new Matrix(8, 1));
        Assert.Equal("The saved state has no 9 whole numbers called firings: it belongs to another network or rule.", Refused(without));
        Assert.Equal("The saved firings are 3 whole numbers; this learner needs 9.", Refused(without.Add("firings", [1, 2, 3])));
        LearnerState more = new LearnerState().Add(learner.Parameters).Add("membrane", new Matrix(8, 1))
            .Add("firings", new long[9]).Add("generator", [1, 2, 3, 4, 5]).Add("clock", [1]);
        Assert.Equal("The saved state has clock, for which this learner has no use: it belongs to another network or rule.", Refused(more));
        Assert.Throws<ArgumentException>(() => more.Add("clock", new Matrix(1, 1)));
        Assert.Equal(before, learner.Parameters[0].Value.ToArray());

        string Refused(LearnerState state) => Assert.Throws<ArgumentException>(() => learner.Restore(state)).Message;
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        (ILearner learner, _) = Make("leaky");
        var batch = new Batch(new Matrix(2, 16), new Matrix(2, 16), new int[16]);
        long taken = 0;
        for (int step = 0; step < 100; step++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            learner.Learn(batch, new(step));
            taken = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, taken);
    }

    private static Recipe Recipe(string rule, int epochs)
    {
        using var known = s_known.Use();
        return new()
        {
            Data = new() { Set = "moons", TrainSamples = 70, TestSamples = 40, Targets = "-0.9,0.9" },
            Net = "2-8-2",
            Rule = rule,
            Epochs = epochs,
            Batch = 8,
            Seed = 2,
        };
    }

    private static (ILearner Learner, DataSplits Data) Make(string rule)
    {
        Recipe recipe = Recipe(rule, 1);
        DataSplits data = recipe.LoadData();
        return (recipe.MakeLearner(data.Train, 1), data);
    }
}
