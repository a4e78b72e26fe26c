using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="PseudoInverse"/>.</summary>
public sealed record PseudoInverseOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<PseudoInverseOptions> Settings { get; } = new Settings<PseudoInverseOptions>(() => new())
        .Number("damping", o => o.Damping, (o, x) => o with { Damping = x }, "λ of W⁺ = Wᵀ(W Wᵀ + λI)⁻¹; at least 0")
        .Margin(o => o.Margin, (o, x) => o with { Margin = x });

    /// <summary>λ of W⁺ = Wᵀ(W Wᵀ + λI)⁻¹.</summary>
    /// <value>Default 0. At least 0.</value>
    public double Damping
    {
        get;
        init => field = Checked.NotNegative(value, nameof(Damping), "Damping of the pseudo-inverse is 0 or more, and finite.");
    }

    /// <summary>How far inside the domain of s⁻¹ a target outside is moved; null for an error instead.</summary>
    /// <value>Default 0.001 (ours).</value>
    public double? Margin { get; init; } = 1e-3;
}
