using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="ExactInverse"/>.</summary>
public sealed record ExactInverseOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<ExactInverseOptions> Settings { get; } = new Settings<ExactInverseOptions>(() => new())
        .Number("epsilon", o => o.Epsilon, (o, x) => o with { Epsilon = x }, "ε, below which the denominator is not let (the thesis's code); between 0 and 1")
        .Margin(o => o.Margin, (o, x) => o with { Margin = x });

    /// <summary>ε, below which the denominator of the Sherman–Morrison update is not let.</summary>
    /// <value>Default 0.5 (the thesis's code). Between 0 and 1 (both excluded).</value>
    public double Epsilon
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(Epsilon), value,
                "The denominator of the Sherman–Morrison update is kept at ε or more, ε between 0 and 1 (both excluded).");
    } = 0.5;

    /// <summary>How far inside the domain of s⁻¹ a target outside is moved; null for an error instead.</summary>
    /// <value>Default 0.001 (ours).</value>
    public double? Margin { get; init; } = 1e-3;
}
