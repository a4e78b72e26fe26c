using Apical.Learning;
using Apical.Models;
using Apical.Optimizers;
using Apical.Probes;
using Apical.Runs;
using Apical.Specs;
using Apical.Tests.Rules;
using Apical.Training;
using static Apical.Tests.Models.SegregatedNets;

namespace Apical.Tests.Models;

/// <summary>Segregated dendrites as a learner: what a step is, and what it can be asked.</summary>
public sealed class SegregatedDendritesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>W and b of every layer move by −η times the formula, in the averages that the phases of this very step left.</summary>
    [Theory]
    [InlineData("segregated-dendrites")]
    [InlineData("segregated-dendrites:mode=rate:output-step=0.5")]
    [InlineData("segregated-dendrites:kernel=code:ga=0.05:feedback-rate=0.3")]
    public void A_step_is_the_formula_in_recorded_averages(string rule)
    {
        const double Eta = 0.7;
        SegregatedOptions options = SegregatedOptions.Settings.Read(Spec.Parse(rule));
        (ModelRequest request, Batch batch) = Small(3, Eta);
        var learner = new SegregatedDendrites(request, options);
        LearnerState before = learner.State.Clone();
        SegregatedUnits units = Replay(request with { Optimizer = new Sgd(Eta) }, options, batch);
        learner.Learn(batch, new(4));

        for (int i = 1; i <= 3; i++)
        {
            Matrix w = before.Matrices[$"layer{i}/W"], moved = learner.State.Matrices[$"layer{i}/W"], b = before.Matrices[$"layer{i}/b"];
            for (int unit = 0; unit < w.Rows; unit++)
            {
                double[] delta = [.. Enumerable.Range(0, 3).Select(s => Delta(i, unit, s))];
                Assert.Equal(b[unit, 0] + Eta * delta.Average(), learner.State.Matrices[$"layer{i}/b"][unit, 0], 1e-9);
                for (int from = 0; from < w.Columns; from++)
                {
                    double step = Enumerable.Range(0, 3).Average(s => delta[s] * units.Heard[i - 1][s, from]);
                    Assert.Equal(w[unit, from] + Eta * step, moved[unit, from], 1e-9);
                }
            }
        }

        Matrix y = before.Matrices["Y1"], later = learner.State.Matrices["Y1"];
        double plateau = Enumerable.Range(0, 3).Average(s => Sigmoid(units.Before[1][s, 2]) is var alpha
            ? ((0.2 * Sigmoid(units.MeanV[1][s, 2])) - alpha) * alpha * (1 - alpha) * units.Heard[3][s, 1] : 0);
        Assert.Equal(y[2, 1] + (options.FeedbackRate * plateau), later[2, 1], 1e-9);

        // η's factor: 20 k_d (φ* − φ_max σ)/φ_max σ′ and 20 k_b (α^t − α^f) σ′
        double Delta(int i, int unit, int s)
        {
            double rate = Sigmoid(units.MeanV[i][s, unit]), slope = rate * (1 - rate);
            return i == 3 ? 20 * 0.6 / 0.7 * options.OutputStep * (units.After[3][s, unit] - rate) * slope
                : 20 * 0.6 / (0.7 + options.ApicalConductance) * (Sigmoid(units.After[i][s, unit]) - Sigmoid(units.Before[i][s, unit])) * slope;
        }
    }

    /// <summary>The output's step is down the gradient of L¹ = ½ ‖(φ* − φ_max σ(V̄^f))/φ_max‖² with φ* held, up to its factor: by finite differences.</summary>
    [Fact]
    public void The_output_descends_its_loss()
    {
        (ModelRequest request, Batch batch) = Small(1, 1);
        SegregatedOptions options = new() { Mode = SegregatedMode.Rate };
        var learner = new SegregatedDendrites(request, options);
        ITaught taught = ITaught.Of(learner);
        var signals = new TeachingSignals(3);
        Pass pass = taught.Network.Forward(batch.X);
        taught.Teach(pass, batch, default, signals);
        SegregatedUnits units = Replay(request, options, batch);
        Matrix target = units.After[3].T.ToMatrix(), bias = taught.Network[3].Bias!.Value;
        for (int unit = 0; unit < 2; unit++)
        {
            double middle = bias[unit, 0];
            double slope = (Loss(middle + 1e-5) - Loss(middle - 1e-5)) / 2e-5;
            bias[unit, 0] = middle;
            Assert.Equal(20 * 0.6 / 0.7 * slope, signals[3][unit, 0], 1e-6);

            double Loss(double at)
            {
                bias[unit, 0] = at;
                return 0.5 * Answer().Minus(target).SumOfSquares();
            }
        }

        Matrix Answer() => pass.Network.Forward(batch.X).H[3];
    }

    /// <summary>In rate mode the network beside it has the voltages of the model, to rounding, and predicts what it predicts.</summary>
    [Fact]
    public void The_network_of_rates_predicts_what_the_model_does()
    {
        (ModelRequest request, Batch batch) = Small(5, 1);
        var learner = new SegregatedDendrites(request, new() { Mode = SegregatedMode.Rate });
        learner.Learn(batch, new(0));
        Assert.Equal(learner.Predict(batch.X).ToArray(), ITaught.Of(learner).Network.Forward(batch.X).H[3].ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Theory]
    [InlineData(Rate, 1.0)]
    [InlineData(Brief, 0.5)]
    public void Probes_see_its_signals(string rule, double rate)
    {
        (ILearner learner, DataSplits data) = Make(rule, "784-12-10", 60);
        var rows = new List<MetricRow>();
        Trainer trainer = Recipe(rule, "784-12-10", 60, 1, rate).MakeTrainer(learner, data.Training, 1);
        IProbe[] probes = [new SignalAngleProbe(), new FeedbackAngleProbe(), new UpdateAngleProbe()];
        trainer.Callbacks.Add(new Measuring(learner, data.Test, probes, 10, ("x", 1), rows.AddRange));
        trainer.Run(Token);
        Assert.All([1, 2], layer => Assert.InRange(rows.Last(row => row.Metric == "angleToBackprop" && row.Layer == layer).Value, 0.01, 140));
        Assert.Contains(rows, row => row is { Metric: "angleBW", Layer: 1 } && double.IsFinite(row.Value));
        DynamicsReading reading = learner.Capability<IConverges>()!.Watch(BatchOf(data, 5));
        Assert.Equal(2, reading.Rates.Count);
        Assert.All(reading.Rates, hertz => Assert.InRange(hertz, 0.01, 200));
        Assert.Equal(reading.Rates, learner.Capability<IConverges>()!.Watch(BatchOf(data, 5)).Rates);
    }

    [Fact]
    public void One_sample_is_followed_through_both_phases()
    {
        (ILearner learner, DataSplits data) = Make(Rule, "784-12-10", 60);
        LearnerState before = learner.State.Clone();
        Recording recording = learner.Capability<IRecords>()!.Record(BatchOf(data, 1));
        Assert.Equal(["forward", "target"], recording.Phases.Select(phase => phase.Name));
        Assert.InRange(recording.Phases[1].Start, 50, 80);
        Assert.InRange(recording.Times.Count, 100, 160);
        Assert.All(recording.Traces, trace => Assert.Equal(recording.Times.Count, trace.Values.Count));
        Assert.Equal(["V", "V^a", "V^b", "α, plateau potential"], recording.Traces.Select(trace => trace.Quantity).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal([0, 1, 2], recording.Spikes.Select(train => train.Layer).Distinct());
        Assert.All(recording.Spikes.SelectMany(train => train.Times), time => Assert.InRange(time, 0, recording.Times[^1]));
        Assert.Equal([20, 12, 10], Enumerable.Range(0, 3).Select(layer => recording.Spikes.Count(train => train.Layer == layer)));
        Assert.Contains(recording.Spikes, train => train is { Layer: 1, Times.Count: > 0 });
        IReadOnlyList<double> plateau = recording.Traces.First(trace => trace.Quantity.StartsWith('α')).Values;
        Assert.Equal(2, plateau.Distinct().Count());
        Assert.Equal(recording.Phases[1].Start, plateau.TakeWhile(value => value == plateau[0]).Count());
        foreach ((string name, Matrix value) in learner.State.Matrices)
        {
            Matrices.SameBits(before.Matrices[name], value, name);
        }

        Assert.Equal(2, Make(Rate, "784-12-10", 60).Learner.Capability<IRecords>()!.Record(BatchOf(data, 1)).Times.Count);
        IRecords records = learner.Capability<IRecords>()!;
        Assert.Contains("not 2", Assert.Throws<ArgumentException>(() => records.Record(BatchOf(data, 2))).Message, StringComparison.Ordinal);
    }

    /// <summary>By hand: one hidden unit and one output have J_β J_γ = φ_max k_d σ′(V) W σ′(V^a) Y, and (1 − that)².</summary>
    [Fact]
    public void The_condition_of_the_first_theorem_is_measured()
    {
        var request = new ModelRequest { Net = NetworkSpec.Parse("1-1-1"), Rng = new Rng(2), Optimizer = new Sgd(1), Precision = Precision.Double };
        var learner = new SegregatedDendrites(request, new() { Mode = SegregatedMode.Rate });
        var batch = new Batch(Matrix.Of([[0.5]], Precision.Double), Matrix.Of([[1]], Precision.Double));
        SegregatedUnits units = Replay(request, new() { Mode = SegregatedMode.Rate }, batch);
        double output = Slope(units.MeanV[2][0, 0]), plateau = Slope(units.Before[1][0, 0]);
        double product = 0.2 * 0.6 / 0.7 * output * learner.Parameters[2].Value[0, 0] * plateau * learner.Parameters[4].Value[0, 0];
        Assert.Equal((1 - product) * (1 - product), learner.Contraction(batch), 1e-9);

        static double Slope(double v) => Sigmoid(v) * (1 - Sigmoid(v));
    }

    // The phases that a learner's step 4 goes through, with what they leave.
    private static SegregatedUnits Replay(ModelRequest request, SegregatedOptions options, Batch batch)
    {
        Rng rng = request.Rng.Fork("segregated");
        var weights = new SegregatedWeights(request.Net.Widths, options.Feedback, Precision.Double, rng);
        var simulation = new SegregatedSimulation(new(options, weights), request.Net.Widths, Precision.Double);
        weights.Turn();
        return simulation.Learn(batch.X, batch.T, rng.Fork("training noise").Fork("step", 4));
    }

    private static (ModelRequest Request, Batch Batch) Small(int samples, double rate)
    {
        Matrix x = new(6, samples, Precision.Double), t = new(2, samples, Precision.Double);
        x.FillUniform(new Rng(1), 0, 1);
        for (int s = 0; s < samples; s++)
        {
            t[s % 2, s] = 1;
        }

        return (new() { Net = NetworkSpec.Parse("6-5-4-2"), Rng = new Rng(9), Optimizer = new Sgd(rate), Precision = Precision.Double }, new(x, t));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
