using System.Numerics.Tensors;

namespace Apical.Data;

/// <summary>What the targets of a set are like, all together: found in one pass, without the inputs.</summary>
public sealed class TargetSummary
{
    private TargetSummary(int outputs, Precision precision) => Mean = new Matrix(outputs, 1, precision);

    /// <summary>The lowest entry of all targets.</summary>
    public double Lowest { get; private set; } = double.PositiveInfinity;

    /// <summary>The highest entry of all targets.</summary>
    public double Highest { get; private set; } = double.NegativeInfinity;

    /// <summary>The lowest sum of a sample's target.</summary>
    public double LowestSum { get; private set; } = double.PositiveInfinity;

    /// <summary>The highest sum of a sample's target.</summary>
    public double HighestSum { get; private set; } = double.NegativeInfinity;

    /// <summary>The mean target, <c>[outputs, 1]</c>. Not to be changed.</summary>
    public Matrix Mean { get; }

    /// <summary>Halfway between the targets of two classes. A set of one class does not tell: then ½ for targets of 0 or 1, else 0 as for ±0.9.</summary>
    public double Middle => Lowest < Highest ? (Lowest + Highest) / 2 : Lowest is 0 or 1 ? 0.5 : 0;

    /// <summary>Looks at the targets of all samples.</summary>
    public static TargetSummary Of(ISamples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var found = new TargetSummary(samples.Outputs, samples.Precision);
        double[] sums = new double[samples.Outputs];
        Rows.EachTarget(samples, target =>
        {
            TensorPrimitives.Add(sums, target, sums);
            double sum = TensorPrimitives.Sum<double>(target);
            found.Lowest = Math.Min(found.Lowest, TensorPrimitives.Min<double>(target));
            found.Highest = Math.Max(found.Highest, TensorPrimitives.Max<double>(target));
            (found.LowestSum, found.HighestSum) = (Math.Min(found.LowestSum, sum), Math.Max(found.HighestSum, sum));
        });

        // rounded to the precision of the set first, then divided in it
        found.Mean.CopyFrom(Matrix.Of(sums.Length, 1, sums, samples.Precision).Scaled(1.0 / samples.Count));
        return found;
    }
}
