using System.Numerics;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Rows go into a, and f of them into h, while they are in the cache.</summary>
internal readonly unsafe struct ActivationSink<V, T>(T* a, T* h, int stride, ScalarFunction f, T parameter) : IRowSink<T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* _a = a;
    private readonly T* _h = h;

    public static bool Keeps => true;

    public T* Begin(int row, int column, int rows, int columns, out nint stride1)
    {
        stride1 = stride;
        return _a + ((nint)row * stride) + column;
    }

    public void End(int row, int column, int rows, int columns, T* block, nint stride1)
    {
        T* h = _h + ((nint)row * stride) + column;
        if (columns == stride)
        {
            MapKernel<V, T>.Run(f, parameter, block, h, rows * columns);
            return;
        }

        for (int r = 0; r < rows; r++)
        {
            MapKernel<V, T>.Run(f, parameter, block + (r * stride1), h + (r * stride1), columns);
        }
    }
}
