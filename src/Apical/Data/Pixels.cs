namespace Apical.Data;

/// <summary>Between grey values and numbers.</summary>
internal static class Pixels
{
    /// <summary>Each byte divided by 255, <c>[samples, features]</c>.</summary>
    public static Matrix ToMatrix(ReadOnlySpan<byte> pixels, int samples, int features, Precision precision)
    {
        var result = new Matrix(samples, features, precision);
        if (precision == Precision.Single)
        {
            Span<float> x = result.AsSpan<float>();
            for (int i = 0; i < pixels.Length; i++)
            {
                x[i] = pixels[i] / 255f;
            }
        }
        else
        {
            Span<double> x = result.AsSpan<double>();
            for (int i = 0; i < pixels.Length; i++)
            {
                x[i] = pixels[i] / 255.0;
            }
        }

        return result;
    }
}
