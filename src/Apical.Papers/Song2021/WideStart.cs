namespace Apical.Papers.Song2021;

/// <summary>A network f(x) = βᵀψ(W x)/√p (2.1) before its first step, its feedback and its data.</summary>
/// <remarks>
/// W is kept as A = W X alone. Its steps are −η/√p (b eᵀ ⊙ ψ′(A)) Xᵀ, combinations of the samples, so W X takes the steps −η/√p (b eᵀ ⊙ ψ′(A)) XᵀX: what the
/// network does on its n &lt; d samples is the same, and nothing of size d is left in a step. This is algebra, not an approximation.
/// </remarks>
/// <param name="X">The samples <c>[d, n]</c>: the paper's Xᵀ.</param>
/// <param name="A">W(0) X <c>[p, n]</c></param>
/// <param name="Beta">β(0) <c>[p, 1]</c></param>
/// <param name="B">The feedback b <c>[p, 1]</c></param>
/// <param name="Y">The targets <c>[1, n]</c></param>
internal sealed record WideStart(Matrix X, Matrix A, Matrix Beta, Matrix B, Matrix Y)
{
    /// <summary>p</summary>
    public int P => A.Rows;

    /// <summary>n</summary>
    public int N => A.Columns;

    /// <summary>Draws W, β and b with independent standard normal entries, as §5 and all theorems have them.</summary>
    /// <param name="rng">Forks <c>W</c>, <c>beta</c>, <c>b</c>.</param>
    /// <param name="x">X <c>[d, n]</c></param>
    /// <param name="y"><c>[1, n]</c></param>
    /// <param name="p">Hidden units.</param>
    public static WideStart Draw(Rng rng, Matrix x, Matrix y, int p) =>
        new(x, Normal(rng.Fork("W"), p, x.Rows, x.Precision).Dot(x), Normal(rng.Fork("beta"), p, 1, x.Precision), Normal(rng.Fork("b"), p, 1, x.Precision), y);

    /// <summary>Samples with independent normal entries.</summary>
    /// <param name="rng">Fork <c>X</c>.</param>
    /// <param name="d">Inputs.</param>
    /// <param name="n">Samples.</param>
    /// <param name="sd">Standard deviation of an entry.</param>
    /// <param name="precision">Format.</param>
    /// <returns><c>[d, n]</c></returns>
    public static Matrix Samples(Rng rng, int d, int n, double sd, Precision precision) => Normal(rng.Fork("X"), d, n, precision).Scaled(sd);

    /// <summary>Targets from a linear map: y = θᵀX, θ standard normal.</summary>
    /// <param name="rng">Fork <c>theta</c>.</param>
    /// <param name="x">X <c>[d, n]</c></param>
    /// <returns><c>[1, n]</c></returns>
    public static Matrix LinearTargets(Rng rng, Matrix x) => Normal(rng.Fork("theta"), 1, x.Rows, x.Precision).Dot(x);

    /// <summary>Targets from a network of the same form with weights of its own.</summary>
    /// <param name="rng">Fork <c>teacher</c>.</param>
    /// <param name="x">X <c>[d, n]</c></param>
    /// <param name="p">Its hidden units.</param>
    /// <param name="psi">Its ψ.</param>
    /// <returns><c>[1, n]</c></returns>
    public static Matrix TeacherTargets(Rng rng, Matrix x, int p, ScalarFunction psi)
    {
        WideStart teacher = Draw(rng.Fork("teacher"), x, new(1, x.Columns, x.Precision), p);
        return teacher.Beta.T.Dot(teacher.A.Map(psi)).Scaled(1 / Math.Sqrt(p));
    }

    private static Matrix Normal(Rng rng, int rows, int columns, Precision precision)
    {
        var drawn = new Matrix(rows, columns, precision);
        drawn.FillNormal(rng);
        return drawn;
    }
}
