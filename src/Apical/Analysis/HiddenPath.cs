namespace Apical.Analysis;

/// <summary>What carries the error of a network back to its hidden layer.</summary>
public enum HiddenPath
{
    /// <summary>B e, fixed.</summary>
    FeedbackAlignment,

    /// <summary>Wᵀ e.</summary>
    Backprop,

    /// <summary>W⁺ e (lillicrap2016 supplement, note 13).</summary>
    Pseudobackprop,
}
