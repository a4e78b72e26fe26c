using Apical.Data;
using Apical.Networks;
using Apical.Numerics;
using Apical.Probes;
using Apical.Rules;
using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Theorem 4.1: the update of target propagation with exact inverses is within 90° of backprop's. It is not.</summary>
/// <remarks>
/// With J = ∂h_L/∂h_i the updates of layer i are D J⁻¹e hᵀ and D Jᵀe hᵀ, so their cosine has the sign of eᵀ J⁻ᵀ D² Jᵀ e. The proof takes J⁻ᵀ D² Jᵀ for positive
/// definite because D² is and the two are similar. Similar matrices share eigenvalues, but xᵀMx &gt; 0 asks for positive eigenvalues of M + Mᵀ.
/// <para>
/// Two units, slopes 1 and δ, Jᵀ = [[1, k], [0, 1]]: eᵀ J⁻ᵀ D² Jᵀ e = e_1² + k(1 − δ²) e_1 e_2 + δ² e_2², which is negative for some e when k(1 − δ²) &gt; 2δ.
/// </para>
/// </remarks>
internal sealed class Theorem41Angle : Experiment
{
    private const string Cosine = "cosine", Condition = "condition", Linear = "linear, 6-6-6", HandMade = "two units by hand";
    private const double Slope = 0.35, Small = 1e-7;

    private static readonly Setting<int> s_draws = new("draws of each kind", 20_000, 1000, "our choice");
    private static readonly Setting<string> s_networks = new("networks", "6-6-6, and 6-6-6-6-6-6, leaky ReLU 0.35, normal weights with σ_min σ_max > 0.4, linear output; one sample, x and t normal", "5.1.3, 5.2.2");
    private static readonly Setting<double> s_step = new("η̂", Small, "the theorem has the limit 0");
    private static readonly (string Name, string Widths, Activation Hidden)[] s_kinds =
    [
        ("leaky ReLU, 6-6-6", "6-6-6", Activation.LeakyRelu(Slope)), ("leaky ReLU, 6-6-6-6-6-6", "6-6-6-6-6-6", Activation.LeakyRelu(Slope)), ("tanh, 6-6-6", "6-6-6", Activation.Tanh), (Linear, "6-6-6", Activation.Identity),
    ];

    /// <inheritdoc/>
    public override string Id => "meulemans2019/theorem4.1";

    /// <inheritdoc/>
    public override string Title => "Updates of target propagation and of backprop: less than 90° apart, or not";

    /// <inheritdoc/>
    public override Citation Paper => Meulemans2019Paper.Citation;

    /// <inheritdoc/>
    public override Duration Takes => new(0.05, 0.2);

    /// <inheritdoc/>
    public override IReadOnlyList<ISetting> Settings => [s_draws, s_networks, s_step];

    /// <inheritdoc/>
    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. s_kinds.Select(kind => new Job(kind.Name, 1, context => Search(context, kind.Widths, kind.Hidden, s_draws.At(setup.Scale)))),
        new(HandMade, 1, _ => new Measurements().Add(Cosine, [.. new[] { 0.99, 1.01 }.Select(part => LeastCosine(part * Threshold))])),
    ];

    /// <inheritdoc/>
    public override Outcome Conclude(Setup setup, Results results)
    {
        double Opposed(string kind) => results.All(kind, Cosine) is { Count: > 0 } all ? 100.0 * all.Count(cosine => cosine <= 0) / all.Count : double.NaN;
        double hand(int i) => results.All(HandMade, Cosine) is { Count: 2 } two ? two[i] : double.NaN;
        return new(
            [
                .. s_kinds[..^1].Select(kind => Claim.AtMost($"{kind.Name}: updates of the first layer at 90° or more", "none: 0 < cos α ≤ 1", Opposed(kind.Name), 0, " %")),
                Claim.AtMost("linear hidden layer: the same", "mathematics: with all slopes equal the sign is that of ‖e‖²", Opposed(Linear), 0, " %"),
                Claim.AtLeast("two units by hand, k at 0.99 of the threshold 2δ/(1 − δ²): least cosine over e", "mathematics: positive", hand(0), 0),
                Claim.AtMost("two units by hand, k at 1.01 of the threshold: least cosine over e", "mathematics: negative, against the theorem", hand(1), 0),
            ],
            [
                new("Cosine between the updates of target propagation and backprop", "First layer, over random networks and samples; right, the share of updates at 90° or more against the condition number of W_2, in tenths of the draws.")
                {
                    Charts =
                    [
                        new("cosines", new("cos α"), new("draws"), [.. s_kinds.Select(kind => Series.Histogram(kind.Name, results.All(kind.Name, Cosine), -1, 1, 80))]),
                        new("and the condition of W_2", new("condition number") { Logarithmic = true }, new("90° or more (%)"), [.. s_kinds.Take(1).Select(kind => ByCondition(kind.Name, results))]),
                    ],
                },
            ])
        {
            Notes =
            [
                "The theorem does not hold: its proof (appendix B.1) takes a matrix that is similar to a positive definite one for positive definite. It holds where all slopes of the layer are equal, and nearly where W above is well conditioned or slopes differ little.",
                $"Two units with slopes 1 and {Slope}: the bound k = 2δ/(1 − δ²) = {Claim.Show(Threshold)} is moderate, a W of condition number {Claim.Show(Math.Pow((Threshold + Math.Sqrt((Threshold * Threshold) + 4)) / 2, 2))}.",
            ],
        };
    }

    /// <summary>2δ/(1 − δ²)</summary>
    internal static double Threshold => 2 * Slope / (1 - (Slope * Slope));

    /// <summary>Random networks: cosine between the first layer's updates, and the condition number of W_2.</summary>
    internal static Measurements Search(JobContext context, string widths, Activation hidden, int draws)
    {
        var found = new Measurements();
        var workspace = new Workspace();
        for (int i = 0; i < draws; i++)
        {
            using Workspace.Scope scope = workspace.Enter();
            Rng rng = context.Rng.Fork("draw", i);
            var network = Network.Dense(widths, rng, hidden, Loss.SquaredError, initialiser: Initialiser.Conditioned(0.4), bias: false, precision: Precision.Double);
            Matrix x = new(network[1].FanIn, 1, Precision.Double), t = new(network[network.L].FanOut, 1, Precision.Double);
            x.FillNormal(rng.Fork("x"));
            t.FillNormal(rng.Fork("t"));
            double[] sigma = LinearAlgebra.SingularValues(network[2].W.Value);
            found.Add(Cosine, CosineOfUpdates(network, x, t)).Add(Condition, sigma[0] / sigma[^1]);
        }

        return found;
    }

    /// <summary>The network of the remarks: the least cosine over directions of e.</summary>
    internal static double LeastCosine(double k)
    {
        var network = Network.Dense("2-2-2", new Rng(0), Activation.LeakyRelu(Slope), Loss.SquaredError, bias: false, precision: Precision.Double);
        network[1].W.Value.CopyFrom(LinearAlgebra.Identity(2));
        network[2].W.Value.CopyFrom(Matrix.Of([[1, 0], [k, 1]], Precision.Double));
        Matrix x = Matrix.Of([[1], [-1]], Precision.Double), h = network.Forward(x).H[2];
        return Enumerable.Range(0, 720).Min(i =>
        {
            (double sin, double cos) = Math.SinCos(Math.PI * i / 720);
            return CosineOfUpdates(network, x, h.Minus(Matrix.Of([[cos], [sin]], Precision.Double)));
        });
    }

    private static double CosineOfUpdates(Network network, Matrix x, Matrix t)
    {
        var batch = new Batch(x, t);
        Pass pass = network.Forward(x);
        Matrix tp = new TargetPropagation(new ExactInverse(network), new Rng(0), new() { Step = Small }).Teach(pass, batch)[1], bp = new Backpropagation(network).Teach(pass, batch)[1];
        return Angle.Cosine(tp, bp);                    // both are multiplied by the same hᵀ
    }

    private static Series ByCondition(string kind, Results results)
    {
        (double Condition, double Cosine)[] sorted = [.. results.All(kind, Condition).Zip(results.All(kind, Cosine)).OrderBy(pair => pair.First)];
        IEnumerable<(double, double)[]> tenths = sorted.Length < 10 ? [] : sorted.Chunk((int)Math.Ceiling(sorted.Length / 10.0));
        return new(kind, Mark.LineAndPoints, [.. tenths.Select(part => part[part.Length / 2].Item1)], [.. tenths.Select(part => 100.0 * part.Count(pair => pair.Item2 <= 0) / part.Length)]);
    }
}
