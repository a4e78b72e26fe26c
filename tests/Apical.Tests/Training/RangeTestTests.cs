using Apical.Learning;
using Apical.Models;
using Apical.Runs;
using Apical.Tests.Cli;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>
/// One linear unit, y = w x, squared error, and all inputs ±x: every step multiplies w − w* by 1 − η x², whatever the batch.
/// So η x² below 2 converges, above it diverges, and after n steps the loss is (1 − η x²)^2n of what it was.
/// </summary>
public sealed class RangeTestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Recipe Unit => new() { Net = "1-1", Loss = "squared-error", Bias = false, Batch = 8 };

    [Theory]
    [InlineData(10, "bp", 0.003)]                       // the default, 0.1, diverges, as 0.03 does; 0.01 is exact, and 0.003 as good: 0.7^200
    [InlineData(100, "bp", 0.00003)]
    [InlineData(1, "bp", 0.1)]                          // 0.9^200; 0.3 and 1 are better yet, but not by a twentieth of the fall
    [InlineData(0.01, "bp", 100)]                       // 1e-4 η: 0.99^200 of the loss, 13 %, is left at 100, and at 300, the last there is, 0.2 %
    public void It_finds_the_rate_that_the_curvature_allows(double x, string rule, double expected)
    {
        var test = RangeTest.Of(Unit with { Rule = rule }, Line(x, 50), 1, cancellation: Token);

        double most = 2 / (x * x);
        Assert.All(test.Tried, tried => Assert.Equal(tried.Rate > most, !(tried.Error < test.StartError)));
        Assert.All(test.Tried.Where(tried => tried.Rate < most), tried =>
            Assert.Equal(test.StartError * Math.Pow(1 - (tried.Rate * x * x), 200), tried.Error, test.StartError * 1e-4));
        Assert.Equal(x == 0.01 ? 300 : expected, test.Rate);
    }

    [Fact]
    public void The_same_run_finds_the_same_on_any_number_of_threads_and_leaves_the_samples_alone()
    {
        Dataset moons = TwoMoons.Create(200, new Rng(1));
        Recipe recipe = new() { Net = "2-30-20-2", Rule = "kolen-pollack", Activation = "relu", Batch = 16 };
        using var pool = new WorkerPool(2);

        var one = RangeTest.Of(recipe, moons, 2, cancellation: Token);
        var other = RangeTest.Of(recipe, moons, 2, pool, Token);
        Assert.Equal(one.Tried, other.Tried);
        Assert.NotEqual(one.Tried, RangeTest.Of(recipe, moons, 3, cancellation: Token).Tried);
        Assert.Equal(one.StartError, RangeTest.Of(recipe, moons, 2, cancellation: Token).StartError);
    }

    [Fact]
    public void A_rate_that_does_not_last_gives_way_to_the_next_lower()
    {
        // At 0.1 the error is lowest after 100 steps and back where it began after 200; at 0.03 it is higher, and stays; 0.3 does nothing.
        double Error(double rate, int steps) => steps == 0 || rate > 0.2 ? 1 : rate > 0.05 ? (steps > 150 ? 1 : 0.45) : rate > 0.02 ? 0.6 : 0.9;
        using var known = ModelCatalog.With(ModelInfo.Of("lasting", "lasting", "Learns by a script.", request =>
            new Lasting(steps => Error(request.Optimizer.LearningRate, steps)))).Use();

        var test = RangeTest.Of(Unit with { Rule = "lasting" }, Line(1, 50), 1, cancellation: Token);
        Assert.Equal(0.03, test.Rate);
        Assert.Equal([(0.03, 0.6), (0.1, 0.45), (0.3, 1)], test.Tried);
    }

    [Fact]
    public void A_single_sample_cannot_judge()
    {
        string message = Assert.Throws<ArgumentException>(() => RangeTest.Of(Unit, Line(1, 1), 1, cancellation: Token)).Message;
        Assert.Contains("two training samples or more", message);
    }

    [Fact]
    public void It_is_asked_for_where_steps_are_as_long_as_gradients_and_the_default_was_tuned_for_others()
    {
        Dataset moons = TwoMoons.Create(20, new Rng(1));
        Assert.False(new Recipe().Resolve(moons).SeeksRate);
        Assert.True(new Recipe { Activation = "relu" }.Resolve(moons).SeeksRate);
        Assert.True(new Recipe { Loss = "squared-error", Optimizer = "momentum" }.Resolve(moons).SeeksRate);
        Assert.True(new Recipe { Net = "2-9-9-9-9-2" }.Resolve(moons).SeeksRate);
        Assert.False(new Recipe { Activation = "relu", Optimizer = "adam" }.Resolve(moons).SeeksRate);
        Assert.False(new Recipe { Activation = "relu", LearningRate = 0.2 }.Resolve(moons).SeeksRate);
        Assert.True(new Recipe { LearningRate = Recipe.RateToFind, Optimizer = "adam" }.Resolve(moons).SeeksRate);

        Recipe whole = new Recipe { Activation = "relu", Rule = "kolen-pollack" }.Resolve(moons);
        Assert.Equal("auto", (string)whole.ToJson()["learningRate"]!);
        Recipe back = Recipe.FromJson(whole.ToJson());
        Assert.True(back.SeeksRate);
        Assert.Equal((0.03, 0.03), (back.At(0.03).LearningRate, back.At(0.03).FeedbackLearningRate));
    }

    [Theory]
    [InlineData("--activation", "relu", "--rule", "kolen-pollack")]
    [InlineData("--lr", "auto", "--optimizer", "adam", "--rule", "dfa")]
    public void A_run_keeps_what_it_found_and_goes_on_with_it(params string[] settings)
    {
        using var folder = new TemporaryFolder();
        string[] all =
            ["train", "--data", "moons", "--train-samples", "70", "--test-samples", "40", "--net", "2-10-6-2", "--batch", "16", "--epochs", "4", .. settings];
        new Terminal().Do([.. all, "--out", folder["unbroken"]]);
        var broken = new Terminal { TimeFlies = true, InterruptAt = "epoch   2/4" };
        Assert.Equal(75, broken.Run([.. all, "--out", folder["broken"]]));
        var resumed = new Terminal().Do("train", "--resume", folder["broken"]);

        Assert.Equal(File.ReadAllBytes(folder["unbroken/model.safetensors"]), File.ReadAllBytes(folder["broken/model.safetensors"]));
        MetricRow rate = Assert.Single(MetricsTable.Read(folder["broken/metrics.csv"]).Rows, row => row.Metric == MetricNames.LearningRate);
        Chart curve = Assert.Single(PicturesFile.Read(folder["broken"]), picture => picture.Title.Contains("learning rates")).Charts[0];
        Assert.Contains(rate.Value, curve.Series[0].X);
        Assert.Equal([rate.Value], curve.Series[1].X);
        Assert.Contains("Learning rates found", resumed.Output);
        Assert.Equal("auto", (string)RunFolder.ReadRecord(folder["broken"]).Description.Settings["learningRate"]!);
    }

    [Fact]
    public void A_run_that_ends_far_above_where_it_began_is_no_success()
    {
        // |1 − η x²| = 1.2 a step: the loss grows, but stays finite.
        Dataset line = Line(1, 24);
        var run = new TrainingRun(Unit with { LearningRate = 2.2, Epochs = 3 }, new(line, null, line), new JobState("bp", 1), [], 0);
        run.Complete(Token);
        Assert.Contains("far above where it began", Assert.Throws<JobFailedException>(run.RequireSense).Message);

        var better = new TrainingRun(Unit with { LearningRate = 1.8, Epochs = 3 }, new(line, null, line), new JobState("bp", 1), [], 0);
        better.Complete(Token);
        better.RequireSense();
    }

    /// <summary>y = 2 x at ±x.</summary>
    private static Dataset Line(double x, int count)
    {
        var (inputs, targets) = (new Matrix(count, 1), new Matrix(count, 1));
        for (int s = 0; s < count; s++)
        {
            inputs[s, 0] = (float)(s % 2 == 0 ? x : -x);
            targets[s, 0] = 2 * inputs[s, 0];
        }

        return new Dataset("line", inputs, targets);
    }

    /// <summary>Its error is a matter of the steps that it was shown.</summary>
    private sealed class Lasting(Func<int, double> error) : ILearner
    {
        private int _steps;

        public Precision Precision => Precision.Single;

        public IReadOnlyList<Parameter> Parameters => [];

        public LearnerState State => new();

        public Matrix Predict(Matrix x, long first = 0) => x;

        public Evaluation Evaluate(ISamples data) => new(1, double.NaN, error(_steps));

        public StepResult Learn(Batch batch, Moment moment = default)
        {
            _steps++;
            return new(1, 0);
        }

        public void Restore(LearnerState state)
        {
        }
    }
}
