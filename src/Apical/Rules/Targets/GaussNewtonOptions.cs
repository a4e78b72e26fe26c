using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="GaussNewton"/>.</summary>
public sealed record GaussNewtonOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<GaussNewtonOptions> Settings { get; } = new Settings<GaussNewtonOptions>(() => new())
        .Step(o => o.Step, (o, x) => o with { Step = x })
        .Choice("curvature", o => o.Curvature, (o, x) => o with { Curvature = x },
            "block (by layer and sample), full (all layers of a sample) or batch (by layer, averaged over the batch)")
        .Number("damping", o => o.Damping, (o, x) => o with { Damping = x }, "λ, at the start (ours); at least 0. With 0 the pseudo-inverse")
        .Number("omega", o => o.Omega, (o, x) => o with { Omega = x }, "ω; 1 keeps λ as it is");

    /// <summary>η̂: the part of the Gauss–Newton step that makes the target.</summary>
    /// <value>Default 0.1. Positive.</value>
    public double Step
    {
        get;
        init => field = Checked.Positive(value, nameof(Step), "Targets lie a positive, finite part of the Gauss–Newton step away: with 0, no layer learns.");
    } = 0.1;

    /// <summary>Which curvature.</summary>
    /// <value>Default: by layer, per sample.</value>
    public GaussNewtonCurvature Curvature { get; init; }

    /// <summary>λ, the Levenberg–Marquardt damping, at the start.</summary>
    /// <value>Default 1 (ours). At least 0.</value>
    public double Damping
    {
        get;
        init => field = Checked.NotNegative(value, nameof(Damping), "Damping is 0 or more, and finite.");
    } = 1;

    /// <summary>ω of the damping's heuristic: λ is divided by ω where the model promised too much, else multiplied.</summary>
    /// <value>Default 1: λ stays. From 0 (excluded) to 1.</value>
    public double Omega
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Omega), value,
            "The damping's factor is above 0 and at most 1; with 1 the damping stays.");
    } = 1;
}
