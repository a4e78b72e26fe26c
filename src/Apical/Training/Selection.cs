using Apical.Runs;

namespace Apical.Training;

/// <summary>How the best of several settings is chosen: by the mean of a metric over the last epochs of a run, as demirbilek2021 (section 2.1) does.</summary>
/// <param name="Metric">One of <see cref="Metrics"/>, by its name in metrics.csv.</param>
/// <param name="Last">Epochs to average over; null is the second half, which of the thesis's 20 epochs is its last ten.</param>
public sealed record Selection(string Metric, int? Last = null)
{
    /// <summary>Metrics to select by, as one writes them, and their names in metrics.csv.</summary>
    public static IReadOnlyList<(string Name, string Metric)> Metrics { get; } =
    [
        ("test-accuracy", MetricNames.TestAccuracy), ("validation-accuracy", MetricNames.ValidationAccuracy), ("train-accuracy", MetricNames.TrainAccuracy),
        ("test-loss", MetricNames.TestLoss), ("validation-loss", MetricNames.ValidationLoss), ("train-loss", MetricNames.TrainLoss),
    ];

    /// <summary>The metric as one writes it: <c>test-accuracy</c>.</summary>
    public string Name => Metrics.Where(known => known.Metric == Metric).Select(known => known.Name).FirstOrDefault() ?? Metric;

    /// <summary>Whether more is better.</summary>
    public bool IsAccuracy => Known.Unit == Unit.Share;

    /// <summary>The loss on the same samples, over the same epochs: it decides between equal accuracies, of which small sets have many.</summary>
    public Selection ByLoss => this with
    {
        Metric = Metric switch
        {
            MetricNames.TestAccuracy => MetricNames.TestLoss,
            MetricNames.ValidationAccuracy => MetricNames.ValidationLoss,
            MetricNames.TrainAccuracy => MetricNames.TrainLoss,
            _ => Metric,
        },
    };

    /// <summary>Whether it looks at the test samples, which then are no unseen ones any more.</summary>
    public bool OnTest => Known.Samples == "Test";

    /// <summary>Whether it needs samples held out of training.</summary>
    public bool OnValidation => Known.Samples == "Validation";

    private Metric Known => MetricNames.All.First(known => known.Name == Metric);

    /// <summary>The number of a run.</summary>
    /// <param name="rows">What the run has measured.</param>
    /// <param name="epochs">Epochs it was to do.</param>
    /// <returns>NaN when the metric was never measured after training began.</returns>
    public double Of(IEnumerable<MetricRow> rows, int epochs)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var course = rows.Where(row => row.Metric == Metric && row.Layer is null && row.Epoch > 0).GroupBy(row => row.Epoch).OrderBy(epoch => epoch.Key);
        double[] values = [.. course.Select(epoch => epoch.Last().Value)];
        return values.Length == 0 ? double.NaN : values.TakeLast(Last ?? Math.Max(1, epochs / 2)).Average();
    }

    /// <summary>
    /// Best first: those none of whose runs failed, then those with some; among these those that were not stopped, then the last to be; among these by the
    /// mean, and among equal accuracies by the loss on the same samples. What has no number comes last.
    /// </summary>
    /// <param name="results">Any order.</param>
    public IReadOnlyList<SweepResult> Sorted(IEnumerable<SweepResult> results) =>
    [
        .. results.OrderBy(result => double.IsNaN(result.Value.Mean)).ThenBy(result => result.Failed > 0)
            .ThenByDescending(result => result.StoppedAfter ?? int.MaxValue).ThenBy(result => IsAccuracy ? -result.Value.Mean : result.Value.Mean)
            .ThenBy(result => double.IsNaN(result.Loss.Mean)).ThenBy(result => result.Loss.Mean),
    ];
}
