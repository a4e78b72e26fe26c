using System.Diagnostics;
using System.Runtime.InteropServices;
using Apical.Numerics.Matrices;
using Apical.Numerics.Random;

namespace Apical.Bench;

/// <summary>Times the products of one layer, ours and the referees' in turn.</summary>
internal sealed unsafe class Contest(Shape shape, IReadOnlyList<Referee> referees, WorkerPool pool, double seconds)
{
    private readonly Workspace _workspace = new(pool);

    /// <summary>The three products.</summary>
    /// <param name="rounds">How often the contestants take turns.</param>
    /// <param name="threads">Threads that compute.</param>
    /// <param name="peak">What they could do at most, GFLOP/s.</param>
    public IEnumerable<ContestResult> Run(int rounds, int threads, double peak)
    {
        Matrix w = Random(shape.FanOut, shape.FanIn), h = Random(shape.FanIn, shape.Batch), delta = Random(shape.FanOut, shape.Batch), c = Random(shape.FanOut, shape.Batch), below = Random(shape.FanIn, shape.Batch);
        int m = shape.FanOut, n = shape.FanIn, b = shape.Batch;
        return
        [
            Result("W h", Medians(rounds, () => c.AddProduct(1, w, h, keep: 0), r => r.Multiply(false, false, m, b, n, 1, At(w), n, At(h), b, 0, At(c), b))),
            Result("Wᵀ δ", Medians(rounds, () => below.AddProduct(1, w.T, delta, keep: 0), r => r.Multiply(true, false, n, b, m, 1, At(w), n, At(delta), b, 0, At(below), b))),
            Result("W −= η δ hᵀ", Medians(rounds, () => w.AddProduct(-1e-9, delta, h.T), r => r.Multiply(false, true, m, n, b, -1e-9f, At(delta), b, At(h), b, 1, At(w), n))),
        ];

        ContestResult Result(string product, IReadOnlyList<double> gflops) =>
            new(shape.ToString(), product, threads, peak, gflops[0], gflops[0] / peak, referees.Select((r, i) => (r.Name, Gflops: gflops[i + 1])).ToDictionary(x => x.Name, x => x.Gflops));
    }

    private IReadOnlyList<double> Medians(int rounds, Action ours, Action<Referee> theirs)
    {
        var times = new List<double>[referees.Count + 1];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = [];
        }

        for (int round = 0; round < rounds; round++)
        {
            times[0].Add(Median(() =>
            {
                using Workspace.Scope scope = _workspace.Enter();
                ours();
            }));
            for (int i = 0; i < referees.Count; i++)
            {
                Referee referee = referees[i];
                times[i + 1].Add(Median(() => theirs(referee)));
            }
        }

        return [.. times.Select(t => shape.Gflop / t.Order().ElementAt(t.Count / 2))];
    }

    private double Median(Action action)
    {
        Thread.Sleep(100);                              // the threads of the contestant before spin on for a while
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 3 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds / 3; i++)
        {
            action();
        }

        var each = new List<double>();
        start = Stopwatch.GetTimestamp();
        while (each.Count < 5 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            long one = Stopwatch.GetTimestamp();
            action();
            each.Add(Stopwatch.GetElapsedTime(one).TotalSeconds);
        }

        each.Sort();
        return each[each.Count / 2];
    }

    private static Matrix Random(int rows, int columns)
    {
        var x = new Matrix(rows, columns);
        x.FillUniform(new Rng(1).Fork($"{rows}x{columns}"), -1, 1);
        return x;
    }

    // Matrices never move in memory, so the address outlives the span.
    private static float* At(Matrix x) => (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(x.AsSpan<float>()));
}
