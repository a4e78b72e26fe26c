using System.Numerics;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Rows go into a matrix and are multiplied by f(y) while they are in the cache.</summary>
internal readonly unsafe struct TimesMapSink<V, T>(T* c, T* y, int stride, ScalarFunction f, T parameter) : IRowSink<T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* _c = c;
    private readonly T* _y = y;

    public static bool Keeps => true;

    public T* Begin(int row, int column, int rows, int columns, out nint stride1)
    {
        stride1 = stride;
        return _c + ((nint)row * stride) + column;
    }

    public void End(int row, int column, int rows, int columns, T* block, nint stride1)
    {
        T* y = _y + ((nint)row * stride) + column;
        if (columns == stride)
        {
            MapKernel<V, T>.Times(f, parameter, block, y, block, rows * columns);
            return;
        }

        for (int r = 0; r < rows; r++)
        {
            MapKernel<V, T>.Times(f, parameter, block + (r * stride1), y + (r * stride1), block + (r * stride1), columns);
        }
    }
}
