namespace Apical.Rules;

/// <summary>What brings activities of layer i + 1 down to layer i in a network at equilibrium.</summary>
public enum BackwardKind
{
    /// <summary>Q_i s⁻¹(·), Q_i learned from the activities of the network without a target: <see cref="EquilibriumInverse"/>.</summary>
    Learned,

    /// <summary>W⁻¹ s⁻¹(·), kept in step with the weights: <see cref="ExactInverse"/>.</summary>
    Exact,

    /// <summary>W⁺ s⁻¹(·), computed anew in every step: <see cref="PseudoInverse"/>; W⁻¹ where layers have equal widths.</summary>
    Pseudo,

    /// <summary>Q_i s⁻¹(·), Q_i learned from white noise: <see cref="LearnedInverse"/>.</summary>
    Noise,

    /// <summary>s(Q_i ·), Q_i learned by giving back activities: <see cref="LearnedDecoder"/>.</summary>
    Decoder,
}
