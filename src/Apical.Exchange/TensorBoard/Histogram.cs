using Apical.Numerics.Matrices;

namespace Apical.Exchange.TensorBoard;

/// <summary>Counts the numbers of a matrix.</summary>
internal static class Histogram
{
    private const int Buckets = 30;

    /// <summary>Thirty buckets of one width from the least to the largest number; one where all are alike.</summary>
    /// <param name="matrix">Any shape.</param>
    /// <returns>Null where there is no number, or one that is not finite: TensorBoard has no place for it.</returns>
    public static HistogramProto? Of(Matrix matrix)
    {
        double[] numbers = matrix.ToArray();
        if (numbers.Length == 0 || !numbers.All(double.IsFinite))
        {
            return null;
        }

        double min = numbers.Min(), max = numbers.Max(), width = (max / Buckets) - (min / Buckets);
        var result = new HistogramProto { Min = min, Max = max, Num = numbers.Length, Sum = numbers.Sum(), SumSquares = numbers.Sum(x => x * x) };
        if (width <= 0)
        {
            result.BucketLimit.Add(max);
            result.Bucket.Add(numbers.Length);
            return result;
        }

        double[] counts = new double[Buckets];
        foreach (double x in numbers)
        {
            // The upper limit belongs to a bucket, the lower one to the bucket before; the least number of all to the first.
            counts[Math.Clamp((int)Math.Ceiling((x / width) - (min / width)) - 1, 0, Buckets - 1)]++;
        }

        result.BucketLimit.Add(Enumerable.Range(1, Buckets).Select(k => k == Buckets ? max : min + (k * width)));
        result.Bucket.Add(counts);
        return result;
    }
}
