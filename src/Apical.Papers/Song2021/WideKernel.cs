using Apical.Analysis;

namespace Apical.Papers.Song2021;

/// <summary>The expectation of the kernel's part G over W (assumption 3.1).</summary>
internal static class WideKernel
{
    private const int Chunk = 4096;

    /// <summary>Ḡ_ij = E ψ(wᵀx_i) ψ(wᵀx_j), w standard normal, as a mean over draws.</summary>
    /// <param name="x">X <c>[d, n]</c></param>
    /// <param name="psi">ψ</param>
    /// <param name="rng">Where w comes from.</param>
    /// <param name="draws">How many w; the standard error of an entry is about its size divided by their root.</param>
    /// <returns><c>[n, n]</c></returns>
    public static Matrix Expected(Matrix x, ScalarFunction psi, Rng rng, int draws)
    {
        var mean = new Matrix(x.Columns, x.Columns, x.Precision);
        var w = new Matrix(Chunk, x.Rows, x.Precision);
        int chunks = Math.Max(1, draws / Chunk);
        for (int i = 0; i < chunks; i++)
        {
            w.FillNormal(rng);
            mean.AddScaled(1.0 / chunks, FeedbackKernel.G(w, x, psi));
        }

        return mean;
    }
}
