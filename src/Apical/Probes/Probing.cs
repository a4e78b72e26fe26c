using Apical.Data;
using Apical.Learning;
using Apical.Rules;

namespace Apical.Probes;

/// <summary>One look at a learner on one batch.</summary>
/// <remarks>Matrices are workspace temporaries.</remarks>
public sealed class Probing
{
    /// <summary>Asks the learner what it can be asked.</summary>
    /// <param name="learner">The learner under the probe.</param>
    /// <param name="batch">Inputs and targets.</param>
    /// <param name="moment">When: noise is forked from its step.</param>
    public Probing(ILearner learner, Batch batch, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(batch);
        (Learner, Batch, Moment) = (learner, batch, moment);
        Taught = learner.Capability<ITaught>() is { } taught ? new Teaching(taught.Rule, batch, moment) : null;
    }

    /// <summary>A rule by itself, without a learner.</summary>
    /// <param name="taught">What it says on a batch.</param>
    public Probing(Teaching taught)
    {
        ArgumentNullException.ThrowIfNull(taught);
        (Taught, Batch, Moment) = (taught, taught.Batch, taught.Moment);
    }

    /// <summary>The learner under the probe; null when a rule is looked at by itself.</summary>
    public ILearner? Learner { get; }

    /// <summary>The batch.</summary>
    public Batch Batch { get; }

    /// <summary>When.</summary>
    public Moment Moment { get; }

    /// <summary>
    /// The pass, the teaching signals on it and those of backpropagation; null for a learner that has none (<see cref="ITaught"/>):
    /// a probe measures nothing then.
    /// </summary>
    public Teaching? Taught { get; }
}
