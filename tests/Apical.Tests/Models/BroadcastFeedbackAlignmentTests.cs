using Apical.Learning;
using Apical.Models;
using Apical.Optimizers;
using Apical.Probes;
using Apical.Tests.Cli;
using Apical.Tests.Rules;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Models;

/// <summary>The spiking model: its units by hand, its updates in plain loops, and what every learner owes.</summary>
public sealed class BroadcastFeedbackAlignmentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// A constant current j takes v to j (1 − (1 − dt/τ)ⁿ) after n steps: with j = 8 the threshold of 0.4 is passed in the fifth (8 (1 − 0.9875⁵) = 0.488,
    /// after four 0.393), the spike lasts four steps, and the next begins as far from its end.
    /// </summary>
    [Fact]
    public void A_unit_fires_rests_and_fires_again()
    {
        var workspace = new Workspace();
        using Workspace.Scope scope = workspace.Enter();
        var units = new SpikingUnits();
        units.Begin(1, 1, Backend.Cpu(Precision.Double));
        Matrix j = Matrix.Of([[8]], Precision.Double);
        List<int> on = [];
        for (int step = 1; step <= 20; step++)
        {
            units.Advance(j, 0.4);
            if (units.S[0, 0] == 1)
            {
                on.Add(step);
            }

            if (step == 4)
            {
                Assert.Equal(8 * (1 - Math.Pow(0.9875, 4)), units.V[0, 0], 1e-12);
            }
        }

        // refractory in 5..8; it takes five steps from 9 on
        Assert.Equal([5, 6, 7, 8, 13, 14, 15, 16], on);
        Assert.Equal(2, units.Count[0, 0]);
        Assert.InRange(units.V[0, 0], 0.39, 0.4);
    }

    /// <summary>Two hidden layers in plain loops: spikes, errors at every step after settling, slopes of the smooth rate, sums.</summary>
    [Theory]
    [InlineData(BroadcastInput.Current)]
    [InlineData(BroadcastInput.Spikes)]
    public void Updates_are_those_of_the_equations(BroadcastInput input)
    {
        var options = new BroadcastOptions { Steps = 40, Settling = 7, Deviation = 8, FeedbackDeviation = 1, Input = input };
        BroadcastFeedbackAlignment model = Make(options, "3-5-4-2");
        Batch batch = Inputs(3, 6);
        double[][,] W = [.. Enumerable.Range(1, 3).Select(i => Entries(Value(model, $"W{i}")))],
            B = [.. Enumerable.Range(1, 2).Select(i => Entries(Value(model, $"B{i}")))];
        double[][,] sum = [.. W.Select(w => new double[w.GetLength(0), w.GetLength(1)])];
        int[] n = [3, 5, 4, 2];
        for (int c = 0; c < batch.Size; c++)
        {
            double[][] v = [.. n.Skip(1).Select(units => new double[units])], s = [.. n.Select(units => new double[units])];
            int[][] left = [.. n.Skip(1).Select(units => new int[units])];
            for (int step = 0; step < options.Steps; step++)
            {
                double[] drawn = new double[3];
                new Rng(9).Fork("broadcast-fa").Fork("training").Fork("step", 5).Fork("sample", c).Fork("step", step).FillUniform(drawn, 0, 1);
                for (int k = 0; k < 3; k++)
                {
                    s[0][k] = input == BroadcastInput.Current ? batch.X[k, c] : batch.X[k, c] > drawn[k] ? 1 : 0;
                }

                double[][] j = new double[3][];
                for (int i = 0; i < 3; i++)
                {
                    j[i] = [.. Enumerable.Range(0, n[i + 1]).Select(k => Enumerable.Range(0, n[i]).Sum(m => W[i][k, m] * s[i][m]))];
                    for (int k = 0; k < n[i + 1]; k++)
                    {
                        left[i][k] = Math.Max(0, left[i][k] - 1);
                        v[i][k] = left[i][k] > 0 ? 0 : v[i][k] + 0.25 / 20 * (j[i][k] - v[i][k]);
                        if (v[i][k] > 0.4)
                        {
                            (v[i][k], left[i][k]) = (0, 4);
                        }

                        s[i + 1][k] = left[i][k] > 0 ? 1 : 0;
                    }
                }

                if (step < options.Settling)
                {
                    continue;
                }

                double[] e = [.. Enumerable.Range(0, 2).Select(o => s[3][o] - batch.T[o, c])];
                for (int i = 0; i < 3; i++)
                {
                    for (int k = 0; k < n[i + 1]; k++)
                    {
                        double delta = i == 2 ? e[k] : j[i][k] <= 0 ? 0
                            : Enumerable.Range(0, 2).Sum(o => B[i][k, o] * e[o]) * 0.82 * 0.08 / Math.Pow(Math.Cosh(0.08 * j[i][k]), 2);
                        for (int m = 0; m < n[i]; m++)
                        {
                            sum[i][k, m] += delta * s[i][m] / (batch.Size * 33);
                        }
                    }
                }
            }
        }

        model.Learn(batch, new(5));
        for (int i = 0; i < 3; i++)
        {
            Matrix now = Value(model, $"W{i + 1}");
            Assert.Contains(sum[i].Cast<double>(), entry => entry != 0);
            for (int k = 0; k < n[i + 1]; k++)
            {
                for (int m = 0; m < n[i]; m++)
                {
                    Assert.Equal(W[i][k, m] - 0.1 * sum[i][k, m], now[k, m], 1e-12);
                }
            }
        }
    }

    [Fact]
    public void Without_hidden_learning_only_the_output_moves()
    {
        BroadcastFeedbackAlignment model = Make(new() { Hidden = false, Deviation = 2 }, "3-5-2");
        double[] before = Value(model, "W1").ToArray(), output = Value(model, "W2").ToArray();
        model.Learn(Inputs(3, 6));

        Assert.Equal(before, Value(model, "W1").ToArray());
        Assert.NotEqual(output, Value(model, "W2").ToArray());
    }

    /// <summary>Input spikes go by a sample's number, whatever the samples beside it; asking twice gives the same bits.</summary>
    [Fact]
    public void How_samples_are_batched_changes_no_prediction()
    {
        BroadcastFeedbackAlignment model = Make(new() { Input = BroadcastInput.Spikes, Deviation = 2 }, "3-5-2");
        Matrix x = Inputs(3, 7).X, whole = model.Predict(x, 10);
        Assert.Equal(whole.ToArray(), model.Predict(x, 10).ToArray());
        Assert.NotEqual(whole.ToArray(), model.Predict(x, 11).ToArray());
        for (int c = 0; c < x.Columns; c++)
        {
            Matrix one = model.Predict(Matrix.Of([[x[0, c]], [x[1, c]], [x[2, c]]], Precision.Double), 10 + c);
            Assert.Equal([whole[0, c], whole[1, c]], one.ToArray());
        }
    }

    [Theory]
    [InlineData("current")]
    [InlineData("spikes")]
    public void A_step_allocates_nothing_and_looking_changes_nothing(string input)
    {
        BroadcastFeedbackAlignment model = Make(new() { Input = input == "spikes" ? BroadcastInput.Spikes : BroadcastInput.Current }, "3-5-4-2");
        Batch batch = Inputs(3, 16);
        long taken = 0;
        for (int step = 0; step < 60; step++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            model.Learn(batch, new(step));
            taken = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, taken);
        long[][] bits = [.. model.Parameters.Select(parameter => Matrices.Bits(parameter.Value))];
        var found = new List<Measurement>();
        foreach (ProbeInfo probe in ProbeCatalog.All)
        {
            probe.Make().Measure(new Probing(model, batch), found);
        }

        model.Record(new Batch(Matrix.Of([[1], [0], [1]], Precision.Double), Matrix.Of([[1], [0]], Precision.Double)));
        Assert.Equal(bits, model.Parameters.Select(parameter => Matrices.Bits(parameter.Value)));
        Assert.Contains(found, one => one is { Metric: "angleToBackprop", Layer: 2 });
        Assert.Equal(3, found.Count(one => one.Metric == "firingRate"));
    }

    /// <summary>A unit that is always driven fires every 1 ms, a thousand times a second.</summary>
    [Fact]
    public void Rates_and_recordings_are_in_hertz_and_milliseconds()
    {
        BroadcastFeedbackAlignment model = Make(new() { Steps = 40, Settling = 10 }, "1-1-1");
        Value(model, "W1").Fill(1000);
        Value(model, "W2").Fill(1000);
        var batch = new Batch(Matrix.Of([[1]], Precision.Double), Matrix.Of([[0]], Precision.Double));
        Recording recording = model.Record(batch);

        Assert.Equal([1000, 1000], model.Watch(batch).Rates);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], recording.Spikes.Single(train => train.Layer == 1).Times);
        Assert.Equal([("settling", 0.0), ("learning", 2.5)], recording.Phases);
        Assert.Equal(40, recording.Times.Count);
        IReadOnlyList<double> heard = recording.Traces.Single(trace => trace is { Quantity: "broadcast error", Layer: 1 }).Values;
        Assert.Equal([0, Value(model, "B1")[0, 0]], [heard[9], heard[10]]);         // e = 1 − 0 once it learns
    }

    /// <summary>The same bits unbroken and broken, on one thread and on two.</summary>
    [Fact]
    public void It_resumes_to_the_same_bits_on_any_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        string[] common =
        [
            "train", "--rule", "broadcast-fa:input=spikes:steps=30:settling=5:sd=1", "--data", "digits", "--train-samples", "60", "--test-samples", "20",
                "--net",
            "784-20-10", "--normalise", "none", "--batch", "20", "--seed", "3",
        ];
        new Terminal().Do([.. common, "--epochs", "3", "--threads", "2", "--out", folder["unbroken"]]);
        new Terminal().Do([.. common, "--epochs", "1", "--threads", "1", "--out", folder["broken"]]);
        new Terminal().Do("train", "--resume", folder["broken"], "--epochs", "3", "--threads", "1");

        Assert.Equal(File.ReadAllBytes(folder["unbroken/model.safetensors"]), File.ReadAllBytes(folder["broken/model.safetensors"]));
        Assert.Contains("membrane voltage", File.ReadAllText(folder["unbroken/report.html"]), StringComparison.Ordinal);
    }

    /// <summary>On made-up digits it does better than with its hidden layer left as it was drawn, and than shallow learning on the same net.</summary>
    [Fact]
    public void It_beats_its_control_and_shallow_learning()
    {
        double[] accuracies = [.. new[] { "broadcast-fa", "broadcast-fa:hidden=no", "shallow" }.Select(rule =>
        {
            var recipe = new Recipe
            {
                Data = new() { Set = "digits", TrainSamples = 1000, TestSamples = 300, Normalise = "none" },
                Net = "784-40-10",
                Rule = rule,
                Optimizer = rule == "shallow" ? "sgd" : "adam",
                LearningRate = rule == "shallow" ? 0.3 : 0.003,
                Epochs = 8,
                Batch = 20,
                Seed = 2,
            };
            DataSplits data = recipe.LoadData();
            ILearner learner = recipe.MakeLearner(data.Train, 1);
            Assert.Equal(TrainingEnd.Completed, recipe.MakeTrainer(learner, data.Training, 1).Run(Token));
            return learner.Evaluate(data.Test).Accuracy;
        })];

        Assert.True(accuracies[0] > accuracies[1] + 0.03 && accuracies[0] > accuracies[2] + 0.03, string.Join(", ", accuracies));
    }

    [Fact]
    public void What_it_cannot_do_is_refused()
    {
        Assert.Equal("settling is 20 of 20 steps, which leaves none to learn in: give less.",
            Assert.Throws<ArgumentException>(() => Make(new() { Steps = 20 }, "3-2")).Message);
        Assert.Contains("dense layers only", Assert.Throws<ArgumentException>(() => Make(new(), "784-conv2@5x5-10")).Message);
    }

    private static BroadcastFeedbackAlignment Make(BroadcastOptions options, string net) => new(
        new() { Net = NetworkSpec.Parse(net), Rng = new Rng(9), Optimizer = new Sgd(0.1), Precision = Precision.Double }, options);

    private static Batch Inputs(int features, int count)
    {
        Matrix x = new(features, count, Precision.Double), t = new(2, count, Precision.Double);
        x.FillUniform(new Rng(4), 0, 1);
        for (int c = 0; c < count; c++)
        {
            t[c % 2, c] = 1;
        }

        return new(x, t, [.. Enumerable.Range(0, count).Select(c => c % 2)]);
    }

    private static Matrix Value(ILearner model, string name) => model.Parameters.Single(parameter => parameter.Name == name).Value;

    private static double[,] Entries(Matrix of)
    {
        var entries = new double[of.Rows, of.Columns];
        for (int r = 0; r < of.Rows; r++)
        {
            for (int c = 0; c < of.Columns; c++)
            {
                entries[r, c] = of[r, c];
            }
        }

        return entries;
    }
}
