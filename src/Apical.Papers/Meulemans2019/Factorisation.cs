using Apical.Networks;
using Apical.Numerics.Algebra;

namespace Apical.Papers.Meulemans2019;

/// <summary>
/// J = D_L W_L ⋯ D_2 W_2 of random layers, its pseudo-inverse J⁺, and the product of those of the factors, J^f = W_2⁺D_2⁻¹ ⋯ W_L⁺D_L⁻¹ (5.48).
/// </summary>
internal static class Factorisation
{
    private const double Conditioning = 0.4, LeastSlope = 0.1;
    private const int Errors = 8;

    /// <summary>What is drawn, in words.</summary>
    public static string Drawn { get; } = FormattableString.Invariant(
        $"W normal with σ_min σ_max > {Conditioning}, D normal with entries beyond {LeastSlope}, {Errors} normal vectors e");

    /// <summary>Draws factors as figure 5.12 does, and compares.</summary>
    /// <param name="rng">The draw's.</param>
    /// <param name="n">n_1 .. n_L: units per layer, the first being that of the target.</param>
    /// <param name="lame">Number k of a W_k of less than full rank, 2 .. L, and its rank; null for none.</param>
    /// <param name="linear">Whether all slopes are 1.</param>
    /// <returns>Mean over e ~ N(0, I) of ‖J^f e − J⁺ e‖, and of ‖J⁺ e‖.</returns>
    public static (double Distance, double Norm) Compare(Rng rng, int[] n, (int K, int Rank)? lame = null, bool linear = false)
    {
        int L = n.Length - 1;
        Matrix J = LinearAlgebra.Identity(n[0]), factored = LinearAlgebra.Identity(n[0]);
        for (int i = 1; i <= L; i++)
        {
            Matrix W = Weights(rng.Fork("W", i), n[i], n[i - 1], i + 1 == lame?.K ? lame.Value.Rank : null),
                D = linear ? LinearAlgebra.Identity(n[i]) : Diagonal(rng.Fork("D", i), n[i]);
            J = D.Dot(W).Dot(J);
            factored = factored.Dot(LinearAlgebra.PseudoInverse(W, 1e-12)).Dot(LinearAlgebra.Inverse(D));
        }

        var e = new Matrix(n[L], Errors, Precision.Double);
        e.FillNormal(rng.Fork("e"));
        Matrix real = LinearAlgebra.PseudoInverse(J, 1e-12).Dot(e);
        return (factored.Dot(e).Minus(real).ColumnSumsOfSquares().Sqrt().Mean(), real.ColumnSumsOfSquares().Sqrt().Mean());
    }

    private static Matrix Weights(Rng rng, int rows, int columns, int? rank)
    {
        var w = new Matrix(rows, columns, Precision.Double);
        if (rank is { } k)
        {
            Matrix a = new(rows, k, Precision.Double), b = new(k, columns, Precision.Double);
            a.FillNormal(rng.Fork("a"));
            b.FillNormal(rng.Fork("b"));
            return a.Dot(b);
        }

        Initialiser.Conditioned(Conditioning).Fill(w, rng, columns, rows);
        return w;
    }

    private static Matrix Diagonal(Rng rng, int size)
    {
        var d = new Matrix(size, size, Precision.Double);
        var entries = new double[size];
        for (int draw = 0; ; draw++)
        {
            rng.Fork("draw", draw).FillNormal(entries, 0, 1);
            if (entries.All(entry => Math.Abs(entry) >= LeastSlope))
            {
                for (int i = 0; i < size; i++)
                {
                    d[i, i] = entries[i];
                }

                return d;
            }
        }
    }
}
