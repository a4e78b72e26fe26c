using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>A rule whose feedback learns from noise: added to what a layer hands up, and seen again in what the output makes of it.</summary>
public interface INoisyFeedback
{
    /// <summary>The noise of a layer in a step.</summary>
    /// <param name="pass">The forward pass of the batch.</param>
    /// <param name="i">1..L−1</param>
    /// <param name="moment">When: it is forked from it.</param>
    /// <returns>ε, <c>[n_i, batch]</c></returns>
    Matrix Noise(Pass pass, int i, Moment moment);

    /// <summary>The update of what brings signals to a layer.</summary>
    /// <param name="i">1..L−1</param>
    /// <param name="epsilon">ε, <c>[n_i, batch]</c></param>
    /// <param name="change">By how much the output changed, <c>[n_L, batch]</c>.</param>
    /// <param name="updates">Receives the update.</param>
    void LearnFeedback(int i, Matrix epsilon, Matrix change, Updates updates);
}
