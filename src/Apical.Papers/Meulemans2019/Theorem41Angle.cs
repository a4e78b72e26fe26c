using Apical.Data;
using Apical.Networks;
using Apical.Numerics.Algebra;
using Apical.Probes;

namespace Apical.Papers.Meulemans2019;

/// <summary>Theorem 4.1: the update of target propagation with exact inverses is within 90° of backprop's. It is not.</summary>
/// <remarks>
/// With J = ∂h_L/∂h_i the updates of layer i are D J⁻¹e hᵀ and D Jᵀe hᵀ, so their cosine has the sign of eᵀ J⁻ᵀ D² Jᵀ e. The proof takes J⁻ᵀ D² Jᵀ for positive
/// definite because D² is and the two are similar. Similar matrices share eigenvalues, but xᵀMx &gt; 0 asks for positive eigenvalues of M + Mᵀ.
/// <para>
/// Two units, slopes 1 and δ, Jᵀ = [[1, k], [0, 1]]: eᵀ J⁻ᵀ D² Jᵀ e = e_1² + k(1 − δ²) e_1 e_2 + δ² e_2², which is negative for some e when k(1 − δ²) &gt; 2δ.
/// </para>
/// <para>
/// What does hold, δ being the least slope of layer i over the greatest: with a = J⁻¹e the product is ⟨JᵀJ a, D² a⟩. A positive definite matrix of condition
/// number c turns no vector by more than arccos(2√c / (1 + c)) (Kantorovich), and both turns together stay below 90° when the condition number of J is less
/// than (1 + δ)/(1 − δ). Two units reach that bound, when the singular vectors of J lie at 45° to the axes.
/// </para>
/// </remarks>
internal sealed class Theorem41Angle : Experiment
{
    internal static readonly Track Cosine = new("cosine"), Condition = new("condition"), Share = new("share of the bound");
    private const string Linear = "linear, 6-6-6", HandMade = "two units by hand", Sharp = "two units at 45°";
    private const double Slope = 0.35, Small = 1e-7, Conditioning = 0.4;

    private static readonly Setting<int> s_draws = new("draws of each kind", 20_000, 1000, "our choice");
    private static readonly Told s_networks = new(
        "networks",
        FormattableString.Invariant($"6-6-6, 6-6-6-6-6-6 and 2-2-2, leaky ReLU {Slope}, normal weights with σ_min σ_max > {Conditioning}, linear output; ")
            + "one sample, x and t normal",
        "5.1.3, 5.2.2; 2-2-2 and the other activations: our choice");
    private static readonly Fixed<double> s_step = new("η̂", Small, "the theorem has the limit 0");
    private static readonly (string Name, string Widths, Activation Hidden)[] s_kinds =
    [
        ("leaky ReLU, 6-6-6", "6-6-6", Activation.LeakyRelu(Slope)), ("leaky ReLU, 6-6-6-6-6-6", "6-6-6-6-6-6", Activation.LeakyRelu(Slope)),
        ("leaky ReLU, 2-2-2", "2-2-2", Activation.LeakyRelu(Slope)),
        ("tanh, 6-6-6", "6-6-6", Activation.Tanh), (Linear, "6-6-6", Activation.Identity),
    ];

    public override string Id => "meulemans2019/theorem4.1";

    public override string Title => "Updates of target propagation and of backprop: less than 90° apart, or not";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.05, 0.2);

    public override IReadOnlyList<ISetting> Settings => [s_draws, s_networks, s_step];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. s_kinds.Select(kind => new Job(kind.Name, 1, context => Search(context, kind.Widths, kind.Hidden, s_draws.At(setup.Scale)))),
        new(HandMade, 1, _ => new Measurements().Add(Cosine, [.. new[] { 0.99, 1.01 }.Select(part => LeastCosine(Sheared(part * Threshold)))])),
        new(Sharp, 1, _ => new Measurements().Add(Cosine, [.. new[] { 0.99, 1.01 }.Select(part => LeastCosine(Diagonal(part * Bound(Slope))))])),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Opposed(string kind) => results.All(kind, Cosine) is { Count: > 0 } all ? 100.0 * all.Count(cosine => cosine <= 0) / all.Count : double.NaN;
        double ByHand(string kind, int i) => results.All(kind, Cosine) is { Count: 2 } two ? two[i] : double.NaN;
        double[] within =
            [.. s_kinds[..^1].SelectMany(kind => results.All(kind.Name, Share).Zip(results.All(kind.Name, Cosine))).Where(draw => draw.First is > 0 and < 1)
                .Select(draw => draw.Second)];
        return new(
            [
                .. s_kinds[..^1]
                    .Select(kind =>
                        Claim.AtMost($"{kind.Name}: updates of the first layer at 90° or more", "none: 0 < cos α ≤ 1", Opposed(kind.Name), 0, " %")),
                Claim.AtMost("linear hidden layer: the same", "mathematics: with all slopes equal the sign is that of ‖e‖²", Opposed(Linear), 0, " %"),
                Claim.AtLeast("two units by hand, k at 0.99 of the threshold 2δ/(1 − δ²): least cosine over e", "mathematics: positive",
                    ByHand(HandMade, 0), 0),
                Claim.AtMost("two units by hand, k at 1.01 of the threshold: least cosine over e", "mathematics: negative, against the theorem",
                    ByHand(HandMade, 1), 0),
                new(
                    "draws with unequal slopes in which J has a condition number below (1 + δ)/(1 − δ), where the theorem can be proved: "
                        + "updates at 90° or more",
                    "mathematics: none", $"{within.Count(cosine => cosine <= 0)} of {within.Length}", "none",
                    within.Length > 0 && within.All(cosine => cosine > 0)),
                Claim.AtLeast("two units at 45°, J at 0.99 of that condition number: least cosine over e", "mathematics: positive", ByHand(Sharp, 0), 0),
                Claim.AtMost("two units at 45°, J at 1.01 of that condition number: least cosine over e",
                    "mathematics: negative, so that no weaker condition on J alone will do", ByHand(Sharp, 1), 0),
            ],
            [
                new("Cosine between the updates of target propagation and backprop",
                    "First layer, over random networks and samples; right, "
                        + "the share of updates at 90° or more against the condition number of J, in tenths of the draws.")
                {
                    Charts =
                    [
                        new("cosines", new("cos α"), new("draws"),
                            [.. s_kinds.Select(kind => Series.Histogram(kind.Name, results.All(kind.Name, Cosine), -1, 1, 80))]),
                        new("and the condition of J", new("condition number") { Logarithmic = true }, new("90° or more (%)"),
                            [.. s_kinds[..^1].Select(kind => ByCondition(kind.Name, results))]),
                    ],
                },
            ])
        {
            Notes =
            [
                "The theorem does not hold: its proof (appendix B.1) takes a matrix that is similar to a positive definite one for positive definite. "
                    + "It holds where all slopes of the layer are equal.",
                "It can be proved where the Jacobian J of the layers above has a condition number below (1 + δ)/(1 − δ), δ being the least slope of the layer "
                    + $"over the greatest: {Claim.Show(Bound(Slope))} for slopes 1 and {Slope}, which random weights hardly ever have.",
                $"Two units with slopes 1 and {Slope}: the bound k = 2δ/(1 − δ²) = {Claim.Show(Threshold)} is moderate, "
                    + $"a W of condition number {Claim.Show(Math.Pow((Threshold + Math.Sqrt((Threshold * Threshold) + 4)) / 2, 2))}.",
            ],
        };
    }

    /// <summary>2δ/(1 − δ²)</summary>
    internal static double Threshold => 2 * Slope / (1 - (Slope * Slope));

    /// <summary>(1 + δ)/(1 − δ), infinite for equal slopes: the condition number of J below which no update is at 90° or more.</summary>
    internal static double Bound(double delta) => (1 + delta) / (1 - delta);

    /// <summary>Random networks: cosine between the first layer's updates, the condition number of J = ∂h_L/∂h_1, and that over <see cref="Bound"/>.</summary>
    internal static Measurements Search(JobContext context, string widths, Activation hidden, int draws)
    {
        var found = new Measurements();
        var workspace = new Workspace();
        for (int i = 0; i < draws; i++)
        {
            using Workspace.Scope scope = workspace.Enter();
            Rng rng = context.Rng.Fork("draw", i);
            var network = Network.Dense(widths, rng, hidden, Loss.SquaredError, initialiser: Initialiser.Conditioned(Conditioning), bias: false,
                precision: Precision.Double);
            Matrix x = new(network[1].FanIn, 1, Precision.Double), t = new(network[network.L].FanOut, 1, Precision.Double);
            x.FillNormal(rng.Fork("x"));
            t.FillNormal(rng.Fork("t"));
            Pass pass = network.Forward(x);
            Matrix J = network[network.L].W.Value, slopes = pass.D(1);
            for (int k = network.L - 1; k >= 2; k--)
            {
                J = J.Dot(network[k].W.Value.TimesColumn(pass.D(k)));
            }

            double[] sigma = LinearAlgebra.SingularValues(J);
            found.Add(Cosine, CosineOfUpdates(network, x, t)).Add(Condition, sigma[0] / sigma[^1])
                .Add(Share, sigma[0] / sigma[^1] / Bound(slopes.Min() / slopes.Max()));
        }

        return found;
    }

    /// <summary>W_2 with Jᵀ = [[1, k], [0, 1]].</summary>
    internal static Matrix Sheared(double k) => Matrix.Of([[1, 0], [k, 1]], Precision.Double);

    /// <summary>W_2 of a condition number, its right singular vectors at 45° to the axes.</summary>
    internal static Matrix Diagonal(double condition) => Matrix.Of([[condition, condition], [-1, 1]], Precision.Double);

    /// <summary>Two units with slopes 1 and 0.35: the least cosine over directions of e.</summary>
    /// <param name="w">W_2, <c>[2, 2]</c></param>
    internal static double LeastCosine(Matrix w)
    {
        var network = Network.Dense("2-2-2", new Rng(0), Activation.LeakyRelu(Slope), Loss.SquaredError, bias: false, precision: Precision.Double);
        network[1].W.Value.CopyFrom(LinearAlgebra.Identity(2));
        network[2].W.Value.CopyFrom(w);
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
        Matrix tp = new TargetPropagation(new ExactInverse(network), new Rng(0), new() { Step = s_step.Value }).Teach(pass, batch)[1],
            bp = new Backpropagation(network).Teach(pass, batch)[1];
        return Angle.Cosine(tp, bp);                    // both are multiplied by the same hᵀ
    }

    private static Series ByCondition(string kind, Results results)
    {
        (double Condition, double Cosine)[] sorted = [.. results.All(kind, Condition).Zip(results.All(kind, Cosine)).OrderBy(pair => pair.First)];
        IEnumerable<(double, double)[]> tenths = sorted.Length < 10 ? [] : sorted.Chunk((int)Math.Ceiling(sorted.Length / 10.0));
        return new(kind, Mark.LineAndPoints, [.. tenths.Select(part => part[part.Length / 2].Item1)],
            [.. tenths.Select(part => 100.0 * part.Count(pair => pair.Item2 <= 0) / part.Length)]);
    }
}
