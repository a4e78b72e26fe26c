using Apical.Data;
using Apical.Networks;
using Apical.Parameters;
using Apical.Rules;

namespace Apical.Probes;

/// <summary>A network that is taught, on one batch: the pass, what the rule says on it, and what backpropagation would have said.</summary>
/// <remarks>The pass is one in use (nothing dropped). Matrices are workspace temporaries.</remarks>
public sealed class Teaching
{
    private TeachingSignals? _backprop;

    /// <summary>Passes the batch through and asks the rule.</summary>
    /// <param name="teacher">The rule, or a learner with signals of its own; its network is used.</param>
    /// <param name="batch">Inputs and targets.</param>
    /// <param name="moment">When: noise is forked from its step.</param>
    public Teaching(ITaught teacher, Batch batch, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(batch);
        (Teacher, Batch, Moment) = (teacher, batch, moment);
        Pass = Network.Forward(batch.X);
        Signals = new TeachingSignals(Network.L);
        teacher.Teach(Pass, batch, moment, Signals);
    }

    /// <summary>The rule, or a learner with signals of its own. What else it can tell is an interface that it may have: <see cref="ITargetRule"/>.</summary>
    public ITaught Teacher { get; }

    /// <summary>Its network.</summary>
    public Network Network => Teacher.Network;

    /// <summary>The batch.</summary>
    public Batch Batch { get; }

    /// <summary>When.</summary>
    public Moment Moment { get; }

    /// <summary>The forward pass.</summary>
    public Pass Pass { get; }

    /// <summary>What the rule says.</summary>
    public TeachingSignals Signals { get; }

    /// <summary>What backpropagation says on the same pass.</summary>
    public TeachingSignals Backprop => _backprop ??= new Backpropagation(Network).Teach(Pass, Batch, Moment);

    /// <summary>The update of W_i that follows from given signals, <c>[n_i, n_{i−1}]</c>, whether or not the layer is frozen.</summary>
    /// <param name="signals">Signals on this pass.</param>
    /// <param name="i">1..L, a layer that learns.</param>
    public Matrix UpdateOf(TeachingSignals signals, int i)
    {
        ArgumentNullException.ThrowIfNull(signals);
        var updates = new Updates();
        Network[i].AddUpdates(signals[i], signals.Presynaptic(i) ?? Pass.Input(i), updates, signals.Penalty(i));
        return updates.GradientOf(Network[i].W)!;
    }
}
