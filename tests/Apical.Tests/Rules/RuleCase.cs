namespace Apical.Tests.Rules;

/// <summary>A rule with its settings, and what is to be expected of it.</summary>
/// <param name="Type">The class.</param>
/// <param name="Make">Makes it.</param>
/// <param name="Feedback">Name and shape of all that it owns, for a given network.</param>
internal sealed record RuleCase(Type Type, Func<Network, Rng, LearningRule> Make, Func<Network, IEnumerable<(string Name, int Rows, int Columns)>> Feedback)
{
    /// <summary>Whether signals depend on noise that is new in every step.</summary>
    public bool HasNoisySignals { get; init; }

    /// <summary>Whether feedback updates depend on noise that is new in every step.</summary>
    public bool HasNoisyFeedback { get; init; }

    /// <summary>Whether the feedback gets updates.</summary>
    public bool FeedbackLearns { get; init; }

    /// <summary>Names of feedback that is fixed while the rest learns begin so; null when all learns alike.</summary>
    public string? FixedFeedback { get; init; }

    /// <summary>Whether layers below the output learn.</summary>
    public bool TeachesHiddenLayers { get; init; } = true;

    /// <summary>Whether layers 1..L must have one width, batches one sample, and the optimizer be plain gradient descent: exact inverses.</summary>
    public bool HasExactInverses { get; init; }

    /// <summary>Whether it inverts activations, which dropped units do not allow.</summary>
    public bool InvertsActivations { get; init; }

    /// <summary>Whether it takes inverses of whole layers for targets, and so fully connected ones only.</summary>
    public bool NeedsFullLayers { get; init; }

    /// <summary>Whether its activities settle sample by sample, and so without batch normalisation.</summary>
    public bool Settles { get; init; }

    /// <summary>Whether one layer, drawn anew, learns in each step.</summary>
    public bool TeachesOneLayer { get; init; }

    /// <summary>The signal at the output, as a multiple of backpropagation's; null where it is another.</summary>
    public double? OutputScale { get; init; } = 1;

    /// <summary>Layers in which it is sure to lower the loss; null for any.</summary>
    public string? LearningNet { get; init; }

    /// <summary>The rate at which it lowers the loss in two hundred steps.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Widths that it can teach: those given, or, for exact inverses, all as the last but the input.</summary>
    public string Fit(string widths) => HasExactInverses ? string.Join('-', widths.Split('-').Select((n, i) => i == 0 ? n : widths.Split('-')[^1])) : widths;

    /// <summary>The batch size that it can learn from.</summary>
    public int FitBatch(int size) => HasExactInverses ? 1 : size;

    /// <summary>The batch normalisation that it can do with: none for batches of one sample, or where samples have Jacobians or a rest of their own.</summary>
    public BatchNorm FitBatchNorm(BatchNorm form) => HasExactInverses || Settles || Type == typeof(GaussNewton) ? BatchNorm.None : form;

    /// <summary>The dropout that it can bear.</summary>
    public double FitDropout(double dropout) => InvertsActivations ? 0 : dropout;

    /// <summary>How far single and double precision may part, relative to the largest entry.</summary>
    public double SingleTolerance { get; init; } = 1e-5;
}
