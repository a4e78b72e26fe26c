using System.Numerics;
using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Sums and extremes. Totals and per-sample numbers are added up in double precision, in a fixed order.</summary>
internal static unsafe class ReduceKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One number of all.</summary>
    public static double Total(Reduction reduction, T* x, long count)
    {
        double result = Start(reduction);
        for (long i = 0; i < count; i++)
        {
            result = Next(reduction, result, double.CreateTruncating(x[i]));
        }

        return result;
    }

    /// <summary>Σ x y</summary>
    public static double Inner(T* x, T* y, long count)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        long i = 0;
        for (; i + 4 <= count; i += 4)
        {
            s0 += double.CreateTruncating(x[i]) * double.CreateTruncating(y[i]);
            s1 += double.CreateTruncating(x[i + 1]) * double.CreateTruncating(y[i + 1]);
            s2 += double.CreateTruncating(x[i + 2]) * double.CreateTruncating(y[i + 2]);
            s3 += double.CreateTruncating(x[i + 3]) * double.CreateTruncating(y[i + 3]);
        }

        for (; i < count; i++)
        {
            s0 += double.CreateTruncating(x[i]) * double.CreateTruncating(y[i]);
        }

        return s0 + s1 + s2 + s3;
    }

    /// <summary>One number per row.</summary>
    public static void Rows(Reduction reduction, T* x, int rows, int columns, T* destination)
    {
        if (columns == 1 && reduction != Reduction.SumOfSquares)
        {
            new ReadOnlySpan<T>(x, rows).CopyTo(new Span<T>(destination, rows));
            return;
        }

        int r = 0;
        if (reduction == Reduction.Sum)
        {
            T* sums = stackalloc T[RowSums<V, T>.RowsAtOnce];
            for (; r <= rows - RowSums<V, T>.RowsAtOnce; r += RowSums<V, T>.RowsAtOnce, x += RowSums<V, T>.RowsAtOnce * (nint)columns)
            {
                RowSums<V, T>.Sixteen(x, columns, sums);
                new ReadOnlySpan<T>(sums, RowSums<V, T>.RowsAtOnce).CopyTo(new Span<T>(destination + r, RowSums<V, T>.RowsAtOnce));
            }
        }

        for (; r < rows; r++, x += columns)
        {
            destination[r] = reduction == Reduction.Sum ? Sum(x, columns) : T.CreateTruncating(Total(reduction, x, columns));
        }
    }

    /// <summary>One number per column.</summary>
    public static void Columns(Reduction reduction, T* x, int rows, int columns, T* destination)
    {
        double* sums = Scratch.Get<double>(ScratchSlot.Sums, columns);
        new Span<double>(sums, columns).Fill(Start(reduction));
        for (int r = 0; r < rows; r++, x += columns)
        {
            if (reduction is Reduction.Sum or Reduction.SumOfSquares)
            {
                ColumnSums.Add(x, reduction == Reduction.Sum ? null : x, sums, columns);
                continue;
            }

            for (int c = 0; c < columns; c++)
            {
                sums[c] = Next(reduction, sums[c], double.CreateTruncating(x[c]));
            }
        }

        Put(sums, columns, destination);
    }

    /// <summary>Σ x y per column.</summary>
    public static void ColumnInner(T* x, T* y, int rows, int columns, T* destination)
    {
        double* sums = Scratch.Get<double>(ScratchSlot.Sums, columns);
        new Span<double>(sums, columns).Clear();
        for (int r = 0; r < rows; r++, x += columns, y += columns)
        {
            ColumnSums.Add(x, y, sums, columns);
        }

        Put(sums, columns, destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Sum(T* x, int count)
    {
        V s0 = V.Zero, s1 = V.Zero;
        int i = 0;
        for (; i <= count - (2 * V.Count); i += 2 * V.Count)
        {
            s0 += V.Load(x + i);
            s1 += V.Load(x + i + V.Count);
        }

        for (; i < count; i += V.Count)
        {
            s0 += V.LoadFirst(x + i, Math.Min(V.Count, count - i));
        }

        return V.Sum(s0 + s1);
    }

    private static void Put(double* sums, int count, T* destination)
    {
        for (int i = 0; i < count; i++)
        {
            destination[i] = T.CreateTruncating(sums[i]);
        }
    }

    private static double Start(Reduction reduction) => reduction switch
    {
        Reduction.Max => double.NegativeInfinity,
        Reduction.Min => double.PositiveInfinity,
        _ => 0,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Next(Reduction reduction, double sum, double x) => reduction switch
    {
        Reduction.Sum => sum + x,
        Reduction.SumOfSquares => sum + (x * x),
        Reduction.Max => Math.Max(sum, x),
        _ => Math.Min(sum, x),
    };
}
