using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>
/// What follows the steps of the weights, to keep something of its own in step with them: exact inverses, a step length that adapts. A rule, or a part of one.
/// </summary>
public interface IFollowsWeights
{
    /// <summary>Whether it can follow only steps that are −η_t δ hᵀ of one sample: plain gradient descent without decay, batches of 1.</summary>
    /// <value>Default false.</value>
    bool NeedsPlainSteps => false;

    /// <summary>The last word on the signals before a step of the weights, once its rate is known; may shorten them. Nothing by default.</summary>
    /// <param name="pass">The forward pass of the batch.</param>
    /// <param name="signals">What <see cref="LearningRule.Teach(Pass, Batch, Moment)"/> said; scale δ_i to shorten the step of layer i.</param>
    /// <param name="eta">η_t: the weights will move by −η_t times their gradient, where the optimizer is plain gradient descent.</param>
    void Temper(Pass pass, TeachingSignals signals, double eta)
    {
    }

    /// <summary>Told after each step of the weights.</summary>
    /// <param name="pass">The forward pass of the batch, made with the weights before the step.</param>
    /// <param name="signals">The signals of the step, tempered.</param>
    /// <param name="eta">η_t</param>
    /// <param name="batch">The batch.</param>
    /// <param name="moment">When.</param>
    void Applied(Pass pass, TeachingSignals signals, double eta, Batch batch, Moment moment);
}
