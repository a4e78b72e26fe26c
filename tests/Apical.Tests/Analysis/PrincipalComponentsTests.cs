using Apical.Analysis;

namespace Apical.Tests.Analysis;

public sealed class PrincipalComponentsTests
{
    /// <summary>Points on the axes of a turned ellipse: by hand, variances 9·2/4 and 1·2/4 along (3, 4)/5 and (−4, 3)/5.</summary>
    [Fact]
    public void Finds_the_axes_of_an_ellipse()
    {
        Matrix x = Matrix.Of([[1.8 + 7, -1.8 + 7, -0.8 + 7, 0.8 + 7], [2.4, -2.4, 0.6, -0.6]], Precision.Double);

        Matrix first = PrincipalComponents.Project(x, 1);

        Assert.Equal((1, 4), (first.Rows, first.Columns));
        double sign = Math.Sign(first[0, 0]);
        Assert.All(first.ToArray().Zip([3 * sign, -3 * sign, 0, 0]), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    [Fact]
    public void All_components_turn_the_data_and_are_uncorrelated()
    {
        Matrix x = new(5, 30, Precision.Double);
        x.FillNormal(new Rng(1));

        Matrix y = PrincipalComponents.Project(x, 5);

        Matrix covariance = y.Dot(y.T);
        for (int i = 0; i < 5; i++)
        {
            Assert.True(i == 0 || covariance[i - 1, i - 1] >= covariance[i, i]);
            Assert.All(Enumerable.Range(0, 5).Where(j => j != i), j => Assert.Equal(0, covariance[i, j], 1e-10));
        }

        Assert.All(Enumerable.Range(1, 29), j => Assert.Equal(Distance(x, 0, j), Distance(y, 0, j), 1e-12));
    }

    [Fact]
    public void Refuses_more_components_than_features() =>
        Assert.Contains("between 1 and 3 components", Assert.Throws<ArgumentOutOfRangeException>(() =>
            PrincipalComponents.Project(new Matrix(3, 9), 4)).Message);

    private static double Distance(Matrix x, int i, int j) => Math.Sqrt(Enumerable.Range(0, x.Rows).Sum(k => Math.Pow(x[k, i] - x[k, j], 2)));
}
