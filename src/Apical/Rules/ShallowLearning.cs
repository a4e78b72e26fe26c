using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>Shallow learning: only the output layer learns, on the random features below it. What a rule for hidden layers must beat.</summary>
/// <remarks>
/// <code>
///   δ_L = ∂Loss/∂a_L,    no signal for i &lt; L       lillicrap2016, Fig. S2; meulemans2019, 5.1.3 ("BP-fixed")
/// </code>
/// Differs from the paper: nothing.
/// </remarks>
public sealed class ShallowLearning(Network network) : LearningRule(network)
{
    /// <inheritdoc/>
    public override Citation Source => Sources.Lillicrap2016;

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals) =>
        signals[Network.L] = Network.Loss.OutputError(pass, batch.T);
}
