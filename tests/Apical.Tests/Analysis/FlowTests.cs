using Apical.Analysis;

namespace Apical.Tests.Analysis;

public sealed class FlowTests
{
    /// <summary>Note 16, eq. 75–79, whose entry d/dc (e h) should read −W h + e: it is d/dA (e h) / x.</summary>
    [Fact]
    public void The_Jacobian_of_feedback_alignment_is_that_of_the_note_and_not_symmetric()
    {
        const double X = 1.3, Target = 0.7, B = -0.9, W = 0.4, Bias = 0.2, A = -1.1, C = 0.5, H = (A * X) + C, E = Target - (W * H) - Bias;

        Matrix jacobian = Flow.Jacobian(Field(fixedFeedback: true), State(W, Bias, A, C));

        double[] expected =
        [
            -H * H, -H, (-W * X * H) + (E * X), (-W * H) + E,
            -H, -1, -W * X, -W,
            -B * H * X, -B * X, -B * W * X * X, -B * W * X,
            -B * H, -B, -B * W * X, -B * W,
        ];
        Assert.All(expected.Zip(jacobian.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.True(Flow.Asymmetry(jacobian) > 0.1);
        Assert.Equal(0, Flow.Asymmetry(Flow.Jacobian(Field(fixedFeedback: false), State(W, Bias, A, C))), 1e-9);

        static VectorField Field(bool fixedFeedback) => (_, s, d) =>
        {
            (double w, double b, double a, double c) = (s[0].Sum(), s[1].Sum(), s[2].Sum(), s[3].Sum());
            double h = (a * X) + c, e = Target - (w * h) - b, back = fixedFeedback ? B : w;
            d[0].Fill(e * h);
            d[1].Fill(e);
            d[2].Fill(back * e * X);
            d[3].Fill(back * e);
        };
    }

    [Fact]
    public void Backprop_in_a_linear_network_is_a_gradient_and_feedback_alignment_is_not()
    {
        Matrix Random(int rows, int columns, ulong seed)
        {
            var x = new Matrix(rows, columns, Precision.Double);
            x.FillNormal(new Rng(seed));
            return x;
        }

        var flow = new LinearNetworkFlow(Random(2, 4, 1), Random(3, 2, 2));
        Matrix[] state = [Random(3, 4, 3), Random(2, 3, 4)];

        Assert.Equal(0, Flow.Asymmetry(Flow.Jacobian(flow.Field(HiddenPath.Backprop), state)), 1e-8);
        Assert.True(Flow.Asymmetry(Flow.Jacobian(flow.Field(), state)) > 0.1);
    }

    /// <summary>((y + h)³ − (y − h)³) / 2h = 3 y² + h².</summary>
    [Fact]
    public void The_error_shrinks_with_the_square_of_the_step()
    {
        static void Cube(double t, IReadOnlyList<Matrix> s, IReadOnlyList<Matrix> d) => d[0].CopyFrom(s[0].Times(s[0].Squared()));
        Matrix[] at = [Number(0.5)];
        foreach (double h in new[] { 0.1, 0.05 })
        {
            Assert.Equal(0.75 + (h * h), Flow.Jacobian(Cube, at, h).Sum(), 1e-12);
        }

        Assert.Equal(0.5, at[0].Sum());
    }

    [Theory, InlineData(1, 1, 0), InlineData(1, -1, 1), InlineData(1, 0, 0.70710678), InlineData(0, 0, 0)]
    public void Asymmetry_is_0_for_symmetric_and_1_for_antisymmetric_matrices(double above, double below, double expected) =>
        Assert.Equal(expected, Flow.Asymmetry(Matrix.Of([[0, above], [below, 0]], Precision.Double)), 1e-8);

    private static Matrix[] State(params double[] values) => [.. values.Select(Number)];

    private static Matrix Number(double value) => Matrix.Of([[value]], Precision.Double);
}
