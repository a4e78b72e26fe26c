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

    /// <summary>Goes through all inputs twice: deviations are formed before they are squared, so that nothing cancels.</summary>
    public static FeatureStatistics Of(ISamples samples)
    {
        var found = new FeatureStatistics(samples.Features);
        Rows.EachInput(samples, found.AddValues);
        Divide(found.Mean, samples.Count);
        Rows.EachInput(samples, found.AddSquares);
        Divide(found.Sd, samples.Count);
        for (int i = 0; i < samples.Features; i++)
        {
            found.Sd[i] = Math.Sqrt(found.Sd[i]);
        }

        return found;
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
