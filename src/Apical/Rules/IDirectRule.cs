using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>
/// A rule whose hidden layers learn from what the output sends to each of them straight: none waits for the signal of another, so that all can learn at the
/// same time, and in different places.
/// </summary>
/// <remarks>
/// In different places nothing is done for the whole network at once. Feedback that learns must do so by <see cref="INoisyFeedback"/>; a rule that overrides
/// <see cref="LearningRule.Constrain"/> gives <see cref="Constrain"/> as well; and rules that settle (<see cref="ISettles"/>) or follow the weights
/// (<see cref="IFollowsWeights"/>) are not placed apart. <c>LayerWork.Require</c> refuses others by name.
/// </remarks>
public interface IDirectRule
{
    /// <summary>Teaches the output layer.</summary>
    /// <param name="pass">The forward pass of the batch.</param>
    /// <param name="batch">Targets.</param>
    /// <param name="signals">Receive δ_L.</param>
    /// <returns>What the output sends to hidden layers, <c>[n_L, batch]</c>.</returns>
    Matrix TeachOutput(Pass pass, Batch batch, TeachingSignals signals);

    /// <summary>Teaches a hidden layer; of the pass only what this layer took in and handed up is looked at.</summary>
    /// <param name="pass">The forward pass of the batch.</param>
    /// <param name="i">1..L−1</param>
    /// <param name="sent">What the output sent, <c>[n_L, batch]</c>.</param>
    /// <param name="signals">Receive δ_i.</param>
    void TeachHidden(Pass pass, int i, Matrix sent, TeachingSignals signals);

    /// <summary>What the output is going to send, <c>[n_L, batch]</c>, where that is known before anything was passed forward; else null.</summary>
    /// <param name="batch">Targets.</param>
    Matrix? SentBefore(Batch batch) => null;

    /// <summary>Puts the weights of one layer back where the rule allows them, as <see cref="LearningRule.Constrain"/> does with all.</summary>
    /// <param name="i">1..L</param>
    void Constrain(int i)
    {
    }

    /// <summary>Teaches all layers.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="pass">The forward pass of the batch.</param>
    /// <param name="batch">Targets.</param>
    /// <param name="signals">Receive δ_1 .. δ_L.</param>
    internal static void Teach(IDirectRule rule, Pass pass, Batch batch, TeachingSignals signals)
    {
        Matrix sent = rule.TeachOutput(pass, batch, signals);
        for (int i = 1; i < pass.L; i++)
        {
            rule.TeachHidden(pass, i, sent, signals);
        }
    }
}
