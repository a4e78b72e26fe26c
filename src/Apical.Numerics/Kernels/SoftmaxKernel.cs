using System.Numerics;
using System.Numerics.Tensors;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Softmax and log-sum-exp of each column. The column's maximum is taken off first, so that nothing overflows.</summary>
internal static unsafe class SoftmaxKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>destination = eˣ / Σ eˣ per column; the destination may be x.</summary>
    public static void Softmax(T* x, int rows, int columns, T* destination)
    {
        T* sums = Exponentials(x, rows, columns, destination, out _);
        for (int r = 0; r < rows; r++)
        {
            CombineKernel<V, T>.Run(BinaryFunction.Divide, destination + ((nint)r * columns), sums, destination + ((nint)r * columns), columns);
        }
    }

    /// <summary>destination = ln Σ eˣ per column.</summary>
    public static void LogSumExp(T* x, int rows, int columns, T* destination)
    {
        T* exponentials = Scratch.Get<T>(ScratchSlot.Rows, (long)rows * columns);
        T* sums = Exponentials(x, rows, columns, exponentials, out T* max);
        for (int c = 0; c < columns; c++)
        {
            destination[c] = max[c] + LogOfSum(x + c, exponentials + c, rows, columns, max[c], sums[c]);
        }
    }

    /// <summary>ln Σ e^(x − max) of one column as ln(1 + the others than one largest): of confident logits they are all that is left.</summary>
    private static T LogOfSum(T* x, T* exponentials, int rows, int columns, T max, T sum)
    {
        T others = T.Zero;
        bool taken = false;
        for (int r = 0; r < rows; r++)
        {
            bool largest = !taken && x[(nint)r * columns] == max;
            taken |= largest;
            others += largest ? T.Zero : exponentials[(nint)r * columns];
        }

        return taken && others < T.One ? MapKernel<V, T>.LogP1(others) : T.Log(sum);
    }

    /// <summary>e^(x − max) into the destination; returns the column sums.</summary>
    private static T* Exponentials(T* x, int rows, int columns, T* destination, out T* max)
    {
        int padded = (columns + 63) & ~63;              // each row of scratch starts on a vector of its own
        max = Scratch.Get<T>(ScratchSlot.Sums, 2L * padded);
        T* sums = max + padded;
        new Span<T>(max, columns).Fill(T.NegativeInfinity);
        new Span<T>(sums, columns).Clear();
        for (int r = 0; r < rows; r++)
        {
            CombineKernel<V, T>.Run(BinaryFunction.Max, max, x + ((nint)r * columns), max, columns);
        }

        for (int c = 0; c < columns; c++)
        {
            max[c] = T.IsInfinity(max[c]) ? T.Zero : max[c];    // ∞ − ∞ would be no number
        }

        for (int r = 0; r < rows; r++)
        {
            CombineKernel<V, T>.Run(BinaryFunction.Subtract, x + ((nint)r * columns), max, destination + ((nint)r * columns), columns);
        }

        var all = new Span<T>(destination, rows * columns);
        TensorPrimitives.Exp<T>(all, all);
        for (int r = 0; r < rows; r++)
        {
            CombineKernel<V, T>.Run(BinaryFunction.Add, sums, destination + ((nint)r * columns), sums, columns);
        }

        return sums;
    }
}
