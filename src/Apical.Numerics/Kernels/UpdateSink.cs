using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Rows are gradients: kept in scratch memory just long enough to move the weights by a formula.</summary>
internal readonly unsafe struct UpdateSink<V, T, TFormula>(T* w, T* s, T* q, int stride, Coefficients<T> c) : IRowSink<T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
    where TFormula : IUpdateFormula
{
    private readonly T* _w = w;
    private readonly T* _s = s;
    private readonly T* _q = q;

    public static bool Keeps => false;

    public T* Begin(int row, int column, int rows, int columns, out nint stride1)
    {
        stride1 = columns;
        return Scratch.Get<T>(ScratchSlot.Rows, (long)rows * columns);
    }

    public void End(int row, int column, int rows, int columns, T* block, nint stride1)
    {
        nint at = ((nint)row * stride) + column;
        if (columns == stride)
        {
            UpdateKernel<V, T, TFormula>.Run(_w + at, _s == null ? null : _s + at, _q == null ? null : _q + at, block, rows * columns, in c);
            return;
        }

        for (int r = 0; r < rows; r++)
        {
            UpdateKernel<V, T, TFormula>.Run(_w + at, _s == null ? null : _s + at, _q == null ? null : _q + at, block + (r * stride1), columns, in c);
            at += stride;
        }
    }
}
