using Apical.Networks;
using Apical.Parameters;
using Apical.Rules;

namespace Apical.Models;

/// <summary>The compartments and synapses of <see cref="DendriticMicrocircuit"/>, and one Euler step of them.</summary>
/// <remarks>
/// Weights into somatic potentials are kept attenuated: W_i stands for g_B / (g_l + g_B + g_A) times the paper's, W^IP_i for g_D / (g_l + g_D) times its.
/// So W_i r + b is v̂_B,i, the network's plain pass is the circuit where nothing is taught, and self-predicting means W^IP_i = W_{i+1} and W^PI_i = −B_i.
/// </remarks>
internal sealed class Circuit
{
    private readonly MicrocircuitOptions _options;
    private readonly Synapses[] _up, _inter;            // entry i: W_i; W^IP_i
    private readonly Synapses[] _down, _lateral;        // entry i: B_i, W^PI_i

    public Circuit(Network network, Rng rng, MicrocircuitOptions options)
    {
        (Network, _options) = (network, options);
        _up = [null!, .. network.Layers.Select(layer => new Synapses(layer.W, layer.Bias))];
        (_inter, _down, _lateral) = (new Synapses[network.L + 1], new Synapses[network.L + 1], new Synapses[network.L + 1]);
        options.Feedback.Scale.RequireKnown("dendritic-microcircuit");
        Parameter?[] B = FeedbackMatrices.LayerByLayer(network, rng, options.Feedback);
        bool random = options.Start == LateralStart.Random;
        for (int i = 1; i < network.L; i++)
        {
            Layer above = network[i + 1];
            Matrix down = B[i]!.Value, inter = above.W.Value.Clone(), lateral = down.Clone();
            lateral.Scale(-1);
            if (random)
            {
                double bound = inter.Abs().Max();
                inter.FillUniform(rng.Fork($"IP{i}"), -bound, bound);
                options.Feedback.Initialiser.Fill(lateral, rng.Fork($"PI{i}"), down.Rows, down.Columns);
            }

            _inter[i] = new Synapses(new($"IP{i}", inter), above.Bias is { } b ? new Parameter($"IPb{i}", b.Value.Clone()) : null);
            _down[i] = new Synapses(B[i]!);
            _lateral[i] = new Synapses(new($"PI{i}", lateral));
        }
    }

    public Network Network { get; }

    /// <summary>B_i, then W^IP_i, then W^PI_i.</summary>
    public IReadOnlyList<Feedback> Feedback =>
    [
        .. from i in Hidden select new Feedback(_down[i].W, i, FeedbackKind.LayerByLayer),
        .. from i in Hidden from parameter in _inter[i].Parameters select new Feedback(parameter, i, FeedbackKind.Other),
        .. from i in Hidden select new Feedback(_lateral[i].W, i, FeedbackKind.Other),
    ];

    /// <summary>Low-passed changes that last, by name, each <c>[post, pre]</c>.</summary>
    public IEnumerable<(string Name, Matrix Value)> Changes =>
        new[] { _up, _inter, _down, _lateral }.SelectMany(kind => kind).Where(synapses => synapses is not null).SelectMany(synapses => synapses.Changes);

    private IEnumerable<int> Hidden => Enumerable.Range(1, Network.L - 1);

    /// <summary>Puts somas where a plain pass without teaching brings them; takes room in the workspace.</summary>
    /// <param name="s">Receives potentials.</param>
    /// <param name="x"><c>[n_0, columns]</c></param>
    public void Begin(CircuitState s, Matrix x)
    {
        (s.Input, s.Steady) = (x, _up[1].Of(x));
        Matrix r = x;
        for (int i = 1; i <= Network.L; i++)
        {
            if (i > 1)
            {
                s.I[i - 1] = _inter[i - 1].Of(r);
            }

            s.U[i] = i == 1 ? s.Steady.Map(ScalarFunction.Identity) : _up[i].Of(r);
            r = Network[i].Activation.Of(s.U[i]);
        }
    }

    /// <summary>Rates and dendritic potentials from the somatic ones, into the workspace.</summary>
    public void Look(CircuitState s)
    {
        s.R[0] = s.Input;
        for (int i = 1; i <= Network.L; i++)
        {
            s.R[i] = Network[i].Activation.Of(s.U[i]);
            s.Basal[i] = i == 1 && s.Steady is { } steady ? steady : _up[i].Of(s.R[i - 1]);
        }

        for (int i = 1; i < Network.L; i++)
        {
            // v_A,i = B_i φ(u_{i+1}) + W^PI_i φ(u_i^I)
            s.RI[i] = Network[i + 1].Activation.Of(s.I[i]);
            s.Dendrite[i] = _inter[i].Of(s.R[i]);
            s.Apical[i] = _down[i].Of(s.R[i + 1]);
            s.Apical[i].AddProduct(1, _lateral[i].W.Value, s.RI[i]);
        }
    }

    /// <summary>Moves somas by one Euler step from what <see cref="Look"/> saw.</summary>
    /// <param name="s">The state.</param>
    /// <param name="target">u^trgt <c>[n_L, columns]</c>; null where nothing is taught.</param>
    /// <param name="noise">Where noise comes from; null for none.</param>
    public void Move(CircuitState s, Matrix? target, Rng? noise)
    {
        double dt = _options.Step;
        for (int i = 1; i < Network.L; i++)
        {
            // du^I/dt = −g_l u^I + g_D (v^I − u^I) + g_som (u_{i+1} − u^I), with u_{i+1} as it was
            double own = _options.Conductance(false);
            s.I[i].Blend(1 - (dt * (own + _options.Nudge)), dt * own, s.Dendrite[i]);
            s.I[i].AddScaled(dt * _options.Nudge, s.U[i + 1]);
            Disturb(s.I[i], noise);
        }

        for (int i = 1; i <= Network.L; i++)
        {
            // du/dt = −g_l u + g_B (v_B − u) + g_A (v_A − u), at the output with g_som (u^trgt − u)
            double own = _options.Conductance(i < Network.L);
            Matrix? pull = i < Network.L ? s.Apical[i] : target;
            double strength = i < Network.L ? _options.Apical : pull is null ? 0 : _options.Nudge;
            s.U[i].Blend(1 - (dt * (i < Network.L ? own : own + strength)), dt * own, s.Basal[i]);
            if (pull is not null)
            {
                s.U[i].AddScaled(dt * strength, pull);
            }

            Disturb(s.U[i], noise);
        }
    }

    /// <summary>Moves all plastic synapses by one Euler step from what <see cref="Look"/> saw.</summary>
    /// <param name="s">The state.</param>
    /// <param name="eta">η of the output's weights.</param>
    /// <param name="lateral">η that the rates of all others but W_i are multiples of.</param>
    public void Learn(CircuitState s, double eta, double lateral)
    {
        (double dt, double tau) = (_options.Step, _options.WeightLowPass);
        double own = _options.Conductance(false);
        for (int i = Network.L; i >= 1; i--)
        {
            // dW_i/dt = η (φ(u_i) − φ(v̂_B,i)) r_{i−1}ᵀ, attenuated as W_i is
            Activation phi = Network[i].Activation;
            double kept = _options.Basal / _options.Conductance(i < Network.L);
            _up[i].Learn(s.R[i].Minus(phi.Of(s.Basal[i])), s.R[i - 1], kept * eta, dt, tau);
            eta /= _options.Rescale ? _options.Lambda : 1;
            if (i == Network.L)
            {
                continue;
            }

            Activation above = Network[i + 1].Activation;
            _inter[i].Learn(s.RI[i].Minus(above.Of(s.Dendrite[i])), s.R[i], _options.Basal / own * lateral * _options.InterneuronRate, dt, tau);
            _lateral[i].Learn(s.Apical[i].Negated(), s.RI[i], lateral * _options.LateralRate, dt, tau);
            if (_options.TopDownRate > 0)
            {
                _down[i].Learn(s.R[i].Minus(phi.Of(_down[i].Of(s.R[i + 1]))), s.R[i + 1], lateral * _options.TopDownRate, dt, tau);
            }
        }
    }

    private void Disturb(Matrix u, Rng? noise)
    {
        if (noise is not null)
        {
            Matrix xi = Workspace.Temporary(u.Rows, u.Columns, u.Backend);
            xi.FillNormal(noise);
            u.AddScaled(_options.Noise * Math.Sqrt(_options.Step), xi);
        }
    }
}
