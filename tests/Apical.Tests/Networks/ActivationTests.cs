using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

/// <summary>Oracle: the textbook formula of each function, in scalar double precision.</summary>
public sealed class ActivationTests
{
    // Both signs, small and large, and beyond what an exponential of a single can hold; no kink among them.
    private static readonly double[] s_points = [-200, -30, -5, -1.3, -0.7, -0.1, -1e-3, 1e-3, 0.1, 0.4, 0.9, 1.2, 3, 8, 30, 200];

    private static readonly Dictionary<string, (Func<double, double> Value, Func<double, double> Slope)> s_definitions = new()
    {
        ["identity"] = (a => a, _ => 1),
        ["relu"] = (a => Math.Max(0, a), a => a > 0 ? 1 : 0),
        ["leaky-relu:0.01"] = (a => a > 0 ? a : 0.01 * a, a => a > 0 ? 1 : 0.01),
        ["leaky-relu:0.35"] = (a => a > 0 ? a : 0.35 * a, a => a > 0 ? 1 : 0.35),
        ["leaky-relu:0"] = (a => Math.Max(0, a), a => a > 0 ? 1 : 0),
        ["tanh"] = (Math.Tanh, a => 1 - Math.Pow(Math.Tanh(a), 2)),
        ["hard-tanh"] = (a => Math.Clamp(a, -1, 1), a => Math.Abs(a) < 1 ? 1 : 0),
        ["sigmoid"] = (Sigmoid, a => Sigmoid(a) * (1 - Sigmoid(a))),
        ["softplus"] = (a => Math.Max(a, 0) + Math.Log(1 + Math.Exp(-Math.Abs(a))), Sigmoid),
        ["elu:1"] = (a => a > 0 ? a : Math.Exp(a) - 1, a => a > 0 ? 1 : Math.Exp(a)),
        ["elu:0.5"] = (a => a > 0 ? a : 0.5 * (Math.Exp(a) - 1), a => a > 0 ? 1 : 0.5 * Math.Exp(a)),
    };

    public static TheoryData<string, Precision> All
    {
        get
        {
            var data = new TheoryData<string, Precision>();
            foreach (string name in s_definitions.Keys)
            {
                data.Add(name, Precision.Single);
                data.Add(name, Precision.Double);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Value_and_slope_are_those_of_the_definition(string name, Precision precision)
    {
        Activation s = Activation.Parse(name);
        Matrix h = s.Of(Matrix.Of([s_points], precision)), slope = s.Slope(h);
        double tolerance = precision == Precision.Single ? 3e-7 : 1e-15;
        for (int i = 0; i < s_points.Length; i++)
        {
            (double value, double steep) = (s_definitions[name].Value(s_points[i]), s_definitions[name].Slope(s_points[i]));
            Assert.Equal(value, h[0, i], tolerance * Math.Max(1, Math.Abs(value)));
            Assert.Equal(steep, slope[0, i], 4 * tolerance);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void The_inverse_undoes_the_function_within_its_domain(string name, Precision precision)
    {
        Activation s = Activation.Parse(name);
        if (!s.IsInvertible)
        {
            Assert.Contains(name, new[] { "relu", "leaky-relu:0", "hard-tanh" });
            return;
        }

        // Where the function is not yet flat, so that h still tells a.
        double[] a = [.. s_points.Where(x => Math.Abs(x) < 4)];
        Matrix h = s.Of(Matrix.Of([a], precision));
        Assert.True(h.Min() > s.InverseDomain.Low && h.Max() < s.InverseDomain.High);
        Matrix back = s.Inverse(h);
        for (int i = 0; i < a.Length; i++)
        {
            Assert.Equal(a[i], back[0, i], (precision == Precision.Single ? 1e-7 : 1e-15) * 200);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Monotone_functions_never_fall(string name, Precision precision)
    {
        Activation s = Activation.Parse(name);
        double[] h = s.Of(Matrix.Of([s_points], precision)).ToArray();
        Assert.True(s.IsMonotone);
        Assert.True(s.IsElementwise);
        Assert.Equal(h.Order(), h);
    }

    [Theory]
    [InlineData("tanh", -1, 1)]
    [InlineData("sigmoid", 0, 1)]
    [InlineData("softplus", 0, double.PositiveInfinity)]
    [InlineData("elu:0.5", -0.5, double.PositiveInfinity)]
    [InlineData("leaky-relu:0.35", double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData("identity", double.NegativeInfinity, double.PositiveInfinity)]
    public void The_inverse_refuses_values_at_the_ends_of_its_domain(string name, double low, double high)
    {
        Activation s = Activation.Parse(name);
        Assert.Equal((low, high), s.InverseDomain);
        foreach (double end in new[] { low, high }.Where(double.IsFinite))
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => s.Inverse(Matrix.Of([[0.25, end]])));
            Assert.Contains($"The inverse of {name} needs entries between {low} and {high}, excluded; got", error.Message);
        }
    }

    [Fact]
    public void Functions_without_inverse_say_which_have_one()
    {
        foreach (Activation s in new[] { Activation.Relu, Activation.HardTanh, Activation.Softmax, Activation.LeakyRelu(0) })
        {
            Assert.Equal(
                $"{s} has no inverse; invertible are identity, leaky-relu (slope > 0), tanh, sigmoid, softplus and elu.",
                Assert.Throws<NotSupportedException>(() => s.Inverse(new Matrix(1, 1))).Message);
        }
    }

    [Fact]
    public void At_a_kink_at_zero_the_left_slope_is_taken_and_hard_tanh_is_flat_at_both_ends()
    {
        Assert.Equal(0, SlopeAt("relu", 0));
        Assert.Equal(0.35, SlopeAt("leaky-relu:0.35", 0));
        Assert.Equal(0.5, SlopeAt("elu:0.5", 0));
        Assert.Equal(0, SlopeAt("hard-tanh", 1));
        Assert.Equal(0, SlopeAt("hard-tanh", -1));
    }

    [Fact]
    public void Softmax_sums_to_one_per_sample_and_is_neither_elementwise_nor_monotone_nor_sloped()
    {
        Activation s = Activation.Softmax;
        Matrix h = s.Of(Matrix.Of([[1000, 0], [999, Math.Log(3)], [0, -900]], Precision.Double));

        double e = Math.Exp(-1);
        Assert.Equal([1 / (1 + e), 0.25, e / (1 + e), 0.75, 0, 0], h.ToArray().Select(x => Math.Round(x, 14)), (x, y) => Math.Abs(x - y) < 1e-13);
        Assert.False(s.IsElementwise || s.IsMonotone || s.IsInvertible);
        Assert.StartsWith("Softmax has no slope of its own", Assert.Throws<NotSupportedException>(() => s.Slope(h)).Message);
    }

    [Fact]
    public void Names_are_read_back_as_the_same_function()
    {
        foreach (string name in s_definitions.Keys.Append("softmax"))
        {
            Assert.Equal(name, Activation.Parse(name).Name);
            Assert.Equal(name, Activation.Parse(name).ToString());
        }

        Assert.Same(Activation.Identity, Activation.Parse("linear"));
        Assert.Equal(0.01, Activation.Parse("leaky-relu").Parameter);
        Assert.Equal(1, Activation.Parse("elu").Parameter);
        Assert.All(Activation.Names, name => Activation.Parse(name.Split('[', ' ')[0]));
    }

    [Theory]
    [InlineData("relux", "Unknown activation 'relux'; did you mean 'relu'? Known: identity (linear), relu, leaky-relu[:slope], tanh, hard-tanh, sigmoid, "
        + "softplus, elu[:alpha], softmax.")]
    [InlineData("tanh:2", "'tanh:2' is not written so: tanh.")]
    [InlineData("relu:slope=2", "'relu:slope=2' is not written so: relu.")]
    [InlineData("", "Unknown activation ''.")]
    [InlineData("elu:x", "'x' in 'elu:x' is not a number.")]
    [InlineData("elu:1,5", "'elu:1,5' is not written so: elu[:alpha].")]
    [InlineData("elu:0", "'elu:0': Elu needs a positive, finite alpha.")]
    [InlineData("elu:nan", "'elu:nan': Elu needs a positive, finite alpha.")]
    [InlineData("leaky-relu:1", "'leaky-relu:1': Leaky relu needs a slope from 0 up to 1 (excluded).")]
    [InlineData("leaky-relu:-0.1", "'leaky-relu:-0.1': Leaky relu needs a slope from 0 up to 1 (excluded).")]
    public void A_name_that_is_none_says_what_is_allowed(string text, string message) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => Activation.Parse(text)).Message);

    [Fact]
    public void The_operand_is_left_alone()
    {
        foreach (string name in s_definitions.Keys)
        {
            Matrix a = Matrix.Of([[-0.5, 0.25]]), before = a.Clone();
            Activation.Parse(name).Slope(Activation.Parse(name).Of(a)).Fill(9);
            Matrices.SameBits(before, a, name);
        }
    }

    private static double SlopeAt(string name, double a)
    {
        Activation s = Activation.Parse(name);
        return s.Slope(s.Of(Matrix.Of([[a]], Precision.Double)))[0, 0];
    }

    private static double Sigmoid(double a) => a >= 0 ? 1 / (1 + Math.Exp(-a)) : Math.Exp(a) / (1 + Math.Exp(a));
}
