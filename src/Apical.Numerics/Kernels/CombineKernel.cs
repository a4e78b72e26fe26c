using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>destination[i] = f(x[i], y[i]), with y a whole row or one number.</summary>
internal static unsafe class CombineKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>Entry by entry; the destination may be an operand.</summary>
    public static void Run(BinaryFunction f, T* x, T* y, T* destination, int count)
    {
        switch (f)
        {
            case BinaryFunction.Add:
                Loop<CombineFormulas.Add>(x, y, destination, count);
                break;
            case BinaryFunction.Subtract:
                Loop<CombineFormulas.Subtract>(x, y, destination, count);
                break;
            case BinaryFunction.Multiply:
                Loop<CombineFormulas.Multiply>(x, y, destination, count);
                break;
            case BinaryFunction.Divide:
                Loop<CombineFormulas.Divide>(x, y, destination, count);
                break;
            case BinaryFunction.Max:
                Loop<CombineFormulas.Max>(x, y, destination, count);
                break;
            case BinaryFunction.Min:
                Loop<CombineFormulas.Min>(x, y, destination, count);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(f), f, "Not a function that this backend knows.");
        }
    }

    /// <summary>With the same y for every entry.</summary>
    public static void RunConstant(BinaryFunction f, T* x, T y, T* destination, int count)
    {
        switch (f)
        {
            case BinaryFunction.Add:
                ConstantLoop<CombineFormulas.Add>(x, y, destination, count);
                break;
            case BinaryFunction.Subtract:
                ConstantLoop<CombineFormulas.Subtract>(x, y, destination, count);
                break;
            case BinaryFunction.Multiply:
                ConstantLoop<CombineFormulas.Multiply>(x, y, destination, count);
                break;
            case BinaryFunction.Divide:
                ConstantLoop<CombineFormulas.Divide>(x, y, destination, count);
                break;
            case BinaryFunction.Max:
                ConstantLoop<CombineFormulas.Max>(x, y, destination, count);
                break;
            case BinaryFunction.Min:
                ConstantLoop<CombineFormulas.Min>(x, y, destination, count);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(f), f, "Not a function that this backend knows.");
        }
    }

    /// <summary>destination = alpha x + beta y</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Linear(T alpha, T* x, T beta, T* y, T* destination, int count)
    {
        V a = V.Broadcast(alpha), b = V.Broadcast(beta);
        int i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V.Store(V.MultiplyAdd(b, V.Load(y + i), a * V.Load(x + i)), destination + i);
        }

        if (i < count)
        {
            V.StoreFirst(V.MultiplyAdd(b, V.LoadFirst(y + i, count - i), a * V.LoadFirst(x + i, count - i)), destination + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<TFormula>(T* x, T* y, T* destination, int count)
        where TFormula : ICombineFormula
    {
        int i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V.Store(TFormula.Of<V, T>(V.Load(x + i), V.Load(y + i)), destination + i);
        }

        if (i < count)
        {
            V.StoreFirst(TFormula.Of<V, T>(V.LoadFirst(x + i, count - i), V.LoadFirst(y + i, count - i)), destination + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ConstantLoop<TFormula>(T* x, T y, T* destination, int count)
        where TFormula : ICombineFormula
    {
        V same = V.Broadcast(y);
        int i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V.Store(TFormula.Of<V, T>(V.Load(x + i), same), destination + i);
        }

        if (i < count)
        {
            V.StoreFirst(TFormula.Of<V, T>(V.LoadFirst(x + i, count - i), same), destination + i, count - i);
        }
    }
}
