using Apical.Data;
using Apical.Networks;
using Apical.Numerics.Algebra;

namespace Apical.Rules;

/// <summary>
/// Pseudobackprop: backpropagation with the pseudo-inverse of the weights where their transpose was, so that hidden units are moved as Gauss–Newton would.
/// </summary>
/// <remarks>
/// <code>
///   δ_L = ∂Loss/∂a_L
///   δ_i = (W_{i+1}⁺ δ_{i+1}) ⊙ D_i        i = L−1 .. 1       lillicrap2016, note 15, (55), (57)
/// </code>
/// W_{i+1}⁺ is <c>[n_i, n_{i+1}]</c>, the Moore–Penrose inverse, of whatever rank. Differs from the paper: the paper has one hidden layer and a linear
/// output with the squared error; more layers and other losses follow the same line. Singular directions below max(n_i, n_{i+1}) ε count as zero.
/// </remarks>
public sealed class PseudoBackpropagation : LearningRule
{
    /// <summary>Takes the network.</summary>
    /// <param name="network">The network to teach; above its first layer all connections must be there, for the inverse of a matrix of some of them
    /// is that of another one.</param>
    /// <exception cref="ArgumentException">A layer above the first that is not fully connected.</exception>
    public PseudoBackpropagation(Network network)
        : base(network)
    {
        for (int i = 2; i <= network.L; i++)
        {
            if (!network[i].Connections.IsFull)
            {
                throw new ArgumentException(
                    $"pseudobackprop inverts the weights of layer {i}, which is not fully connected: {network[i]}. " +
                        "Only the first layer may be so.", nameof(network));
            }
        }
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Lillicrap2016;

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        int L = Network.L;
        signals[L] = Network.Loss.OutputError(pass, batch.T);
        for (int i = L - 1; i >= 1; i--)
        {
            // δ_i = (W_{i+1}⁺ δ_{i+1}) ⊙ D_i
            signals[i] = pass.ToA(pass.ToH(GramSchmidt.PseudoInverse(Network[i + 1].W.Value), signals, i), i);
        }
    }
}
