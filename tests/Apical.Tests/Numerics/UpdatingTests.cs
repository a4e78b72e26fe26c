namespace Apical.Tests.Numerics;

/// <summary>Oracle: the same formulas for one number at a time, in double precision.</summary>
public sealed class UpdatingTests
{
    private static readonly Coefficients<double> s_c = new(0.5, -0.25, 2, 0.125, 1.5, -1, 0.75, 0.0625);

    public static TheoryData<string> Names => Backends.Names;

    [Theory, MemberData(nameof(Names))]
    public void A_formula_moves_every_weight_and_its_memory_at_every_length(string name)
    {
        Backend backend = Backends.All[name];
        double tolerance = backend.Precision == Precision.Single ? 2e-6 : 1e-14;
        for (int n = 0; n <= 80; n++)
        {
            Matrix w = backend.FillPadded(1, n, 1), s = backend.FillPadded(1, n, 2), q = backend.FillPadded(1, n, 3), g = backend.FillPadded(1, n, 4);
            double[] w0 = w.ToArray(), s0 = s.ToArray(), q0 = q.ToArray(), g0 = g.ToArray();

            w.UpdateBy<AllCoefficients>(g, s, q, in s_c);

            w.Intact("UpdateBy");
            s.Intact("UpdateBy");
            q.Intact("UpdateBy");
            Assert.Equal(g0, g.ToArray());
            for (int i = 0; i < n; i++)
            {
                (double ew, double es, double eq) = Define(w0[i], s0[i], q0[i], g0[i]);
                Assert.Equal(ew, w[0, i], tolerance);
                Assert.Equal(es, s[0, i], tolerance);
                Assert.Equal(eq, q[0, i], tolerance);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Two_factors_stand_for_their_product(string name)
    {
        Backend backend = Backends.All[name];
        double tolerance = backend.Precision == Precision.Single ? 3e-5 : 1e-13;
        foreach (int rows in new[] { 1, 5, 6, 10, 12, 13, 20, 25 })
        {
            foreach (int columns in new[] { 1, 5, 7, 16, 17, 33, 70 })
            {
                foreach (int batch in columns == 70 ? [1, 9, 40, 303] : new[] { 1, 2, 9 })
                {
                    Matrix w = backend.FillPadded(rows, columns, 1), s = backend.FillPadded(rows, columns, 2), q = backend.FillPadded(rows, columns, 3);
                    Matrix delta = backend.FillPadded(rows, batch, 4), h = backend.FillPadded(columns, batch, 5);
                    double[] w0 = w.ToArray(), s0 = s.ToArray(), q0 = q.ToArray(), d0 = delta.ToArray(), h0 = h.ToArray();

                    w.UpdateBy<AllCoefficients>(delta, h, s, q, in s_c);

                    double[] w1 = w.Intact("UpdateBy").ToArray(), s1 = s.Intact("UpdateBy").ToArray(), q1 = q.Intact("UpdateBy").ToArray();
                    for (int i = 0; i < w0.Length; i++)
                    {
                        double g = 0;
                        for (int b = 0; b < batch; b++)
                        {
                            g += d0[(i / columns * batch) + b] * h0[(i % columns * batch) + b];
                        }

                        (double ew, double es, double eq) = Define(w0[i], s0[i], q0[i], g);
                        bool close = Near(ew, w1[i]) && Near(es, s1[i]) && Near(eq, q1[i]);
                        if (!close)
                        {
                            Assert.Fail($"entry {i} of [{rows}, {columns}], batch {batch}, is ({w1[i]}, {s1[i]}, {q1[i]}), should be ({ew}, {es}, {eq})");
                        }
                    }
                }
            }
        }

        bool Near(double expected, double actual) => Math.Abs(expected - actual) <= tolerance * (1 + Math.Abs(expected));
    }

    /// <summary>Lengths of 1 and more than a vector: the first lanes and the odd entries take different ways.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Each_operation_on_lanes_does_what_it_says(string name)
    {
        Backend backend = Backends.All[name];
        double[] special = [3, -2, 0.5, -0.5, 0, 7, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        double[] xs = [.. from x in special from y in special select x], ys = [.. from x in special from y in special select y];
        Check<Max>(Math.Max);
        Check<Min>(Math.Min);
        Check<Greater>((x, y) => x > y ? 1 : -1);
        Check<RootOfAbsolute>((x, _) => Math.Sqrt(Math.Abs(x)));
        Check<Quotient>((x, y) => -x / (y - x));
        Check<Constants>((_, _) => 0.0625 + 1);

        void Check<TFormula>(Func<double, double, double> define)
            where TFormula : IUpdateFormula
        {
            foreach (int n in new[] { 1, 2, xs.Length })
            {
                Matrix w = backend.Row(xs[^n..]), g = backend.Row(ys[^n..]);
                w.UpdateBy<TFormula>(g, null, null, in s_c);
                for (int i = 0; i < n; i++)
                {
                    double expected = define(xs[^(n - i)], ys[^(n - i)]);
                    expected = backend.Precision == Precision.Single ? (float)expected : expected;
                    if (!(expected.Equals(w[0, i]) || expected == w[0, i]))
                    {
                        Assert.Fail($"{typeof(TFormula).Name}({xs[^(n - i)]}, {ys[^(n - i)]}) is {w[0, i]}, should be {expected}");
                    }
                }
            }
        }
    }

    /// <summary>
    /// (1 + u)² − 1 = 2u + u²; with the product rounded before the subtraction, u² would be lost. That may be where the processor has no such instruction:
    /// to emulate it takes forty times as long.
    /// </summary>
    [Theory, MemberData(nameof(Names))]
    public void MultiplyAdd_rounds_once_where_the_processor_does(string name)
    {
        Backend backend = Backends.All[name];
        double u = backend.Precision == Precision.Single ? Math.Pow(2, -13) : Math.Pow(2, -28);
        double[] same = [.. Enumerable.Repeat(1 + u, 19)];
        Matrix w = backend.Row(same);

        w.UpdateBy<SquareMinusOne>(backend.Row(same), null, null, in s_c);

        bool fused = System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported;
        double[] right = fused ? [(2 * u) + (u * u)] : [(2 * u) + (u * u), 2 * u];
        Assert.All(w.ToArray(), x => Assert.Contains(x, right));
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        using var pool = new WorkerPool(3);
        Backend backend = Backend.Cpu(Precision.Single);
        foreach ((int rows, int columns, int batch) in new[] { (251, 403, 10), (10, 1003, 64), (1001, 10, 64) })
        {
            Assert.Equal(Moved(new Workspace()), Moved(new Workspace(pool)));

            double[] Moved(Workspace workspace)
            {
                Matrix w = backend.Fill(rows, columns, 1), s = backend.Fill(rows, columns, 2), q = backend.Fill(rows, columns, 3);
                using Workspace.Scope scope = workspace.Enter();
                w.UpdateBy<AllCoefficients>(backend.Fill(rows, batch, 4), backend.Fill(columns, batch, 5), s, q, in s_c);
                return [.. w.ToArray(), .. s.ToArray(), .. q.ToArray()];
            }
        }
    }

    [Fact]
    public void Misfits_are_named()
    {
        Matrix w = new(3, 4), fits = new(3, 4), other = new(4, 3);
        Says("UpdateBy on [3, 4] needs a [3, 4] operand, got [4, 3].", () => w.UpdateBy<AllCoefficients>(other, fits, fits, in s_c));
        Says("UpdateBy on [3, 4] needs a [3, 4] operand, got [4, 3].", () => w.UpdateBy<AllCoefficients>(fits, other, fits, in s_c));
        Says("UpdateBy on [3, 4] needs a [3, 4] operand, got [4, 3].", () => w.UpdateBy<AllCoefficients>(fits, fits, other, in s_c));
        Says("UpdateBy on [3, 5] needs a [3, 4] operand, got [3, 2].", () =>
            new Matrix(3, 2).UpdateBy<AllCoefficients>(new Matrix(3, 5), new Matrix(4, 5), null, null, in s_c));
        Says(
            "Dot of [3, 5] and [4, 6]ᵀ: the left factor's columns must equal the right factor's rows, but 5 ≠ 6.",
            () => w.UpdateBy<AllCoefficients>(new Matrix(3, 5), new Matrix(4, 6), null, null, in s_c));
        Says(
            "UpdateBy mixes Single and Double precision; convert one operand with To(Precision.Single).",
            () => w.UpdateBy<AllCoefficients>(fits, new Matrix(3, 4, Precision.Double), null, in s_c));

        static void Says(string message, Action act) => Assert.Equal(message, Assert.Throws<ArgumentException>(act).Message);
    }

    private static (double W, double S, double Q) Define(double w, double s, double q, double g)
    {
        s = (s_c.A * s) + (s_c.B * g);
        q = (s_c.C * q) + (s_c.D * (g * g));
        w = (w * s_c.E) + (s_c.F * s) + (s_c.G * q) - s_c.H;
        return (w, s, q);
    }

    private readonly struct AllCoefficients : IUpdateFormula
    {
        public static void Apply<V, T>(ref V w, ref V s, ref V q, V g, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged
        {
            s = (c.A * s) + (c.B * g);
            q = (c.C * q) + (c.D * (g * g));
            w = (w * c.E) + (c.F * s) + (c.G * q) - c.H;
        }
    }

    private readonly struct Max : IUpdateFormula
    {
        public static void Apply<V, T>(ref V w, ref V s, ref V q, V g, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged => w = V.Max(w, g);
    }

    private readonly struct Min : IUpdateFormula
    {
        public static void Apply<V, T>(ref V w, ref V s, ref V q, V g, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged => w = V.Min(w, g);
    }

    private readonly struct Greater : IUpdateFormula
    {
        public static void Apply<V, T>(ref V w, ref V s, ref V q, V g, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged => w = V.WhereGreater(w, g, V.One, -V.One);
    }

    private readonly struct RootOfAbsolute : IUpdateFormula
    {
        public static void Apply<V, T>(ref V w, ref V s, ref V q, V g, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged => w = V.Sqrt(V.Abs(w));
    }

    private readonly struct Quotient : IUpdateFormula
    {
        public static void Apply<V, T>(ref V w, ref V s, ref V q, V g, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged => w = -w / (g - w);
    }

    /// <summary>Memory that is not given reads as zeros.</summary>
    private readonly struct Constants : IUpdateFormula
    {
        public static void Apply<V, T>(ref V w, ref V s, ref V q, V g, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged => w = V.Zero + V.One + s + q + c.H;
    }

    private readonly struct SquareMinusOne : IUpdateFormula
    {
        public static void Apply<V, T>(ref V w, ref V s, ref V q, V g, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged => w = V.MultiplyAdd(w, g, -V.One);
    }
}
