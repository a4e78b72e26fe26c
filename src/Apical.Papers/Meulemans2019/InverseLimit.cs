using Apical.Networks;
using Apical.Numerics.Algebra;
using Apical.Parameters;

namespace Apical.Papers.Meulemans2019;

/// <summary>Where the library's learned inverse ends, on a network of two layers: theorems 4.6 and 4.7.</summary>
/// <param name="N1">Units below.</param>
/// <param name="N2">Units above.</param>
/// <param name="Lambda">λ</param>
internal sealed record InverseLimit(int N1, int N2, double Lambda)
{
    /// <summary>
    /// Series of one number: distance of Q from W⁺ and from Wᵀ(W Wᵀ + λ/σ² I)⁻¹ at the end, both over the norm of the latter; and the first at the start.
    /// </summary>
    public static readonly Track ToInverse = new("to-inverse"), ToLimit = new("to-limit"), Start = new("start");

    /// <summary>Distance of Wᵀ(W Wᵀ + λ/σ² I)⁻¹ from W⁺, relative as the others.</summary>
    public static readonly Track Gap = new("gap");

    private const int Samples = 200, Steps = 3000, Constant = 500;
    private const double Rate = 0.1, Factor = 1.5;

    private static readonly Fixed<double> s_sigma = new("σ of the white noise", 0.8, "our choice: not 1, so that it shows in λ/σ²");

    /// <summary>The parameters of both theorems.</summary>
    public static IReadOnlyList<ISetting> Settings { get; } =
    [
        new Told("W", FormattableString.Invariant($"orthogonal, times {Factor}"),
            "our choice: the theorems ask for full rank, the pace depends on the least singular value"),
        s_sigma,
        new Told("learning", FormattableString.Invariant($"{Steps} steps on {Samples} samples, rate {Rate}, after {Constant} steps falling as 1/step"),
            "our choice: to optimality"),
    ];

    /// <summary>Learns.</summary>
    /// <param name="context">The replicate.</param>
    /// <param name="start">How Q begins.</param>
    /// <param name="colour">Multiplies the noise, against the premise; null for white noise.</param>
    public Measurements Run(JobContext context, Initialiser start, Matrix? colour = null)
    {
        var network = Network.Dense($"{N1}-{N1}-{N2}", context.Rng.Fork("W"), Activation.LeakyRelu(0.35), Loss.SquaredError,
            initialiser: Initialiser.Orthogonal, bias: false, precision: Precision.Double);
        Matrix W = network[2].W.Value;
        W.Scale(Factor);
        var inverse = new LearnedInverse(network, context.Rng.Fork("rule"), new() { Initialiser = start, Sigma = s_sigma.Value, Decay = Lambda });
        Matrix Q = inverse.Feedback[0].Value, gram = W.Dot(W.T), x = new(N1, Samples, Precision.Double);
        gram.AddScaled(Lambda / (s_sigma.Value * s_sigma.Value), LinearAlgebra.Identity(N2));
        Matrix exact = LinearAlgebra.PseudoInverse(W), limit = Lambda > 0 ? W.T.Dot(LinearAlgebra.Inverse(gram)) : exact;
        double norm = limit.Norm();
        var found = new Measurements().Add(Start, Q.Minus(exact).Norm() / norm).Add(Gap, limit.Minus(exact).Norm() / norm);
        Pass pass = network.Forward(x);
        var workspace = new Workspace();
        for (int step = 0; step < Steps; step++)
        {
            using Workspace.Scope scope = workspace.Enter();
            double eta = Rate * Math.Min(1, (double)Constant / (step + 1));
            if (colour is null)
            {
                var updates = new Updates();
                inverse.Learn(pass, new Moment(step), updates);
                Q.AddScaled(-eta, updates.GradientOf(inverse.Feedback[0].Parameter)!);
            }
            else
            {
                // The same step on coloured noise, which the library does not offer.
                Matrix xi = new(N1, Samples, Precision.Double);
                xi.FillNormal(context.Rng.Fork("noise", step), 0, s_sigma.Value);
                Matrix h = colour.Dot(xi), r = W.Dot(h);
                Q.AddProduct(-eta / Samples, Q.Dot(r).Minus(h), r.T, 1 - (eta * Lambda));
            }
        }

        return found.Add(ToInverse, JobContext.Finite(Q.Minus(exact).Norm() / norm, "Q")).Add(ToLimit, Q.Minus(limit).Norm() / norm);
    }
}
