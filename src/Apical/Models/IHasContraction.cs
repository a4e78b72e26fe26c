using Apical.Data;
using Apical.Rules;

namespace Apical.Models;

/// <summary>
/// A model whose feedback can be asked whether it brings the output nearer to its target: theorem 1 of Guerguiev, Lillicrap and Richards 2017.
/// </summary>
public interface IHasContraction
{
    /// <summary>
    /// λ_max[(I − J_β J_γ)ᵀ (I − J_β J_γ)] at the means of a sample's forward phase, J_β = ∂φ_L/∂φ_1 and J_γ = ∂α/∂φ_L: below 1 the target of the
    /// hidden layer lessens the error of the output. Pure.
    /// </summary>
    /// <param name="sample">A batch of one.</param>
    /// <param name="moment">When: noise is forked from its step.</param>
    /// <exception cref="ArgumentException">Not one hidden layer.</exception>
    double Contraction(Batch sample, Moment moment = default);
}
