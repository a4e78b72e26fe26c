using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>The interneurons of <see cref="DendriticError"/>: in layer i one for each unit of layer i + 1, whose rate it is to predict.</summary>
internal sealed class Interneurons
{
    private readonly Network _network;
    private readonly DendriticErrorOptions _options;
    private readonly double _keep;
    private readonly Parameter?[] _B, _IP, _bias, _PI;  // entry i belongs to layer i; IP is empty where tied, PI where it is −B for good

    public Interneurons(Network network, Rng rng, DendriticErrorOptions options, double keep, Parameter?[] B)
    {
        (_network, _options, _keep, _B) = (network, options, keep, B);
        (_IP, _bias, _PI) = (new Parameter?[network.L + 1], new Parameter?[network.L + 1], new Parameter?[network.L + 1]);
        bool random = options.Start == LateralStart.Random;
        for (int i = 1; i < network.L; i++)
        {
            if (network[i].Pooling is not null)
            {
                throw new ArgumentException(
                    $"Layer {i} pools its units, and this rule compares rates of somas one by one. Use strides instead of pooling, or a rule that carries "
                        + "errors such as fa.", nameof(network));
            }

            Layer above = network[i + 1];
            if (options.Interneurons == InterneuronKind.Learned)
            {
                _IP[i] = new Parameter($"IP{i}", random
                    ? FeedbackMatrices.Drawn(above.W.Value.Rows, above.W.Value.Columns, network.Precision, rng.Fork($"IP{i}"), Initialiser.UniformFanIn,
                        above.Connections.Taps)
                    : Times(above.W.Value, Kept(i + 1)));
                _bias[i] = above.Bias is { } b ? new Parameter($"IPb{i}", Times(b.Value, Kept(i + 1)), decays: false) : null;
            }

            if (random || options.LateralRate > 0 || options.TopDownRate > 0)
            {
                Matrix down = B[i]!.Value;
                _PI[i] = new Parameter($"PI{i}", random
                    ? FeedbackMatrices.Drawn(down.Rows, down.Columns, network.Precision, rng.Fork($"PI{i}"), options.Feedback.Initialiser, down.Rows)
                    : Times(down, -1));
            }
        }
    }

    /// <summary>Whether any of their weights learns.</summary>
    public bool Learns => _options.Interneurons == InterneuronKind.Learned || _options.LateralRate > 0;

    public IEnumerable<Feedback> Feedback =>
        new[] { _IP, _bias, _PI }.SelectMany(kind => FeedbackMatrices.List(kind, FeedbackKind.Other));

    /// <summary>v_A,i = B_i φ(u_{i+1}) + W^PI_i φ(u_i^I); notes φ(u_i^I) and φ(v_i^I) in the state, which has φ(u_{i+1}).</summary>
    /// <param name="i">1..L−1</param>
    /// <param name="pass">Has v_B.</param>
    /// <param name="u">u_{i+1}, <c>[n_{i+1}, batch]</c></param>
    /// <param name="phi">φ of layer i + 1.</param>
    /// <param name="state">Of the layers above.</param>
    /// <returns><c>[n_i, batch]</c></returns>
    public Matrix Apical(int i, Pass pass, Matrix u, Activation phi, DendriticState state)
    {
        // u_i^I = (1 − λ_I) v_i^I + λ_I u_{i+1}
        Matrix v = Dendrite(i, pass), soma = v.Scaled(1 - _options.LambdaInterneuron);
        soma.AddScaled(_options.LambdaInterneuron, u);
        Matrix rate = pass.Masked(i + 1, phi.Of(soma));
        (state.Interneurons[i], state.InterneuronsPredicted[i]) = (rate, pass.Masked(i + 1, phi.Of(v)));

        // With W^PI = −B the two products are one, of the difference.
        Matrix down = _B[i]!.Value, above = state.R[i + 1];
        return _PI[i] is { } PI
            ? pass.ToH(down, above, i).ToMatrix().Plus(pass.ToH(PI.Value, rate, i).ToMatrix())
            : pass.ToH(down, above.Minus(rate), i).ToMatrix();
    }

    /// <summary>Proposes updates of W^IP_i and W^PI_i, where they learn.</summary>
    public void AddUpdates(int i, Pass pass, DendriticState state, Updates updates)
    {
        Connections above = _network[i + 1].Connections;
        if (_IP[i] is { } IP)
        {
            // ΔW^IP_i = η (φ(u_i^I) − φ(v_i^I)) r_iᵀ
            Matrix delta = state.InterneuronsPredicted[i].Minus(state.Interneurons[i])
                .Scaled(1 / (pass.Batch * (_options.Rescale ? _options.LambdaInterneuron : 1)));
            above.AddUpdate(IP, delta, pass.Normalise(i + 1, state.R[i]), updates);
            if (_bias[i] is { } bias)
            {
                updates.Add(bias, above.BiasGradient(delta));
            }
        }

        if (_options.LateralRate > 0)
        {
            // ΔW^PI_i = −η v_A,i φ(u_i^I)ᵀ
            above.AddFeedbackUpdate(_PI[i]!, state.Interneurons[i], state.Apical[i].Scaled(_options.LateralRate / pass.Batch), updates);
        }
    }

    // v_i^I = W^IP_i r_i + b^IP_i
    private Matrix Dendrite(int i, Pass pass)
    {
        if (_IP[i] is not { } IP)
        {
            return pass.A[i + 1].Scaled(Kept(i + 1));
        }

        Matrix v = Workspace.Temporary(pass.A[i + 1].Rows, pass.A[i + 1].Columns, IP.Value.Backend);
        _network[i + 1].Connections.Compute(IP.Value, pass.Input(i + 1), _bias[i]?.Value, Activation.Identity, v, v);
        return v;
    }

    private double Kept(int layer) => layer < _network.L ? _keep : 1;

    private static Matrix Times(Matrix value, double factor)
    {
        Matrix own = value.Clone();
        own.Scale(factor);
        return own;
    }
}
