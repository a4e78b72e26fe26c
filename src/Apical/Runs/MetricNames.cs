namespace Apical.Runs;

/// <summary>Names of what training measures by itself; <see cref="All"/> describes it. Probes declare their own metrics.</summary>
public static class MetricNames
{
    /// <summary>Share of the test samples classified correctly, 0…1.</summary>
    public const string TestAccuracy = "testAccuracy";

    /// <summary>Share of the training samples classified correctly, 0…1.</summary>
    public const string TrainAccuracy = "trainAccuracy";

    /// <summary>Share of the samples held out for validation that are classified correctly, 0…1.</summary>
    public const string ValidationAccuracy = "validationAccuracy";

    /// <summary>Loss on the samples held out for validation, averaged over samples.</summary>
    public const string ValidationLoss = "validationLoss";

    /// <summary>Loss on the test set, averaged over samples.</summary>
    public const string TestLoss = "testLoss";

    /// <summary>Loss on the training set, averaged over samples.</summary>
    public const string TrainLoss = "trainLoss";

    /// <summary>Seconds of training since the replicate began, without measuring. Cumulative: the last value is the total.</summary>
    public const string Seconds = "seconds";

    /// <summary>Σ (h − t)² / Σ (t − t̄)² on the test set, t̄ being the mean target of each output.</summary>
    public const string TestNormalisedSquaredError = "testNormalisedSquaredError";

    /// <summary>The learning rate that a test found for a run, written before training; absent where the rate was given.</summary>
    public const string LearningRate = "learningRate";

    /// <summary>Written with value 1 at the epoch in which a replicate failed (diverged, threw); absent otherwise.</summary>
    public const string Failed = "failed";

    /// <summary>All of them but <see cref="Failed"/> and <see cref="LearningRate"/>, in the order of a page.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        .. On("Accuracy", Unit.Share, TestAccuracy, ValidationAccuracy, TrainAccuracy),
        .. On("Loss", Unit.Plain, TestLoss, ValidationLoss, TrainLoss),
        new(TestNormalisedSquaredError, "Normalised squared error") { Samples = "Test" },
        new(Seconds, "Training time", Unit.Seconds) { Note = "Seconds of training since each replicate began, measuring not counted." },
    ];

    private static Metric[] On(string heading, Unit unit, string test, string validation, string train) =>
    [
        new(test, heading, unit) { Samples = "Test" },
        new(validation, heading, unit) { Samples = "Validation" },
        new(train, heading, unit) { Samples = "Training" },
    ];
}
