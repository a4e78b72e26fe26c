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
    private static void Multiply(T* M, int rows, int inner, T* x, T* bias, T* to)
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
    private static void Undo(in ChainTerm<T> layer, T* h, T* to)
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

    /// <summary>to = h − η̂ (σ(h) − t), or h without a target.</summary>
    private static T* Goal(ref Job job, T* h, T* target, T* step, int units, T* to)
    {
        if (job.Target is null)
        {
            return h;
        }

        if (job.OutputIsSoftmax)
        {
            SoftmaxKernel<V, T>.Softmax(h, units, Lanes, to);
        }
        else
        {
            MapKernel<V, T>.Run(job.Output, T.Zero, h, to, units * Lanes);
        }

        V left = V.Load(step), right = V.Load(step + V.Count);
        for (int i = 0; i < units * Lanes; i += Lanes)
        {
            V one = V.Load(h + i) - (left * (V.Load(to + i) - V.Load(target + i)));
            V other = V.Load(h + i + V.Count) - (right * (V.Load(to + i + V.Count) - V.Load(target + i + V.Count)));
            Put(one, other, to + i);
        }

        return to;
    }

    /// <summary>h = rest f + μ g where the sample is active; change and largest take in what the layer's units did.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix(V rest, V mu, T* f, T* g, T* h, int units, ref Lane left, ref Lane right)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(V left, V right, T* to)
    {
        V.Store(left, to);
        V.Store(right, to + V.Count);
    }

    /// <summary>Takes some columns of a matrix; lanes beyond them are 0.</summary>
    private static void Gather(T* x, int rows, int columns, int first, int count, T* to)
    {
        for (int r = 0; r < rows; r++, to += Lanes)
        {
            var row = new Span<T>(to, Lanes);
            new ReadOnlySpan<T>(x + ((nint)r * columns) + first, count).CopyTo(row);
            row[count..].Clear();
        }
    }

    private static void Scatter(T* from, int rows, T* x, int columns, int first, int count)
    {
        for (int r = 0; r < rows; r++, from += Lanes)
        {
            new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(x + ((nint)r * columns) + first, count));
        }
    }

    /// <summary>How one vector of samples is doing.</summary>
    private struct Lane
    {
        /// <summary>1 where a sample still moves; sweeps so far; the largest change and activity of this sweep; the change of its last one.</summary>
        public V Active, Sweeps, Change, Largest, Last;

        public void Begin() => (Change, Largest) = (V.Zero, V.One);

        /// <summary>Ends a sweep: what is no number has not settled.</summary>
        public void End(V tolerance)
        {
            Sweeps += Active;
            Last = V.WhereGreater(Active, V.Zero, Change, Last);
            Active = V.WhereGreater(tolerance * Largest, Change, V.Zero, Active);
        }
    }

    public struct Job : WorkerPool.IJob<Job>
    {
        public ChainTerm<T>* Layers;
        public int L, Batch, MostSweeps;
        public T* First;
        public T* Target;
        public T* Step;
        public T* Sweeps;
        public T* Change;
        public T* Unsettled;
        public T Mu, Tolerance;
        public ScalarFunction Output;
        public bool OutputIsSoftmax;

        public static void Run(ref Job job, int part)
        {
            int lanes = Lanes, first = part * lanes, count = Math.Min(lanes, job.Batch - first), units = 0, widest = 0, outputs = job.Layers[job.L - 1].Units;
            for (int i = 0; i < job.L; i++)
            {
                units += job.Layers[i].Units;
                widest = Math.Max(widest, job.Layers[i].Units);
            }

            T* h = Scratch.Get<T>(ScratchSlot.Packed, (units + job.Layers[0].Units + outputs + 2L + (3 * widest)) * lanes);
            T* constant = h + (units * lanes), target = constant + (job.Layers[0].Units * lanes), step = target + (outputs * lanes), rows = step + (2 * lanes);
            T* f = rows, g = f + (widest * lanes), u = g + (widest * lanes);
            Gather(job.First, job.Layers[0].Units, job.Batch, first, count, constant);
            T* to = h;
            for (int i = 0; i < job.L; to += job.Layers[i++].Units * lanes)
            {
                Gather(job.Layers[i].H, job.Layers[i].Units, job.Batch, first, count, to);
            }

            if (job.Target is not null)
            {
                Gather(job.Target, outputs, job.Batch, first, count, target);
                Gather(job.Step, 1, job.Batch, first, count, step);
            }

            Put(V.One, V.One, f);
            var left = new Lane { Active = V.LoadFirst(f, Math.Min(count, V.Count)) };
            var right = new Lane { Active = V.LoadFirst(f, Math.Max(0, count - V.Count)) };
            V rest = V.Broadcast(T.One - job.Mu), mu = V.Broadcast(job.Mu), tolerance = V.Broadcast(job.Tolerance);
            for (int sweep = 0; sweep < job.MostSweeps && V.Sum(left.Active + right.Active) > T.Zero; sweep++)
            {
                left.Begin();
                right.Begin();
                T* at = h, below = null;
                for (int i = 0; i < job.L; i++)
                {
                    ref ChainTerm<T> layer = ref job.Layers[i];
                    T* above = at + (layer.Units * lanes);
                    if (i > 0)
                    {
                        Multiply(layer.W, layer.Units, job.Layers[i - 1].Units, below, layer.Bias, f);
                        MapKernel<V, T>.Run(layer.F, layer.Parameter, f, f, layer.Units * lanes);
                    }

                    T* back = g;
                    if (i < job.L - 1)
                    {
                        Undo(in job.Layers[i + 1], above, u);
                        Multiply(layer.V, layer.Units, job.Layers[i + 1].Units, u, null, g);
                    }
                    else
                    {
                        back = Goal(ref job, at, target, step, outputs, g);
                    }

                    Mix(rest, mu, i == 0 ? constant : f, back, at, layer.Units, ref left, ref right);
                    below = at;
                    at = above;
                }

                left.End(tolerance);
                right.End(tolerance);
            }

            to = h;
            for (int i = 0; i < job.L; to += job.Layers[i++].Units * lanes)
            {
                Scatter(to, job.Layers[i].Units, job.Layers[i].H, job.Batch, first, count);
            }

            Report(left.Sweeps, right.Sweeps, f, job.Sweeps + first, count);
            Report(left.Last, right.Last, f, job.Change + first, count);
            Report(left.Active, right.Active, f, job.Unsettled + first, count);
        }

        private static void Report(V left, V right, T* row, T* destination, int count)
        {
            Put(left, right, row);
            new ReadOnlySpan<T>(row, count).CopyTo(new Span<T>(destination, count));
        }
    }
}
