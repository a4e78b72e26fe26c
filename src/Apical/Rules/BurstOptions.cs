using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="BurstCcn"/>.</summary>
public sealed record BurstOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<BurstOptions> Settings { get; } = new Settings<BurstOptions>(() => new())
        .Choice("bursts", o => o.Bursts, (o, x) => o with { Bursts = x }, "feedback of bursts: drawn once, the transposed weights, or learned")
        .Flag("silent", o => o.Silent, (o, x) => o with { Silent = x },
            "whether feedback of events cancels that of bursts exactly, at all times; else it learns to")
        .Number("baseline", o => o.Baseline, (o, x) => o with { Baseline = x }, "burst probability without teaching, between 0 and 1")
        .With(FeedbackOptions.Settings, o => o.Feedback, (o, x) => o with { Feedback = x })
        .Meaning("scale", FeedbackScale.MeaningOfKnown);

    /// <summary>Where the feedback of bursts comes from.</summary>
    /// <value>Default: drawn once (paper).</value>
    public BurstFeedback Bursts { get; init; }

    /// <summary>Whether the feedback of events cancels that of bursts exactly, at all times.</summary>
    /// <value>Default false: it begins so and learns to stay so (start: ours).</value>
    public bool Silent { get; init; }

    /// <summary>Burst probability without teaching, p_b.</summary>
    /// <value>Default 0.5 (released code). Between 0 and 1.</value>
    public double Baseline
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(Baseline), value, "The burst probability without teaching must lie between 0 and 1.");
    } = 0.5;

    /// <summary>How the feedback of bursts is drawn.</summary>
    /// <value>Default: as all feedback.</value>
    public FeedbackOptions Feedback { get; init; } = new();
}
