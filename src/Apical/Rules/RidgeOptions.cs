using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="RidgeFeedbackAlignment"/>.</summary>
public sealed record RidgeOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<RidgeOptions> Settings { get; } = new Settings<RidgeOptions>(() => new())
        .With(FeedbackOptions.LayerByLayer, o => o.Feedback, (o, x) => o with { Feedback = x })
        .Number("lambda", o => o.Lambda, (o, x) => o with { Lambda = x }, "λ, at least 0; 0 is fa (default ours)")
        .Choice("schedule", o => o.Schedule, (o, x) => o with { Schedule = x }, "how λ(t) goes on")
        .Whole("steps", o => o.Steps, (o, x) => o with { Steps = x }, "T, at least 1 (ours)");

    /// <summary>How B_i is drawn.</summary>
    public FeedbackOptions Feedback { get; init; } = new();

    /// <summary>λ, the penalty at the start.</summary>
    /// <value>Default 0.01 (ours; song2021 has 0 to 0.5, by network). At least 0; 0 is feedback alignment.</value>
    public double Lambda
    {
        get;
        init => field = Checked.NotNegative(value, nameof(Lambda), "The penalty λ is finite and at least 0.");
    } = 0.01;

    /// <summary>How λ(t) goes on.</summary>
    /// <value>Default: constant, as in the paper's experiments.</value>
    public RidgeSchedule Schedule { get; init; } = RidgeSchedule.Constant;

    /// <summary>T, the steps until the cutoff, or the time scale of a decay.</summary>
    /// <value>Default 1000 (ours). At least 1; of no meaning for a constant λ.</value>
    public int Steps
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Steps), value, "The schedule needs at least one step.");
    } = 1000;

    /// <summary>λ(t)</summary>
    /// <param name="t">Steps done before this one; at least 0.</param>
    public double LambdaAt(long t) => Schedule switch
    {
        RidgeSchedule.Cutoff => t <= Steps ? Lambda : 0,
        RidgeSchedule.InverseSquare => Lambda / Math.Pow(1 + ((double)t / Steps), 2),
        RidgeSchedule.Exponential => Lambda * Math.Exp(-(double)t / Steps),
        _ => Lambda,
    };
}
