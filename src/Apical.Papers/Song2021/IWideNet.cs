namespace Apical.Papers.Song2021;

/// <summary>A wide network of one hidden layer that learns by regularised feedback alignment, all samples in every step.</summary>
internal interface IWideNet
{
    /// <summary>‖e‖², e = f − y, of the weights as they stand.</summary>
    double SquaredError { get; }

    /// <summary>cos ∠(b, β), which is cos ∠(δ_FA, δ_BP) where there is one output (definition 4.1).</summary>
    double Cosine { get; }

    /// <summary>
    /// β ← (1 − ηλ) β − η/√p ψ(W X) e, W ← W − η/√p (b eᵀ ⊙ ψ′(W X)) Xᵀ, both from the weights before the step.
    /// </summary>
    /// <param name="lambda">λ(t)</param>
    void Step(double lambda);
}
