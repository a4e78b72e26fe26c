using Apical.Data;

namespace Apical.Models;

/// <summary>How well a trained model does on a set.</summary>
/// <param name="Count">Samples.</param>
/// <param name="Loss">The learner's loss, averaged over samples.</param>
/// <param name="Confusion">Which class was taken for which; null for a model or a set without classes.</param>
/// <param name="Outputs">How well each output fits, where there are no classes; else empty.</param>
public sealed record ModelScores(int Count, double Loss, ConfusionMatrix? Confusion, IReadOnlyList<OutputScores> Outputs)
{
    /// <summary>Share of samples classified rightly; NaN without classes.</summary>
    public double Accuracy => Confusion?.Accuracy ?? double.NaN;

    /// <summary>The 95 % interval of the accuracy (<see cref="Wilson"/>); NaN without classes.</summary>
    public (double Low, double High) AccuracyInterval => Confusion is null ? (double.NaN, double.NaN) : Wilson.Interval(Confusion.Right, Confusion.Count);

    /// <summary>Compares answers with what sets say.</summary>
    /// <param name="model">Gave the answers.</param>
    /// <param name="sets">What was asked, the answers <c>[samples, outputs]</c>, and the loss averaged over the samples.</param>
    internal static ModelScores Of(TrainedModel model, IReadOnlyList<(ISamples Samples, Matrix Answers, double Loss)> sets)
    {
        int count = sets.Sum(set => set.Samples.Count);
        double loss = sets.Count == 1 ? sets[0].Loss : sets.Sum(set => set.Loss * set.Samples.Count) / count;
        return model.Card.Classifies && sets.All(set => set.Samples.Classes > 0)
            ? new(count, loss, new ConfusionMatrix(
                model.Card.Classes, [.. sets.SelectMany(set => Labels(set.Samples))], [.. sets.SelectMany(set => model.ClassesOf(set.Answers))]), [])
            : new(count, loss, null, [.. Enumerable.Range(0, model.Card.Outputs).Select(output => OutputScores.Of(
                [.. sets.SelectMany(set => set.Answers.ToArray().Chunk(set.Answers.Columns).Select(answer => Undone(answer[output], output)))],
                [.. sets.SelectMany(set => Targets(set.Samples, output).Select(target => Undone(target, output)))]))]);

        double Undone(double value, int output) => model.Card.TargetNormalisation?.Undone(value, output) ?? value;
    }

    private static int[] Labels(ISamples samples)
    {
        var labels = new int[samples.Count];
        samples.Gather([.. Enumerable.Range(0, samples.Count)], null, null, labels);
        return labels;
    }

    private static IEnumerable<double> Targets(ISamples samples, int output)
    {
        var targets = new Matrix(samples.Outputs, samples.Count, samples.Precision);
        samples.Gather([.. Enumerable.Range(0, samples.Count)], null, targets, []);
        return targets.ToArray().AsSpan(output * samples.Count, samples.Count).ToArray();
    }
}
