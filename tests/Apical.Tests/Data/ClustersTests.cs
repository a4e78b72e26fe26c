namespace Apical.Tests.Data;

public sealed class ClustersTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Discs_lie_on_the_grid_and_fill_the_square(int c)
    {
        var clusters = new Clusters(c, 2, new Rng(1));
        Assert.Equal(1.0 / ((3 * c) - 1), clusters.Radius, 1e-15);
        Assert.Equal(-0.5, clusters.Centre(0).X - clusters.Radius, 1e-15);
        Assert.Equal(0.5, clusters.Centre((c * c) - 1).Y + clusters.Radius, 1e-14);
        Assert.Equal(3.0 / ((3 * c) - 1), clusters.Centre(1).X - clusters.Centre(0).X, 1e-14);
        Assert.Equal(c * c / 2, clusters.Classes.Count(label => label == 0));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Samples_lie_in_discs_of_their_class_and_tell_nothing_else(bool constant, bool even)
    {
        const int n = 6000, d = 4;
        var clusters = new Clusters(3, d, new Rng(2), constant, even);
        Dataset data = clusters.Create(n, new Rng(3), Precision.Double);
        int first = constant ? 1 : 0;
        Assert.Equal(d + first, data.Features);
        double squares = 0;
        var counts = new int[9];
        for (int i = 0; i < n; i++)
        {
            (double x, double y) = (data.Inputs[i, first], data.Inputs[i, first + 1]);
            int disc = Enumerable.Range(0, 9).MinBy(k => Square(x - clusters.Centre(k).X) + Square(y - clusters.Centre(k).Y));
            double distance = Square(x - clusters.Centre(disc).X) + Square(y - clusters.Centre(disc).Y);
            Assert.True(distance <= Square(clusters.Radius) * (1 + 1e-12));
            Assert.Equal(clusters.Classes[disc], data.Labels![i]);
            Assert.Equal(data.Labels[i], data.Targets[i, 0]);
            Assert.InRange(data.Inputs[i, first + 2], -0.5, 0.5);
            squares += distance / Square(clusters.Radius);
            counts[disc]++;
            if (constant)
            {
                Assert.Equal(1, data.Inputs[i, 0]);
            }
        }

        // E (R/Δ)² is ⅓ for a uniform distance and ½ for an even disc; its sd is below 0.3
        Assert.Equal(even ? 1 / 2.0 : 1 / 3.0, squares / n, 5 * 0.3 / Math.Sqrt(n));
        Assert.All(counts, count => Assert.InRange(count, (n / 9) - 130, (n / 9) + 130));
    }

    [Fact]
    public void The_draw_decides_on_the_classes_which_all_parts_share()
    {
        Assert.Equal(new Clusters(3, 5, new Rng(4)).Classes, new Clusters(3, 9, new Rng(4)).Classes);
        Assert.Contains(Enumerable.Range(5, 5), seed => !new Clusters(3, 5,
            new Rng(4)).Classes.SequenceEqual(new Clusters(3, 5, new Rng((ulong)seed)).Classes));
        DataSplits a = DataCatalog.Find("clusters:n=32:d=7:draw=3").Load(), b = DataCatalog.Find("clusters:n=64:d=7:draw=3").Load();
        Assert.Equal((32, 64, 7, 4000), (a.Train.Count, b.Train.Count, a.Train.Features, a.Test.Count));
        Assert.Equal(a.Test.InMemory().Inputs.ToArray(), b.Test.InMemory().Inputs.ToArray());
    }

    private static double Square(double x) => x * x;
}
