using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>How fixed or learned feedback matrices start.</summary>
public sealed record FeedbackOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<FeedbackOptions> Settings { get; } = new Settings<FeedbackOptions>(() => new())
        .Form("scale", FeedbackScale.Parse, o => o.Scale, (o, x) => o with { Scale = x }, FeedbackScale.Meaning)
        .Form("init", Initialiser.Parse, o => o.Initialiser, (o, x) => o with { Initialiser = x }, "how B_i is drawn: uniform ±1/√n_i (ours)");

    /// <summary>The settings of feedback that takes the place of Wᵀ, layer by layer.</summary>
    public static Settings<FeedbackOptions> LayerByLayer { get; } = Settings.Flag("unshared", o => o.Unshared, (o, x) => o with { Unshared = x },
        "whether B_i below a convolution has weights of its own for each unit, rather than a kernel as W_{i+1} is one");

    /// <summary>How B_i is drawn; it is given the fan-in and fan-out of the connection that it carries back.</summary>
    /// <value>Default: uniform ±1/√fan-in, as the forward weights (ours; lillicrap2016 draws uniformly and scales by trial).</value>
    public Initialiser Initialiser { get; init; } = Initialiser.UniformFanIn;

    /// <summary>Factors on the drawn entries, so that the error arrives at a useful size.</summary>
    /// <value>Default 1 for all. Positive: 0 would silence every hidden layer.</value>
    public FeedbackScale Scale { get; init; } = FeedbackScale.One;

    /// <summary>Whether feedback in the place of shared weights is not shared: B_i below a convolution is <c>[taps, units]</c> rather than <c>[taps, maps]</c>.
    /// </summary>
    /// <value>Default false: a kernel of its own, as in the literature. Of no effect below other layers, and for feedback straight from the output.</value>
    public bool Unshared { get; init; }
}
