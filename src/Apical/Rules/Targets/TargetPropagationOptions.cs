using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="TargetPropagation"/>.</summary>
public sealed record TargetPropagationOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<TargetPropagationOptions> Settings { get; } = new Settings<TargetPropagationOptions>(() => new())
        .Step(o => o.Step, (o, x) => o with { Step = x })
        .Choice("adapt", o => o.Adaptation, (o, x) => o with { Adaptation = x },
            "none; line-search: each layer takes the step that brings it nearest to its target; ratio: that, and η̂ follows how much of the promised reduction "
            + "of the loss came true (docs/tuning.md). With the last two a learning rate of 1 is a whole step")
        .Number("omega", o => o.Omega, (o, x) => o with { Omega = x }, "factor of η̂ under adapt=ratio; between 0 and 1");

    /// <summary>η̂: the output target is h_L − η̂ e_L.</summary>
    /// <value>Default 0.1 (the thesis has 0.2 in our units, see docs/rules/tp-ai.md). Positive.</value>
    public double Step
    {
        get;
        init => field = Checked.Positive(value, nameof(Step), "The output target lies a positive, finite step down the gradient: with 0, no layer learns.");
    } = 0.1;

    /// <summary>Whether targets are h_i plus a difference, rather than g_i alone.</summary>
    /// <value>Default false.</value>
    public bool Difference { get; init; }

    /// <summary>Whether one layer, drawn anew in each step, learns; else all do.</summary>
    /// <value>Default false.</value>
    public bool OneLayer { get; init; }

    /// <summary>Whether δ_i takes D_i⁻¹ in place of D_i: modified target propagation.</summary>
    /// <value>Default false.</value>
    public bool InverseSlope { get; init; }

    /// <summary>Whether the last hidden layer gets its target by the gradient, as in the first difference target propagation.</summary>
    /// <value>Default false.</value>
    public bool LastHiddenByGradient { get; init; }

    /// <summary>How the length of steps is chosen.</summary>
    /// <value>Default: it is given (the thesis). With the others a learning rate of 1 is a whole step.</value>
    public StepAdaptation Adaptation { get; init; }

    /// <summary>ω of <see cref="StepAdaptation.Ratio"/>: η̂ is multiplied by it where the loss fell too little, divided where it fell as it should.</summary>
    /// <value>Default 0.9 (ours). Between 0 and 1 (both excluded).</value>
    public double Omega
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Omega), value,
            "The factor of the output step lies between 0 and 1 (both excluded).");
    } = 0.9;

    /// <summary>Where the form comes from.</summary>
    /// <value>Default: meulemans2019.</value>
    public Citation Source { get; init; } = Sources.Meulemans2019;
}
