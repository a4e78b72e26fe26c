using System.Numerics;
using Apical.Numerics.Algebra;

namespace Apical.Papers.Meulemans2019;

/// <summary>
/// The linearised dynamics of (6.1) about their fixed point, τ d(h − h*)/dt = J̄ (h − h*) (6.38 to 6.42), and what is known of their eigenvalues.
/// </summary>
/// <remarks>
/// J̄ has −I on the diagonal, (1 − μ) J_i below it (i = 2…L) and μ K_i above it (i = 1…L − 1), where J_i = ∂f_i/∂h_{i−1} and K_i = ∂g_i/∂h_{i+1}.
/// With exact inverses K_i = J_{i+1}⁻¹. Then J̄ = S (T ⊗ I) S⁻¹ with the blocks S_1 = I, S_i = J_i S_{i−1} on the diagonal of S, and T the [L, L] matrix
/// of the numbers −1, 1 − μ, μ, whose eigenvalues are −1 + 2√(μ(1 − μ)) cos(kπ/(L + 1)): the weights fall out.
/// </remarks>
internal static class StabilityMatrix
{
    /// <summary>J̄, <c>[L n, L n]</c>.</summary>
    /// <param name="up">J_2…J_L, each <c>[n, n]</c>.</param>
    /// <param name="down">K_1…K_{L−1}, each <c>[n, n]</c>.</param>
    /// <param name="mu">μ</param>
    /// <param name="moving">η̂ of the moving target (6.10) with the squared loss; 0 for a target that stands still.</param>
    public static Matrix Of(IReadOnlyList<Matrix> up, IReadOnlyList<Matrix> down, double mu, double? moving = null)
    {
        int n = up[0].Rows, layers = up.Count + 1;
        var all = new Matrix(layers * n, layers * n, Precision.Double);
        for (int i = 0; i < layers * n; i++)
        {
            all[i, i] = i >= (layers - 1) * n && moving is { } eta ? -(1 - (mu * (1 - eta))) : -1;
        }

        for (int l = 0; l < layers - 1; l++)
        {
            for (int row = 0; row < n; row++)
            {
                for (int column = 0; column < n; column++)
                {
                    all[((l + 1) * n) + row, (l * n) + column] = (1 - mu) * up[l][row, column];
                    all[(l * n) + row, ((l + 1) * n) + column] = mu * down[l][row, column];
                }
            }
        }

        return all;
    }

    /// <summary>The eigenvalues of T, falling: those of J̄ with exact inverses, each n times.</summary>
    public static double[] Eigenvalues(int layers, double mu) =>
        [.. Enumerable.Range(1, layers).Select(k => -1 + (2 * Math.Sqrt(mu * (1 - mu)) * Math.Cos(k * Math.PI / (layers + 1))))];

    /// <summary>The same with a moving target, where T's last number is −(1 − μ(1 − η̂)); falling.</summary>
    public static double[] Eigenvalues(int layers, double mu, double moving)
    {
        // T is similar to the symmetric matrix with √(μ(1 − μ)) on both sides of the diagonal.
        var t = new Matrix(layers, layers, Precision.Double);
        for (int i = 0; i < layers; i++)
        {
            t[i, i] = i == layers - 1 ? -(1 - (mu * (1 - moving))) : -1;
            if (i > 0)
            {
                t[i, i - 1] = t[i - 1, i] = Math.Sqrt(mu * (1 - mu));
            }
        }

        return [.. LinearAlgebra.SymmetricEigen(t).Values.Reverse()];
    }

    /// <summary>How far computed eigenvalues are from the known ones, each of these n times.</summary>
    public static double Deviation(IReadOnlyList<Complex> found, IReadOnlyList<double> known)
    {
        int n = found.Count / known.Count;
        return found.OrderByDescending(value => value.Real).Select((value, i) => Complex.Abs(value - known[i / n])).Max();
    }

    /// <summary>
    /// How far rounding can move eigenvalues of J̄ with exact inverses (Bauer and Fike): the condition number of its eigenvectors, times the error of the
    /// entries
    /// and of the method, some multiples of the unit of rounding.
    /// </summary>
    public static double Rounding(IReadOnlyList<Matrix> up, IReadOnlyList<Matrix> down, double mu, Matrix all)
    {
        const double Unit = 1.1102230246251565e-16;
        double scale = Math.Sqrt((1 - mu) / mu), greatest = 1, least = 1, entries = 0;
        Matrix S = LinearAlgebra.Identity(up[0].Rows);
        for (int l = 0; l < up.Count; l++)
        {
            S = up[l].Dot(S).Scaled(scale);
            double[] sigma = LinearAlgebra.SingularValues(S);
            (greatest, least) = (Math.Max(greatest, sigma[0]), Math.Min(least, sigma[^1]));
            double inverse = down[l].Norm();
            entries += mu * up[l].Norm() * inverse * inverse * up[0].Rows;
        }

        return greatest / least * Unit * ((all.Rows * all.Norm()) + entries);
    }

    /// <summary>The greatest eigenvalue of (J̄ + J̄ᵀ)/2: how fast ‖h − h*‖ can grow at first.</summary>
    public static double Growth(Matrix all) => LinearAlgebra.SymmetricEigen(all.Plus(all.T.ToMatrix()).Scaled(0.5)).Values[^1];
}
