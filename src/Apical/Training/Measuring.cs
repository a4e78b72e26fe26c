using Apical.Data;
using Apical.Learning;
using Apical.Probes;
using Apical.Runs;

namespace Apical.Training;

/// <summary>Measures at the start and after each epoch: test and training performance, seconds, and any probes; hands on one row per number.</summary>
public sealed class Measuring : TrainerCallback
{
    private readonly ILearner _learner;
    private readonly ISamples _test;
    private readonly Batch _probed;
    private readonly IReadOnlyList<IProbe> _probes;
    private readonly Action<IReadOnlyList<MetricRow>> _write;
    private readonly (string Rule, int Run) _who;
    private readonly Workspace _workspace;

    /// <summary>Prepares the measurements.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="test">The test set.</param>
    /// <param name="probes">What else to measure.</param>
    /// <param name="probeSamples">Test samples that probes look at: the first so many.</param>
    /// <param name="who">Rule and run number for the rows.</param>
    /// <param name="write">Receives the rows of one epoch.</param>
    /// <param name="pool">Threads for large operations. Default: the calling thread alone.</param>
    public Measuring(
        ILearner learner, ISamples test, IReadOnlyList<IProbe> probes, int probeSamples, (string Rule, int Run) who,
        Action<IReadOnlyList<MetricRow>> write, WorkerPool? pool = null)
    {
        _workspace = new Workspace(pool);
        (_learner, _test, _probes, _who, _write) = (learner, test, probes, who, write);
        int[] first = [.. Enumerable.Range(0, Math.Min(probeSamples, test.Count))];
        var x = new Matrix(test.Features, first.Length, test.Precision);
        var t = new Matrix(test.Outputs, first.Length, test.Precision);
        test.Gather(first, x, t, []);
        _probed = new Batch(x, t);
    }

    /// <summary>Samples held out of training, if there are any.</summary>
    public ISamples? Validation { get; init; }

    /// <summary>What was found last on the test set; NaN before.</summary>
    public Evaluation Last { get; private set; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>What was found last on <see cref="Validation"/>; NaN before.</summary>
    public Evaluation LastValidation { get; private set; } = new(double.NaN, double.NaN, double.NaN);

    /// <inheritdoc/>
    public override void OnStart(Trainer trainer)
    {
        if (trainer.Step == 0)
        {
            Measure(trainer);
        }
    }

    /// <inheritdoc/>
    public override void OnEpoch(Trainer trainer) => Measure(trainer);

    /// <inheritdoc/>
    public override void OnEnd(Trainer trainer, TrainingEnd end)
    {
        if (end == TrainingEnd.Diverged)
        {
            _write([new(_who.Rule, _who.Run, trainer.Epoch, trainer.Step, MetricNames.Failed, null, 1)]);
        }
    }

    private void Measure(Trainer trainer)
    {
        using Workspace.Scope scope = _workspace.Enter();
        Last = _learner.Evaluate(_test);
        var rows = new List<MetricRow>();
        Add(MetricNames.TestAccuracy, null, Last.Accuracy);
        Add(MetricNames.TestLoss, null, Last.Loss);
        Add(MetricNames.TestNormalisedSquaredError, null, Last.NormalisedSquaredError);
        if (Validation is not null)
        {
            LastValidation = _learner.Evaluate(Validation);
            Add(MetricNames.ValidationAccuracy, null, LastValidation.Accuracy);
            Add(MetricNames.ValidationLoss, null, LastValidation.Loss);
        }

        Add(MetricNames.TrainLoss, null, trainer.EpochLoss);
        Add(MetricNames.TrainAccuracy, null, trainer.EpochAccuracy);
        Add(MetricNames.Seconds, null, trainer.Seconds);
        if (_probes.Count > 0)
        {
            var found = new List<Measurement>();
            var at = new Probing(_learner, _probed);
            foreach (IProbe probe in _probes)
            {
                probe.Measure(at, found);
            }

            foreach (Measurement one in found)
            {
                Add(one.Metric, one.Layer, one.Value);
            }
        }

        _write(rows);
        if (!double.IsFinite(Last.Loss))
        {
            trainer.Stop(TrainingEnd.Diverged);         // no later step may be there to find out
        }

        void Add(string metric, int? layer, double value)
        {
            if (!double.IsNaN(value))
            {
                rows.Add(new(_who.Rule, _who.Run, trainer.Epoch, trainer.Step, metric, layer, value));
            }
        }
    }
}
