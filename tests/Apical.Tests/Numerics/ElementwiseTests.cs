namespace Apical.Tests.Numerics;

/// <summary>
/// Oracle: one line of plain arithmetic in double precision, rounded to the matrix's. For + − × ÷ that is exactly what IEEE 754 asks of single
/// precision, so the results must agree to the last bit, at every length (whole vectors, odd entries, nothing).
/// </summary>
public sealed class ElementwiseTests
{
    private const int Longest = 80;                     // five vectors of the widest kind

    private static readonly double[] s_special =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, 1, -1, 0.5, -3, 1e30, -1e30, 1e-30];

    private static readonly Dictionary<BinaryFunction, Func<double, double, double>> s_functions = new()
    {
        [BinaryFunction.Add] = (x, y) => x + y,
        [BinaryFunction.Subtract] = (x, y) => x - y,
        [BinaryFunction.Multiply] = (x, y) => x * y,
        [BinaryFunction.Divide] = (x, y) => x / y,
        [BinaryFunction.Max] = Math.Max,
        [BinaryFunction.Min] = Math.Min,
    };

    private static readonly (string Name, Func<Matrix, Matrix, Matrix> Operation, Func<double, double, double> Definition)[] s_sameShape =
    [
        ("Plus", Elementwise.Plus, (x, y) => x + y),
        ("Minus", Elementwise.Minus, (x, y) => x - y),
        ("Times", Elementwise.Times, (x, y) => x * y),
        ("DividedBy", Elementwise.DividedBy, (x, y) => x / y),
        ("Add", InPlace((x, y) => x.Add(y)), (x, y) => x + y),
        ("MultiplyBy", InPlace((x, y) => x.MultiplyBy(y)), (x, y) => x * y),
        ("AddScaled", InPlace((x, y) => x.AddScaled(0.5, y)), (x, y) => x + (0.5 * y)),
        ("Blend", InPlace((x, y) => x.Blend(0.25, -2, y)), (x, y) => (0.25 * x) - (2 * y)),
        ("CopyFrom", InPlace((x, y) => x.CopyFrom(y)), (_, y) => y),
    ];

    private static readonly (string Name, Func<Matrix, Matrix, Matrix> Operation, Func<double, double, double> Definition)[] s_column =
    [
        ("PlusColumn", Elementwise.PlusColumn, (x, y) => x + y),
        ("MinusColumn", Elementwise.MinusColumn, (x, y) => x - y),
        ("TimesColumn", Elementwise.TimesColumn, (x, y) => x * y),
        ("DividedByColumn", Elementwise.DividedByColumn, (x, y) => x / y),
    ];

    private static readonly (string Name, Func<Matrix, Matrix, Matrix> Operation, Func<double, double, double> Definition)[] s_row =
    [
        ("MinusRow", Elementwise.MinusRow, (x, y) => x - y),
        ("TimesRow", Elementwise.TimesRow, (x, y) => x * y),
        ("DividedByRow", Elementwise.DividedByRow, (x, y) => x / y),
    ];

    private static readonly (string Name, Func<Matrix, Matrix> Operation, Func<double, double> Definition)[] s_one =
    [
        ("Scaled", x => x.Scaled(-1.5), x => -1.5 * x),
        ("Shifted", x => x.Shifted(0.25), x => x + 0.25),
        ("Negated", Elementwise.Negated, x => -x),
        ("Squared", Elementwise.Squared, x => x * x),
        ("Sqrt", x => x.Abs().Sqrt(), x => Math.Sqrt(Math.Abs(x))),
        ("Abs", Elementwise.Abs, Math.Abs),
        ("Sign", Elementwise.Sign, x => double.IsNaN(x) ? x : Math.Sign(x)),
        ("Scale", InPlace(x => x.Scale(3)), x => 3 * x),
        ("Fill", InPlace(x => x.Fill(7.5)), _ => 7.5),
        ("Apply", InPlace(x => x.Apply(ScalarFunction.Relu)), x => Math.Max(x, 0)),
    ];

    public static TheoryData<string> Names => Backends.Names;

    [Theory, MemberData(nameof(Names))]
    public void Operations_on_two_matrices_match_their_definition_at_every_length(string name)
    {
        Backend backend = Backends.All[name];
        for (int n = 0; n <= Longest; n++)
        {
            Matrix x = backend.FillPadded(1, n, 1), y = backend.FillPadded(1, n, 2);
            foreach ((string operation, var act, var define) in s_sameShape)
            {
                Check(x, (i, j) => define(x[i, j], y[i, j]), act(x, y), $"{operation} of {n}");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Operations_with_a_column_or_a_row_repeat_it_at_every_length(string name)
    {
        Backend backend = Backends.All[name];
        for (int n = 0; n <= Longest; n++)
        {
            Matrix x = backend.FillPadded(3, n, 1), column = backend.FillPadded(3, 1, 2), row = backend.FillPadded(1, n, 3);
            foreach ((string operation, var act, var define) in s_column)
            {
                Check(x, (i, j) => define(x[i, j], column[i, 0]), act(x, column), $"{operation} of {n}");
            }

            foreach ((string operation, var act, var define) in s_row)
            {
                Check(x, (i, j) => define(x[i, j], row[0, j]), act(x, row), $"{operation} of {n}");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Operations_on_one_matrix_match_their_definition_at_every_length(string name)
    {
        Backend backend = Backends.All[name];
        for (int n = 0; n <= Longest; n++)
        {
            Matrix x = backend.FillPadded(1, n, 1);
            foreach ((string operation, var act, var define) in s_one)
            {
                Check(x, (i, j) => define(x[i, j]), act(x), $"{operation} of {n}");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_function_of_two_numbers_treats_nan_infinity_and_zero_as_ieee_754_does(string name)
    {
        Backend backend = Backends.All[name];
        double[] xs = [.. from x in s_special from y in s_special select x], ys = [.. from x in s_special from y in s_special select y];
        Matrix left = backend.Row(xs), right = backend.Row(ys);
        Assert.Equal(Enum.GetValues<BinaryFunction>().Order(), s_functions.Keys.Order());
        foreach ((BinaryFunction f, var define) in s_functions)
        {
            Matrix result = backend.Row(new double[xs.Length]);

            backend.Combine(f, left, right, result);

            Check(left, (i, j) => define(left[i, j], right[i, j]), result.Intact(f.ToString()), f.ToString());
            foreach (double y in s_special)
            {
                Matrix same = new(1, 1, backend, zeroed: true);
                same[0, 0] = y;
                backend.CombineColumn(f, left, same, result);
                Check(left, (i, j) => define(left[i, j], same[0, 0]), result.Intact(f.ToString()), $"{f} with {y}");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Operations_on_one_matrix_treat_nan_and_infinity_as_ieee_754_does(string name)
    {
        Matrix x = Backends.All[name].Row([.. s_special, .. s_special.Reverse()]);
        foreach ((string operation, var act, var define) in s_one)
        {
            Check(x, (i, j) => define(x[i, j]), act(x), operation);
        }
    }

    [Fact]
    public void Large_matrices_shared_out_among_threads_are_whole()
    {
        using var pool = new WorkerPool(2);
        Backend backend = Backend.Cpu(Precision.Single);
        Matrix x = backend.FillPadded(3, 11_003, 1), y = backend.FillPadded(3, 11_003, 2);       // two whole parts and a bit
        using Workspace.Scope scope = new Workspace(pool).Enter();
        foreach ((string operation, var act, var define) in s_sameShape)
        {
            Check(x, (i, j) => define(x[i, j], y[i, j]), act(x, y), operation);
        }

        foreach ((string operation, var act, var define) in s_one)
        {
            Check(x, (i, j) => define(x[i, j]), act(x), operation);
        }
    }

    [Fact]
    public void Operations_that_return_a_matrix_leave_their_operands_alone()
    {
        Matrix x = Matrix.Of([[1, -2], [3, 4]]), y = Matrix.Of([[5, 6], [7, 8]]);
        foreach ((_, var act, _) in s_sameShape)
        {
            act(x, y);
        }

        foreach ((_, var act, _) in s_one)
        {
            act(x);
        }

        Assert.Equal([1, -2, 3, 4], x.ToArray());
        Assert.Equal([5, 6, 7, 8], y.ToArray());
    }

    [Fact]
    public void A_matrix_may_be_combined_with_itself()
    {
        Matrix x = Matrix.Of([[1, -2, 3]]);

        x.MultiplyBy(x);
        x.Add(x);
        x.Blend(3, -1, x);

        Assert.Equal([4, 16, 36], x.ToArray());         // 3·2x² − 2x² = 4x²
    }

    [Fact]
    public void Misfits_name_the_operation_and_both_shapes()
    {
        Matrix x = new(2, 3), y = new(3, 2);
        Says("Plus on [2, 3] needs a [2, 3] operand, got [3, 2].", () => x.Plus(y));
        Says("Times on [2, 3] needs a [2, 3] operand, got [3, 2].", () => x.Times(y));
        Says("PlusColumn on [2, 3] needs a [2, 1] operand, got [3, 2].", () => x.PlusColumn(y));
        Says("TimesRow on [2, 3] needs a [1, 3] operand, got [3, 2].", () => x.TimesRow(y));
        Says("AddScaled on [2, 3] needs a [2, 3] operand, got [3, 2].", () => x.AddScaled(1, y));
        Says("Blend on [2, 3] needs a [2, 3] operand, got [3, 2].", () => x.Blend(1, 1, y));
        Says("MultiplyBy on [2, 3] needs a [2, 3] operand, got [3, 2].", () => x.MultiplyBy(y));
        Says("CopyFrom on [2, 3] needs a [2, 3] operand, got [3, 2].", () => x.CopyFrom(y));
        Says("AddProduct on [2, 2] needs a [2, 3] operand, got [3, 2].", () => y.AddProduct(1, new Matrix(2, 2), new Matrix(2, 3)));
        Says("Minus mixes Single and Double precision; convert one operand with To(Precision.Single).", () => x.Minus(new Matrix(2, 3, Precision.Double)));
    }

    private static Func<Matrix, Matrix, Matrix> InPlace(Action<Matrix, Matrix> act) => (x, y) =>
    {
        Matrix copy = Copy(x);
        act(copy, y);
        return copy.Intact("an operation in place");
    };

    private static Func<Matrix, Matrix> InPlace(Action<Matrix> act) => x =>
    {
        Matrix copy = Copy(x);
        act(copy);
        return copy.Intact("an operation in place");
    };

    private static Matrix Copy(Matrix x)
    {
        Matrix copy = x.Backend.FillPadded(x.Rows, x.Columns, 9);
        x.AsBytes().CopyTo(copy.AsBytes());
        return copy;
    }

    private static void Says(string message, Action act) => Assert.Equal(message, Assert.Throws<ArgumentException>(act).Message);

    private static void Check(Matrix x, Func<int, int, double> define, Matrix actual, string what)
    {
        Assert.Equal((x.Rows, x.Columns), (actual.Rows, actual.Columns));
        for (int i = 0; i < x.Rows; i++)
        {
            for (int j = 0; j < x.Columns; j++)
            {
                double expected = define(i, j);
                expected = x.Precision == Precision.Single ? (float)expected : expected;
                if (!(expected.Equals(actual[i, j]) || expected == actual[i, j]))
                {
                    Assert.Fail($"{what}: entry ({i}, {j}) is {actual[i, j]:R}, should be {expected:R}");
                }
            }
        }
    }
}
