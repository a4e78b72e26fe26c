using Apical.Numerics.Algebra;
using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

/// <summary>Oracle: limits and moments of the distributions that the names promise.</summary>
public sealed class InitialiserTests
{
    private const int Rows = 200, Columns = 150;        // of a connection from 50 to 30 units: the recipe goes by those, not by the shape

    // name, lowest, highest, mean, standard deviation
    public static TheoryData<string, double, double, double, double> Recipes => new()
    {
        { "zeros", 0, 0, 0, 0 },
        { "uniform-fan-in", -Root(50), Root(50), 0, Root(50) / Math.Sqrt(3) },
        { "positive-fan-in", 1e-3, Root(50), (1e-3 + Root(50)) / 2, (Root(50) - 1e-3) / Math.Sqrt(12) },
        { "standard-uniform", 0, 1, 0.5, 1 / Math.Sqrt(12) },
        { "uniform:0.3", -0.3, 0.3, 0, 0.3 / Math.Sqrt(3) },
        { "glorot", -Math.Sqrt(6.0 / 80), Math.Sqrt(6.0 / 80), 0, Math.Sqrt(2.0 / 80) },
        { "gaussian-features", double.NegativeInfinity, double.PositiveInfinity, 0, Math.Sqrt(6.0 / 80) },
        { "glorot-normal:0.5", double.NegativeInfinity, double.PositiveInfinity, 0, 0.5 * Math.Sqrt(2.0 / 80) },
        { "he", double.NegativeInfinity, double.PositiveInfinity, 0, Math.Sqrt(2.0 / 50) },
        { "standard-normal", double.NegativeInfinity, double.PositiveInfinity, 0, 1 },
        { "normal:2,0.5", double.NegativeInfinity, double.PositiveInfinity, 2, 0.5 },
        { "abs-normal:0,0.5", 0, double.PositiveInfinity, 0.5 * Math.Sqrt(2 / Math.PI), 0.5 * Math.Sqrt(1 - (2 / Math.PI)) },
    };

    [Fact]
    public void Every_recipe_is_under_test() => Assert.Equal(
        Initialiser.Names.Select(name => name.Split(':')[0]).Order(),
            Recipes.Select(row => row.Data.Item1.Split(':')[0]).Append("orthogonal").Append("conditioned").Order());

    [Theory, MemberData(nameof(Recipes))]
    public void Entries_have_the_limits_and_moments_of_their_distribution(string name, double low, double high, double mean, double sd)
    {
        foreach (Precision precision in new[] { Precision.Single, Precision.Double })
        {
            double[] w = Draw(name, precision).ToArray();

            double rounding = precision == Precision.Single ? 1e-8 : 0;
            Assert.InRange(w.Min(), low - rounding, high);
            Assert.InRange(w.Max(), low, high + rounding);
            if (double.IsFinite(low) && double.IsFinite(high))
            {
                // Of n uniform numbers the extremes lie within a thousandth of the range.
                Assert.InRange(w.Min(), low - rounding, low + ((high - low) / 1000));
                Assert.InRange(w.Max(), high - ((high - low) / 1000), high + rounding);
            }

            double found = w.Average(), spread = Math.Sqrt(w.Average(x => (x - found) * (x - found)));
            Assert.Equal(mean, found, 4 * sd / Math.Sqrt(w.Length) + 1e-12);
            Assert.Equal(sd, spread, 0.02 * sd);
        }
    }

    /// <summary>A unit sees 2 · 3 · 3 below; one below is seen by 3 · 3 of each of 64 maps. Some of 1000 numbers come within 2 % of the limits.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Patches_count_the_connections_of_one_unit_either_way(bool shared)
    {
        var shape = new PatchShape(2, 8, 8, 64, 3, 3);
        var layer = new Layer(shared ? new Convolution(shape) : new Local(shape), Activation.Relu, new Rng(1), "patches", Initialiser.Glorot);
        double limit = Math.Sqrt(6.0 / (18 + (64 * 9)));
        Assert.InRange(layer.W.Value.Max(), 0.98 * limit, limit);
        Assert.InRange(-layer.W.Value.Min(), 0.98 * limit, limit);
    }

    [Theory, MemberData(nameof(Recipes))]
    public void The_name_is_read_back_and_the_seed_alone_decides(string name, double low, double high, double mean, double sd)
    {
        Assert.Equal(name, Initialiser.Parse(name).Name);
        Assert.Equal(name, Initialiser.Parse(name).ToString());
        Matrices.SameBits(Draw(name, Precision.Single), Draw(name, Precision.Single));
        Assert.True(low <= mean && mean <= high);
        if (sd > 0)
        {
            Matrices.Differ(Draw(name, Precision.Single), Draw(name, Precision.Single, seed: 2), name);
        }
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(12, 5)]
    [InlineData(5, 12)]
    [InlineData(1, 6)]
    public void Orthogonal_weights_have_orthonormal_rows_or_columns(int rows, int columns)
    {
        foreach (Precision precision in new[] { Precision.Single, Precision.Double })
        {
            Matrix w = new(rows, columns, precision);
            Initialiser.Orthogonal.Fill(w, new Rng(1), columns, rows);

            Matrix product = rows <= columns ? w.Dot(w.T) : w.T.Dot(w), one = new(product.Rows, product.Rows, precision);
            for (int k = 0; k < one.Rows; k++)
            {
                one[k, k] = 1;
            }

            Matrices.Close(one, product, precision == Precision.Single ? 1e-6 : 1e-13);
        }
    }

    [Fact]
    public void Orthogonal_weights_have_no_preferred_direction()
    {
        // A uniformly random orthonormal 3x3 matrix has entries of mean 0 and mean square 1/3 (sd of the square √(4/45)).
        Matrix sum = new(3, 3, Precision.Double), squares = new(3, 3, Precision.Double);
        const int Draws = 2000;
        for (int seed = 0; seed < Draws; seed++)
        {
            Matrix w = new(3, 3, Precision.Double);
            Initialiser.Orthogonal.Fill(w, new Rng((ulong)seed), 3, 3);
            sum.Add(w);
            squares.Add(w.Squared());
        }

        Assert.All(sum.ToArray(), x => Assert.Equal(0, x / Draws, 4 * Math.Sqrt(1.0 / 3 / Draws)));
        Assert.All(squares.ToArray(), x => Assert.Equal(1.0 / 3, x / Draws, 4 * Math.Sqrt(4.0 / 45 / Draws)));
    }

    [Fact]
    public void Conditioned_weights_have_the_product_of_extreme_singular_values_asked_for_or_say_why_not()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var w = new Matrix(6, 6, Precision.Double);
            Initialiser.Conditioned(0.4).Fill(w, new Rng(seed), 6, 6);
            double[] sigma = LinearAlgebra.SingularValues(w);
            Assert.True(sigma[0] * sigma[^1] > 0.4);
        }

        var error = Assert.Throws<ArgumentException>(() => Initialiser.Conditioned(100).Fill(new Matrix(3, 3), new Rng(1), 3, 3));
        Assert.StartsWith("None of 300 draws of a [3, 3] matrix has σ_min σ_max above 100; the best has ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_a_distance_means_the_Frobenius_norm_of_the_difference_and_a_pseudo_inverse_inverts()
    {
        Matrix from = new(6, 4, Precision.Double), w = new(6, 4, Precision.Double), q = new(4, 6, Precision.Double);
        from.FillNormal(new Rng(1));
        Initialiser.AtDistance(from, 8, 0.4).Fill(w, new Rng(2), 4, 6);
        Initialiser.PseudoInverseOf(w).Fill(q, new Rng(3), 6, 4);

        Assert.Equal(8, w.Minus(from).Norm(), 1e-12);
        Matrices.Close(LinearAlgebra.Identity(4), q.Dot(w), 1e-12);
    }

    [Theory]
    [InlineData("globrot", "Unknown initialiser 'globrot'; did you mean 'glorot'? Known: zeros, uniform-fan-in, positive-fan-in, standard-uniform, "
        + "standard-normal, glorot, gaussian-features, he, orthogonal, glorot-normal:GAIN, uniform:LIMIT, "
        + "normal:MEAN,SD, abs-normal:MEAN,SD, conditioned:TAU.")]
    [InlineData("uniform", "'uniform' is not written so: uniform:LIMIT.")]
    [InlineData("normal:1", "'normal:1' is not written so: normal:MEAN,SD.")]
    [InlineData("normal:a,1", "'a' in 'normal:a,1' is not a number.")]
    [InlineData("normal:0,-1", "'normal:0,-1': A normal initialiser needs a finite mean and a standard deviation of 0 or more.")]
    [InlineData("normal:nan,1", "'normal:nan,1': A normal initialiser needs a finite mean and a standard deviation of 0 or more.")]
    [InlineData("abs-normal:0,-1", "'abs-normal:0,-1': A normal initialiser needs a finite mean and a standard deviation of 0 or more.")]
    [InlineData("uniform:-1", "'uniform:-1': A uniform initialiser needs a limit of 0 or more.")]
    public void A_name_that_is_none_says_what_is_allowed(string text, string message) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => Initialiser.Parse(text)).Message);

    private static double Root(int fanIn) => 1 / Math.Sqrt(fanIn);

    private static Matrix Draw(string name, Precision precision, ulong seed = 1)
    {
        var w = new Matrix(Rows, Columns, precision);
        w.Fill(9);
        Initialiser.Parse(name).Fill(w, new Rng(seed), fanIn: 50, fanOut: 30);
        return w;
    }
}
