using Apical.Analysis;

namespace Apical.Tests.Analysis;

/// <summary>Oracle: equations with known solutions.</summary>
public sealed class OdeIntegratorTests
{
    public static TheoryData<string> Methods => ["classical Runge–Kutta", "Dormand–Prince 5(4)"];

    /// <summary>y' = y cos t with y = e^(sin t), and z' = z (1 − z) with z = 1 / (1 + 3 e^(−t)): one depends on time, one is not linear.</summary>
    [Theory, MemberData(nameof(Methods))]
    public void The_error_shrinks_with_the_order_of_the_method(string name)
    {
        OdeMethod method = new[] { OdeMethod.RungeKutta4, OdeMethod.DormandPrince }.Single(m => m.Name == name);
        double[] steps = [30, 40, 60, 80, 120];
        for (int part = 0; part < 2; part++)
        {
            double[] errors = [.. steps.Select(count =>
            {
                Matrix[] state = [Number(1), Number(0.25)];
                new OdeIntegrator(Field, method).Advance(state, 0, 5, (int)count);
                return Math.Abs(state[part].Sum() - (part == 0 ? Math.Exp(Math.Sin(5)) : 1 / (1 + (3 * Math.Exp(-5)))));
            })];
            Assert.InRange(-LineFit.OfLogarithms(steps, errors).Slope, method.Order - 0.3, method.Order + 0.3);
        }

        static void Field(double t, IReadOnlyList<Matrix> s, IReadOnlyList<Matrix> d)
        {
            d[0].CopyFrom(s[0].Scaled(Math.Cos(t)));
            d[1].CopyFrom(s[1].Minus(s[1].Squared()));
        }
    }

    [Fact]
    public void Matrices_turn_in_a_circle_and_come_back()
    {
        Matrix turn = Matrix.Of([[0, -1], [1, 0]], Precision.Double), y = Matrix.Of([[1, 2, 3], [4, 5, 6]], Precision.Double), start = y.Clone();
        var integrator = new OdeIntegrator((_, s, d) => d[0].CopyFrom(turn.Dot(s[0])));

        integrator.AdvanceAdaptively([y], 0, Math.PI / 2, 1e-11, 1e-12);
        Assert.All(y.ToArray().Zip([-4.0, -5, -6, 1, 2, 3]), pair => Assert.Equal(pair.Second, pair.First, 1e-9));

        integrator.AdvanceAdaptively([y], Math.PI / 2, 2 * Math.PI, 1e-11, 1e-12);
        Assert.All(y.ToArray().Zip(start.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
    }

    /// <summary>A method of order 5 needs tolerance^(−1/5) steps: 100 000 times the accuracy for ten times the steps.</summary>
    [Fact]
    public void The_tolerance_decides_the_error_and_the_number_of_steps()
    {
        double[] tolerances = [1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10];
        double[] steps = [.. tolerances.Select(tolerance =>
        {
            Matrix y = Number(1);
            int count = new OdeIntegrator((t, s, d) => d[0].CopyFrom(s[0].Scaled(Math.Cos(t)))).AdvanceAdaptively([y], 0, 20, tolerance, tolerance);
            Assert.Equal(Math.Exp(Math.Sin(20)), y.Sum(), 50 * tolerance);
            return (double)count;
        })];

        Assert.InRange(LineFit.OfLogarithms(tolerances, steps).Slope, -0.24, -0.16);
    }

    [Fact]
    public void Backwards_undoes_forwards()
    {
        Matrix y = Number(3);
        var integrator = new OdeIntegrator((t, s, d) => d[0].CopyFrom(s[0].Scaled(t)), OdeMethod.RungeKutta4);
        integrator.Advance([y], 0, 1, 100);
        integrator.Advance([y], 1, 0, 100);
        Assert.Equal(3, y.Sum(), 1e-9);
    }

    [Fact]
    public void Errors_say_what_to_do()
    {
        static void Square(double t, IReadOnlyList<Matrix> s, IReadOnlyList<Matrix> d) => d[0].CopyFrom(s[0].Squared());

        // y' = y² from 1 leaves to infinity at t = 1.
        Assert.Contains("leave to infinity", Assert.Throws<InvalidOperationException>(() =>
            new OdeIntegrator(Square).AdvanceAdaptively([Number(1)], 0, 2)).Message);
        Assert.Contains("use Advance", Assert.Throws<InvalidOperationException>(() =>
            new OdeIntegrator(Square, OdeMethod.RungeKutta4).AdvanceAdaptively([Number(1)], 0, 2)).Message);
        Assert.Contains("To(Precision.Double)", Assert.Throws<ArgumentException>(() => new OdeIntegrator(Square).Advance([new Matrix(1, 1)], 0, 2, 1)).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => new OdeIntegrator(Square).Advance([Number(1)], 0, double.NaN, 1)).Message);
    }

    private static Matrix Number(double value) => Matrix.Of([[value]], Precision.Double);
}
