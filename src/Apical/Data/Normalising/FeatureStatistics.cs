using System.Numerics.Tensors;


namespace Apical.Data;

/// <summary>Mean, spread and ends of each feature. Summed in double precision, sample after sample, so the bits do not depend on threads.</summary>
internal sealed class FeatureStatistics
{
    private FeatureStatistics(int features)
    {
        Mean = new double[features];
        Sd = new double[features];
        Min = new double[features];
        Max = new double[features];
        Array.Fill(Min, double.PositiveInfinity);
        Array.Fill(Max, double.NegativeInfinity);
    }

    public double[] Mean { get; }

    /// <summary>Standard deviations, of the population: divided by n.</summary>
    public double[] Sd { get; }

    public double[] Min { get; }

    public double[] Max { get; }

    public bool IsConstant(int feature) => Min[feature] == Max[feature];

    /// <summary>
    /// Goes through all inputs twice: deviations are formed before they are squared, so that nothing cancels. Where squares, or sums, would leave the range
    /// of numbers, features are brought to a size of 1 by powers of two, and looked at once more.
    /// </summary>
    public static FeatureStatistics Of(ISamples samples)
    {
        var found = new FeatureStatistics(samples.Features);
        Rows.EachInput(samples, found.AddValues);
        int[] powers = [.. Enumerable.Range(0, samples.Features).Select(found.PowerOf)];
        bool farOut = powers.Any(power => power != 0);
        Action<double[]> Look(Action<double[]> add) => !farOut ? add : row =>
        {
            Scale(row, powers, -1);
            add(row);
        };
        if (farOut)
        {
            Array.Clear(found.Mean);
            Rows.EachInput(samples, Look(row => TensorPrimitives.Add(found.Mean, row, found.Mean)));
        }

        Divide(found.Mean, samples.Count);
        Rows.EachInput(samples, Look(found.AddSquares));
        Divide(found.Sd, samples.Count);
        for (int i = 0; i < samples.Features; i++)
        {
            found.Sd[i] = Math.Sqrt(found.Sd[i]);
        }

        if (farOut)
        {
            Scale(found.Mean, powers, 1);
            Scale(found.Sd, powers, 1);
        }

        return found;
    }

    private static void Scale(double[] row, int[] powers, int sign)
    {
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = Math.ScaleB(row[i], sign * powers[i]);
        }
    }

    private int PowerOf(int feature)
    {
        double largest = Math.Max(Max[feature], -Min[feature]);
        return largest is (> 1e100 and < double.PositiveInfinity) or (> 0 and < 1e-100) ? Math.ILogB(largest) : 0;
    }

    private static void Divide(double[] sums, int count)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] /= count;
        }
    }

    private void AddValues(double[] row)
    {
        TensorPrimitives.Add(Mean, row, Mean);
        TensorPrimitives.Min(Min, row, Min);
        TensorPrimitives.Max(Max, row, Max);
    }

    // Product and sum one after the other: a fused operation would round differently where there is one.
    private void AddSquares(double[] row)
    {
        TensorPrimitives.Subtract(row, Mean, row);
        TensorPrimitives.Multiply(row, row, row);
        TensorPrimitives.Add(Sd, row, Sd);
    }
}
