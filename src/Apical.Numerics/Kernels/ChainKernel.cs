using System.Numerics;
using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>
/// The equilibrium of a chain of layers, two vectors of samples at a time: their activities stay in the cache through all sweeps. A sample is a lane; what is
/// done in one does not depend on the others.
/// </summary>
internal static unsafe class ChainKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Samples of a part.</summary>
    public static int Lanes => 2 * V.Count;

    /// <summary>to = M x + bias</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(T* M, int rows, int inner, T* x, T* bias, T* to)
    {
        int width = 2 * V.Count, r = 0;
        for (; r <= rows - 4; r += 4, to += 4 * width)
        {
            T* m0 = M + ((nint)r * inner), m1 = m0 + inner, m2 = m1 + inner, m3 = m2 + inner, from = x;
            V a0 = Start(bias, r), a1 = Start(bias, r + 1), a2 = Start(bias, r + 2), a3 = Start(bias, r + 3), b0 = a0, b1 = a1, b2 = a2, b3 = a3;
            for (int k = 0; k < inner; k++, from += width)
            {
                V left = V.Load(from), right = V.Load(from + V.Count), m = V.Broadcast(m0[k]);
                a0 = V.MultiplyAdd(m, left, a0);
                b0 = V.MultiplyAdd(m, right, b0);
                m = V.Broadcast(m1[k]);
                a1 = V.MultiplyAdd(m, left, a1);
                b1 = V.MultiplyAdd(m, right, b1);
                m = V.Broadcast(m2[k]);
                a2 = V.MultiplyAdd(m, left, a2);
                b2 = V.MultiplyAdd(m, right, b2);
                m = V.Broadcast(m3[k]);
                a3 = V.MultiplyAdd(m, left, a3);
                b3 = V.MultiplyAdd(m, right, b3);
            }

            Put(a0, b0, to);
            Put(a1, b1, to + width);
            Put(a2, b2, to + (2 * width));
            Put(a3, b3, to + (3 * width));
        }

        for (; r < rows; r += 2, to += 2 * width)
        {
            int next = Math.Min(r + 1, rows - 1);       // the last of an odd number twice
            T* m0 = M + ((nint)r * inner), m1 = M + ((nint)next * inner), from = x;
            V a0 = Start(bias, r), a1 = Start(bias, next), b0 = a0, b1 = a1;
            for (int k = 0; k < inner; k++, from += width)
            {
                V left = V.Load(from), right = V.Load(from + V.Count), m = V.Broadcast(m0[k]);
                a0 = V.MultiplyAdd(m, left, a0);
                b0 = V.MultiplyAdd(m, right, b0);
                m = V.Broadcast(m1[k]);
                a1 = V.MultiplyAdd(m, left, a1);
                b1 = V.MultiplyAdd(m, right, b1);
            }

            Put(a0, b0, to);
            if (next > r)
            {
                Put(a1, b1, to + width);
            }
        }
    }

    /// <summary>to = s⁻¹(h moved between the bounds) − b</summary>
    public static void Undo(in ChainTerm<T> layer, T* h, T* to)
    {
        int count = layer.Units * Lanes;
        if (layer.HasLow)
        {
            MapKernel<V, T>.Run(ScalarFunction.AtLeast, layer.Low, h, to, count);
            h = to;
        }

        if (layer.HasHigh)
        {
            MapKernel<V, T>.Run(ScalarFunction.AtMost, layer.High, h, to, count);
            h = to;
        }

        MapKernel<V, T>.Run(layer.Inverse, layer.InverseParameter, h, to, count);
        if (layer.Bias is not null)
        {
            for (int r = 0; r < layer.Units; r++, to += Lanes)
            {
                V b = V.Broadcast(layer.Bias[r]);
                Put(V.Load(to) - b, V.Load(to + V.Count) - b, to);
            }
        }
    }

    /// <summary>to = h − η̂ (to − t), where to is σ(h).</summary>
    public static void Goal(T* h, T* target, T* step, int units, T* to)
    {
        V left = V.Load(step), right = V.Load(step + V.Count);
        for (int i = 0; i < units * Lanes; i += Lanes)
        {
            V one = V.Load(h + i) - (left * (V.Load(to + i) - V.Load(target + i)));
            V other = V.Load(h + i + V.Count) - (right * (V.Load(to + i + V.Count) - V.Load(target + i + V.Count)));
            Put(one, other, to + i);
        }
    }

    /// <summary>h = rest f + μ g where the sample is active; change and largest take in what the layer's units did.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mix(V rest, V mu, T* f, T* g, T* h, int units, ref ChainLane<V, T> left, ref ChainLane<V, T> right)
    {
        V leftActive = left.Active, leftChange = left.Change, leftLargest = left.Largest, leftSum = V.Zero;
        V rightActive = right.Active, rightChange = right.Change, rightLargest = right.Largest, rightSum = V.Zero;
        for (int i = 0; i < units * 2 * V.Count; i += 2 * V.Count)
        {
            V before = V.Load(h + i), now = V.MultiplyAdd(rest, V.Load(f + i), mu * V.Load(g + i)), change = now - before;
            leftSum += change;
            leftChange = Larger(V.Abs(change), leftChange);
            leftLargest = Larger(V.Abs(now), leftLargest);
            V.Store(V.WhereGreater(leftActive, V.Zero, now, before), h + i);
            int j = i + V.Count;
            before = V.Load(h + j);
            now = V.MultiplyAdd(rest, V.Load(f + j), mu * V.Load(g + j));
            change = now - before;
            rightSum += change;
            rightChange = Larger(V.Abs(change), rightChange);
            rightLargest = Larger(V.Abs(now), rightLargest);
            V.Store(V.WhereGreater(rightActive, V.Zero, now, before), h + j);
        }

        // Comparisons pass over what is no number; the sum, less itself, does not.
        (left.Change, left.Largest) = (leftChange + (leftSum - leftSum), leftLargest);
        (right.Change, right.Largest) = (rightChange + (rightSum - rightSum), rightLargest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Larger(V x, V y) => V.WhereGreater(x, y, x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Start(T* bias, int r) => bias is null ? V.Zero : V.Broadcast(bias[r]);

    /// <summary>Writes two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(V left, V right, T* to)
    {
        V.Store(left, to);
        V.Store(right, to + V.Count);
    }

    /// <summary>Takes some columns of a matrix; lanes beyond them are 0.</summary>
    public static void Gather(T* x, int rows, int columns, int first, int count, T* to)
    {
        for (int r = 0; r < rows; r++, to += Lanes)
        {
            var row = new Span<T>(to, Lanes);
            new ReadOnlySpan<T>(x + ((nint)r * columns) + first, count).CopyTo(row);
            row[count..].Clear();
        }
    }

    /// <summary>Puts them back.</summary>
    public static void Scatter(T* from, int rows, T* x, int columns, int first, int count)
    {
        for (int r = 0; r < rows; r++, from += Lanes)
        {
            new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(x + ((nint)r * columns) + first, count));
        }
    }
}
