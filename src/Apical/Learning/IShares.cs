using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Learning;

/// <summary>
/// Puts together what several learners found of one step, each from its share of the batch. They began alike, and all get the same back, so they stay alike.
/// </summary>
public interface IShares
{
    /// <summary>The updates of the weights, of the whole batch.</summary>
    /// <param name="pass">The pass of this share.</param>
    /// <param name="signals">Its signals.</param>
    /// <param name="updates">Empty; receives the updates.</param>
    void AddUpdates(Pass pass, TeachingSignals signals, Updates updates);

    /// <summary>Puts the updates of the whole batch into the place of those of this share.</summary>
    /// <param name="updates">What the rule proposes for its feedback.</param>
    void Sum(Updates updates);

    /// <summary>What the step found on the whole batch; asked for when the updates are made.</summary>
    /// <param name="pass">The pass of this share.</param>
    /// <param name="batch">This share.</param>
    /// <param name="mine">What was found on it.</param>
    StepResult Sum(Pass pass, Batch batch, StepResult mine);
}
