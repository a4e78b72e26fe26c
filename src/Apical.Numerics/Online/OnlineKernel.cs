using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Apical.Numerics.Kernels;

namespace Apical.Numerics.Online;

/// <summary>
/// One sample through a small net, and one step of learning from it. Everything fits into the nearest cache; what counts is the length of chains.
/// </summary>
internal static unsafe class OnlineKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>a_L, from the x that lies in the first layer's place.</summary>
    public static T Score(ref readonly OnlineParts<T> parts)
    {
        V sum = V.Zero;
        int top = parts.Hidden - 1;
        for (int i = 0; i <= top; i++)
        {
            OnlineLayer<T>* layer = parts.Layers + i;
            int stride = layer->Stride;
            for (int block = 0; block < stride; block += V.Count)
            {
                V a = Sum(layer, block);
                for (int k = 0; i == 0 && k < parts.ActiveCount; k++)
                {
                    a += V.Load(layer->W + ((nint)parts.Active[k] * stride) + block);
                }

                V h = Squash(a, parts.HardTanh);
                V.Store(h, layer->H + block);
                if (i == top)
                {
                    sum = V.MultiplyAdd(h, V.Load(parts.Output + block), sum);
                }
            }
        }

        return V.Sum(sum) + *parts.OutputBias;
    }

    /// <summary>Learns with signals straight from the output: each layer's step needs the error and what the layer knows itself.</summary>
    /// <param name="parts">The net, after <see cref="Score"/>.</param>
    /// <param name="step">−η δ_L</param>
    public static void LearnDirect(ref readonly OnlineParts<T> parts, T step)
    {
        V e = V.Broadcast(step);
        for (int i = 0; i < parts.Hidden; i++)
        {
            OnlineLayer<T>* layer = parts.Layers + i;
            for (int block = 0; block < layer->Stride; block += V.Count)
            {
                V d = Slope(V.Load(layer->H + block), parts.HardTanh) * (V.Load(layer->Feedback + block) * e);
                Move(in parts, i, block, d);
            }
        }

        MoveOutput(in parts, step);
    }

    /// <summary>Learns by backpropagation: each layer's step needs that of the layer above.</summary>
    /// <param name="parts">The net, after <see cref="Score"/>.</param>
    /// <param name="step">−η δ_L</param>
    public static void LearnBackward(ref readonly OnlineParts<T> parts, T step)
    {
        int top = parts.Hidden - 1;
        V e = V.Broadcast(step);
        OnlineLayer<T>* layer = parts.Layers + top;
        for (int block = 0; block < layer->Stride; block += V.Count)
        {
            V.Store(Slope(V.Load(layer->H + block), parts.HardTanh) * (V.Load(parts.Output + block) * e), layer->Step + block);
        }

        MoveOutput(in parts, step);
        for (int i = top; i >= 0; i--)
        {
            layer = parts.Layers + i;
            if (i > 0)
            {
                CarryBack(layer, layer - 1, parts.HardTanh);
            }

            for (int block = 0; block < layer->Stride; block += V.Count)
            {
                Move(in parts, i, block, V.Load(layer->Step + block));
            }
        }
    }

    /// <summary>tanh of one number, as the vectors have it in single precision.</summary>
    public static V Tanh(V a)
    {
        V one = V.One, end = Constant(9.02);
        V x = V.QuickMax(-end, V.QuickMin(end, a)), u = x * x;
        V p = V.MultiplyAdd(u, V.MultiplyAdd(u, V.MultiplyAdd(u, V.MultiplyAdd(u, Constant(1.33848728632e-8), Constant(2.06364050328e-5)),
            Constant(0.00349750109333)), Constant(0.133827269566)), one);
        V q = V.MultiplyAdd(u, V.MultiplyAdd(u, V.MultiplyAdd(u, V.MultiplyAdd(u, Constant(7.79053400822e-7), Constant(0.000328858248395)),
            Constant(0.0258845354725)), Constant(0.467160484183)), one);
        return V.QuickMax(-one, V.QuickMin(one, x * p / q));
    }

    // Four sums side by side: a chain of multiply-adds has to wait four cycles at each link.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sum(OnlineLayer<T>* layer, int block)
    {
        nint stride = layer->Stride;
        T* w = layer->W + block, x = layer->X, end = x + layer->Inputs;
        V s0 = V.Load(layer->Bias + block), s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
        for (; x < end; x += 4, w += 4 * stride)
        {
            s0 = V.MultiplyAdd(V.Broadcast(x[0]), V.Load(w), s0);
            s1 = V.MultiplyAdd(V.Broadcast(x[1]), V.Load(w + stride), s1);
            s2 = V.MultiplyAdd(V.Broadcast(x[2]), V.Load(w + (2 * stride)), s2);
            s3 = V.MultiplyAdd(V.Broadcast(x[3]), V.Load(w + (3 * stride)), s3);
        }

        return s0 + s1 + (s2 + s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Squash(V a, bool hard)
    {
        if (hard)
        {
            return V.QuickMax(-V.One, V.QuickMin(V.One, a));
        }

        if (typeof(T) == typeof(float))
        {
            return Tanh(a);
        }

        T* lanes = stackalloc T[V.Count];
        V.Store(a, lanes);
        TensorPrimitives.Tanh<T>(new(lanes, V.Count), new(lanes, V.Count));
        return V.Load(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Slope(V h, bool hard) => hard ? V.WhereGreater(V.One, V.Abs(h), V.One, V.Zero) : V.One - (h * h);

    // W_i += −η δ_i h_{i−1}ᵀ and b_i += −η δ_i for the units of one vector
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move(ref readonly OnlineParts<T> parts, int i, int block, V d)
    {
        OnlineLayer<T>* layer = parts.Layers + i;
        nint stride = layer->Stride;
        V.Store(V.Load(layer->Bias + block) + d, layer->Bias + block);
        T* w = layer->W + block, x = layer->X, end = x + layer->Inputs;
        if (i > 0 && parts.Floored)
        {
            V floor = V.Load(layer->Floor + block);
            for (end = x + layer->Fan; x < end; x++, w += stride)
            {
                V.Store(V.QuickMax(floor, V.MultiplyAdd(V.Broadcast(*x), d, V.Load(w))), w);
            }

            return;
        }

        for (; x < end; x += 4, w += 4 * stride)
        {
            V.Store(V.MultiplyAdd(V.Broadcast(x[0]), d, V.Load(w)), w);
            V.Store(V.MultiplyAdd(V.Broadcast(x[1]), d, V.Load(w + stride)), w + stride);
            V.Store(V.MultiplyAdd(V.Broadcast(x[2]), d, V.Load(w + (2 * stride))), w + (2 * stride));
            V.Store(V.MultiplyAdd(V.Broadcast(x[3]), d, V.Load(w + (3 * stride))), w + (3 * stride));
        }

        for (int k = 0; i == 0 && k < parts.ActiveCount; k++)
        {
            T* row = layer->W + ((nint)parts.Active[k] * stride) + block;
            V.Store(V.Load(row) + d, row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MoveOutput(ref readonly OnlineParts<T> parts, T step)
    {
        OnlineLayer<T>* layer = parts.Layers + parts.Hidden - 1;
        V e = V.Broadcast(step);
        for (int block = 0; block < layer->Stride; block += V.Count)
        {
            V w = V.MultiplyAdd(V.Load(layer->H + block), e, V.Load(parts.Output + block));
            V.Store(parts.Floored ? V.QuickMax(V.Load(parts.OutputFloor + block), w) : w, parts.Output + block);
        }

        *parts.OutputBias += step;
    }

    // (W_iᵀ δ_i) ⊙ D_{i−1}, before W_i moves
    private static void CarryBack(OnlineLayer<T>* layer, OnlineLayer<T>* below, bool hard)
    {
        nint stride = layer->Stride;
        for (int j = 0; j < layer->Fan; j++)
        {
            V sum = V.Zero;
            for (int block = 0; block < layer->Stride; block += V.Count)
            {
                sum = V.MultiplyAdd(V.Load(layer->W + (j * stride) + block), V.Load(layer->Step + block), sum);
            }

            below->Step[j] = V.Sum(sum);
        }

        for (int block = 0; block < below->Stride; block += V.Count)
        {
            V.Store(V.Load(below->Step + block) * Slope(V.Load(below->H + block), hard), below->Step + block);
        }
    }

    private static V Constant(double value) => V.Broadcast(T.CreateTruncating(value));
}
