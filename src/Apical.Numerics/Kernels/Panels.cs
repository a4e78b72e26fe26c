using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>
/// Copies a transposed right factor (Hᵀ: small beside W) into panels of two vectors, each <c>[K, two vectors]</c>, that vectors can run along.
/// </summary>
internal static unsafe class Panels<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    private const int ParallelFrom = 16 * 1024;         // entries

    private static int Width => 2 * V.Count;

    /// <summary>Packs all of it, for a product whose many rows read each panel again and again.</summary>
    public static void PackAll(WorkerPool? pool, ref Product<T> p)
    {
        int panels = (p.N + Width - 1) / Width;
        var job = new Job { P = p, To = Scratch.Get<T>(ScratchSlot.Packed, (long)panels * Width * p.K) };
        WorkerPool.Run((long)p.N * p.K < ParallelFrom ? null : pool, ref job, panels);
        Use(ref p, job.To);
    }

    /// <summary>
    /// Packs one panel, for a product with few rows: there it need not leave the first-level cache. Of <paramref name="p"/> only this panel is
    /// left.
    /// </summary>
    public static void PackOne(ref Product<T> p, int column)
    {
        T* to = Scratch.Get<T>(ScratchSlot.Packed, (long)Width * p.K);
        Pack(in p, column, to);
        Use(ref p, to);
    }

    private static void Use(ref Product<T> p, T* packed)
    {
        p.B = packed;
        p.BStride = Width;
        p.PanelStride = (nint)Width * p.K;
    }

    private static void Pack(in Product<T> p, int column, T* to) =>
        TransposeKernel.Run(p.BT + ((nint)column * p.K), p.K, null, Math.Min(Width, p.N - column), p.K, to, Width);

    private struct Job : WorkerPool.IJob<Job>
    {
        public Product<T> P;
        public T* To;

        public static void Run(ref Job job, int part)
        {
            int column = part * Width;
            Pack(in job.P, column, job.To + ((nint)column * job.P.K));
        }
    }
}
