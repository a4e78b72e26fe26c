using Apical.Learning;
using Apical.Probes;
using Apical.Runs;
using Apical.Specs;
using Apical.Tests.Cli;
using Apical.Tests.Rules;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Data;

/// <summary>A set that is never whole in memory does what one in memory does, to the bit: the same samples put into memory are the oracle.</summary>
public sealed class StreamedSamplesTests
{
    private const int Many = 1201;                      // more than anybody goes through at once, and no multiple of it

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Precision> Methods =>
        [.. from method in new[] { "none", "whole", "feature", "unit", "range:-0.9,0.9" } from precision in Enum.GetValues<Precision>() select (method,
            precision)];

    [Theory, MemberData(nameof(Methods))]
    public void Held_out_limited_normalised_and_recoded_samples_are_those_of_the_set_in_memory(string method, Precision precision)
    {
        DataSplits Prepare(ISamples train) => new DataSplits(train, null, new StreamedSamples("b", 700, precision))
            .Limit(1100, 600).HoldOut(99, new Rng(5)).Normalised(NormalisationMethod.Parse(method), out _).Map(set => set.WithTargets(-0.9, 0.8));
        var streamed = new StreamedSamples("a", Many, precision);
        DataSplits lazy = Prepare(streamed), stored = Prepare(((ISamples)new StreamedSamples("a", Many, precision)).InMemory());

        Assert.InRange(streamed.MostAtOnce, 0, 500);
        Same(stored.Train, lazy.Train);
        Same(stored.Validation!, lazy.Validation!);
        Same(stored.Test, lazy.Test);
        Assert.Equal(("a", "a/validation", 1001, 99, 600), (lazy.Train.Name, lazy.Validation!.Name, lazy.Train.Count, lazy.Validation.Count, lazy.Test.Count));
    }

    [Theory, MemberData(nameof(Methods))]
    public void What_a_normalisation_finds_is_the_same(string method, Precision precision)
    {
        ISamples streamed = new StreamedSamples("a", Many, precision);
        NormalisationRecord lazy = Normalisation.Fit(NormalisationMethod.Parse(method), streamed).Record;
        NormalisationRecord stored = Normalisation.Fit(NormalisationMethod.Parse(method), streamed.InMemory()).Record;
        Assert.Equal(method == "none" ? stored with { Mean = double.NaN, Sd = double.NaN, Min = double.NaN, Max = double.NaN } : stored, lazy);
    }

    /// <summary>Hours, where samples are files: nobody looks at inputs where there is nothing to find.</summary>
    [Fact]
    public void Preparing_a_set_without_normalising_it_reads_no_inputs()
    {
        var streamed = new StreamedSamples("a", Many, Precision.Single);
        DataSplits data = new DataSplits(streamed, null, streamed).HoldOut(10).Normalised(NormalisationMethod.None, out _).Map(set => set.WithTargets(0, 2));
        Assert.Equal((0, 2, 2, 2), (data.Train.Summary.Lowest, data.Train.Summary.Highest, data.Train.Summary.LowestSum, data.Train.Summary.HighestSum));
        Assert.Empty(streamed.Log);
    }

    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.Double)]
    public void Evaluation_is_the_same(Precision precision)
    {
        ISamples streamed = new StreamedSamples("a", Many, precision);
        Network network = Network.Dense("16-9-3", new Rng(2), precision: precision);
        Assert.Equal(Evaluation.Of(network, streamed.InMemory()), Evaluation.Of(network, streamed));
        Assert.InRange(Evaluation.Of(network, streamed).Accuracy, 0.01, 0.99);
    }

    /// <summary>Also across the border between epochs, and through all that stands between the sampler and the set.</summary>
    [Fact]
    public void A_set_is_told_what_comes_next()
    {
        var streamed = new StreamedSamples("a", 50, Precision.Single);
        ISamples prepared = Select(streamed, [.. Enumerable.Range(7, 23)]).Normalised(Normalisation.Fit(NormalisationMethod.Unit, streamed)).WithTargets(0, 2);
        IBatchSource batches = prepared.Batches(5, new Rng(3));
        streamed.Log.Clear();
        for (long step = 0; step < 12; step++)
        {
            _ = batches.Draw(step).X;                   // gathered when it is asked for
        }

        Assert.Equal(24, streamed.Log.Count);
        for (int i = 1; i < 22; i += 2)
        {
            Assert.Equal((true, false), (streamed.Log[i].Hint, streamed.Log[i + 1].Hint));
            Assert.Equal(streamed.Log[i].Numbers, streamed.Log[i + 1].Numbers);
            Assert.All(streamed.Log[i].Numbers, number => Assert.InRange(number, 7, 29));
        }
    }

    [Fact]
    public void Drawing_prepared_samples_allocates_nothing()
    {
        ISamples stored = ((ISamples)new StreamedSamples("a", 60, Precision.Single)).InMemory();
        ISamples view = new RecodedSamples(
            new NormalisedSamples(new SelectedSamples(stored, [.. Enumerable.Range(3, 50)], "some"), Normalisation.Fit(NormalisationMethod.Whole, stored)),
                -1, 1);
        IBatchSource batches = new Parity(view, 2).Batches(20, new Rng(4));
        for (long step = 0; step < 4; step++)
        {
            _ = batches.Draw(step);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long step = 4; step < 40; step++)
        {
            _ = batches.Draw(step);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Samples_that_are_not_there_and_targets_without_classes_are_refused()
    {
        ISamples streamed = new StreamedSamples("a", 5, Precision.Single);
        Assert.Throws<ArgumentOutOfRangeException>(() => Select(streamed, [0, 5]));
        var fitted = Normalisation.Fit(NormalisationMethod.Whole, new Dataset("narrow", Matrix.Of([[1, 2], [3, 5]]), new Matrix(2, 1)));
        Assert.StartsWith(
            "The normalisation was fitted to the 2 features of narrow, a has 16.",
                Assert.Throws<ArgumentException>(() => streamed.Normalised(fitted)).Message, StringComparison.Ordinal);
        var regression = new Dataset("r", new Matrix(3, 2), new Matrix(3, 1));
        Assert.Equal(
            "r has no labels, so there are no classes to make targets from.",
                Assert.Throws<InvalidOperationException>(() => new RecodedSamples(regression, 0, 1)).Message);
    }

    /// <summary>
    /// Registered from outside, by name and settings: all that a recipe can ask for, in two precisions, cut after two epochs and taken up again.
    /// </summary>
    [Theory]
    [InlineData("whole", "none", Precision.Single)]
    [InlineData("feature", "elastic:alpha=3:sigma=1", Precision.Double)]
    public void A_set_registered_from_outside_trains_and_resumes_to_the_same_bits(string normalise, string augment, Precision precision)
    {
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(StreamedSamples.Entry()).Use();
        using var folder = new TemporaryFolder();
        var recipe = new Recipe
        {
            Data = new()
            {
                Set = "streamed:n=1300",
                TrainSamples = 700,
                TestSamples = 520,
                Validation = 130,
                Normalise = normalise,
                Augment = augment == "none" ? null : new Apical.Specs.Written<Augmentation>(augment),
                Targets = "-0.9,0.9",
            },
            Net = "16-8-3",
            Rule = "fa",
            Batch = 40,
            Epochs = 4,
            Precision = precision,
        };
        List<MetricRow> stored = [], streamed = [], parts = [];
        DataSplits data = recipe.LoadData();
        Assert.IsNotType<Dataset>(data.Train);
        Assert.Equal((570, 130, 520), (data.Train.Count, data.Validation!.Count, data.Test.Count));

        TrainingRun oracle = Make(recipe, (recipe with { Data = recipe.Data with { Set = "streamed:n=1300:kept=yes" } }).LoadData(), stored);
        oracle.Run(Token);
        TrainingRun unbroken = Make(recipe, data, streamed);
        unbroken.Run(Token);
        TrainingRun first = Make(recipe with { Epochs = 2 }, data, parts);
        first.Trainer.Callbacks.Add(new Checkpointing(folder["checkpoint"]));
        first.Run(Token);
        TrainingRun second = Make(recipe, recipe.LoadData(), parts);
        second.ContinueFrom(folder["checkpoint"], [.. parts]);
        second.Run(Token);

        Assert.Equal(Timeless(stored), Timeless(streamed));
        Assert.Equal(Timeless(streamed), Timeless(parts));
        Assert.True(second.Result.TestAccuracy.Mean > 0.6);     // chance is a third
        foreach (((string name, Matrix one), (_, Matrix other)) in oracle.Learner.State.Matrices.Zip(second.Learner.State.Matrices))
        {
            Matrices.SameBits(one, other, name);
        }

        Assert.Equal("streamed:n=1300:kept=no", recipe.Resolve(data.Train).Data.Set.Text);
    }

    /// <summary>The catalogue in use reaches options, recipes and the threads of the runs; two rules gather at once.</summary>
    [Fact]
    public void A_command_finds_the_sets_of_its_catalogue_by_name()
    {
        using var folder = new TemporaryFolder();
        Catalog<DataEntry> catalog = DataCatalog.With(StreamedSamples.Entry());
        string[] Table(string data, string run)
        {
            Terminal terminal = new Terminal { Sets = catalog }.Do(
                "compare", "--rules", "bp,fa", "--data", data, "--net", "16-5-3", "--epochs", "1", "--runs", "1", "--threads", "2", "--json", "-", "--out",
                    folder[run]);
            return [.. terminal.Json["rules"]!.AsArray().Select(rule => $"{rule!["rule"]} {rule["testLoss"]!.ToJsonString()}")];
        }

        string[] streamed = Table("streamed:n=90", "a");
        Assert.Equal(2, streamed.Length);
        Assert.Equal(Table("streamed:n=90:kept=yes", "b"), streamed);
        Assert.Contains("images made one by one", new Terminal { Sets = catalog }.Do("data", "list").Output, StringComparison.Ordinal);
        Assert.Contains("Unknown data set 'streamed'", Fails("compare", "--data", "streamed"), StringComparison.Ordinal);

        static string Fails(params string[] args)
        {
            var terminal = new Terminal();
            Assert.Equal(2, terminal.Run(args));
            return terminal.Error;
        }
    }

    private static void Same(ISamples expected, ISamples found)
    {
        Dataset one = expected.InMemory(), other = found.InMemory();
        Matrices.SameBits(one.Inputs, other.Inputs, "inputs");
        Matrices.SameBits(one.Targets, other.Targets, "targets");
        Assert.Equal(one.Labels, other.Labels);
        Matrices.SameBits(expected.Summary.Mean, found.Summary.Mean, "mean target");
        Assert.Equal((expected.Summary.Lowest, expected.Summary.Middle), (found.Summary.Lowest, found.Summary.Middle));
        Assert.Equal((expected.Count, expected.Features, expected.Outputs, expected.Classes, expected.Shape),
            (found.Count, found.Features, found.Outputs, found.Classes, found.Shape));
    }

    private static ISamples Select(ISamples samples, int[] numbers) => samples.Select(numbers);

    private static TrainingRun Make(Recipe recipe, DataSplits data, List<MetricRow> rows) =>
        new(recipe, data, new JobState(recipe.Rule.Text, 1), [new SignalAngleProbe()], probeSamples: 10, write: rows.AddRange);

    private static IEnumerable<MetricRow> Timeless(IEnumerable<MetricRow> rows) => rows.Where(row => row.Metric != MetricNames.Seconds);
}
