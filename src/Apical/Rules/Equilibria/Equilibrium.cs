using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>Where a network comes to rest whose layers mix what they hear from below with what they hear from above.</summary>
/// <remarks>
/// <code>
///   τ dh_i/dt = −h_i + (1 − μ) f_i(h_{i−1}) + μ g_i(h_{i+1})          meulemans2019, (6.1), (6.5)
///   g_L = h_L without a target, h_L − η̂ e_L(h_L) with one             (6.3), (6.10), (6.29)
/// </code>
/// </remarks>
public sealed class Equilibrium
{
    private const double Bound = 1e6;                   // a sample that still changes by more has run away

    private readonly InverseMapping _backward;
    private readonly DynamicalOptions _options;
    private readonly Chain _chain;
    private readonly Phase _asked;

    internal Equilibrium(InverseMapping backward, DynamicalOptions options)
    {
        (_backward, _options) = (backward, options);
        Network network = backward.Network;
        _asked = new(network);
        IsForward = network.L == 1 || (backward.IsExact && Enumerable.Range(2, network.L - 1).All(i => Target.ActivationOf(network, i).IsOnto));
        if (network.Layers.FirstOrDefault(layer => layer.NormalisesInput) is { } norm)
        {
            throw new ArgumentException($"Activities settle sample by sample, and {norm.Name} normalises what it takes in. Leave batch normalisation away.");
        }

        _chain = new Chain(network.L)
        {
            Mu = options.Mu,
            MostSweeps = options.Sweeps,
            Tolerance = options.ToleranceIn(network.Precision),
            OutputIsSoftmax = network.Loss.Output == Activation.Softmax,
            Output = network.Loss.Output is { } owned && owned != Activation.Softmax ? owned.Function : ScalarFunction.Identity,
        };
        for (int i = 2; i <= network.L; i++)
        {
            (ChainLayer layer, Activation s) = (_chain[i], Target.ActivationOf(network, i));
            (layer.Function, layer.Parameter) = (s.Function, s.Parameter);
            (layer.Inverse, layer.InverseParameter) = (s.InverseFunction, s.InverseParameter);
            (layer.Low, layer.High) = backward.Bounds(i);
        }
    }

    /// <summary>Whether the network rests at the forward pass where there is no target, to rounding: exact inverses of functions that are onto.</summary>
    public bool IsForward { get; }

    private Network Network => _backward.Network;

    /// <summary>The activities at which a batch comes to rest.</summary>
    /// <param name="pass">A pass of the batch.</param>
    /// <param name="taught">The batch, where the target is on; null in the free or sleep phase.</param>
    /// <returns>h_1 .. h_L at their index, <c>[n_i, batch]</c>; entry 0 is not used.</returns>
    /// <exception cref="InvalidOperationException">A sample runs away.</exception>
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

    /// <summary>Lets a batch come to rest.</summary>
    /// <param name="pass">A pass of the batch.</param>
    /// <param name="taught">Where the target is on: the batch; null in a free phase.</param>
    /// <param name="start">Where it starts; null for the activities of the pass.</param>
    /// <param name="into">Receives it.</param>
    /// <exception cref="InvalidOperationException">A sample runs away.</exception>
    internal void Settle(Pass pass, Batch? taught, Phase? start, Phase into)
    {
        Backend backend = pass.H[0].Backend;
        int L = Network.L, batch = pass.Batch;
        _chain.First = Phase.Of(pass, 1);
        for (int i = 1; i <= L; i++)
        {
            Matrix from = start?.H[i] ?? Target.Output(pass, i), h = Workspace.Temporary(from.Rows, batch, backend);
            h.CopyFrom(from);
            _chain[i].H = into.H[i] = h;
            (_chain[i].W, _chain[i].Bias) = (Network[i].W.Value, Network[i].Bias?.Value);
            _chain[i].V = i < L ? _backward.V(i) : null;
        }

        (_chain.Target, _chain.Step) = (taught?.T, taught is null ? null : Steps(taught));
        (into.Sweeps, into.Change) = (Workspace.Temporary(1, batch, backend), Workspace.Temporary(1, batch, backend));
        into.Unsettled = Workspace.Temporary(1, batch, backend);
        _chain.Settle(into.Sweeps, into.Change, into.Unsettled);
        if (!(into.Change.Max() <= Bound))
        {
            throw new InvalidOperationException(
                $"The activities of a sample run away instead of settling (μ = {_options.Mu}, {Network.Widths}): feedback gives back more than the layers took in. "
                    + "Take a smaller mu, smaller learning rates, or inverses that fit the weights better (--feedback-lr, inverse=pseudo).");
        }

        Network.ForwardThrough(pass.H[0], into.H, into.Pass);
    }

    /// <summary>(1 − μ) f_i(h_{i−1}) + μ g_i(h_{i+1}) − h_i, which is τ dh_i/dt, for every layer.</summary>
    /// <param name="pass">A pass of the batch.</param>
    /// <param name="h">h_1 .. h_L at their index, <c>[n_i, batch]</c></param>
    /// <param name="taught">Where the target is on: the batch; else null.</param>
    /// <param name="drift">Receives them at their index.</param>
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

    // h_L − η̂ e_L(h_L)
    private Matrix Goal(Matrix h, Batch taught)
    {
        Matrix y = Network.Loss.Output is { } owned ? owned.Of(h) : h;
        return h.Minus(y.Minus(taught.T).TimesRow(Steps(taught)));
    }

    // η̂ of each sample: samples may have weights
    private Matrix Steps(Batch taught)
    {
        Matrix steps = Workspace.Temporary(1, taught.Size, taught.T.Backend);
        steps.Fill(_options.Step);
        return Network.Loss.Weighed(steps, taught.T);
    }
}
