using Apical.Learning;
using Apical.Models;
using Apical.Optimizers;
using Apical.Runs;
using Apical.Tests.Cli;
using Apical.Tests.Rules;
using Apical.Tests.Runs;
using static Apical.Tests.Models.Microcircuits;

namespace Apical.Tests.Models;

/// <summary>Runs of microcircuits: they resume and repeat, stand beside rules, refuse what they do not have, and learn more than their controls.</summary>
public sealed class MicrocircuitRunsTests
{
    private static readonly string[] s_moons =
    [
        "--data", "moons", "--train-samples", "24", "--test-samples", "20", "--net", "2-6-5-2", "--batch", "5", "--seed", "3",
    ];

    /// <summary>
    /// One direction of twenty through two hidden units: random features miss most of it, and so does the model where top-down weights are silent.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_beats_shallow_learning_and_itself_without_top_down_weights(bool parallel)
    {
        double model = Loss(1), control = Loss(1e-9);
        Assert.InRange(model, 0, 0.6 * control);

        Network network = Make("20-2-1", new(), rate: 0, output: Activation.Identity).Network;
        var shallow = new NetworkLearner(new ShallowLearning(network), new Sgd(0.1));
        for (int step = 0; step < 400; step++)
        {
            shallow.Learn(Directed(step), new Moment(step));
        }

        Assert.InRange(model, 0, 0.6 * network.Loss.Mean(network.Forward(Directed(-1).X), Directed(-1).T));

        double Loss(double scale)
        {
            var options = new MicrocircuitOptions
            {
                Noise = 0,
                Pattern = 10,
                Step = 0.25,
                WeightLowPass = 5,
                InputLowPass = 0,
                Parallel = parallel,
                Feedback = new() { Scale = scale },
            };
            DendriticMicrocircuit learner = Make("20-2-1", options, rate: parallel ? 0.05 : 0.01, output: Activation.Identity);
            for (int step = 0; step < (parallel ? 400 : 100); step++)
            {
                learner.Learn(Directed(step), new Moment(step));
            }

            return learner.Predict(Directed(-1).X).Minus(Directed(-1).T).SumOfSquares() / 40;
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("", 2)]
    [InlineData(":parallel=yes", 2)]
    public void A_resumed_run_gives_the_bits_of_an_unbroken_one(string more, int threads)
    {
        using var folder = new TemporaryFolder();
        string rule = "dendritic-microcircuit:pattern=3:settle=2:top-down-rate=0.1:lateral-rate=1" + more;
        string[] settings = ["train", .. s_moons, "--rule", rule, "--lr", "0.01"];
        new Terminal().Do([.. settings, "--epochs", "4", "--threads", "1", "--out", folder["unbroken"]]);
        new Terminal().Do([.. settings, "--epochs", "2", "--threads", $"{threads}", "--out", folder["broken"]]);
        new Terminal().Do("train", "--resume", folder["broken"], "--epochs", "4", "--threads", $"{threads}");

        SafetensorsFile one = Safetensors.Read(folder["unbroken/checkpoint.safetensors"]), other = Safetensors.Read(folder["broken/checkpoint.safetensors"]);
        Assert.Equal(one.Tensors.Keys.Order(), other.Tensors.Keys.Order());
        Assert.All(one.Tensors, tensor => Assert.Equal(tensor.Value.Bytes.ToArray(), other[tensor.Key].Bytes.ToArray()));
        Assert.Equal(more.Length == 0, one.Tensors.ContainsKey("u1"));
        Assert.Equal(File.ReadAllBytes(folder["unbroken/model.safetensors"]), File.ReadAllBytes(folder["broken/model.safetensors"]));
    }

    [Fact]
    public void It_is_compared_and_reported_beside_rules()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();
        terminal.Do(
        [
            "compare", .. s_moons, "--rules", "bp,dendritic-microcircuit:pattern=2:settle=2", "--runs", "1", "--epochs", "2", "--probes", "all", "--out",
                folder["run"],
        ]);
        Assert.DoesNotContain('–', terminal.Output.Split('\n').Single(line => line.StartsWith(" dendritic-microcircuit", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_allocates_nothing(bool parallel)
    {
        DendriticMicrocircuit model = Make("2-4-3-2", new() { Pattern = 1, Parallel = parallel, TopDownRate = 1, LateralRate = 1 }, rate: 0.01);
        var batch = new Batch(new Matrix(2, 6, Precision.Double), new Matrix(2, 6, Precision.Double), new int[6]);
        long taken = 0;
        for (int step = 0; step < 100; step++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            model.Learn(batch, new(step));
            taken = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, taken);
    }

    /// <summary>Large enough for products to be shared out.</summary>
    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        long[] Bits(int threads)
        {
            using var pool = new WorkerPool(threads);
            DendriticMicrocircuit model = Make("60-300-40-10", new() { Pattern = 1, Parallel = true }, rate: 0.01, pool: pool);
            model.Learn(World.Draw(model.Network, new Rng(4), 60));
            return [.. model.State.Matrices.Values.SelectMany(Matrices.Bits)];
        }

        Assert.Equal(Bits(1), Bits(2));
    }

    [Fact]
    public void How_samples_are_batched_changes_no_prediction()
    {
        DendriticMicrocircuit model = Make("2-6-5-2", new() { Start = LateralStart.Random, Settle = 10 }, rate: 0);
        Matrix x = new(2, 7, Precision.Double), one = new(2, 1, Precision.Double);
        x.FillNormal(new Rng(6));
        Matrix all = model.Predict(x);
        x.T.ToMatrix().GatherSamples([4], one);
        Matrix alone = model.Predict(one, 4);
        Assert.Equal(all[0, 4], alone[0, 0], 1e-12);
        Assert.Equal(all[1, 4], alone[1, 0], 1e-12);
    }

    [Theory]
    [InlineData("dendritic-microcircuit:dt=0.6", "2-3-2", "sigmoid", "sgd",
        "dt=0.6: an Euler step must not be longer than the fastest time constant, here 0.526 ms")]
    [InlineData("dendritic-microcircuit", "2-3-2", "relu", "sgd", "Targets of a microcircuit are potentials, and relu has no inverse.")]
    [InlineData("dendritic-microcircuit", "2-3-2", "sigmoid", "adam", "A microcircuit integrates its plasticity itself; the optimizer is adam. Use sgd")]
    [InlineData("dendritic-microcircuit", "5x6-2@3x3-2", "sigmoid", "sgd", "A microcircuit has fully connected layers; layer 1 of 30-24-2 is: 2 maps")]
    public void What_will_not_do_is_refused(string rule, string net, string output, string optimizer, string message)
    {
        var request = new ModelRequest
        {
            Net = NetworkSpec.Parse(net),
            Rng = new Rng(1),
            Optimizer = Optimizer.Create(optimizer),
            Output = Activation.Parse(output),
        };
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => ModelChoice.Parse(rule).Make(request)).Message);
    }

    /// <summary>Softplus rates without bound and strong feedback: the run is told that it diverged.</summary>
    [Fact]
    public void Potentials_that_blow_up_end_in_a_loss_that_is_no_number()
    {
        DendriticMicrocircuit model = Make("2-4-2", new() { Start = LateralStart.Random, Feedback = new() { Scale = 1000 } }, rate: 0,
            hidden: Activation.Softplus, output: Activation.Softplus);
        model.Feedback.Single(feedback => feedback.Name == "PI1").Value.Fill(1000);
        Assert.True(double.IsNaN(model.Learn(Sample()).Loss) || double.IsNaN(model.Learn(Sample()).Loss));
    }

    private static Batch Directed(int step)
    {
        Matrix x = new(20, 20, Precision.Double), direction = new(1, 20, Precision.Double);
        x.FillNormal(new Rng(13).Fork("step", step));
        direction.FillNormal(new Rng(14), sd: 0.3);
        return new Batch(x, direction.Dot(x).Map(ScalarFunction.Tanh));
    }
}
