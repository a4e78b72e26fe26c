using Apical.Networks;

namespace Apical.Rules;

/// <summary>A rule whose network answers from an equilibrium: feedback acts on its activities in use, too.</summary>
public interface ISettles
{
    /// <summary>Whether the answers are those of the forward pass after all, to rounding.</summary>
    bool AnswersAsForward { get; }

    /// <summary>Takes a forward pass to the equilibrium without a target, from which the network answers. Nothing else changes.</summary>
    /// <param name="pass">A forward pass of the network; hidden layers then hand up their activities at rest, and the output follows from them.</param>
    void Settle(Pass pass);
}
