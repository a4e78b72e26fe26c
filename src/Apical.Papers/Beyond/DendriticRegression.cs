using Apical.Data;
using Apical.Models;
using Apical.Networks;
using Apical.Optimizers;
using Apical.Probes;
using Apical.Training;

namespace Apical.Papers.Beyond;

/// <summary>
/// The regression task of Sacramento et al. 2018 in the full simulation: a 30-50-10 circuit learns a 30-20-10 teacher, not self-predicting at first.
/// </summary>
internal sealed class DendriticRegression : Experiment
{
    private const string Circuit = "microcircuit", Silent = "without top-down weights";
    private const double Threshold = 3, Gain = 0.1, InnerGain = 2, OuterGain = 10;

    private static readonly Fixed<int> s_runs = new("runs", 1, "our choice");
    private static readonly Setting<int> s_batches = new("batches", 4000, 200, "our choice; the paper has some 10⁷ samples");
    private static readonly Fixed<int> s_batch = new("circuits side by side", 32, "our choice; the paper shows samples to one circuit");
    private static readonly Fixed<double> s_pattern = new("time of a sample (ms)", 20, "our choice; re-implementations: 100 ms");
    private static readonly Fixed<double> s_dt = new("step (ms)", 0.2, "our choice; re-implementations: 0.1 ms");
    private static readonly Fixed<double> s_rate = new("rate", 0.05, "our choice, tuned");
    private static readonly Fixed<double> s_noise = new("σ", 0.3, "a re-implementation; noise that is white");
    private static readonly Fixed<double> s_lateral = new("rate of W^PI over that of W", 0.02, "our choice, tuned");
    private static readonly Told s_teacher = new("teacher",
        FormattableString.Invariant($"30-20-10, φ({OuterGain} W φ({InnerGain} W r)), W uniform ±1, inputs uniform from 0 to 1"),
        "Sacramento et al. 2018; inputs: our choice");
    private static readonly Told s_phi = new("φ",
        FormattableString.Invariant($"{Gain} log(1 + exp(u − {Threshold})); as softplus, the gain in the weights and the threshold in biases, which learn"),
        "Sacramento et al. 2018; that thresholds learn: our choice");

    private static readonly Track s_loss = new("test-loss"), s_signal = Track.Of(SignalAngleProbe.AngleToBackprop, 1), s_weights = Track.Of("angleBW", 1);

    public override string Id => "beyond/dendritic-regression";

    public override string Title => "The full simulation of dendritic microcircuits learns a teacher network";

    public override Citation Paper => BeyondPapers.Citation;

    public override Duration Takes => new(0.3, 12);

    public override IReadOnlyList<ISetting> Settings =>
        [s_runs, s_batches, s_batch, s_pattern, s_dt, s_rate, s_noise, s_lateral, s_teacher, s_phi];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, s_runs.Value)
           from name in new[] { Circuit, Silent }
           select new Job(name, run, context => Train(context, setup, name == Circuit ? Gain : 1e-9)),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Loss(string name) => results.Last(name, s_loss).Mean;
        double first = results.Curve(Circuit, s_loss) is { Count: > 0 } curve ? curve[0].Mean : double.NaN;
        Claim[] sentences =
        [
            Claim.AtMost("test loss at the end over that at the start", "the error falls", Loss(Circuit) / first, 0.5),
            setup.OrderAtQuick(
                Claim.AtMost("test loss over that without top-down weights", "hidden weights learn from apical dendrites", Loss(Circuit) / Loss(Silent), 1)),
            Claim.AtMost(
                "angle between hidden signals and backpropagation's", "below 90°: signals are of use", results.Last(Circuit, s_signal).Mean, 90, "°"),
        ];
        Claim[] numbers = setup.Scale == Scale.Quick ? [] :
        [
            Claim.Between("angle between top-down weights and transposed bottom-up ones at the end", "≈ 45°", results.Last(Circuit, s_weights).Mean, 35, 55,
                "°", 45),
        ];
        return new([.. sentences, .. numbers],
        [
            Course("Test loss", "Half the squared error of settled circuits without noise, in units of softplus.", "loss", s_loss, [Circuit, Silent]),
            Course("Angles", "Of the hidden layer's signals to backpropagation's, settled.", "angle (°)", s_signal, [Circuit]),
            Course("Weights", "Between B_1 and the transposed W_2.", "angle (°)", s_weights, [Circuit]),
        ])
        {
            Notes = ["The paper's rates, for some 10⁷ samples, are far smaller than ours for the samples that are shown here."],
        };

        Picture Course(string title, string caption, string axis, Track track, string[] names) => new(title, caption)
        {
            Charts =
            [
                new("", new("measurement"), new(axis),
                    [.. names.Select(name => Series.Of(name, Enumerable.Range(0, 1000).Select(i => (double)i), results.Curve(name, track)))]),
            ],
            Columns = 1,
        };
    }

    private static Measurements Train(JobContext context, Setup setup, double topDown)
    {
        const int looks = 20;
        int batches = s_batches.At(setup.Scale) / looks;
        DendriticMicrocircuit model = Make(context, topDown);
        Dataset train = Answers(context.Rng, batches * s_batch.Value, "train"), test = Answers(context.Rng, 500, "test");
        var look = new Batch(test.Inputs.T.ToMatrix(), test.Targets.T.ToMatrix());
        var found = new Measurements();
        IProbe[] probes = [new SignalAngleProbe(), new FeedbackAngleProbe()];
        Measure();
        for (int epoch = 0; epoch < looks; epoch++)
        {
            var trainer = new Trainer(model, train, context.Rng.Fork("order", epoch), new TrainerOptions { Epochs = 1, BatchSize = s_batch.Value });
            TrainingEnd end = trainer.Run(context.Cancellation);
            context.Report((epoch + 1.0) / looks);
            if (end == TrainingEnd.Diverged)
            {
                throw new JobFailedException("potentials are no longer finite");
            }

            Measure();
        }

        return found;

        void Measure()
        {
            found.Add(s_loss, JobContext.Finite(model.Evaluate(test).Loss));
            var seen = new List<Measurement>();
            foreach (IProbe probe in probes)
            {
                probe.Measure(new Probing(model, look), seen);
            }

            foreach (Measurement one in seen.Where(one => one.Layer == 1))
            {
                found.Add(Track.Of(one.Metric, one.Layer), one.Value);
            }
        }
    }

    /// <summary>The circuit, with the gain of φ in the weights from rates and its threshold in the biases.</summary>
    private static DendriticMicrocircuit Make(JobContext context, double topDown)
    {
        var model = new DendriticMicrocircuit(
            new()
            {
                Net = NetworkSpec.Parse("30-50-10"),
                Rng = context.Rng.Fork("model"),
                Optimizer = new Sgd(s_rate.Value),
                Hidden = Activation.Softplus,
                Output = Activation.Softplus,
                Loss = Loss.SquaredError,
                Initialiser = Initialiser.Uniform(1),
                Pool = context.Pool,
            },
            new()
            {
                Step = s_dt.Value,
                Pattern = s_pattern.Value,
                Noise = s_noise.Value,
                LateralRate = s_lateral.Value,
                Start = LateralStart.Random,
                Parallel = true,
                Margin = 1e-3,
                Feedback = new() { Initialiser = Initialiser.Uniform(topDown) },
            });
        foreach (Parameters.Parameter parameter in model.Parameters)
        {
            if (parameter.Name.EndsWith("/b", StringComparison.Ordinal) || parameter.Name.StartsWith("IPb", StringComparison.Ordinal))
            {
                parameter.Value.Fill(-Threshold);
            }
            else if (parameter.Name is "layer2/W" or "IP1")
            {
                parameter.Value.Scale(Gain);
            }
        }

        return model;
    }

    // Rates in units of softplus: what the paper's φ has without its gain.
    private static Dataset Answers(Rng rng, int samples, string name)
    {
        Matrix x = new(samples, 30), first = new(20, 30), second = new(10, 20);
        x.FillUniform(rng.Fork(name), 0, 1);
        first.FillUniform(rng.Fork("teacher", 1), -1, 1);
        second.FillUniform(rng.Fork("teacher", 2), -1, 1);
        Matrix r = Phi(first.Dot(x.T), InnerGain).Scaled(Gain);
        return new Dataset("teacher", x, Phi(second.Dot(r), OuterGain).T.ToMatrix());
    }

    private static Matrix Phi(Matrix u, double gain) => u.Scaled(gain).Shifted(-Threshold).Map(ScalarFunction.Softplus);
}
