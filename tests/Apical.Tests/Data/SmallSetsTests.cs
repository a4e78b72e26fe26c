namespace Apical.Tests.Data;

public sealed class SmallSetsTests
{
    [Fact]
    public void Xor_is_the_truth_table()
    {
        Dataset xor = Xor.Create(Precision.Double);
        for (int i = 0; i < 4; i++)
        {
            int expected = (int)xor.Inputs[i, 0] ^ (int)xor.Inputs[i, 1];
            Assert.Equal(expected, xor.Targets[i, 0]);
            Assert.Equal(expected, xor.Labels![i]);
        }

        Assert.Equal(4, Enumerable.Range(0, 4).Select(i => (xor.Inputs[i, 0], xor.Inputs[i, 1])).Distinct().Count());
    }

    [Fact]
    public void Without_noise_the_moons_lie_on_their_half_circles()
    {
        Dataset moons = TwoMoons.Create(400, new Rng(1), noise: 0, Precision.Double);
        for (int i = 0; i < moons.Count; i++)
        {
            double x = moons.Inputs[i, 0], y = moons.Inputs[i, 1];
            (double dx, double dy) = moons.Labels![i] == 0 ? (x, y) : (1 - x, 0.5 - y);
            Assert.Equal(1, dx * dx + dy * dy, 1e-12);
            Assert.True(dy >= 0);
        }

        Assert.Equal(200, moons.Labels!.Count(label => label == 1));
    }

    /// <summary>A uniform direction on the half circle: P(x &lt; cos α) = 1 − α/π.</summary>
    [Fact]
    public void The_points_are_spread_evenly_along_the_moons()
    {
        Dataset moons = TwoMoons.Create(20_000, new Rng(2), noise: 0, Precision.Double);
        double[] x = [.. Enumerable.Range(0, 10_000).Select(i => moons.Inputs[2 * i, 0])];
        Assert.True(Numerics.Statistics.KolmogorovSmirnov(x, v => 1 - Math.Acos(Math.Clamp(v, -1, 1)) / Math.PI) < 1.95);
    }

    [Fact]
    public void A_teacher_answers_for_each_sample_by_itself()
    {
        // y = (x₀ + 2 x₁, −x₀) for each column; more samples than are asked at once
        Matrix w = Matrix.Of([[1, 2], [-1, 0]], Precision.Double);
        Dataset data = TeacherData.Create("teacher", x => w.Dot(x), 2, 1100, new Rng(3), precision: Precision.Double);

        Assert.Equal((1100, 2, 2), (data.Count, data.Features, data.Outputs));
        Assert.Null(data.Labels);
        for (int i = 0; i < data.Count; i++)
        {
            Assert.Equal(data.Inputs[i, 0] + 2 * data.Inputs[i, 1], data.Targets[i, 0], 1e-14);
            Assert.Equal(-data.Inputs[i, 0], data.Targets[i, 1], 1e-14);
        }
    }

    [Fact]
    public void The_first_samples_of_a_teacher_do_not_depend_on_how_many_there_are()
    {
        Dataset few = TeacherData.Create("t", x => x, 3, 10, new Rng(4)), many = TeacherData.Create("t", x => x, 3, 700, new Rng(4));
        Assert.Equal(few.Inputs.ToArray(), many.Take(10).Inputs.ToArray());
        Assert.Equal(few.Targets.ToArray(), many.Take(10).Targets.ToArray());
    }

    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.Double)]
    public void Inputs_have_the_distribution_asked_for(Precision precision)
    {
        double[] uniform = TeacherData.Create("u", x => x, 5, 4000, new Rng(5), InputDistribution.Uniform(-1, 1), precision).Inputs.ToArray();
        double[] normal = TeacherData.Create("n", x => x, 5, 4000, new Rng(5), InputDistribution.Normal(2), precision).Inputs.ToArray();
        Assert.True(Numerics.Statistics.KolmogorovSmirnov(uniform, x => (x + 1) / 2) < 1.95);
        Assert.True(Numerics.Statistics.KolmogorovSmirnov(normal, x => MathNet.Numerics.Distributions.Normal.CDF(0, 2, x)) < 1.95);
    }

    [Fact]
    public void A_teacher_with_samples_in_rows_is_told_so()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => TeacherData.Create("t", x => x.T.ToMatrix(), 3, 10, new Rng(6)));
        Assert.StartsWith("Expected the teacher's answers as [outputs, 10], one sample per column, got [10, 3].", error.Message, StringComparison.Ordinal);
    }
}
