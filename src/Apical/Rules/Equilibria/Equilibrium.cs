using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>Where a network comes to rest whose layers mix what they hear from below with what they hear from above, and how it gets there.</summary>
/// <remarks>
/// <code>
///   τ dh_i/dt = −h_i + (1 − μ) f_i(h_{i−1}) + μ g_i(h_{i+1})          meulemans2019, (6.1), (6.5)
///   g_L = h_L without a target, h_L − η̂ e_L(h_L) with one             (6.3), (6.10), (6.29)
/// </code>
/// </remarks>
public sealed class Equilibrium
{
    private readonly InverseMapping _backward;
    private readonly DynamicalOptions _options;
    private readonly EquilibriumSweeps _sweeps;
    private readonly Phase _asked;

    internal Equilibrium(InverseMapping backward, DynamicalOptions options)
    {
        (_backward, _options) = (backward, options);
        _sweeps = new(backward, options);
        _asked = new(Network);
        IsForward = Network.L == 1 || (backward.IsExact && Enumerable.Range(2, Network.L - 1).All(i => Target.ActivationOf(Network, i).IsOnto));
    }

    /// <summary>Whether the network rests at the forward pass where there is no target, to rounding: exact inverses of functions that are onto.</summary>
    public bool IsForward { get; }

    private Network Network => _backward.Network;

    /// <summary>The activities at which a batch comes to rest.</summary>
    /// <param name="pass">A pass of the batch.</param>
    /// <param name="taught">The batch, where the target is on; null in the free or sleep phase.</param>
    /// <returns>h_1 .. h_L at their index, <c>[n_i, batch]</c>; entry 0 is not used.</returns>
    /// <exception cref="RunawayException">A sample runs away.</exception>
    public IReadOnlyList<Matrix> Rest(Pass pass, Batch? taught)
    {
        Settle(pass, taught, null, _asked);
        return [.. _asked.H];
    }

    /// <summary>How a batch comes to rest with the target on.</summary>
    /// <param name="batch">Inputs and targets.</param>
    public DynamicsReading Watch(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Settle(Network.Forward(batch.X), batch, null, _asked);
        return new() { Sweeps = _asked.Sweeps.Mean(), Residual = _asked.Change.Max(), Unsettled = _asked.Unsettled.Mean() };
    }

    /// <summary>(1 − μ) f_i(h_{i−1}) + μ g_i(h_{i+1}) − h_i, which is τ dh_i/dt, for every layer.</summary>
    /// <param name="pass">A pass of the batch.</param>
    /// <param name="h">h_1 .. h_L at their index, <c>[n_i, batch]</c></param>
    /// <param name="taught">Where the target is on: the batch; else null.</param>
    /// <param name="drift">Receives them at their index, <c>[n_i, batch]</c>.</param>
    public void Drift(Pass pass, IReadOnlyList<Matrix> h, Batch? taught, Matrix[] drift)
    {
        ArgumentNullException.ThrowIfNull(pass);
        ArgumentNullException.ThrowIfNull(h);
        ArgumentNullException.ThrowIfNull(drift);
        for (int i = 1; i <= Network.L; i++)
        {
            drift[i] = i < Network.L ? _backward.Of(pass, i, h[i + 1]) : taught is null ? h[i].Scaled(1) : Goal(h[i], taught);
            drift[i].Blend(_options.Mu, 1 - _options.Mu, Target.Forward(pass, i, i == 1 ? pass.H[0] : h[i - 1]));
            drift[i].AddScaled(-1, h[i]);
        }
    }

    /// <inheritdoc cref="EquilibriumSweeps.Settle"/>
    internal void Settle(Pass pass, Batch? taught, Phase? start, Phase into) => _sweeps.Settle(pass, taught, start, into);

    // h_L − η̂ e_L(h_L)
    private Matrix Goal(Matrix h, Batch taught)
    {
        Matrix y = Network.Loss.Output is { } owned ? owned.Of(h) : h;
        return h.Minus(y.Minus(taught.T).TimesRow(_sweeps.Steps(taught)));
    }
}
