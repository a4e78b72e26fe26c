using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>g_i of target propagation: what brings a target from layer i + 1 down to layer i. It may own weights that learn to invert f_{i+1}.</summary>
public abstract class BackwardMapping
{
    /// <summary>A mapping for the layers of a network. Whether they suit it is for each kind to say.</summary>
    protected BackwardMapping(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The weights that it owns.</summary>
    public virtual IReadOnlyList<Feedback> Feedback => [];

    /// <summary>g_i(h)</summary>
    /// <param name="pass">The forward pass.</param>
    /// <param name="i">1..L−1</param>
    /// <param name="h">At layer i + 1, <c>[n_{i+1}, batch]</c></param>
    /// <returns><c>[n_i, batch]</c></returns>
    public abstract Matrix Of(Pass pass, int i, Matrix h);

    /// <summary>g_i(ĥ_{i+1}) − g_i(h_{i+1}), h_{i+1} being that of the pass.</summary>
    /// <param name="pass">The forward pass.</param>
    /// <param name="i">1..L−1</param>
    /// <param name="target">ĥ_{i+1}, <c>[n_{i+1}, batch]</c></param>
    /// <returns><c>[n_i, batch]</c></returns>
    public abstract Matrix Change(Pass pass, int i, Matrix target);

    /// <summary>J_{g_i} v, the Jacobian at h_{i+1} of the pass.</summary>
    /// <param name="pass">The forward pass.</param>
    /// <param name="i">1..L−1</param>
    /// <param name="v"><c>[n_{i+1}, batch]</c></param>
    /// <returns><c>[n_i, batch]</c></returns>
    public abstract Matrix Jacobian(Pass pass, int i, Matrix v);

    /// <summary>Whether there is a g_i.</summary>
    /// <param name="i">1..L−1</param>
    public virtual bool Has(int i) => i >= 1 && i < Network.L;

    /// <summary>Updates of the weights it owns; see <see cref="LearningRule.LearnFeedback"/>.</summary>
    /// <param name="pass">The forward pass.</param>
    /// <param name="moment">When: noise is forked from it.</param>
    /// <param name="updates">Receives the updates.</param>
    public virtual void Learn(Pass pass, Moment moment, Updates updates)
    {
    }
}
