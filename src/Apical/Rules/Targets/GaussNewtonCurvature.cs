namespace Apical.Rules;

/// <summary>What stands for the curvature in a Gauss–Newton step of the activations.</summary>
public enum GaussNewtonCurvature
{
    /// <summary>J_iᵀJ_i of each layer and sample by itself: block-diagonal, the form that target propagation approximates.</summary>
    Block,

    /// <summary>The whole matrix of all hidden layers, per sample.</summary>
    Full,

    /// <summary>J_iᵀJ_i of each layer, averaged over the batch.</summary>
    Batch,
}
