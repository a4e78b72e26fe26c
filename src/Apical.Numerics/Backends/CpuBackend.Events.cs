using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Backends;

/// <content>Work for the few units that fired.</content>
internal sealed unsafe partial class CpuBackend<V, T>
{
    internal override void SumOfRows(Matrix w, ReadOnlySpan<int> rows, Matrix destination)
    {
        fixed (int* chosen = rows)
        {
            EventKernel<V, T>.SumOfRows(At(w), w.Columns, chosen, rows.Length, At(destination));
        }

        Alive(w, destination);
    }

    internal override void AddAt(Matrix x, ReadOnlySpan<int> entries, double value)
    {
        T* at = At(x);
        T addend = T.CreateTruncating(value);
        foreach (int entry in entries)
        {
            at[entry] += addend;
        }

        GC.KeepAlive(x);
    }
}
