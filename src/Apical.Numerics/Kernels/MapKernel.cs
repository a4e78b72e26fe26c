using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>destination[i] = f(x[i]): our own one-line formulas, and the library's vectorised exponentials.</summary>
internal static unsafe class MapKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Applies f; the destination may be x itself.</summary>
    public static void Run(ScalarFunction f, T parameter, T* x, T* destination, int count)
    {
        var from = new ReadOnlySpan<T>(x, count);
        var to = new Span<T>(destination, count);
        switch (f)
        {
            case ScalarFunction.Identity:
                if (x != destination)
                {
                    from.CopyTo(to);
                }

                break;
            case ScalarFunction.Negate:
                Loop<MapFormulas.Negate>(parameter, x, destination, count);
                break;
            case ScalarFunction.Abs:
                Loop<MapFormulas.Abs>(parameter, x, destination, count);
                break;
            case ScalarFunction.Sign:
                Loop<MapFormulas.Sign>(parameter, x, destination, count);
                break;
            case ScalarFunction.Square:
                Loop<MapFormulas.Square>(parameter, x, destination, count);
                break;
            case ScalarFunction.Sqrt:
                Loop<MapFormulas.Sqrt>(parameter, x, destination, count);
                break;
            case ScalarFunction.Reciprocal:
                Loop<MapFormulas.Reciprocal>(parameter, x, destination, count);
                break;
            case ScalarFunction.Scale:
                Loop<MapFormulas.Scale>(parameter, x, destination, count);
                break;
            case ScalarFunction.Shift:
                Loop<MapFormulas.Shift>(parameter, x, destination, count);
                break;
            case ScalarFunction.AtLeast:
                Loop<MapFormulas.AtLeast>(parameter, x, destination, count);
                break;
            case ScalarFunction.AtMost:
                Loop<MapFormulas.AtMost>(parameter, x, destination, count);
                break;
            case ScalarFunction.GreaterThan:
                Loop<MapFormulas.GreaterThan>(parameter, x, destination, count);
                break;
            case ScalarFunction.Relu:
                Loop<MapFormulas.Relu>(parameter, x, destination, count);
                break;
            case ScalarFunction.ReluSlope:
                Loop<MapFormulas.ReluSlope>(parameter, x, destination, count);
                break;
            case ScalarFunction.LeakyRelu:
                Loop<MapFormulas.LeakyRelu>(parameter, x, destination, count);
                break;
            case ScalarFunction.LeakyReluSlope:
                Loop<MapFormulas.LeakyReluSlope>(parameter, x, destination, count);
                break;
            case ScalarFunction.TanhSlope:
                Loop<MapFormulas.TanhSlope>(parameter, x, destination, count);
                break;
            case ScalarFunction.HardTanh:
                Loop<MapFormulas.HardTanh>(parameter, x, destination, count);
                break;
            case ScalarFunction.HardTanhSlope:
                Loop<MapFormulas.HardTanhSlope>(parameter, x, destination, count);
                break;
            case ScalarFunction.SigmoidSlope:
                Loop<MapFormulas.SigmoidSlope>(parameter, x, destination, count);
                break;
            case ScalarFunction.EluSlope:
                Loop<MapFormulas.EluSlope>(parameter, x, destination, count);
                break;
            case ScalarFunction.Exp:
                TensorPrimitives.Exp(from, to);
                break;
            case ScalarFunction.Log:
                TensorPrimitives.Log(from, to);
                break;
            case ScalarFunction.Tanh when typeof(T) == typeof(float):
                SingleTanh(x, destination, count);
                break;
            case ScalarFunction.Tanh:
                TensorPrimitives.Tanh(from, to);
                break;
            case ScalarFunction.Sigmoid:
                TensorPrimitives.Sigmoid(from, to);
                break;
            case ScalarFunction.SoftplusSlope:
            case ScalarFunction.Softplus:
            case ScalarFunction.Elu:
            case ScalarFunction.Atanh:
            case ScalarFunction.Logit:
            case ScalarFunction.SoftplusInverse:
            case ScalarFunction.EluInverse:
                for (int i = 0; i < count; i++)
                {
                    to[i] = Scalar(f, parameter, from[i]);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(f), f, "Not a function that this backend knows.");
        }
    }

    /// <summary>destination = x ⊙ f(y) for slopes, in one pass; the destination may be x.</summary>
    public static void Times(ScalarFunction f, T parameter, T* x, T* y, T* destination, int count)
    {
        switch (f)
        {
            case ScalarFunction.ReluSlope:
                TimesLoop<MapFormulas.ReluSlope>(parameter, x, y, destination, count);
                break;
            case ScalarFunction.LeakyReluSlope:
                TimesLoop<MapFormulas.LeakyReluSlope>(parameter, x, y, destination, count);
                break;
            case ScalarFunction.TanhSlope:
                TimesLoop<MapFormulas.TanhSlope>(parameter, x, y, destination, count);
                break;
            case ScalarFunction.HardTanhSlope:
                TimesLoop<MapFormulas.HardTanhSlope>(parameter, x, y, destination, count);
                break;
            case ScalarFunction.SigmoidSlope:
                TimesLoop<MapFormulas.SigmoidSlope>(parameter, x, y, destination, count);
                break;
            case ScalarFunction.EluSlope:
                TimesLoop<MapFormulas.EluSlope>(parameter, x, y, destination, count);
                break;
            default:
                T* mapped = Scratch.Get<T>(ScratchSlot.Rows, count);
                Run(f, parameter, y, mapped, count);
                CombineKernel<V, T>.Run(BinaryFunction.Multiply, x, mapped, destination, count);
                break;
        }
    }

    /// <summary>The rarer functions, written so that large |x| neither overflows nor loses digits.</summary>
    private static T Scalar(ScalarFunction f, T p, T x) => f switch
    {
        ScalarFunction.Softplus => T.Max(x, T.Zero) + LogP1(T.Exp(-T.Abs(x))),
        ScalarFunction.SoftplusSlope => -ExpM1(-x),

        // Never −p itself: its slope h + p would be 0, and a unit there would not come back.
        ScalarFunction.Elu => x > T.Zero ? x : T.Max(p * ExpM1(x), T.BitIncrement(-p)),
        ScalarFunction.Atanh => T.Atanh(x),
        ScalarFunction.Logit => T.Log(x / (T.One - x)),
        ScalarFunction.SoftplusInverse => x + T.Log(-ExpM1(-x)),
        _ => x > T.Zero ? x : LogP1(x / p),
    };

    /// <summary>ln(1 + x) = 2 artanh(x / (2 + x)): the library's LogP1 forms 1 + x, in which small x are lost.</summary>
    internal static T LogP1(T x)
    {
        T half = T.Atanh(x / (x + T.One + T.One));
        return half + half;
    }

    /// <summary>eˣ − 1 = 2 t / (1 − t) with t = tanh(x/2), for x not far above 0: the library's ExpM1 forms eˣ, in which small x are lost.</summary>
    private static T ExpM1(T x)
    {
        T t = T.Tanh(x / (T.One + T.One));
        return (t + t) / (T.One - t);
    }

    /// <summary>
    /// tanh x ≈ x P(x²) / Q(x²), fitted on |x| ≤ 9.02 (beyond, tanh rounds to ±1): within 4·10⁻⁷ of the value, relatively, down to the smallest x.
    /// The library's is good to 1.5·10⁻⁷ absolutely, but tanh 0 comes out as −6·10⁻⁸.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SingleTanh(T* x, T* destination, int count)
    {
        V one = V.One, end = Constant(9.02);
        V p1 = Constant(0.133827269566), p2 = Constant(0.00349750109333), p3 = Constant(2.06364050328e-5), p4 = Constant(1.33848728632e-8);
        V q1 = Constant(0.467160484183), q2 = Constant(0.0258845354725), q3 = Constant(0.000328858248395), q4 = Constant(7.79053400822e-7);
        for (int i = 0; i < count; i += V.Count)
        {
            int some = Math.Min(V.Count, count - i);
            V a = V.Max(-end, V.Min(end, some == V.Count ? V.Load(x + i) : V.LoadFirst(x + i, some))), u = a * a;
            V p = V.MultiplyAdd(u, V.MultiplyAdd(u, V.MultiplyAdd(u, V.MultiplyAdd(u, p4, p3), p2), p1), one);
            V q = V.MultiplyAdd(u, V.MultiplyAdd(u, V.MultiplyAdd(u, V.MultiplyAdd(u, q4, q3), q2), q1), one);
            V.StoreFirst(V.Max(-one, V.Min(one, a * p / q)), destination + i, some);
        }

        static V Constant(double value) => V.Broadcast(T.CreateTruncating(value));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<TFormula>(T parameter, T* x, T* destination, int count)
        where TFormula : IMapFormula
    {
        V p = V.Broadcast(parameter);
        int i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V.Store(TFormula.Of<V, T>(V.Load(x + i), p), destination + i);
        }

        if (i < count)
        {
            V.StoreFirst(TFormula.Of<V, T>(V.LoadFirst(x + i, count - i), p), destination + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TimesLoop<TFormula>(T parameter, T* x, T* y, T* destination, int count)
        where TFormula : IMapFormula
    {
        V p = V.Broadcast(parameter);
        int i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V.Store(V.Load(x + i) * TFormula.Of<V, T>(V.Load(y + i), p), destination + i);
        }

        if (i < count)
        {
            V.StoreFirst(V.LoadFirst(x + i, count - i) * TFormula.Of<V, T>(V.LoadFirst(y + i, count - i), p), destination + i, count - i);
        }
    }
}
