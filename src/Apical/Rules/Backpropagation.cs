using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>Backpropagation: the gradient itself, and the rule that the others are compared with.</summary>
/// <remarks>
/// <code>
///   δ_L = ∂Loss/∂a_L
///   δ_i = (W_{i+1}ᵀ δ_{i+1}) ⊙ D_i        i = L−1 .. 1       meulemans2019, (2.8)–(2.11)
/// </code>
/// Differs from the paper: nothing.
/// </remarks>
public sealed class Backpropagation(Network network) : LearningRule(network)
{
    /// <inheritdoc/>
    public override Citation Source => Sources.Rumelhart1986;

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        int L = Network.L;
        signals[L] = Network.Loss.OutputError(pass, batch.T);
        for (int i = L - 1; i >= 1; i--)
        {
            // δ_i = (W_{i+1}ᵀ δ_{i+1}) ⊙ D_i
            signals[i] = pass.ToA(pass.ToH(Network[i + 1].W.Value.T, signals, i), i);
        }
    }
}
