using Apical.Networks;
using Apical.Rules;

namespace Apical.Learning;

/// <summary>
/// A learner of whose steps one can be looked at layer by layer: a pass through a network, and the teaching signals on it. So the signals can be held
/// against those of backpropagation.
/// </summary>
public interface ITaught
{
    /// <summary>Says which signals the learner takes a step by, on a pass through <see cref="Network"/>.</summary>
    LearningRule Rule { get; }

    /// <summary>The network that is taught.</summary>
    Network Network => Rule.Network;

    /// <summary>What teaches a learner, for those who cannot do without.</summary>
    /// <param name="learner">The learner.</param>
    /// <exception cref="ArgumentException">It is not a network that a rule teaches.</exception>
    static ITaught Of(ILearner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        return learner.Capability<ITaught>()
            ?? throw new ArgumentException(
                $"Expected a network that a rule teaches, got a {learner.GetType().Name}, which has no teaching signals to look at.", nameof(learner));
    }
}
