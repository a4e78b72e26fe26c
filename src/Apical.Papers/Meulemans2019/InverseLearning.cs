using Apical.Networks;
using Apical.Numerics.Algebra;
using Apical.Training;

namespace Apical.Papers.Meulemans2019;

/// <summary>Feedback weights Q that learn to invert W from noise that need not be white: figures 5.9 and 5.10.</summary>
/// <param name="Panel">a, b or c.</param>
/// <param name="Name">The curve.</param>
/// <param name="N1">Units below.</param>
/// <param name="N2">Units above.</param>
/// <param name="Sources">Dimensions of ξ where the noise is coloured, C being normal; 0 for white noise.</param>
/// <param name="Lambda">λ</param>
/// <param name="Batch">Samples per iteration.</param>
internal sealed record InverseLearning(string Panel, string Name, int N1, int N2, int Sources, double Lambda, int Batch)
{
    /// <summary>Series: greatest entry of |Q − W⁺|, the same for the limit of theorem 4.7, and ‖g(f(h_1)) − h_1‖, each as a mean over 25 iterations.</summary>
    public static readonly Track MatrixError = new("matrix-error"), LimitError = new("limit-error"), Reconstruction = new("reconstruction");

    /// <summary>The greatest entry of the distance between W⁺ and Wᵀ(W Wᵀ + λI)⁻¹: where theorem 4.7 says that <see cref="MatrixError"/> ends.</summary>
    public static readonly Track Gap = new("gap");

    /// <summary>Iterations that a number of a series stands for.</summary>
    public const int Every = 25;

    private const double Conditioning = 0.4;
    private static readonly Initialiser s_start = Initialiser.Conditioned(Conditioning);
    private static readonly (double First, double Last, int Iterations) s_equal = (0.01, 0.008, 2500), s_contracting = (0.02, 0.0001, 2000),
        s_expanding = (0.02, 0.008, 2000);

    /// <summary>The curves of the figures.</summary>
    public static IReadOnlyList<InverseLearning> All { get; } =
    [
        new("a", "white", 5, 5, 0, 0, 1), new("a", "coloured, full rank", 5, 5, 5, 0, 1), new("a", "coloured, low rank", 5, 5, 2, 0, 1),
        new("b", "coloured", 5, 3, 5, 0, 1), new("b", "white, batch 1", 5, 3, 0, 0, 1), new("b", "white, batch 16", 5, 3, 0, 0, 16),
        new("c", "white, λ = 0", 3, 5, 0, 0, 1), new("c", "white, λ = 0.2", 3, 5, 0, 0.2, 1), new("c", "coloured, λ = 0.2", 3, 5, 3, 0.2, 1),
    ];

    /// <summary>The parameters of both figures.</summary>
    public static IReadOnlyList<ISetting> Settings { get; } =
    [
        InverseCurves.Runs,
        new Told("equal layers 5, 5", Text(s_equal, "batch 1, λ = 0"), "figure 5.9"),
        new Told("contracting layers 5, 3", Text(s_contracting, "batch 1 and 16, λ = 0"), "released code; the caption has 0.01"),
        new Told("expanding layers 3, 5", Text(s_expanding, "batch 1, λ = 0 and 0.2"), "released code; the caption has 0.01"),
        new Told("W, Q at the start", FormattableString.Invariant($"normal with σ_min σ_max > {Conditioning}"), "5.2.1; released code"),
        new Told("coloured noise", "h_1 = Cξ, C normal [n_1, dimensions of ξ]", "figure 5.9; its caption has C of 5×5 where n_1 is 3, here 3×3"),
    ];

    /// <summary>Name of the condition.</summary>
    public string Group => $"{Panel}: {Name}";

    /// <summary>The replicates of both figures.</summary>
    public static IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, InverseCurves.Runs.At(setup.Scale))
           from condition in All
           select new Job(condition.Group, run, condition.Run),
    ];

    /// <summary>The panels of a figure.</summary>
    public static IReadOnlyList<Chart> Charts(Results results, string label, Track track) =>
    [
        .. from panel in new[] { (Name: "a", Title: "equal layers"), (Name: "b", Title: "contracting"), (Name: "c", Title: "expanding") }
           select InverseCurves.Chart(results, panel.Title, label, track, All.Where(c => c.Panel == panel.Name).Select(c => (c.Group, c.Name)), Every),
    ];

    /// <summary>One replicate.</summary>
    /// <exception cref="JobFailedException">Q diverged.</exception>
    public Measurements Run(JobContext context)
    {
        (double first, double last, int iterations) = Panel switch { "a" => s_equal, "b" => s_contracting, _ => s_expanding };
        var W = new Matrix(N2, N1, Precision.Double);
        s_start.Fill(W, context.Rng.Fork("W"), N1, N2);
        Matrix? C = Sources > 0 ? new Matrix(N1, Sources, Precision.Double) : null;
        C?.FillNormal(context.Rng.Fork("C"));
        var learner = new InverseLearner(W, context.Rng.Fork("learner"), new() { Initialiser = s_start, Decay = Lambda }, C);
        Matrix Q = learner.Q, inverse = LinearAlgebra.PseudoInverse(W), gram = W.Dot(W.T);
        gram.AddScaled(Lambda, LinearAlgebra.Identity(N2));
        Matrix limit = Lambda > 0 ? W.T.Dot(LinearAlgebra.Inverse(gram)) : inverse;
        var found = new Measurements().Add(Gap, inverse.Minus(limit).Abs().Max());
        double matrix = 0, off = 0, reconstruction = 0;
        var workspace = new Workspace();
        for (int i = 0; i < iterations; i++)
        {
            using Workspace.Scope scope = workspace.Enter();
            Matrix h = learner.Noise(i, Batch);
            matrix += Q.Minus(inverse).Abs().Max() / Every;
            off += Q.Minus(limit).Abs().Max() / Every;
            reconstruction += Q.Dot(W.Dot(h)).Minus(h).ColumnSumsOfSquares().Sqrt().Mean() / Every;
            if ((i + 1) % Every == 0)
            {
                found.Add(MatrixError, JobContext.Finite(matrix, "Q")).Add(LimitError, off).Add(Reconstruction, reconstruction);
                (matrix, off, reconstruction) = (0, 0, 0);
                context.Report((double)i / iterations);
            }

            learner.Step(i, Batch, first + ((last - first) * i / iterations));
        }

        return found;
    }

    private static string Text((double First, double Last, int Iterations) rates, string rest) =>
        FormattableString.Invariant($"rate {rates.First} falling to {rates.Last}, {rates.Iterations} iterations, {rest}");
}
