using System.Numerics;
using System.Numerics.Tensors;
using Apical.Numerics.Matrices;

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

    /// <param name="inputs"><c>[samples, features]</c></param>
    public static FeatureStatistics Of(Matrix inputs) => inputs.Precision == Precision.Single
        ? Of<float>(inputs.AsSpan<float>(), inputs.Rows, inputs.Columns)
        : Of<double>(inputs.AsSpan<double>(), inputs.Rows, inputs.Columns);

    private static FeatureStatistics Of<T>(ReadOnlySpan<T> x, int samples, int features)
        where T : unmanaged, INumberBase<T>
    {
        var found = new FeatureStatistics(features);
        double[] row = new double[features];
        for (int sample = 0; sample < samples; sample++)
        {
            TensorPrimitives.ConvertTruncating(x.Slice(sample * features, features), row);
            TensorPrimitives.Add(found.Mean, row, found.Mean);
            TensorPrimitives.Min(found.Min, row, found.Min);
            TensorPrimitives.Max(found.Max, row, found.Max);
        }

        Divide(found.Mean, samples);
        for (int sample = 0; sample < samples; sample++)
        {
            // product and sum one after the other: a fused operation would round differently where there is one
            TensorPrimitives.ConvertTruncating(x.Slice(sample * features, features), row);
            TensorPrimitives.Subtract(row, found.Mean, row);
            TensorPrimitives.Multiply(row, row, row);
            TensorPrimitives.Add(found.Sd, row, found.Sd);
        }

        Divide(found.Sd, samples);
        for (int i = 0; i < features; i++)
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
}
