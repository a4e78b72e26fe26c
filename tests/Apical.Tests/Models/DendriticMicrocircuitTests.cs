using Apical.Learning;
using Apical.Models;
using Apical.Optimizers;
using Apical.Runs;
using Apical.Tests.Cli;
using Apical.Tests.Rules;
using Apical.Tests.Runs;

namespace Apical.Tests.Models;

/// <summary>sacramento2018: compartments, interneurons and plasticity in time.</summary>
public sealed class DendriticMicrocircuitTests
{
    private static readonly string[] s_moons =
    [
        "--data", "moons", "--train-samples", "24", "--test-samples", "20", "--net", "2-6-5-2", "--batch", "5", "--seed", "3",
    ];

    /// <summary>
    /// Section 2: i = g_exc (E_exc − u) + g_inh (E_inh − u) with the paper's two conductances is g_som (u^trgt − u), which is what is integrated.
    /// </summary>
    [Theory]
    [InlineData(0.3, 0.7, -0.2)]
    [InlineData(-0.9, 0.1, 2.5)]
    public void Two_conductances_are_one_nudge(double target, double nudge, double u)
    {
        (double exc, double inh) = Conductances(target, nudge);
        Assert.Equal(nudge * (target - u), exc * (1 - u) + inh * (-1 - u), 1e-14);
    }

    /// <summary>
    /// The paper's equations set to zero and solved by iteration in plain loops, with its own weights and conductances, from random lateral weights.
    /// </summary>
    [Fact]
    public void It_settles_where_the_equations_of_the_paper_vanish()
    {
        var options = new MicrocircuitOptions { Noise = 0, Pattern = 100, Start = LateralStart.Random, Leak = 0.2, Apical = 0.5, Nudge = 0.6 };
        DendriticMicrocircuit model = Make("2-3-2-2", options, rate: 0);
        Matrix x = Matrix.Of([[0.5], [-1]], Precision.Double), t = Matrix.Of([[0.3], [0.8]], Precision.Double);
        model.Learn(new Batch(x, t));

        double[][] expected = Fixed(model, options, [0.5, -1], [Math.Log(0.3 / 0.7), Math.Log(0.8 / 0.2)]);
        string[] names = ["u1", "u2", "u3", "uI1", "uI2"];
        for (int k = 0; k < names.Length; k++)
        {
            double[] found = model.State.Matrices[names[k]].ToArray();
            Assert.All(found.Zip(expected[k]), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
        }
    }

    [Fact]
    public void In_the_self_predicting_state_apical_dendrites_fall_silent_without_a_target()
    {
        DendriticMicrocircuit model = Make("2-4-3-2", new() { Noise = 0, Settle = 90 }, rate: 0);
        Recording seen = model.Record(Sample());
        int target = seen.Times.ToList().FindIndex(time => time >= seen.Phases[1].Start);
        foreach (Trace trace in seen.Traces.Where(trace => trace.Quantity.StartsWith("v_A", StringComparison.Ordinal)))
        {
            Assert.InRange(Math.Abs(trace.Values[target - 1]), 0, 1e-12);
            Assert.True(Math.Abs(trace.Values[^1]) > 1e-4);
        }

        Assert.Equal(["input", "target"], seen.Phases.Select(phase => phase.Name));
        Assert.Equal(3 + 3 + 2 + 3 + 3 + 3 + 3 + 2, seen.Traces.Count);         // u and v̂_B of three layers, v_A of two; at most three units each
        Matrices.Close(model.Network.Forward(Sample().X).H[3], model.Predict(Sample().X), 1e-12);
    }

    /// <summary>Explicit Euler: halving the step halves the error of everything, weights included.</summary>
    [Fact]
    public void The_integrator_is_of_order_one()
    {
        double[] exact = After(2.0 / 4096), coarse = After(0.1), half = After(0.05), quarter = After(0.025);
        Assert.InRange(Distance(coarse, exact) / Distance(half, exact), 1.85, 2.2);
        Assert.InRange(Distance(half, exact) / Distance(quarter, exact), 1.9, 2.1);

        static double[] After(double dt)
        {
            var options = new MicrocircuitOptions
            {
                Noise = 0,
                Pattern = 2,
                Step = dt,
                Start = LateralStart.Random,
                TopDownRate = 0.5,
                LateralRate = 1,
            };
            DendriticMicrocircuit model = Make("2-3-2", options, rate: 0.2);
            model.Learn(Sample());
            return [.. model.State.Matrices.Where(entry => !entry.Key.EndsWith("change", StringComparison.Ordinal)).SelectMany(entry => entry.Value.ToArray())];
        }

        static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)));
    }

    [Fact]
    public void Its_signals_are_those_of_backpropagation_where_mixing_factors_are_small_and_weights_symmetric()
    {
        DendriticMicrocircuit model = Make("4-5-4-3", new() { Apical = 1e-3, Nudge = 1e-3 }, rate: 0, output: Activation.Identity);
        foreach (Feedback feedback in model.Feedback.Where(feedback => feedback.Name[0] is 'B' or 'P'))
        {
            feedback.Value.CopyFrom(model.Network[feedback.Layer + 1].W.Value.T.ToMatrix());
            feedback.Value.Scale(feedback.Name[0] == 'P' ? -1 : 1);
        }

        Batch batch = World.Draw(model.Network, new Rng(5), 4);
        Pass pass = model.Network.Forward(batch.X);
        var signals = new TeachingSignals(3);
        model.Teach(pass, batch, default, signals);
        TeachingSignals gradient = new Backpropagation(model.Network).Teach(pass, batch);
        for (int i = 1; i <= 3; i++)
        {
            Assert.InRange(Matrices.Degrees(gradient[i], signals[i]), 0, 0.5);
        }

        DynamicsReading reading = model.Watch(batch);
        Assert.InRange(reading.Sweeps, 1, 200);
        Assert.InRange(reading.Residual, 0, 1e-5);
        Assert.Equal(0, reading.Unsettled);
    }

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

    private static (double Exc, double Inh) Conductances(double target, double nudge) => (nudge * (target + 1) / 2, -nudge * (target - 1) / 2);

    private static DendriticMicrocircuit Make(string net, MicrocircuitOptions options, double rate, Activation? output = null, Activation? hidden = null,
        WorkerPool? pool = null) => new(new()
        {
            Net = NetworkSpec.Parse(net),
            Rng = new Rng(7),
            Optimizer = new Sgd(rate),
            Hidden = hidden ?? Activation.Tanh,
            Output = output ?? Activation.Sigmoid,
            Loss = Apical.Networks.Loss.SquaredError,
            Precision = Precision.Double,
            Pool = pool,
        }, options);

    private static Batch Sample() => new(Matrix.Of([[0.5], [-1]], Precision.Double), Matrix.Of([[0.3], [0.8]], Precision.Double));

    private static Batch Directed(int step)
    {
        Matrix x = new(20, 20, Precision.Double), direction = new(1, 20, Precision.Double);
        x.FillNormal(new Rng(13).Fork("step", step));
        direction.FillNormal(new Rng(14), sd: 0.3);
        return new Batch(x, direction.Dot(x).Map(ScalarFunction.Tanh));
    }

    // u_1, u_2, u_3, u_1^I, u_2^I: somas one after the other to where their currents vanish, until nothing moves.
    private static double[][] Fixed(DendriticMicrocircuit model, MicrocircuitOptions o, double[] x, double[] target)
    {
        double hidden = o.Basal / (o.Leak + o.Basal + o.Apical), other = o.Basal / (o.Leak + o.Basal);
        double[][] u = [[0, 0, 0], [0, 0], [0, 0], [0, 0], [0, 0]];
        for (int sweep = 0; sweep < 5000; sweep++)
        {
            double[][] r = [.. u.Select((layer, k) => layer.Select(v => k is 2 or 4 ? 1 / (1 + Math.Exp(-v)) : Math.Tanh(v)).ToArray())];
            double[][] basal = [Of("layer1", x, hidden), Of("layer2", r[0], hidden), Of("layer3", r[1], other)];
            double[][] inter = [Of("IP1", r[0], other, "IPb1"), Of("IP2", r[1], other, "IPb2")];
            for (int k = 0; k < 2; k++)
            {
                double[] down = Times(Value($"B{k + 1}"), r[k + 1]), lateral = Times(Value($"PI{k + 1}"), r[k + 3]);
                for (int n = 0; n < u[k].Length; n++)
                {
                    Pull(ref u[k][n], (o.Basal, basal[k][n]), (o.Apical, down[n] + lateral[n]));
                }

                for (int n = 0; n < u[k + 3].Length; n++)
                {
                    (double exc, double inh) = Conductances(u[k + 1][n], o.Nudge);
                    Pull(ref u[k + 3][n], (o.Basal, inter[k][n]), (exc, 1), (inh, -1));
                }
            }

            for (int n = 0; n < 2; n++)
            {
                (double exc, double inh) = Conductances(target[n], o.Nudge);
                Pull(ref u[2][n], (o.Basal, basal[2][n]), (exc, 1), (inh, -1));
            }
        }

        return u;

        void Pull(ref double soma, params (double Conductance, double Potential)[] all) => soma += 0.2 *
            (all.Sum(one => one.Conductance * one.Potential) / (o.Leak + all.Sum(one => one.Conductance)) - soma);
        Matrix Value(string name) => model.Parameters.Single(parameter => parameter.Name == name).Value;
        // The paper's dendritic potential: the model keeps weights attenuated.
        double[] Of(string name, double[] r, double attenuation, string? bias = null)
        {
            bool up = bias is null;
            double[] v = Times(Value(up ? name + "/W" : name), r), b = Value(up ? name + "/b" : bias!).ToArray();
            return [.. v.Zip(b).Select(pair => (pair.First + pair.Second) / attenuation)];
        }

        static double[] Times(Matrix w, double[] r) => [.. Enumerable.Range(0, w.Rows).Select(row => r.Select((value, c) => w[row, c] * value).Sum())];
    }
}
