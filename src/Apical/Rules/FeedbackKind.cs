namespace Apical.Rules;

/// <summary>What a matrix of a rule stands for.</summary>
public enum FeedbackKind
{
    /// <summary>B_i in the place of W_{i+1}ᵀ.</summary>
    LayerByLayer,

    /// <summary>B_i straight from the output, in the place of the whole path W_{i+1}ᵀ ⋯ W_Lᵀ.</summary>
    Direct,

    /// <summary>Q_i in the place of an inverse, of W_{i+1} or of the whole way up.</summary>
    Inverse,

    /// <summary>Anything else that the rule keeps: magnitudes, a number.</summary>
    Other,
}
