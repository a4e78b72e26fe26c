namespace Apical.Rules;

/// <summary>How the potential of a hidden soma is made of its basal and its apical dendrite.</summary>
public enum ApicalMix
{
    /// <summary>u = (1 − λ) v_B + λ v_A: both pull at the soma.</summary>
    Convex,

    /// <summary>u = v_B + λ v_A: the share of the basal dendrite counts as part of its weights.</summary>
    Additive,
}
