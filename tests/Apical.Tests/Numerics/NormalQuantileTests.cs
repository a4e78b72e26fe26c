namespace Apical.Tests.Numerics;

public sealed class NormalQuantileTests
{
    /// <summary>To 20 digits with a multiple-precision inverse error function.</summary>
    public static TheoryData<double, double> Known => new()
    {
        { 0.975, 1.9599639845400538556 },
        { 0.5001, 0.00025066283008800749239 },
        { 0.9, 1.2815515655446005935 },
        { 0.0749, -1.4402382675279636631 },
        { 0.0751, -1.4388253927525399824 },
        { 0.001, -3.0902323061678135354 },
        { 1e-6, -4.7534243088228989573 },
        { 1e-10, -6.3613409024040561991 },
        { 1.3e-11, -6.6676114565107408347 },
        { 1e-12, -7.0344838253011319326 },
        { 1e-15, -7.9413453261709967713 },
        { 1e-17, -8.4937932241095980661 },
    };

    [Theory, MemberData(nameof(Known))]
    public void Agrees_with_known_quantiles(double p, double expected)
    {
        Assert.Equal(expected, NormalQuantile.Of(p), Math.Abs(expected) * 1e-15);
    }

    [Fact]
    public void Is_odd_about_one_half_and_has_the_right_ends()
    {
        Assert.Equal(0, NormalQuantile.Of(0.5));
        foreach (double p in new[] { 0.25, 0.0625, 1.0 / 1024, Math.Pow(2, -40) })
        {
            Assert.Equal(-NormalQuantile.Of(p), NormalQuantile.Of(1 - p));
        }

        Assert.Equal(double.NegativeInfinity, NormalQuantile.Of(0));
        Assert.Equal(double.PositiveInfinity, NormalQuantile.Of(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalQuantile.Of(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalQuantile.Of(1.01));
    }

    [Fact]
    public void Its_logarithm_agrees_with_the_library_to_a_few_units_in_the_last_place()
    {
        var rng = new Rng(1);
        for (int i = 0; i < 10_000; i++)
        {
            double x = Math.ScaleB(rng.Uniform(0.5, 1), -rng.NextInt(1060));
            double expected = Math.Log(x);
            Assert.Equal(expected, NormalQuantile.Log(x), Math.Max(Math.Abs(expected), 1e-300) * 1e-15);
        }
    }

    [Fact]
    public void Bits_are_spread_symmetrically_and_never_reach_the_ends()
    {
        Assert.Equal(-0.5 + Math.Pow(2, -53), NormalQuantile.Centre(0));
        Assert.Equal(0.5 - Math.Pow(2, -53), NormalQuantile.Centre(ulong.MaxValue));
        Assert.Equal(Math.Pow(2, -53), NormalQuantile.Centre(1UL << 63));
        Assert.Equal(-Math.Pow(2, -53), NormalQuantile.Centre((1UL << 63) - 1));
    }

    /// <summary>The far tail comes once in 10¹⁰ draws: here it is put into a vector by hand, beside ordinary numbers.</summary>
    [Fact]
    public void Vectors_give_the_bits_of_single_numbers_also_in_the_far_tail()
    {
        double[] q =
        [
            NormalQuantile.Centre(0), 0.43, NormalQuantile.Centre(ulong.MaxValue), -0.4999, 0.425, Math.BitIncrement(0.425), -0.425, 0.1,
            0.499999, -0.4999999, 0.47, 0.48, 0.49, -0.5 + 1e-12, 0.4321, -0.4567, 0.44, 0.45,
        ];
        double[] expected = [.. q.Select(NormalQuantile.OfCentred)];

        NormalQuantile.OfCentred(q);

        Assert.Equal(expected, q);
    }
}
