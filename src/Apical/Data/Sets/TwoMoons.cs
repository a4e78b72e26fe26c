namespace Apical.Data;

/// <summary>Two interleaving half circles in the plane, with noise: a small problem that one can look at.</summary>
public static class TwoMoons
{
    /// <summary>Standard deviation of the noise in <c>moons</c>.</summary>
    public const double StandardNoise = 0.15;

    /// <summary>Class 0 lies on the upper half of the unit circle about (0, 0), class 1 on the lower half of the one about (1, ½).</summary>
    /// <param name="count">Number of samples; the classes take turns.</param>
    /// <param name="rng">Draws the points.</param>
    /// <param name="noise">Standard deviation added to each coordinate.</param>
    /// <param name="precision">Of the set.</param>
    /// <returns>Two features, one-hot targets for two classes.</returns>
    public static Dataset Create(int count, Rng rng, double noise = StandardNoise, Precision precision = Precision.Single)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentNullException.ThrowIfNull(rng);
        var inputs = new Matrix(count, 2, precision);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            // the direction of a normal vector is uniform on the circle, and needs no sine
            double a = rng.Normal(), b = Math.Abs(rng.Normal());
            double length = Math.Sqrt(a * a + b * b);
            (double x, double y) = (a / length, b / length);
            labels[i] = i % 2;
            if (labels[i] == 1)
            {
                (x, y) = (1 - x, 0.5 - y);
            }

            inputs[i, 0] = x + noise * rng.Normal();
            inputs[i, 1] = y + noise * rng.Normal();
        }

        return new Dataset("moons", inputs, OneHot.Encode(labels, 2, precision: precision), labels, classes: 2);
    }
}
