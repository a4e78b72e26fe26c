using Apical.Learning;
using Apical.Tests.Cli;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>
/// Fault: a sample left over ended a run with batch normalisation after an epoch's work, and an evaluation whose portions were not the user's.
/// </summary>
public sealed class SmallestBatchTests
{
    private static readonly string[] s_small = ["--train-samples", "40", "--net", "784-6-10", "--epochs", "1", "--quiet"];

    [Theory]
    [InlineData("33", "32", "33 training samples in batches of 32 leave one sample over. Use another batch size, such as 31.")]
    [InlineData("33", "1", "its batches are of one sample. Use another batch size, such as 3.")]
    [InlineData("1", "32", "its batches are of one sample. Use more training samples.")]
    [InlineData("3", "2", "3 training samples in batches of 2 leave one sample over. Use another batch size, such as 3.")]
    public void A_training_batch_of_one_is_refused_before_training(string samples, string batch, string why)
    {
        foreach (string[] command in new[] { new[] { "train", "--rule", "fa" }, ["compare", "--rules", "fa,bp"],
            ["train", "--rule", "mtp", "--net", "784-10-10-10", "--activation", "leaky-relu:0.2"] })
        {
            using var folder = new TemporaryFolder();
            var terminal = new Terminal();
            Assert.Equal(2,
                terminal.Run([.. command, "--batch-norm", "--train-samples", samples, "--batch", batch, "--test-samples", "30", "--quiet", "--out",
                folder["run"]]));
            Assert.Contains("Batch normalisation takes at least two samples in a training batch, and " + why, terminal.Error);
            Assert.False(Directory.Exists(folder["run"]));
        }
    }

    [Fact]
    public void Sets_of_any_size_are_judged_by_running_statistics()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(["train", .. s_small, "--batch-norm", "--validation", "1", "--batch", "13", "--test-samples", "501", "--out", folder["run"]]);
        new Terminal().Do(["train", .. s_small, "--batch-norm", "learned", "--test-samples", "1", "--out", folder["learned"]]);
    }

    [Fact]
    public void A_set_that_leaves_one_over_is_judged_in_portions_without_one_sample()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(["train", .. s_small, "--batch-norm", "batch", "--test-samples", "501", "--out", folder["run"]]);
    }

    [Fact]
    public void A_set_of_one_sample_is_refused_where_the_batch_is_always_taken()
    {
        var terminal = new Terminal();
        Assert.Equal(2, terminal.Run(["train", .. s_small, "--batch-norm", "batch", "--validation", "1", "--batch", "13"]));
        Assert.Contains("in use too, which takes at least two samples, and there is one validation sample. Use two or more.", terminal.Error);
        Assert.Equal(2, terminal.Run(["train", .. s_small, "--batch-norm", "batch", "--probe-samples", "1"]));
        Assert.Contains("there is one probed sample", terminal.Error);
    }

    /// <summary>Fault: a comparison found it out run by run.</summary>
    [Fact]
    public void A_comparison_with_one_probed_sample_is_refused_before_it_begins()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["compare", .. s_small, "--rules", "bp,fa", "--batch-norm", "batch", "--probe-samples", "1", "--runs", "1", "--out", folder["run"]];
        var terminal = new Terminal();
        Assert.Equal(2, terminal.Run(command));
        Assert.Contains("there is one probed sample. Use two or more.", terminal.Error);
        Assert.False(Directory.Exists(folder["run"]));
        new Terminal().Do([.. command, "--probes", "none"]);
    }

    /// <summary>500 at a time; 501 are 251 and 250 where one alone will not do, and 1001 are 500, 251 and 250.</summary>
    [Theory]
    [InlineData(499, 2, 499)]
    [InlineData(500, 2, 500)]
    [InlineData(501, 2, 251, 250)]
    [InlineData(501, 1, 500, 1)]
    [InlineData(502, 2, 500, 2)]
    [InlineData(1001, 2, 500, 251, 250)]
    [InlineData(1, 2, 1)]
    public void Portions(int samples, int smallest, params int[] expected)
    {
        var data = new Dataset("some", new Matrix(samples, 2), new Matrix(samples, 1));
        var (taken, firsts) = (new List<int>(), new List<long>());
        Evaluation.Of(
            data,
            (x, _, first) =>
            {
                taken.Add(x.Columns);
                firsts.Add(first);
                return (new Matrix(1, x.Columns), 0);
            },
            smallest);
        Assert.Equal(expected, taken);
        Assert.Equal(expected.Select((_, i) => (long)expected.Take(i).Sum()), firsts);
    }

    /// <summary>Samples of very many numbers are taken a few at a time, and still not one alone.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void Portions_of_large_samples(int samples)
    {
        var data = new Dataset("some", new Matrix(samples, 2_000_000), new Matrix(samples, 1));
        var taken = new List<int>();
        Evaluation.Of(
            data,
            (x, _, _) =>
            {
                taken.Add(x.Columns);
                return (new Matrix(1, x.Columns), 0);
            },
            smallest: 2);
        Assert.Equal(samples, taken.Sum());
        Assert.All(taken, size => Assert.InRange(size, 2, 3));
    }

    /// <summary>Fault: 79.0 % as the set lies, 75.5 % sorted by class.</summary>
    [Theory]
    [InlineData("plain")]
    [InlineData("learned")]
    public void An_accuracy_does_not_depend_on_the_order_of_the_samples(string form)
    {
        DataSplits data = DataCatalog.Find("digits").Load().Normalised(NormalisationMethod.Whole, out _);
        Dataset train = ((Dataset)data.Train).Take(400), test = ((Dataset)data.Test).Take(300);
        var recipe = new Recipe { BatchNorm = form, Epochs = 2, Net = "784-20-10" };
        ILearner learner = recipe.MakeLearner(train, 1);
        recipe.MakeTrainer(learner, train, 1).Run(TestContext.Current.CancellationToken);
        int[] sorted = [.. Enumerable.Range(0, test.Count).OrderBy(i => test.Labels![i])];
        Evaluation asItIs = learner.Evaluate(test), byClass = learner.Evaluate(test.Select(sorted));
        Assert.Equal(asItIs.Accuracy, byClass.Accuracy);
        Assert.Equal(asItIs.Loss, byClass.Loss, 1e-5);
        Assert.True(asItIs.Accuracy > 0.3);
    }

    [Fact]
    public void Small_networks_without_it_are_not_asked() =>
        Assert.Equal(1, Network.Dense("5-4-3", new Rng(1)).SmallestBatch(training: true));
}
