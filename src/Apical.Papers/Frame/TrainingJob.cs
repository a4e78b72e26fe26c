using Apical.Data;
using Apical.Learning;
using Apical.Probes;
using Apical.Training;

namespace Apical.Papers;

/// <summary>Replicates that are a training run as <c>apical train</c> does it.</summary>
public static class TrainingJob
{
    /// <summary>Test accuracy, test loss and the loss of training, before training and after each epoch.</summary>
    public static readonly Track TestAccuracy = new(MetricNames.TestAccuracy), TestLoss = new(MetricNames.TestLoss), TrainLoss = new(MetricNames.TrainLoss);

    /// <summary>Trains a network, measured before training and after every epoch. One that is stopped goes on from that step the next time.</summary>
    /// <param name="context">The replicate.</param>
    /// <param name="recipe">What to train; its seed is that of the experiment.</param>
    /// <param name="data">The data, normalised and with the targets that the recipe says.</param>
    /// <param name="probes">What to measure beside accuracy and loss; default nothing.</param>
    /// <param name="probeSamples">Test samples that probes look at.</param>
    /// <param name="then">What is done with the trained network, to measure more.</param>
    /// <returns>A track for each metric, one number per epoch from epoch 0; those of probes are <see cref="Track.Of(Metric, int?)"/>.</returns>
    /// <exception cref="JobFailedException">The loss became infinite or NaN.</exception>
    public static Measurements Train(this JobContext context, Recipe recipe, DataSplits data, IReadOnlyList<IProbe>? probes = null, int probeSamples = 200,
        Action<ILearner, Measurements>? then = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        var found = new Measurements();
        var measured = new List<MetricRow>();
        var training = new TrainingRun(recipe, data, context.State, probes ?? [], probeSamples, context.Pool, rows => Take(rows));
        BegunTraining? begun = context.Next(recipe);
        Take(begun?.GoOn(training) ?? []);
        try
        {
            training.Complete(context.Cancellation);
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested && training.Trainer.Step > 0)
        {
            begun?.Keep(training, measured);
            throw;
        }

        begun?.Forget();
        then?.Invoke(training.Learner, found);
        return found;

        void Take(IReadOnlyList<MetricRow> rows)
        {
            measured.AddRange(rows);
            Note(rows, found);
        }
    }

    private static void Note(IReadOnlyList<MetricRow> rows, Measurements found)
    {
        foreach (MetricRow row in rows)
        {
            found.Add(Track.Of(row.Metric, row.Layer), row.Value);
        }
    }
}
