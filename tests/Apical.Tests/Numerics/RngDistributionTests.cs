namespace Apical.Tests.Numerics;

public sealed class RngDistributionTests
{
    private const int Draws = 100_000;

    [Fact]
    public void Uniform_numbers_have_the_right_distribution()
    {
        double[] x = new double[Draws];
        new Rng(1).FillUniform(x, -2, 3);

        Assert.All(x, v => Assert.InRange(v, -2, Math.BitDecrement(3.0)));
        Assert.True(Statistics.KolmogorovSmirnov(x, v => (v + 2) / 5) < 1.95);
    }

    /// <summary>Standard errors of the first four moments of n normals: 1/√n, √(2/n), √(15/n), √(96/n).</summary>
    [Fact]
    public void Normal_numbers_have_the_right_distribution()
    {
        double[] z = new double[Draws];
        new Rng(2).FillNormal(z, 0, 1);

        double root = 4.5 / Math.Sqrt(Draws);
        Assert.InRange(z.Average(), -root, root);
        Assert.InRange(z.Average(v => v * v), 1 - (Math.Sqrt(2) * root), 1 + (Math.Sqrt(2) * root));
        Assert.InRange(z.Average(v => v * v * v), -Math.Sqrt(15) * root, Math.Sqrt(15) * root);
        Assert.InRange(z.Average(v => v * v * v * v), 3 - (Math.Sqrt(96) * root), 3 + (Math.Sqrt(96) * root));
        Assert.True(Statistics.KolmogorovSmirnov(z, v => MathNet.Numerics.Distributions.Normal.CDF(0, 1, v)) < 1.95);
    }

    /// <summary>P(|z| &gt; 3) = 0.0026998, so 540 ± 23 of 200 000; P(|z| &gt; 4) = 6.334e-5, 12.7 ± 3.6.</summary>
    [Fact]
    public void Normal_numbers_reach_into_the_tails()
    {
        double[] z = new double[200_000];
        new Rng(3).FillNormal(z, 0, 1);

        Assert.InRange(z.Count(v => Math.Abs(v) > 3), 540 - 92, 540 + 92);
        Assert.InRange(z.Count(v => Math.Abs(v) > 4), 1, 27);
    }

    [Fact]
    public void Mean_and_standard_deviation_are_applied()
    {
        double[] z = new double[50], x = new double[50];
        new Rng(4).FillNormal(z, 0, 1);
        new Rng(4).FillNormal(x, 5, 0.25);
        Assert.Equal(z.Select(v => 5 + 0.25 * v), x);

        new Rng(4).FillNormal(x, 5, 0);
        Assert.All(x, v => Assert.Equal(5, v));
    }

    /// <summary>The bulk forms work in vectors and chunks: every length must give what single draws give, bit for bit, and leave the same state.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(5003)]
    public void Bulk_draws_equal_single_draws_in_both_precisions(int length)
    {
        double[] doubles = new double[length];
        float[] floats = new float[length];

        Rng single = new(length == 0 ? 1UL : (ulong)length), bulk = Rng.FromState(single.State), bulkFloat = Rng.FromState(single.State);
        double[] expected = [.. Enumerable.Range(0, length).Select(_ => 1 + 2 * single.Normal())];
        bulk.FillNormal(doubles, 1, 2);
        bulkFloat.FillNormal(floats, 1, 2);
        Assert.Equal(expected, doubles);
        Assert.Equal(expected.Select(v => (float)v), floats);

        expected = [.. Enumerable.Range(0, length).Select(_ => single.Uniform(-1, 0.5))];
        bulk.FillUniform(doubles, -1, 0.5);
        bulkFloat.FillUniform(floats, -1, 0.5);
        Assert.Equal(expected, doubles);
        Assert.Equal(expected.Select(v => Math.Min((float)v, MathF.BitDecrement(0.5f))), floats);

        Assert.Equal(single.State, bulk.State);
        Assert.Equal(single.State, bulkFloat.State);
    }

    /// <summary>One part in 2²⁵ of the double draws rounds up to the single-precision end; a narrow range makes it half of them.</summary>
    [Fact]
    public void The_upper_end_is_never_drawn()
    {
        float[] floats = new float[1000];
        double low = 1 - Math.Pow(2, -24), high = 1;
        new Rng(5).FillUniform(floats, low, high);
        Assert.All(floats, v => Assert.True(v < 1));

        double[] doubles = new double[1000];
        new Rng(5).FillUniform(doubles, Math.BitDecrement(1.0), 1);
        Assert.All(doubles, v => Assert.True(v < 1));
        Assert.All(doubles, _ => Assert.True(new Rng(5).Uniform(Math.BitDecrement(1.0), 1) < 1));

        new Rng(5).FillUniform(floats, 0.25, 0.25);
        Assert.All(floats, v => Assert.Equal(0.25f, v));
    }
}
