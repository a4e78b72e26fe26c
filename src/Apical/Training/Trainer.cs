using System.Diagnostics;
using Apical.Data;
using Apical.Learning;
using Apical.Rules;

namespace Apical.Training;

/// <summary>Draws batches, steps the learner, fires callbacks.</summary>
/// <remarks>The same seed gives the same bits, whatever the number of threads and however often training was interrupted and resumed.</remarks>
public sealed class Trainer
{
    private readonly TrainerOptions _options;
    private readonly IBatchSource _batches;
    private readonly List<TrainerCallback> _callbacks = [];     // as a list, so that going through it in every step allocates nothing
    private TrainingEnd? _end;

    /// <summary>Prepares training.</summary>
    /// <param name="learner">What learns.</param>
    /// <param name="train">The training set, or what makes its samples, in the learner's precision.</param>
    /// <param name="rng">Orders the samples.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">A batch of one sample for a network that takes statistics of its batches.</exception>
    public Trainer(ILearner learner, ITrainingData train, Rng rng, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(train);
        _options = options ?? new();
        SmallestBatch.RequireInTraining(learner, train.Count, _options.BatchSize);
        _batches = train.Batches(_options.BatchSize, rng, _options.Shuffle);
        Learner = learner;
    }

    /// <summary>What learns.</summary>
    public ILearner Learner { get; }

    /// <summary>Who watches, in this order.</summary>
    public IList<TrainerCallback> Callbacks => _callbacks;

    /// <summary>Whole epochs done.</summary>
    public int Epoch { get; private set; }

    /// <summary>Epochs to do in all.</summary>
    public int Epochs => _options.Epochs;

    /// <summary>Steps done.</summary>
    public long Step { get; private set; }

    /// <summary>Steps in one epoch.</summary>
    public int StepsPerEpoch => _batches.BatchesPerEpoch;

    /// <summary>Seconds spent in training steps, measuring not counted; goes on counting when resumed.</summary>
    public double Seconds { get; private set; }

    /// <summary>The loss averaged over the samples of the last whole epoch, each taken before its step; NaN before the first.</summary>
    public double EpochLoss { get; private set; } = double.NaN;

    /// <summary>The fraction of samples of the last whole epoch that were classified rightly before their step; NaN when not known.</summary>
    public double EpochAccuracy { get; private set; } = double.NaN;

    /// <summary>Ends training after this step; from <see cref="TrainerCallback.OnStart"/>, before the first.</summary>
    /// <param name="why">What <see cref="Run"/> is to return. The first reason given counts.</param>
    public void Stop(TrainingEnd why = TrainingEnd.Stopped) => _end ??= why;

    /// <summary>What is trained, in words: checkpoints say it, and only those that say the same are gone on from. Null for nothing to say.</summary>
    public string? Of { get; set; }

    /// <summary>A checksum of what was measured until now: checkpoints say it, and are gone on from beside those measurements only. Null for none.</summary>
    public string? Measured { get; set; }

    /// <summary>What is done of the epoch after the <see cref="Epoch"/> whole ones; nothing between epochs.</summary>
    public PartialEpoch Begun { get; private set; }

    /// <summary>Has the loss and accuracy of the last whole epoch, where they were measured before a stop.</summary>
    /// <param name="loss">The loss; NaN when not known.</param>
    /// <param name="accuracy">The accuracy; NaN when not known.</param>
    internal void Recall(double loss, double accuracy) => (EpochLoss, EpochAccuracy) = (loss, accuracy);

    /// <summary>Goes on from a saved position; the learner must have been restored to the same.</summary>
    /// <param name="epoch">Whole epochs done.</param>
    /// <param name="seconds">Seconds spent until then.</param>
    /// <param name="begun">What was done of the next epoch. Default: nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number, or more steps than an epoch has.</exception>
    public void ContinueFrom(int epoch, double seconds, PartialEpoch begun = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(begun.Steps, nameof(begun));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(begun.Steps, Math.Max(1, StepsPerEpoch), nameof(begun));
        (Epoch, Step, Seconds, Begun) = (epoch, ((long)epoch * StepsPerEpoch) + begun.Steps, seconds, begun);
    }

    /// <summary>
    /// Trains until all epochs are done, a callback stops it, the loss is no longer finite, or it is cancelled. Called again, it goes on after the
    /// last step, in the middle of an epoch too.
    /// </summary>
    /// <param name="cancellation">Looked at before each step.</param>
    public TrainingEnd Run(CancellationToken cancellation = default)
    {
        _end = null;
        foreach (TrainerCallback callback in _callbacks)
        {
            callback.OnStart(this);
        }

        while (Epoch < Epochs && _end is null)
        {
            RunEpoch(cancellation);
        }

        TrainingEnd end = _end ?? TrainingEnd.Completed;
        foreach (TrainerCallback callback in _callbacks)
        {
            callback.OnEnd(this, end);
        }

        return end;
    }

    private void RunEpoch(CancellationToken cancellation)
    {
        long last = (Epoch + 1L) * StepsPerEpoch;
        while (Step < last)
        {
            if (cancellation.IsCancellationRequested)
            {
                Stop(TrainingEnd.Cancelled);
                return;
            }

            long start = Stopwatch.GetTimestamp();
            Batch batch = _batches.Draw(Step);
            StepResult result = Learner.Learn(batch, new Moment(Step, (double)Step / StepsPerEpoch));
            Seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            Step++;
            Begun = new(Begun.Steps + 1, Begun.Loss + (result.Loss * batch.Size), Begun.Samples + batch.Size, Begun.Correct + result.Correct);
            if (!double.IsFinite(result.Loss))
            {
                Stop(TrainingEnd.Diverged);
                return;
            }

            foreach (TrainerCallback callback in _callbacks)
            {
                callback.OnStep(this, result);
            }

            if (_end is not null && Step < last)
            {
                return;
            }
        }

        Epoch++;
        EpochLoss = Begun.Loss / Begun.Samples;
        EpochAccuracy = Begun.Correct < 0 ? double.NaN : (double)Begun.Correct / Begun.Samples;
        Begun = default;
        foreach (TrainerCallback callback in _callbacks)
        {
            callback.OnEpoch(this);
            if (_end == TrainingEnd.Diverged)
            {
                return;                                 // found by one that looked first: there is nothing to measure or to keep
            }
        }
    }
}
