using System.Numerics;
using System.Numerics.Tensors;

namespace Apical.Data;

/// <summary>Goes through a set from its first sample to its last: for what is found in all of them.</summary>
internal static class Rows
{
    private const int AtOnce = 500, NumbersAtOnce = 1 << 22;    // at most so many samples, and numbers of them: large images are few at a time

    /// <summary>Shows the input of each sample.</summary>
    /// <param name="samples">The set.</param>
    /// <param name="look">Is given it in memory that is used again for the next, and may write there.</param>
    public static void EachInput(ISamples samples, Action<double[]> look)
    {
        if (samples is Dataset whole)
        {
            Each(whole.Inputs, look);
            return;
        }

        Gather(samples, samples.Features, look, (some, next, x) =>
        {
            samples.Gather(some, x, null, []);
            samples.Expect(next);
        });
    }

    /// <summary>Shows the target of each sample.</summary>
    /// <param name="samples">The set.</param>
    /// <param name="look">As for <see cref="EachInput"/>.</param>
    public static void EachTarget(ISamples samples, Action<double[]> look)
    {
        if (samples is Dataset whole)
        {
            Each(whole.Targets, look);
            return;
        }

        Gather(samples, samples.Outputs, look, (some, _, t) => samples.Gather(some, null, t, []));
    }

    private static void Gather(ISamples samples, int height, Action<double[]> look, Action<int[], int[], Matrix> gather)
    {
        Workspace workspace = Workspace.Current ?? new();
        int atOnce = Math.Clamp(NumbersAtOnce / Math.Max(1, height), 1, AtOnce);
        for (int first = 0; first < samples.Count; first += atOnce)
        {
            using Workspace.Scope scope = workspace.Enter();
            int[] some = Numbers(first);
            Matrix columns = Workspace.Temporary(height, some.Length, Backend.Cpu(samples.Precision));
            gather(some, Numbers(first + atOnce), columns);
            Each(columns.T.ToMatrix(), look);
        }

        int[] Numbers(int first) => [.. Enumerable.Range(first, Math.Clamp(samples.Count - first, 0, atOnce))];
    }

    private static void Each(Matrix x, Action<double[]> look)
    {
        if (x.Precision == Precision.Single)
        {
            Each<float>(x.AsSpan<float>(), x.Columns, look);
        }
        else
        {
            Each<double>(x.AsSpan<double>(), x.Columns, look);
        }
    }

    private static void Each<T>(ReadOnlySpan<T> x, int columns, Action<double[]> look)
        where T : unmanaged, INumberBase<T>
    {
        double[] row = new double[columns];
        for (int start = 0; start < x.Length; start += columns)
        {
            TensorPrimitives.ConvertTruncating(x.Slice(start, columns), row);
            look(row);
        }
    }
}
