using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="WeightMirror"/>.</summary>
public sealed record WeightMirrorOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<WeightMirrorOptions> Settings { get; } = new Settings<WeightMirrorOptions>(() => new())
        .With(FeedbackOptions.LayerByLayer, o => o.Feedback, (o, x) => o with { Feedback = x })
        .Number("sigma", o => o.Sigma, (o, x) => o with { Sigma = x }, "σ. As the correlation is divided by σ², it does not change the result")
        .Whole("samples", o => o.Samples, (o, x) => o with { Samples = x }, "noise vectors per step (ours)")
        .Number("rate", o => o.Rate, (o, x) => o with { Rate = x }, "factor on the update of B_i beside the optimizer's rate (ours)");

    /// <summary>How B_i starts.</summary>
    public FeedbackOptions Feedback { get; init; } = new();

    /// <summary>Standard deviation σ of the mirror phase's noise.</summary>
    /// <value>Default 0.1 (Akrout et al.: uniform noise of width 0.1, sd 0.03). Positive. As the correlation is divided by σ², it does not change the
    /// result.</value>
    public double Sigma
    {
        get;
        init => field = Checked.Positive(value, nameof(Sigma), "The mirror phase needs noise: a positive, finite standard deviation.");
    } = 0.1;

    /// <summary>Noise samples in each step.</summary>
    /// <value>Default 64 (ours). At least 1; more make B_i less noisy.</value>
    public int Samples
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Samples), value, "At least one noise sample.");
    } = 64;

    /// <summary>Factor on the update of B_i, relative to the feedback optimizer's rate.</summary>
    /// <value>Default 1. Positive.</value>
    public double Rate
    {
        get;
        init => field = Checked.Positive(value, nameof(Rate), "A positive, finite factor.");
    } = 1;
}
