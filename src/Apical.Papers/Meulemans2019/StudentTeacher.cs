using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Optimizers;
using Apical.Probes;
using Apical.Training;

namespace Apical.Papers.Meulemans2019;

/// <summary>
/// The task of sections 5.1.3 and 5.2.2: a student network at a given distance from a teacher of the same shape learns the teacher's answers.
/// Methods of one replicate share teacher, samples and the student's first weights.
/// </summary>
/// <param name="Widths">Units per layer.</param>
/// <param name="BatchSize">Samples in a minibatch.</param>
/// <param name="BatchesPerEpoch">Minibatches in an epoch; the training set holds them all.</param>
/// <param name="Epochs">Epochs.</param>
/// <param name="StopBelow">A run ends once its training loss is below; its curves stay where they were.</param>
internal sealed record StudentTeacher(string Widths, int BatchSize, int BatchesPerEpoch, int Epochs, double StopBelow)
{
    /// <summary>Training and test loss after each epoch, from epoch 0: mean of ‖h_L − t‖², as the thesis has it, without a half.</summary>
    public static readonly Track TrainLoss = new("train-loss"), TestLoss = new("test-loss");

    private const int ProbedSamples = 200;
    private const double Slope = 0.35, Conditioning = 0.4, Distance = 8;

    private static readonly Fixed<int> s_tests = new("test samples", 1000, "released code");

    /// <summary>What all figures share.</summary>
    public static IReadOnlyList<ISetting> Common { get; } =
    [
        new Told("task",
            FormattableString.Invariant($"inputs N(0, 1); teacher and student of one shape, hidden leaky ReLU {Slope}, linear output, no biases; no noise"),
            "5.1.3, 5.2.2; released code"),
        new Told("weights",
            FormattableString.Invariant(
                $"teacher N(0, 1) with σ_min σ_max > {Conditioning}; student at Frobenius distance {Distance} from it, σ_min σ_max > {Conditioning}"),
            "5.1.3; released code"),
        s_tests,
        new Told("η̂", FormattableString.Invariant($"{TargetMethod.Eta}"),
            FormattableString.Invariant($"5.1.3: of the gradient 2(h − t); step {2 * TargetMethod.Eta} of the gradient h − t of our loss ½‖h − t‖²")),
        new Told("learning rates",
            "those of the thesis, for the weights twice as large here because our losses have a half; feedback rates as they are (A.8 drops the 2 of its "
                + "gradient); all fall along a line to a fifth", "5.1.3, 5.2.2; released code"),
    ];

    /// <summary>The numbers format of the networks.</summary>
    public Precision Precision { get; init; } = Precision.Double;

    /// <summary>Epochs until the rate of backprop has fallen to a fifth; that of the other methods falls over <see cref="Epochs"/>.</summary>
    public int DecayOfBackprop { get; init; } = 100;

    /// <summary>Trains one student.</summary>
    /// <param name="context">The replicate.</param>
    /// <param name="method">Rule and rates.</param>
    /// <param name="probes">Measured on 200 test samples before training and after each epoch; series are named <c>metric/layer</c>.</param>
    /// <exception cref="JobFailedException">A loss became infinite or NaN.</exception>
    public Measurements Train(JobContext context, TargetMethod method, params IReadOnlyList<IProbe> probes)
    {
        (Network teacher, Network student) = Networks(context.Rng);
        for (int i = 1; i < student.L; i++)
        {
            student[i].Frozen = method.OutputOnly;
        }

        Dataset train = TrainingSet(teacher, context.Rng), test = Answers(teacher, s_tests.Value, context.Rng.Fork("test"));
        var schedule = new LinearSchedule(method.IsBackprop ? DecayOfBackprop : Epochs);
        var learner = new NetworkLearner(
            method.Make(student, context.Rng.Fork("rule")),
            new Sgd(2 * method.OwnRate.Value) { Schedule = schedule }, new Sgd(method.OwnFeedbackRate.Value) { Schedule = schedule });
        var trainer = new Trainer(learner, train, context.Rng.Fork("order"), new TrainerOptions { Epochs = Epochs, BatchSize = BatchSize });
        var watch = new Watch(this, context, learner, train, test, probes);
        trainer.Callbacks.Add(watch);
        TrainingEnd end = trainer.Run(context.Cancellation);
        context.Cancellation.ThrowIfCancellationRequested();
        return end == TrainingEnd.Diverged ? throw new JobFailedException("the loss is no longer finite") : watch.Found;
    }

    /// <summary>Teacher and student of a replicate.</summary>
    /// <param name="rng">The replicate's.</param>
    public (Network Teacher, Network Student) Networks(Rng rng)
    {
        Network teacher = Draw(rng.Fork("teacher"), _ => Initialiser.Conditioned(Conditioning));
        return (teacher, Draw(rng.Fork("student"), i => Initialiser.AtDistance(teacher[i].W.Value, Distance, Conditioning)));
    }

    /// <summary>The training set of a replicate.</summary>
    /// <param name="teacher">Answers.</param>
    /// <param name="rng">The replicate's.</param>
    public Dataset TrainingSet(Network teacher, Rng rng) => Answers(teacher, BatchSize * BatchesPerEpoch, rng.Fork("train"));

    private Network Draw(Rng rng, Func<int, Initialiser> initialiser)
    {
        int[] n = Network.ParseWidths(Widths);
        Layer[] layers =
        [
            .. Enumerable.Range(1, n.Length - 1).Select(i => new Layer(
                new Dense(n[i - 1], n[i]), i < n.Length - 1 ? Activation.LeakyRelu(Slope) : Activation.Identity, rng.Fork("layer", i), $"layer{i}",
                initialiser(i), bias: false, precision: Precision)),
        ];
        return new Network(layers, Loss.SquaredError);
    }

    private static Dataset Answers(Network teacher, int samples, Rng rng)
    {
        var x = new Matrix(samples, teacher[1].FanIn, teacher.Precision);
        x.FillNormal(rng);
        return new Dataset("student-teacher", x, teacher.Forward(x.T.ToMatrix()).H[teacher.L].T.ToMatrix());
    }

    private sealed class Watch(StudentTeacher task, JobContext context, NetworkLearner learner, Dataset train, Dataset test, IReadOnlyList<IProbe> probes)
        : TrainerCallback
    {
        private readonly Workspace _workspace = new();
        private readonly Batch _look = new(test.Take(ProbedSamples).Inputs.T.ToMatrix(), test.Take(ProbedSamples).Targets.T.ToMatrix());

        public Measurements Found { get; } = new();

        public override void OnStart(Trainer trainer) => Measure();

        public override void OnEpoch(Trainer trainer)
        {
            Measure();
            context.Report((double)trainer.Epoch / trainer.Epochs);
            if (Found.Last(TrainLoss) < task.StopBelow)
            {
                trainer.Stop();
            }
        }

        // Curves of equal length, so that means over replicates are always over the same ones.
        public override void OnEnd(Trainer trainer, TrainingEnd end)
        {
            foreach (Track track in Found.Tracks.ToArray())
            {
                Found.Add(track, Enumerable.Repeat(Found.Last(track), Math.Max(0, task.Epochs + 1 - Found[track].Count)));
            }
        }

        private void Measure()
        {
            Found.Add(TrainLoss, JobContext.Finite(2 * learner.Evaluate(train).Loss))
                .Add(TestLoss, JobContext.Finite(2 * learner.Evaluate(test).Loss));
            using Workspace.Scope scope = _workspace.Enter();
            var results = new List<Measurement>();
            foreach (IProbe probe in probes)
            {
                probe.Measure(new Probing(learner, _look, Look()), results);
            }

            foreach (Measurement found in results)
            {
                Found.Add(Track.Of(found.Metric, found.Layer), found.Value);
            }
        }

        // Randomised rules make targets down to the layer that they drew: look at a step in which that is the first.
        private Moment Look()
        {
            var moment = default(Moment);
            while (learner.Rule is ITargetRule rule && rule.Targets(learner.Network.Forward(_look.X), _look, moment)[1] is null)
            {
                moment = new(moment.Step + 1);
            }

            return moment;
        }
    }
}
