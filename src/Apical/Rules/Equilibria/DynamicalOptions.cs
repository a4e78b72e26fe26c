using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="DynamicalTargetPropagation"/>.</summary>
public sealed record DynamicalOptions
{
    private const string Mixed = "The share of feedback lies between 0 and 0.5 (both excluded).";

    /// <summary>Its settings on the command line, but for <see cref="Sleep"/>, which two phases have no use for.</summary>
    public static Settings<DynamicalOptions> Settings { get; } = new Settings<DynamicalOptions>(() => new())
        .Number("mu", o => o.Mu, (o, x) => o with { Mu = x }, "μ, the share of feedback in each activity; between 0 and 0.5")
        .Step(o => o.Step, (o, x) => o with { Step = x })
        .Flag("layer-rates", o => o.LayerRates, (o, x) => o with { LayerRates = x },
            "whether δ_i is divided by q^(L+1−i), q = μ/(1−μ), by which it decays on its way down (6.19)")
        .Whole("sweeps", o => o.Sweeps, (o, x) => o with { Sweeps = x }, "the most sweeps towards an equilibrium (ours)", 1)
        .Number("tolerance", o => o.Tolerance, (o, x) => o with { Tolerance = x },
            "a sample has settled when no activity changes by more in a sweep, relative to its largest one or 1; 0 for 1e-10 in double and 1e-5 in single "
            + "precision (ours)");

    /// <summary>The same and the sleep phase.</summary>
    public static Settings<DynamicalOptions> SinglePhaseSettings { get; } = new Settings<DynamicalOptions>(() => new())
        .With(Settings, o => o, (_, o) => o)
        .Whole("sleep", o => o.Sleep, (o, x) => o with { Sleep = x },
            "inverse=learned: Q_i learns in a sleep phase, without target, in every so-manieth step; 0: while the target is on, by which it learns to cancel "
            + "it", 0);

    /// <summary>μ, the share of feedback in each activity.</summary>
    /// <value>Default 0.2 (ours). Between 0 and 0.5 (both excluded).</value>
    public double Mu
    {
        get;
        init => field = value is > 0 and < 0.5 ? value : throw new ArgumentOutOfRangeException(nameof(Mu), value, Mixed);
    } = 0.2;

    /// <summary>η̂: the output is drawn towards h_L − η̂ e_L.</summary>
    /// <value>Default 0.1 (ours). Positive.</value>
    public double Step
    {
        get;
        init => field = Checked.Positive(value, nameof(Step), "The output target lies a positive, finite step down the gradient: with 0, no layer learns.");
    } = 0.1;

    /// <summary>Whether δ_i is divided by q^(L+1−i), by which it decays.</summary>
    /// <value>Default false.</value>
    public bool LayerRates { get; init; }

    /// <summary>The most sweeps towards an equilibrium.</summary>
    /// <value>Default 200 (ours). At least 1.</value>
    public int Sweeps
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Sweeps), value, "At least one sweep.");
    } = 200;

    /// <summary>By how much activities may still change in the last sweep, relative to the largest of their sample, or to 1.</summary>
    /// <value>Default 0: 1e-10 in double, 1e-5 in single precision (ours). At least 0.</value>
    public double Tolerance
    {
        get;
        init => field = Checked.NotNegative(value, nameof(Tolerance), "The tolerance of an equilibrium is positive, or 0 for that of the precision.");
    }

    /// <summary>In every how-manieth step a sleep phase, in which there is no target, teaches Q_i; 0 to teach it while the target is on.</summary>
    /// <value>Default 1 (ours). At least 0.</value>
    public int Sleep
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Sleep), value, "Every so-manieth step, or 0 for no sleep.");
    } = 1;

    /// <summary>Whether there is a free phase before the learning phase, and the layers learn from the difference.</summary>
    /// <value>Default false.</value>
    public bool TwoPhases { get; init; }

    /// <summary>The tolerance in a precision.</summary>
    internal double ToleranceIn(Precision precision) => Tolerance > 0 ? Tolerance : precision == Precision.Double ? 1e-10 : 1e-5;
}
