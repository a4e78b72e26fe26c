namespace Apical.Tests.Numerics;

/// <summary>Oracles: System.Math in double precision; the central difference for slopes; the identity for inverses.</summary>
public sealed class ScalarFunctionTests
{
    private const double P = 0.3;                       // the parameter, where a function has one

    /// <summary>Each function with its definition and the range its arguments are drawn from.</summary>
    private static readonly Dictionary<ScalarFunction, (Func<double, double> Define, double From, double To)> s_functions = new()
    {
        [ScalarFunction.Identity] = (x => x, -3, 3),
        [ScalarFunction.Negate] = (x => -x, -3, 3),
        [ScalarFunction.Abs] = (Math.Abs, -3, 3),
        [ScalarFunction.Sign] = (x => Math.Sign(x), -3, 3),
        [ScalarFunction.Square] = (x => x * x, -3, 3),
        [ScalarFunction.Sqrt] = (Math.Sqrt, 0, 9),
        [ScalarFunction.Reciprocal] = (x => 1 / x, 0.1, 9),
        [ScalarFunction.Exp] = (Math.Exp, -9, 4),
        [ScalarFunction.Log] = (Math.Log, 0.001, 50),
        [ScalarFunction.Scale] = (x => x * P, -3, 3),
        [ScalarFunction.Shift] = (x => x + P, -3, 3),
        [ScalarFunction.AtLeast] = (x => Math.Max(x, P), -1, 1),
        [ScalarFunction.AtMost] = (x => Math.Min(x, P), -1, 1),
        [ScalarFunction.GreaterThan] = (x => x > P ? 1 : 0, -1, 1),
        [ScalarFunction.Relu] = (x => Math.Max(0, x), -3, 3),
        [ScalarFunction.ReluSlope] = (h => h > 0 ? 1 : 0, -3, 3),
        [ScalarFunction.LeakyRelu] = (x => x > 0 ? x : P * x, -3, 3),
        [ScalarFunction.LeakyReluSlope] = (h => h > 0 ? 1 : P, -3, 3),
        [ScalarFunction.Tanh] = (Math.Tanh, -6, 6),
        [ScalarFunction.TanhSlope] = (h => 1 - (h * h), -1, 1),
        [ScalarFunction.HardTanh] = (x => Math.Clamp(x, -1, 1), -3, 3),
        [ScalarFunction.HardTanhSlope] = (h => Math.Abs(h) < 1 ? 1 : 0, -2, 2),
        [ScalarFunction.Sigmoid] = (x => 1 / (1 + Math.Exp(-x)), -9, 9),
        [ScalarFunction.SigmoidSlope] = (h => h * (1 - h), 0, 1),
        [ScalarFunction.Softplus] = (x => Math.Log(1 + Math.Exp(x)), -9, 9),
        [ScalarFunction.SoftplusSlope] = (h => 1 - Math.Exp(-h), 0, 9),
        [ScalarFunction.Elu] = (x => x > 0 ? x : P * (Math.Exp(x) - 1), -6, 6),
        [ScalarFunction.EluSlope] = (h => h > 0 ? 1 : h + P, -P, 3),
        [ScalarFunction.Atanh] = (Math.Atanh, -0.999, 0.999),
        [ScalarFunction.Logit] = (x => Math.Log(x / (1 - x)), 0.001, 0.999),
        [ScalarFunction.SoftplusInverse] = (x => Math.Log(Math.Exp(x) - 1), 0.01, 9),
        [ScalarFunction.EluInverse] = (x => x > 0 ? x : Math.Log(1 + (x / P)), -0.99 * P, 3),
    };

    /// <summary>Functions that compare: they answer for a NaN as for a number that is not greater.</summary>
    private static readonly ScalarFunction[] s_comparing =
        [ScalarFunction.GreaterThan, ScalarFunction.ReluSlope, ScalarFunction.LeakyReluSlope, ScalarFunction.HardTanhSlope];

    public static TheoryData<string> Names => Backends.Names;

    public static TheoryData<ScalarFunction, ScalarFunction> Slopes => new()
    {
        { ScalarFunction.Relu, ScalarFunction.ReluSlope },
        { ScalarFunction.LeakyRelu, ScalarFunction.LeakyReluSlope },
        { ScalarFunction.Tanh, ScalarFunction.TanhSlope },
        { ScalarFunction.HardTanh, ScalarFunction.HardTanhSlope },
        { ScalarFunction.Sigmoid, ScalarFunction.SigmoidSlope },
        { ScalarFunction.Softplus, ScalarFunction.SoftplusSlope },
        { ScalarFunction.Elu, ScalarFunction.EluSlope },
    };

    [Fact]
    public void Every_function_is_under_test() => Assert.Equal(Enum.GetValues<ScalarFunction>().Order(), s_functions.Keys.Order());

    [Theory, MemberData(nameof(Names))]
    public void Each_matches_its_definition_at_every_length(string name)
    {
        Backend backend = Backends.All[name];
        double tolerance = backend.Precision == Precision.Single ? 1e-6 : 1e-14;
        foreach ((ScalarFunction f, (var define, double from, double to)) in s_functions)
        {
            for (int n = 0; n <= 80; n++)
            {
                Matrix x = Between(backend, n, from, to), inPlace = Between(backend, n, from, to);
                Matrix result = x.Map(f, P);
                inPlace.Apply(f, P);

                double[] arguments = x.ToArray(), values = result.ToArray();
                Assert.True(values.AsSpan().SequenceEqual(inPlace.Intact(f.ToString()).ToArray()), $"{f} of {n} in place differs");
                for (int i = 0; i < n; i++)
                {
                    double expected = define(arguments[i]);
                    if (!(Math.Abs(expected - values[i]) <= tolerance * (1 + Math.Abs(expected))))
                    {
                        Assert.Fail($"{f}({arguments[i]:R}), entry {i} of {n}, is {values[i]:R}, should be {expected:R}");
                    }
                }
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_signal_times_a_function_is_the_product_of_both_at_every_length(string name)
    {
        Backend backend = Backends.All[name];
        foreach ((ScalarFunction f, (_, double from, double to)) in s_functions)
        {
            for (int n = 0; n <= 80; n++)
            {
                Matrix signal = backend.FillPadded(1, n, 6), y = Between(backend, n, from, to);

                Assert.True(signal.Times(y.Map(f, P)).ToArray().AsSpan().SequenceEqual(signal.TimesMap(f, y, P).ToArray()), $"{f} of {n}");
            }
        }

        Assert.Equal(
            "TimesMap on [2, 3] needs a [2, 3] operand, got [3, 2].",
            Assert.Throws<ArgumentException>(() => new Matrix(2, 3).TimesMap(ScalarFunction.ReluSlope, new Matrix(3, 2))).Message);
    }

    [Theory, MemberData(nameof(Names))]
    public void Nan_stays_nan_wherever_it_stands(string name)
    {
        Backend backend = Backends.All[name];
        foreach (ScalarFunction f in s_functions.Keys.Except(s_comparing))
        {
            foreach (int n in new[] { 1, 3, 37 })
            {
                Matrix x = Between(backend, n, 0.4, 0.6);
                for (int i = 0; i < n; i += 2)
                {
                    x[0, i] = double.NaN;
                }

                double[] result = x.Map(f, P).ToArray();
                for (int i = 0; i < n; i++)
                {
                    Assert.True(double.IsNaN(result[i]) == (i % 2 == 0), $"{f}, entry {i} of {n}, is {result[i]}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Far_out_the_limits_are_reached_without_overflow(string name)
    {
        Backend backend = Backends.All[name];
        foreach (double far in new[] { 500.0, 1e30, double.PositiveInfinity })
        {
            Limits(ScalarFunction.Exp, double.PositiveInfinity, 0);
            Limits(ScalarFunction.Tanh, 1, -1);
            Limits(ScalarFunction.HardTanh, 1, -1);
            Limits(ScalarFunction.Sigmoid, 1, 0);
            Limits(ScalarFunction.Relu, far, 0);
            Limits(ScalarFunction.LeakyRelu, far, -far * P);
            Limits(ScalarFunction.Softplus, far, 0);
            Limits(ScalarFunction.Elu, far, -P);
            Limits(ScalarFunction.Sign, 1, -1);

            void Limits(ScalarFunction f, double above, double below)
            {
                double[] result = backend.Row(far, -far, far, -far, far).Map(f, P).ToArray();
                foreach ((int i, double y) in result.Index())
                {
                    double limit = i % 2 == 0 ? above : below;
                    Assert.True(y.Equals(limit) || Math.Abs(y - limit) <= 1e-6 * Math.Abs(limit) || (limit == 0 && Math.Abs(y) < 1e-200),
                        $"{f}(±{far}) is {y}, should be {limit}");
                }
            }
        }

        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity], backend.Row(1, -1).Map(ScalarFunction.Atanh).ToArray());
        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity], backend.Row(1, 0).Map(ScalarFunction.Logit).ToArray());
        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity], backend.Row(double.PositiveInfinity, 0).Map(ScalarFunction.SoftplusInverse).ToArray());
        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity],
            backend.Row(double.PositiveInfinity, -0.5).Map(ScalarFunction.EluInverse, 0.5).ToArray());
        Assert.Equal([1.0, 0], backend.Row(double.PositiveInfinity, 0).Map(ScalarFunction.SoftplusSlope).ToArray());
        Assert.Equal([1.0, 1.0, 0.0], backend.Row(double.PositiveInfinity, 1e-30, 0).Map(ScalarFunction.ReluSlope).ToArray());
    }

    /// <summary>s′(a) from h = s(a) must be the slope of s at a; kinks lie between the sample points.</summary>
    [Theory, MemberData(nameof(Slopes))]
    public void A_slope_is_the_central_difference_of_its_function(ScalarFunction function, ScalarFunction slope)
    {
        const double step = 1e-5;
        foreach (double p in new[] { 0.1, 1, 1.7 })
        {
            Matrix a = Between(Backends.All["double-256"], 61, -4.03, 4.01);
            Matrix difference = a.Shifted(step).Map(function, p).Minus(a.Shifted(-step).Map(function, p)).Scaled(1 / (2 * step));

            Matrix fromValue = a.Map(function, p).Map(slope, p);

            for (int i = 0; i < a.Columns; i++)
            {
                Assert.Equal(difference[0, i], fromValue[0, i], 1e-9);
            }
        }
    }

    [Fact]
    public void Every_slope_is_under_test() => Assert.Equal(
        Enum.GetNames<ScalarFunction>().Where(n => n.EndsWith("Slope", StringComparison.Ordinal)).Order(),
        Slopes.Select(row => row.Data.Item2.ToString()).Order());

    /// <summary>The way back loses at most what h = s(x) has rounded away: ε |h| / s′(x), and a few roundings of its own.</summary>
    [Theory]
    [InlineData(ScalarFunction.Tanh, ScalarFunction.TanhSlope, ScalarFunction.Atanh, new[] { 0, 1e-9, -1e-4, 0.3, -2, 5, -8, 1e-300 })]
    [InlineData(ScalarFunction.Sigmoid, ScalarFunction.SigmoidSlope, ScalarFunction.Logit, new[] { 0, 1e-9, -0.3, 2, 15, -40, -80, -700 })]
    [InlineData(ScalarFunction.Softplus, ScalarFunction.SoftplusSlope, ScalarFunction.SoftplusInverse,
        new[] { 0, 1e-9, -0.3, 2, 40, 1000, 1e30, -40, -80, -700 })]
    [InlineData(ScalarFunction.Elu, ScalarFunction.EluSlope, ScalarFunction.EluInverse, new[] { 0, 1e-9, -1e-9, -0.3, -7, -10, 2, 1000, 1e30, -1e-300 })]
    public void Inverses_lead_back(ScalarFunction function, ScalarFunction slope, ScalarFunction inverse, double[] xs)
    {
        foreach (Backend backend in Backends.All.Values)
        {
            double unit = backend.Precision == Precision.Single ? Math.Pow(2, -23) : Math.Pow(2, -52);
            Matrix x = backend.Row([.. xs.Where(x => backend.Precision == Precision.Double || Math.Abs(x) is 0 or (> 1e-30 and < 85) or > 900)]);

            Matrix h = x.Map(function, P), back = h.Map(inverse, P), slopes = h.Map(slope, P);

            for (int i = 0; i < x.Columns; i++)
            {
                // Below about −17 (single precision) 1 − e⁻ʰ rounds to 0, though the slope itself is about h there.
                double conditioned = Math.Abs(h[0, i]) / Math.Max(slopes[0, i], function == ScalarFunction.Softplus ? Math.Min(h[0, i], 0.5) : 0);
                bool absolute = function is ScalarFunction.Sigmoid or ScalarFunction.Tanh;      // the library's are good to ε, not to ε |h|
                double allowed = 8 * unit * (conditioned + Math.Abs(x[0, i]) + (absolute ? 1 : 0));
                if (!(Math.Abs(back[0, i] - x[0, i]) <= allowed))
                {
                    Assert.Fail($"{inverse}({function}({x[0, i]})) = {back[0, i]} in {backend.Precision}");
                }
            }
        }
    }

    [Theory]
    [InlineData("single-512")]
    [InlineData("single-256")]
    [InlineData("single-128")]
    public void Tanh_keeps_the_digits_of_small_numbers_and_stays_within_1(string name)
    {
        double[] xs = [0, 1e-30, 1e-9, -1e-7, 1e-5, -1e-3, 0.01, 0.1, -0.5, 2, 8.51, -8.9, 9.1, -30];
        Matrix x = Backends.All[name].Row([.. xs, .. xs, .. xs]);

        double[] result = x.Map(ScalarFunction.Tanh).ToArray();

        for (int i = 0; i < result.Length; i++)
        {
            double expected = Math.Tanh(x[0, i]);
            Assert.True(Math.Abs(result[i] - expected) <= 5e-7 * Math.Abs(expected) && Math.Abs(result[i]) <= 1, $"tanh {x[0, i]} is {result[i]}");
        }
    }

    [Fact]
    public void A_number_that_is_no_function_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(1, 1).Map((ScalarFunction)1000));
        Assert.StartsWith("Not a function that this backend knows. (Parameter 'f')", error.Message, StringComparison.Ordinal);
    }

    private static Matrix Between(Backend backend, int n, double from, double to)
    {
        Matrix x = backend.FillPadded(1, n, 5);
        for (int i = 0; i < n; i++)
        {
            x[0, i] = from + ((to - from) * (x[0, i] + 1) / 2);
        }

        return x;
    }
}
