using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="DirectDifferenceTargetPropagation"/>.</summary>
public sealed record DirectDifferenceOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<DirectDifferenceOptions> Settings { get; } = new Settings<DirectDifferenceOptions>(() => new())
        .Step(o => o.Step, (o, x) => o with { Step = x })
        .Form("init", Initialiser.Parse, o => o.Initialiser, (o, x) => o with { Initialiser = x }, "how Q_i starts")
        .Number("sigma", o => o.Sigma, (o, x) => o with { Sigma = x }, "standard deviation σ of the noise on activations (ours); positive")
        .Decay(o => o.Decay, (o, x) => o with { Decay = x });

    /// <summary>η̂: the output target is h_L − η̂ e_L.</summary>
    /// <value>Default 0.1 (ours; the paper tunes it). Positive.</value>
    public double Step
    {
        get;
        init => field = Checked.Positive(value, nameof(Step), "The output target lies a positive, finite step down the gradient: with 0, no layer learns.");
    } = 0.1;

    /// <summary>How Q_i is drawn.</summary>
    /// <value>Default: Glorot (the paper has its normal form).</value>
    public Initialiser Initialiser { get; init; } = Initialiser.Glorot;

    /// <summary>Standard deviation σ of the noise on h_i from which Q_i learns.</summary>
    /// <value>Default 0.1 (ours; the paper tunes it). Positive.</value>
    public double Sigma
    {
        get;
        init => field = Checked.Positive(value, nameof(Sigma), "Feedback learns from noise: its standard deviation must be positive and finite.");
    } = 0.1;

    /// <summary>λ of the penalty λ‖Q‖².</summary>
    /// <value>Default 0. At least 0.</value>
    public double Decay
    {
        get;
        init => field = Checked.NotNegative(value, nameof(Decay), "The penalty on Q is 0 or more, and finite.");
    }
}
