using Apical.Data;
using Apical.Probes;

namespace Apical.Papers.Lechner2020;

/// <summary>The accuracy on the whole training set, asked anew after each epoch: what a step sees meanwhile is of older weights.</summary>
internal sealed class TrainAccuracyProbe(ISamples train) : IProbe
{
    public static readonly Track Accuracy = new("accuracyOnTrainingSet");

    public IReadOnlyList<Metric> Metrics { get; } = [new(Accuracy.Name, "Accuracy on the training set", Unit.Share)];

    public void Measure(Probing at, List<Measurement> results)
    {
        if (at.Learner is { } learner)
        {
            results.Add(new(Accuracy.Name, null, learner.Evaluate(train).Accuracy));
        }
    }
}
