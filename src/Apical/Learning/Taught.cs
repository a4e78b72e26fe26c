using Apical.Rules;

namespace Apical.Learning;

/// <summary>Comes from a learner to what teaches it.</summary>
public static class Taught
{
    extension(ITaught)
    {
        /// <summary>What teaches a learner, for those who cannot do without.</summary>
        /// <param name="learner">The learner.</param>
        /// <exception cref="ArgumentException">It has no network that signals teach.</exception>
        public static ITaught Of(ILearner learner)
        {
            ArgumentNullException.ThrowIfNull(learner);
            return learner.Capability<ITaught>()
                ?? throw new ArgumentException(
                    $"Expected a network that a rule teaches, got a {learner.GetType().Name}, which has no teaching signals to look at.", nameof(learner));
        }
    }
}
