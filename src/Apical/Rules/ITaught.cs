using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>
/// A network and what teaches it: a teaching signal for each layer that learns, on any pass. So the signals can be held against those of backpropagation.
/// Every <see cref="LearningRule"/> is this; a learner that takes its steps by signals of its own can be, too.
/// </summary>
/// <remarks>What only some can tell is an interface beside it, such as <see cref="ITargetRule"/> or <see cref="IKeepsInverses"/>.</remarks>
public interface ITaught
{
    /// <summary>The network that is taught.</summary>
    Network Network { get; }

    /// <summary>The weights that bring signals down: B_i, Q_i. Empty when there are none.</summary>
    IReadOnlyList<Feedback> Feedback => [];

    /// <summary>Where the method comes from; null when nobody says.</summary>
    Citation? Source => null;

    /// <summary>δ_i for each layer that learns. Pure: nothing changes, and asking twice gives the same bits.</summary>
    /// <param name="pass">A forward pass of the batch through <see cref="Network"/>.</param>
    /// <param name="batch">Targets.</param>
    /// <param name="moment">When: noise is forked from its step.</param>
    /// <param name="signals">Cleared, then filled.</param>
    void Teach(Pass pass, Batch batch, Moment moment, TeachingSignals signals);
}
