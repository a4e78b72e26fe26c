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

    /// <summary>Goes on from a saved position; the learner must have been restored to the same.</summary>
    /// <param name="epoch">Whole epochs done.</param>
    /// <param name="seconds">Seconds spent until then.</param>
    public void ContinueFrom(int epoch, double seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        (Epoch, Step, Seconds) = (epoch, (long)epoch * StepsPerEpoch, seconds);
    }

    /// <summary>
    /// Trains until all epochs are done, a callback stops it, the loss is no longer finite, or it is cancelled. Called again, it goes on after the
    /// last step; <see cref="EpochLoss"/> and <see cref="EpochAccuracy"/> of an epoch that was cut in two are those of its second part.
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
        double loss = 0;
        long samples = 0, correct = 0, last = (Epoch + 1L) * StepsPerEpoch;
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
            loss += result.Loss * batch.Size;
            samples += batch.Size;
            correct += result.Correct;
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
        EpochLoss = loss / samples;
        EpochAccuracy = correct < 0 ? double.NaN : (double)correct / samples;
        foreach (TrainerCallback callback in _callbacks)
        {
            callback.OnEpoch(this);
        }
    }
}
