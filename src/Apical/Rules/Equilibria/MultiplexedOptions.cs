using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="MultiplexedTargetPropagation"/>.</summary>
public sealed record MultiplexedOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<MultiplexedOptions> Settings { get; } = new Settings<MultiplexedOptions>(() => new())
        .Step(o => o.Step, (o, x) => o with { Step = x });

    /// <summary>η̂: in the learning phase the output bursts as h_L − η̂ e_L.</summary>
    /// <value>Default 0.1 (ours). Positive.</value>
    public double Step
    {
        get;
        init => field = Checked.Positive(value, nameof(Step), "The output target lies a positive, finite step down the gradient: with 0, no layer learns.");
    } = 0.1;
}
