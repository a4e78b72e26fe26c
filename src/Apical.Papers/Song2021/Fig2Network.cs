namespace Apical.Papers.Song2021;

/// <summary>One of the networks of figure 2.</summary>
/// <param name="Name">Its activation.</param>
/// <param name="Psi">ψ</param>
/// <param name="PaperEta">η of §5.</param>
/// <param name="ReleasedEta">η of the released code.</param>
/// <param name="Lambdas">λ of the released code, for the mean squared error; the first is 0.</param>
/// <param name="Narrow">Published mean of cos ∠(b, β) at p = 200, λ by λ.</param>
/// <param name="Wide">The same at p = 12800.</param>
internal sealed record Fig2Network(string Name, ScalarFunction Psi, double PaperEta, double ReleasedEta, double[] Lambdas, double[] Narrow, double[] Wide)
{
    /// <summary>The networks: three of figure 2, and the sigmoid ones, which only the released code has.</summary>
    public static IReadOnlyList<Fig2Network> All { get; } =
    [
        new("linear", ScalarFunction.Identity, 1e-4, 1e-3, [0, 0.2, 0.3, 0.5], [0.206, 0.790, 0.867, 0.920], [0.004, 0.551, 0.770, 0.866]),
        new("relu", ScalarFunction.Relu, 1e-3, 1e-2, [0, 0.02, 0.05, 0.2], [0.220, 0.401, 0.682, 0.858], [0.006, 0.513, 0.721, 0.846]),
        new("tanh", ScalarFunction.Tanh, 1e-2, 0.1, [0, 0.001, 0.002, 0.005], [0.260, 0.328, 0.372, 0.517], [0.020, 0.397, 0.489, 0.532]),
        new("sigmoid", ScalarFunction.Sigmoid, double.NaN, 0.1, [0, 0.001, 0.003, 0.01], [0.265, 0.317, 0.483, 0.671], [0.014, 0.406, 0.583, 0.643]),
    ];

    /// <summary>Published mean of the cosine.</summary>
    /// <param name="p">200 or 12800; null for any other width.</param>
    /// <param name="level">Which λ.</param>
    public double? Published(int p, int level) => p switch { 200 => Narrow[level], 12800 => Wide[level], _ => null };
}
