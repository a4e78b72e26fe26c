using Apical.Numerics.Algebra;
using Apical.Probes;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.6: Gauss–Newton steps of activations with the full curvature and with its diagonal blocks.</summary>
internal sealed class Fig56BlockDiagonal : Experiment
{
    internal static readonly Track Cosine = new("cosine");
    private const int Size = 10, Chunks = 20;

    private static readonly Setting<int> s_draws = new("draws of each kind", 10_000, 400, "5.1.2");
    private static readonly Told s_jacobians =
        new("Jacobians of the layers", $"{Size}×{Size}, normal; output errors normal", "5.1.2; size: released code");
    private static readonly (string Name, int Blocks, int Batch)[] s_kinds =
        [("2 layers, batch 1", 2, 1), ("10 layers, batch 1", 10, 1), ("10 layers, batch 100", 10, 100)];

    public override string Id => "meulemans2019/fig5.6";

    public override string Title => "Blocks of the Gauss–Newton curvature stand for the whole only in large minibatches";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.1, 1.5);

    public override IReadOnlyList<ISetting> Settings =>
        [s_draws, s_jacobians, new Told("kinds", string.Join("; ", s_kinds.Select(kind => kind.Name)), "figure 5.6")];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, Chunks)
           from kind in s_kinds
           select new Job(kind.Name, run, context => Compare(context, kind.Blocks, kind.Batch, s_draws.At(setup.Scale) / Chunks)) { Cost = kind.Batch },
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double[][] cosines = [.. s_kinds.Select(kind => results.All(kind.Name, Cosine).Order().ToArray())];
        return new(
            [
                Claim.AtLeast($"{s_kinds[0].Name}: cosines that 98 of 100 draws span", "the angle takes almost any value from −90° to 90°",
                    Quantile(cosines[0], 0.99) - Quantile(cosines[0], 0.01), 0.75),
                Claim.Between($"{s_kinds[1].Name}: median cosine", "approximately orthogonal", Quantile(cosines[1], 0.5), -0.2, 0.2),
                Claim.AtLeast($"{s_kinds[2].Name}: median cosine", "the approximation is valid", Quantile(cosines[2], 0.5), 0.7),
            ],
            [
                new("Full and block-diagonal Gauss–Newton steps", "Histogram of the cosine of the angle between the two steps of all hidden activations.")
                {
                    Charts =
                    [
                        .. s_kinds.Select((kind, i) => new Chart(kind.Name, new("cos α"), new("draws"), [Series.Histogram("draws", cosines[i], -1, 1, 100)])),
                    ],
                    Columns = 3,
                },
            ])
        {
            Notes =
            [
                "Bands are our reading: three quarters of the range from 0 to 1 for \"almost any\", "
                    + "a fifth for \"approximately orthogonal\", 45° for \"valid\".",
            ],
        };

        static double Quantile(double[] sorted, double q) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Round(q * (sorted.Length - 1))];
    }

    /// <summary>Draws Jacobians and compares the two steps.</summary>
    internal static Measurements Compare(JobContext context, int blocks, int batch, int draws)
    {
        var found = new Measurements();
        var workspace = new Workspace();
        for (int draw = 0; draw < draws; draw++)
        {
            using Workspace.Scope scope = workspace.Enter();
            found.Add(Cosine, batch == 1 ? OfSample(context.Rng.Fork("draw", draw), blocks) : OfBatch(context.Rng.Fork("draw", draw), blocks, batch));
            context.Report((double)draw / draws);
        }

        return found;
    }

    /// <summary>One sample: J̄⁺e = [J_1 … ]ᵀ (Σ J_i J_iᵀ)⁻¹ e against J_i⁺ e, by singular values, as products of ten matrices are ill-conditioned.</summary>
    private static double OfSample(Rng rng, int blocks)
    {
        Matrix[] J = Chain(rng, blocks);
        Matrix e = Normal(rng.Fork("e"), 1);
        var wide = new Matrix(Size, Size * blocks, Precision.Double);
        for (int i = 0; i < blocks; i++)
        {
            Place(J[i], wide, i);
        }

        Matrix full = LinearAlgebra.PseudoInverse(wide).Dot(e);
        var block = new Matrix(Size * blocks, 1, Precision.Double);
        for (int i = 0; i < blocks; i++)
        {
            block.AsSpan<double>().Slice(i * Size, Size).Clear();
            LinearAlgebra.PseudoInverse(J[i]).Dot(e).AsSpan<double>().CopyTo(block.AsSpan<double>().Slice(i * Size, Size));
        }

        return Angle.Cosine(full, block);
    }

    /// <summary>
    /// Many samples, each with Jacobians of its own: (Σ J̄ᵀJ̄)⁻¹ Σ J̄ᵀe against the same with the diagonal blocks alone. Blocks are scaled alike, which J̄ᵀJ̄ x
    /// = J̄ᵀe allows and rounding asks for.
    /// </summary>
    private static double OfBatch(Rng rng, int blocks, int batch)
    {
        int n = Size * blocks;
        Matrix G = new(n, n, Precision.Double), gradient = new(n, 1, Precision.Double), wide = new(Size, n, Precision.Double);
        double[] scale = [.. Enumerable.Range(0, blocks).Select(i => Math.Pow(Size, -0.5 * (blocks - i)))];
        for (int b = 0; b < batch; b++)
        {
            Matrix[] J = Chain(rng.Fork("sample", b), blocks);
            for (int i = 0; i < blocks; i++)
            {
                Place(J[i].Scaled(scale[i]), wide, i);
            }

            G.AddProduct(1, wide.T, wide);
            gradient.AddProduct(1, wide.T, Normal(rng.Fork("e", b), 1));
        }

        Matrix full = LeastSquares.Solve(G, gradient), block = new(n, 1, Precision.Double);
        for (int i = 0; i < blocks; i++)
        {
            Matrix own = new(Size, Size, Precision.Double), right = new(Size, 1, Precision.Double);
            for (int r = 0; r < Size; r++)
            {
                right[r, 0] = gradient[(i * Size) + r, 0];
                for (int c = 0; c < Size; c++)
                {
                    own[r, c] = G[(i * Size) + r, (i * Size) + c];
                }
            }

            Matrix x = LeastSquares.Solve(own, right);
            for (int r = 0; r < Size; r++)
            {
                block[(i * Size) + r, 0] = x[r, 0] * scale[i];
                full[(i * Size) + r, 0] *= scale[i];
            }
        }

        return Angle.Cosine(full, block);
    }

    /// <summary>J_i = J_{h_L} ⋯ J_{h_{i+1}}, (5.35): entry 0 is the longest product.</summary>
    private static Matrix[] Chain(Rng rng, int blocks)
    {
        var J = new Matrix[blocks];
        for (int i = blocks - 1; i >= 0; i--)
        {
            Matrix layer = Normal(rng.Fork("layer", i), Size);
            J[i] = i == blocks - 1 ? layer : J[i + 1].Dot(layer);
        }

        return J;
    }

    private static Matrix Normal(Rng rng, int columns)
    {
        var x = new Matrix(Size, columns, Precision.Double);
        x.FillNormal(rng);
        return x;
    }

    private static void Place(Matrix block, Matrix wide, int i)
    {
        for (int r = 0; r < Size; r++)
        {
            block.AsSpan<double>().Slice(r * Size, Size).CopyTo(wide.AsSpan<double>().Slice((r * wide.Columns) + (i * Size), Size));
        }
    }
}
