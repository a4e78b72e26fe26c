using Apical.Data;
using Apical.Networks;
using Apical.Numerics.Algebra;

namespace Apical.Papers.Meulemans2019;

/// <summary>A small random network of chapter 6 in double precision, its feedback with known errors, a batch, and what theory says of it.</summary>
internal sealed class MixtureNet
{
    /// <summary>Units in every layer, the input's too.</summary>
    public const int Units = 6;

    private const double Slope = 0.35;

    /// <summary>Activations of the hidden layers; the output is linear.</summary>
    public static readonly Activation Linear = Activation.Identity, Leaky = Activation.LeakyRelu(Slope), Smooth = Activation.Tanh;

    /// <summary>How such networks are drawn.</summary>
    public static readonly Told Drawn = new("networks",
        FormattableString.Invariant(
            $"{Units} units in every layer, hidden layers linear, leaky ReLU {Slope} or tanh, linear output, no biases, W orthogonal; inputs N(0, 1), ")
            + "targets those of another such network; double precision", "our choice; units as in 5.2.2");

    private readonly Matrix?[] _inverse;                // entry i is W_i⁻¹

    /// <summary>Draws one.</summary>
    /// <param name="rng">Weights, feedback and samples come from its forks; networks that differ in ε only have all else in common.</param>
    /// <param name="depth">L</param>
    /// <param name="hidden">The activation of layers 1 to L − 1.</param>
    /// <param name="epsilon">ε of the feedback weights, W⁻¹ + ε N(0, 1/n).</param>
    /// <param name="samples">In the batch.</param>
    public MixtureNet(Rng rng, int depth, Activation hidden, double epsilon = 0, int samples = 1)
    {
        Network = Draw(rng.Fork("network"), depth, hidden);
        Backward = new(Network, rng, epsilon);
        Matrix x = new(Units, samples, Precision.Double);
        x.FillNormal(rng.Fork("x"));
        Batch = new(x, Draw(rng.Fork("teacher"), depth, hidden).Forward(x).H[depth].Clone());
        Pass = Network.Forward(x);
        _inverse = [null, .. Network.Layers.Select(layer => LinearAlgebra.Inverse(layer.W.Value))];
    }

    public Network Network { get; }

    /// <summary>g_i</summary>
    public DisturbedInverse Backward { get; }

    public Batch Batch { get; }

    /// <summary>The forward pass.</summary>
    public Pass Pass { get; }

    private int L => Network.L;

    /// <summary>The rule whose equilibria are asked.</summary>
    /// <param name="mu">μ</param>
    /// <param name="eta">η̂</param>
    /// <param name="layerRates">Whether signals are divided by what they lose on their way down.</param>
    public DynamicalTargetPropagation Rule(double mu, double eta, bool layerRates = false) =>
        new(Backward, new() { Mu = mu, Step = eta, LayerRates = layerRates, Tolerance = 1e-15, Sweeps = 1000 });

    /// <summary>f_i(h_{i−1})</summary>
    public Matrix F(int i, IReadOnlyList<Matrix> h)
    {
        Matrix a = A(i, h);
        return i < L ? Network[i].Activation.Of(a) : a;
    }

    /// <summary>What each layer lacks, d_i = f_i(h_{i−1}) − h_i; entry 0 is null.</summary>
    /// <param name="h">h_1 .. h_L at their index.</param>
    public Matrix?[] Lacks(IReadOnlyList<Matrix> h) => [null, .. Enumerable.Range(1, L).Select(i => F(i, h).Minus(h[i]))];

    /// <summary>h_i of one phase less those of another; entry 0 is null.</summary>
    public Matrix?[] Differences(IReadOnlyList<Matrix> free, IReadOnlyList<Matrix> learning) =>
        [null, .. Enumerable.Range(1, L).Select(i => free[i].Minus(learning[i]))];

    /// <summary>∏_{k=i+1}^{L} J_{f_k}⁻¹ e_L for every layer, (6.15) without its factors; entry 0 is null.</summary>
    /// <param name="h">Activities at which Jacobians and e_L = h_L − t are taken.</param>
    public Matrix?[] Carried(IReadOnlyList<Matrix> h) => Down(h, (i, v) => _inverse[i]!.Dot(v));

    /// <summary>The same through the feedback weights that the network has, ∏_{k=i}^{L−1} J_{g_k} e_L.</summary>
    public Matrix?[] CarriedByFeedback(IReadOnlyList<Matrix> h) => Down(h, (i, v) => Backward.V(i - 1).Dot(v));

    /// <summary>J_{f_L} ⋯ J_{f_{i+1}} v, what a vector at layer i is at the output.</summary>
    public Matrix Raised(int i, Matrix v, IReadOnlyList<Matrix> h)
    {
        for (int k = i + 1; k <= L; k++)
        {
            Matrix a = Network[k].W.Value.Dot(v);
            v = k < L ? a.Times(Network[k].Activation.Slope(F(k, h))) : a;
        }

        return v;
    }

    /// <summary>The activities of the forward pass, entry 0 being the input.</summary>
    public IReadOnlyList<Matrix> Forward => [.. Pass.H];

    /// <summary>h_i at rest, entry 0 being the input.</summary>
    public IReadOnlyList<Matrix> Rest(DynamicalTargetPropagation rule, bool taught)
    {
        IReadOnlyList<Matrix> h = rule.Equilibrium.Rest(Pass, taught ? Batch : null);
        return [Batch.X, .. h.Skip(1)];
    }

    private static Network Draw(Rng rng, int depth, Activation hidden) =>
        Network.Dense(string.Join('-', Enumerable.Repeat(Units, depth + 1)), rng, hidden, Loss.SquaredError, initialiser: Initialiser.Orthogonal, bias: false,
            precision: Precision.Double);

    private Matrix A(int i, IReadOnlyList<Matrix> h) => Network[i].W.Value.Dot(h[i - 1]);

    private Matrix?[] Down(IReadOnlyList<Matrix> h, Func<int, Matrix, Matrix> through)
    {
        var carried = new Matrix?[L + 1];
        carried[L] = h[L].Minus(Batch.T);
        for (int i = L; i >= 2; i--)
        {
            Matrix v = carried[i]!;
            carried[i - 1] = through(i, i < L ? v.DividedBy(Network[i].Activation.Slope(F(i, h))) : v);
        }

        return carried;
    }
}
