using System.Numerics;
using System.Runtime.InteropServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Algebra;

/// <summary>
/// The pseudo-inverse for a training step. Unlike <see cref="LinearAlgebra.PseudoInverse"/> it takes its memory from the workspace, so that a warmed-up
/// step allocates nothing, and finds the rank by pivoted orthogonalisation instead of singular values, which takes a small part of the time.
/// </summary>
/// <remarks>
/// <code>
///   V   = L Q      rows of Q orthonormal, L of full column rank r: pivoted Gram–Schmidt, every row orthogonalised twice
///   Lᵀ  = K P      the same again; K is lower triangular
///   V⁺  = Qᵀ L⁺ = Qᵀ K⁻ᵀ P
/// </code>
/// for V <c>[m, n]</c> with m ≤ n; a taller matrix goes in transposed. The work is done in double precision, on the calling thread but for the last product.
/// </remarks>
public static class GramSchmidt
{
    /// <summary>
    /// The Moore–Penrose inverse x⁺. What is left of a row counts as zero below max(m, n) · ε of the longest row, with the ε of x's precision.
    /// </summary>
    /// <param name="x"><c>[m, n]</c>, of any rank</param>
    /// <returns><c>[n, m]</c>, in x's precision, from the current workspace.</returns>
    public static Matrix PseudoInverse(Matrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        bool tall = x.Rows > x.Columns;
        Matrix wide = tall ? x.T.ToMatrix() : x;
        (int m, int n) = (wide.Rows, wide.Columns);
        Matrix V = Temporary(m, n), L = Temporary(m, m), Q = Temporary(m, n), LT = Temporary(m, m), K = Temporary(m, m), P = Temporary(m, m);
        Widen(wide, V);
        double epsilon = x.Precision == Precision.Single ? float.BitIncrement(1) - 1 : double.BitIncrement(1) - 1;

        // V = L Q,  Lᵀ = K P
        int r = Orthonormalise(V.AsSpan<double>(), m, n, L.AsSpan<double>(), m, Q.AsSpan<double>(), n * epsilon, pivot: true);
        LT.Backend.Transpose(L, LT);
        Orthonormalise(LT.AsSpan<double>(), r, m, K.AsSpan<double>(), m, P.AsSpan<double>(), 0, pivot: false);

        // P becomes K⁻ᵀ P, from the last row up; rows beyond the rank are 0 in P and in Q
        Span<double> p = P.AsSpan<double>(), k = K.AsSpan<double>();
        for (int i = r - 1; i >= 0; i--)
        {
            Span<double> row = p.Slice(i * m, m);
            for (int j = i + 1; j < r; j++)
            {
                AddScaled(row, -k[(j * m) + i], p.Slice(j * m, m));
            }

            Scale(row, 1 / k[(i * m) + i]);
        }

        Matrix inverse = tall ? P.T.Dot(Q) : Q.T.Dot(P);
        return Narrowed(inverse, x.Backend);
    }

    /// <summary>Rows of v = l q with orthonormal rows of q, as many as the rank, which is returned; v is used up.</summary>
    private static int Orthonormalise(Span<double> v, int m, int n, Span<double> l, int lWidth, Span<double> q, double cut, bool pivot)
    {
        l.Clear();
        q.Clear();
        double longest = 0;
        for (int k = 0; k < m; k++)
        {
            (int row, double norm) = pivot ? Longest(v, m, n) : (k, Norm(v.Slice(k * n, n)));
            longest = Math.Max(longest, norm);
            if (norm == 0 || norm <= cut * longest)
            {
                return k;
            }

            Span<double> unit = q.Slice(k * n, n), used = v.Slice(row * n, n);
            used.CopyTo(unit);
            used.Clear();                               // never chosen again
            for (int j = 0; j < k; j++)
            {
                // A second time, for what rounding left of earlier directions.
                l[(row * lWidth) + j] += Remove(q.Slice(j * n, n), unit);
            }

            l[(row * lWidth) + k] = norm = Norm(unit);
            Scale(unit, 1 / norm);
            for (int i = 0; i < m; i++)
            {
                if (i != row)
                {
                    l[(i * lWidth) + k] = Remove(unit, v.Slice(i * n, n));
                }
            }
        }

        return m;
    }

    private static (int Row, double Norm) Longest(ReadOnlySpan<double> v, int m, int n)
    {
        (int row, double longest) = (0, 0.0);
        for (int i = 0; i < m; i++)
        {
            double norm = Norm(v.Slice(i * n, n));
            if (norm > longest)
            {
                (row, longest) = (i, norm);
            }
        }

        return (row, longest);
    }

    // Takes the part along a unit vector out of another, and says how long it was.
    private static double Remove(ReadOnlySpan<double> unit, Span<double> from)
    {
        double along = Dot(unit, from);
        AddScaled(from, -along, unit);
        return along;
    }

    private static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Dot(x, x));

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ReadOnlySpan<Vector<double>> vx = MemoryMarshal.Cast<double, Vector<double>>(x), vy = MemoryMarshal.Cast<double, Vector<double>>(y);
        Vector<double> sum = Vector<double>.Zero;
        for (int i = 0; i < vx.Length; i++)
        {
            sum += vx[i] * vy[i];
        }

        double dot = Vector.Sum(sum);
        for (int i = vx.Length * Vector<double>.Count; i < x.Length; i++)
        {
            dot += x[i] * y[i];
        }

        return dot;
    }

    private static void AddScaled(Span<double> x, double factor, ReadOnlySpan<double> y)
    {
        Span<Vector<double>> vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        ReadOnlySpan<Vector<double>> vy = MemoryMarshal.Cast<double, Vector<double>>(y);
        for (int i = 0; i < vx.Length; i++)
        {
            vx[i] += factor * vy[i];
        }

        for (int i = vx.Length * Vector<double>.Count; i < x.Length; i++)
        {
            x[i] += factor * y[i];
        }
    }

    private static void Scale(Span<double> x, double factor)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] *= factor;
        }
    }

    private static Matrix Temporary(int rows, int columns) => Workspace.Temporary(rows, columns, Backend.Cpu(Precision.Double));

    private static void Widen(Matrix x, Matrix destination)
    {
        if (x.Precision == Precision.Double)
        {
            destination.CopyFrom(x);
            return;
        }

        ReadOnlySpan<float> from = x.AsSpan<float>();
        Span<double> to = destination.AsSpan<double>();
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = from[i];
        }
    }

    private static Matrix Narrowed(Matrix x, Backend backend)
    {
        if (x.Backend == backend)
        {
            return x;
        }

        Matrix result = Workspace.Temporary(x.Rows, x.Columns, backend);
        ReadOnlySpan<double> from = x.AsSpan<double>();
        Span<float> to = result.AsSpan<float>();
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = (float)from[i];
        }

        return result;
    }
}
