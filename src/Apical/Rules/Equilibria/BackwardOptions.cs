using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>Which g_i a network at equilibrium has, and its settings.</summary>
public sealed record BackwardOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<BackwardOptions> Settings { get; } = new Settings<BackwardOptions>(() => new())
        .Choice("inverse", o => o.Kind, (o, x) => o with { Kind = x },
            "g_i: learned (Q_i s⁻¹(·), from the network's own activities without a target), exact (equal widths from layer 1 on, batches of 1), pseudo "
            + "(W⁺, anew in every step), noise (Q_i from white noise) or decoder (s(Q_i ·), of multiplexed-tp alone)")
        .Inverse(o => o.Initialiser, (o, x) => o with { Initialiser = x })
        .Decay(o => o.Decay, (o, x) => o with { Decay = x })
        .Margin(o => o.Margin, (o, x) => o with { Margin = x });

    /// <summary>Which.</summary>
    /// <value>Default <see cref="BackwardKind.Learned"/> (6.26), (6.37).</value>
    public BackwardKind Kind { get; init; }

    /// <summary>How Q_i starts, where there is one; null for the pseudo-inverse of the forward weights.</summary>
    /// <value>Default null (ours: the thesis speaks of an approximately invertible state after early development, section 6.9.2).</value>
    public Initialiser? Initialiser { get; init; }

    /// <summary>λ of the penalty λ‖Q‖², where Q_i learns.</summary>
    /// <value>Default 0. At least 0.</value>
    public double Decay
    {
        get;
        init => field = Checked.NotNegative(value, nameof(Decay), "The penalty on Q is 0 or more, and finite.");
    }

    /// <summary>How far inside the domain of s⁻¹ an activity outside is moved; null for an error instead.</summary>
    /// <value>Default 0.001 (ours).</value>
    public double? Margin { get; init; } = 1e-3;

    /// <summary>Makes the mapping.</summary>
    /// <param name="network">Layers that the kind suits.</param>
    /// <param name="rng">Q_i comes from the fork <c>Q{i}</c>.</param>
    /// <exception cref="ArgumentException">Layers that do not suit it.</exception>
    public BackwardMapping Make(Network network, Rng rng) => Kind switch
    {
        BackwardKind.Learned => new EquilibriumInverse(network, rng, Initialiser, Decay, Margin),
        BackwardKind.Exact => new ExactInverse(network, new() { Margin = Margin }),
        BackwardKind.Pseudo => new PseudoInverse(network, new() { Margin = Margin }),
        BackwardKind.Noise => new LearnedInverse(network, rng, new() { Initialiser = Initialiser, Decay = Decay, Margin = Margin }),
        BackwardKind.Decoder => new LearnedDecoder(network, rng, new() { Initialiser = Initialiser, Decay = Decay }),
        _ => throw new InvalidOperationException($"{Kind} is no backward mapping."),
    };
}
