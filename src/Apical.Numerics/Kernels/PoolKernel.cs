using System.Numerics;
using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>The mean or the largest of patches of a map, along the batch. A part is a map.</summary>
internal static unsafe class PoolKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What is handed up.</summary>
    public struct Job : WorkerPool.IJob<Job>
    {
        public PatchShape S;
        public int Batch;
        public bool Largest;
        public T* X;
        public T* To;

        public static void Run(ref Job job, int part)
        {
            PatchShape s = job.S;
            T* x = job.X + ((nint)part * s.Height * s.Width * job.Batch), to = job.To + ((nint)part * s.Positions * job.Batch);
            for (int unit = 0; unit < s.Positions; unit++, to += job.Batch)
            {
                for (int place = 0; place < s.Places; place++)
                {
                    T* from = x + At(in s, unit, place, job.Batch);
                    if (place == 0)
                    {
                        new Span<T>(from, job.Batch).CopyTo(new Span<T>(to, job.Batch));
                    }
                    else if (job.Largest)
                    {
                        Larger(from, to, job.Batch);
                    }
                    else
                    {
                        AddScaled(T.One, from, to, job.Batch);
                    }
                }

                if (!job.Largest)
                {
                    Scale(T.One / T.CreateTruncating(s.Places), to, job.Batch);
                }
            }
        }
    }

    /// <summary>A signal carried back: shared out evenly, or given to the largest; where several are, to the first.</summary>
    public struct BackJob : WorkerPool.IJob<BackJob>
    {
        public PatchShape S;
        public int Batch;
        public bool Largest;
        public T* Signal;
        public T* X;
        public T* Pooled;
        public T* To;

        public static void Run(ref BackJob job, int part)
        {
            PatchShape s = job.S;
            nint image = (nint)s.Height * s.Width * job.Batch, map = (nint)s.Positions * job.Batch;
            T* x = job.X + (part * image), to = job.To + (part * image), signal = job.Signal + (part * map), pooled = job.Pooled + (part * map);
            T* left = Scratch.Get<T>(ScratchSlot.Sums, job.Batch);
            new Span<T>(to, (int)image).Clear();
            for (int unit = 0; unit < s.Positions; unit++, signal += job.Batch, pooled += job.Batch)
            {
                new Span<T>(signal, job.Batch).CopyTo(new Span<T>(left, job.Batch));
                for (int place = 0; place < s.Places; place++)
                {
                    nint at = At(in s, unit, place, job.Batch);
                    if (job.Largest)
                    {
                        Give(left, x + at, pooled, to + at, job.Batch);
                    }
                    else
                    {
                        AddScaled(T.One / T.CreateTruncating(s.Places), signal, to + at, job.Batch);
                    }
                }
            }
        }
    }

    private static nint At(in PatchShape s, int unit, int place, int batch) =>
        ((((nint)(unit / s.OutWidth) * s.Stride) + (place / s.PatchWidth)) * s.Width + (unit % s.OutWidth * s.Stride) + (place % s.PatchWidth)) * batch;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Larger(T* x, T* to, int n)
    {
        int i = 0;
        for (; i <= n - V.Count; i += V.Count)
        {
            V old = V.Load(to + i), other = V.Load(x + i);
            V.Store(V.WhereGreater(other, old, other, old), to + i);
        }

        if (i < n)
        {
            V old = V.LoadFirst(to + i, n - i), other = V.LoadFirst(x + i, n - i);
            V.StoreFirst(V.WhereGreater(other, old, other, old), to + i, n - i);
        }
    }

    /// <summary>Moves what is left of a signal to x where x is the largest, which is not smaller than any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Give(T* left, T* x, T* largest, T* to, int n)
    {
        int i = 0;
        for (; i <= n - V.Count; i += V.Count)
        {
            V rest = V.Load(left + i), given = V.WhereGreater(V.Load(largest + i), V.Load(x + i), V.Zero, rest);
            V.Store(V.Load(to + i) + given, to + i);
            V.Store(rest - given, left + i);
        }

        if (i < n)
        {
            int some = n - i;
            V rest = V.LoadFirst(left + i, some), given = V.WhereGreater(V.LoadFirst(largest + i, some), V.LoadFirst(x + i, some), V.Zero, rest);
            V.StoreFirst(V.LoadFirst(to + i, some) + given, to + i, some);
            V.StoreFirst(rest - given, left + i, some);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(T factor, T* x, T* to, int n)
    {
        V c = V.Broadcast(factor);
        int i = 0;
        for (; i <= n - V.Count; i += V.Count)
        {
            V.Store(V.MultiplyAdd(c, V.Load(x + i), V.Load(to + i)), to + i);
        }

        if (i < n)
        {
            V.StoreFirst(V.MultiplyAdd(c, V.LoadFirst(x + i, n - i), V.LoadFirst(to + i, n - i)), to + i, n - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(T factor, T* x, int n)
    {
        V c = V.Broadcast(factor);
        int i = 0;
        for (; i <= n - V.Count; i += V.Count)
        {
            V.Store(c * V.Load(x + i), x + i);
        }

        if (i < n)
        {
            V.StoreFirst(c * V.LoadFirst(x + i, n - i), x + i, n - i);
        }
    }
}
