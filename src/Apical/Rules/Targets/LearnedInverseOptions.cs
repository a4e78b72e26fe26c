using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="LearnedInverse"/>.</summary>
public sealed record LearnedInverseOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<LearnedInverseOptions> Settings { get; } = new Settings<LearnedInverseOptions>(() => new())
        .Inverse(o => o.Initialiser, (o, x) => o with { Initialiser = x })
        .Number("sigma", o => o.Sigma, (o, x) => o with { Sigma = x }, "standard deviation σ of the white noise (the thesis's code); positive")
        .Decay(o => o.Decay, (o, x) => o with { Decay = x })
        .Margin(o => o.Margin, (o, x) => o with { Margin = x });

    /// <summary>How Q_i starts; null for the pseudo-inverse of the forward weights.</summary>
    /// <value>Default null (the thesis's code).</value>
    public Initialiser? Initialiser { get; init; }

    /// <summary>λ of the penalty λ‖Q‖².</summary>
    /// <value>Default 0 (the thesis's code). At least 0.</value>
    public double Decay
    {
        get;
        init => field = Checked.NotNegative(value, nameof(Decay), "The penalty on Q is 0 or more, and finite.");
    }

    /// <summary>Standard deviation σ of the white noise from which Q_i learns.</summary>
    /// <value>Default 1 (the thesis's code). Positive.</value>
    public double Sigma
    {
        get;
        init => field = Checked.Positive(value, nameof(Sigma), "Inverses are learned from noise: its standard deviation must be positive and finite.");
    } = 1;

    /// <summary>How far inside the domain of s⁻¹ a target outside is moved; null for an error instead.</summary>
    /// <value>Default 0.001 (ours).</value>
    public double? Margin { get; init; } = 1e-3;
}
