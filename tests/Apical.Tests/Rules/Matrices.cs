namespace Apical.Tests.Rules;

/// <summary>Comparisons of whole matrices, with messages that show where and by how much.</summary>
internal static class Matrices
{
    /// <summary>Equal up to a fraction of the largest expected entry.</summary>
    public static void Close(Matrix expected, Matrix actual, double relative, string what = "")
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        double[] e = expected.ToArray(), a = actual.ToArray();
        double scale = e.Length == 0 ? 0 : e.Max(Math.Abs);
        for (int i = 0; i < e.Length; i++)
        {
            Assert.True(
                Math.Abs(e[i] - a[i]) <= relative * scale,
                $"{what} entry ({i / expected.Columns}, {i % expected.Columns}) is {a[i]:R}, should be {e[i]:R} (largest {scale:R})");
        }
    }

    /// <summary>Equal to the last bit.</summary>
    public static void SameBits(Matrix expected, Matrix actual, string what = "") =>
        Assert.True(Bits(expected).SequenceEqual(Bits(actual)), $"{what}: bits differ");

    /// <summary>Differs in at least one entry.</summary>
    public static void Differ(Matrix expected, Matrix actual, string what) =>
        Assert.False(Bits(expected).SequenceEqual(Bits(actual)), $"{what}: no entry differs");

    /// <summary>The entries as bit patterns; exact for both precisions, since a single fits a double.</summary>
    public static long[] Bits(Matrix x) => [.. x.ToArray().Select(BitConverter.DoubleToInt64Bits)];

    /// <summary>∠(x, y) in degrees over all entries.</summary>
    public static double Degrees(Matrix x, Matrix y) => double.RadiansToDegrees(Math.Acos(Math.Clamp(x.InnerProduct(y) / (x.Norm() * y.Norm()), -1, 1)));
}
