using Apical.Analysis;
using Apical.Numerics.Algebra;
using Apical.Probes;

namespace Apical.Tests.Analysis;

/// <summary>Oracle: the conserved quantities, the theorem and the closed solutions of lillicrap2016's supplement.</summary>
public sealed class LinearNetworkFlowTests
{
    private readonly LinearNetworkFlow _flow = new(Random(3, 6, 1), Random(5, 3, 2));

    [Fact]
    public void Feedback_alignment_conserves_C()
    {
        Matrix[] state = [Random(5, 6, 3), Random(3, 5, 4)];
        Matrix before = _flow.Conserved(state);
        double nse = _flow.Nse(state);

        new OdeIntegrator(_flow.Field()).AdvanceAdaptively(state, 0, 3, 1e-11, 1e-12);

        Assert.True(Math.Abs(_flow.Nse(state) - nse) > 0.1);
        Assert.Equal(0, _flow.Conserved(state).Minus(before).Norm(), 1e-8);
    }

    /// <summary>‖T − W A‖² / ‖T‖²: twice T and twice W leave it as it is, and so does any other factor.</summary>
    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e-100)]
    [InlineData(1e200)]
    public void The_normalised_error_does_not_depend_on_the_unit(double unit)
    {
        Matrix a = Random(5, 6, 3), w = Random(3, 5, 4);
        var other = new LinearNetworkFlow(Random(3, 6, 1).Scaled(unit), Random(5, 3, 2));
        Assert.Equal(_flow.Nse([a, w]), other.Nse([a, w.Scaled(unit)]), 1e-9);
    }

    /// <summary>d/dt (Wᵀ W − A Aᵀ) = 0 for gradient descent in linear networks.</summary>
    [Fact]
    public void Backprop_conserves_the_balance_of_the_layers_and_not_C()
    {
        Matrix[] state = [Random(5, 6, 3), Random(3, 5, 4)];
        Matrix balance = Balance(state), c = _flow.Conserved(state);

        new OdeIntegrator(_flow.Field(HiddenPath.Backprop)).AdvanceAdaptively(state, 0, 3, 1e-11, 1e-12);

        Assert.Equal(0, Balance(state).Minus(balance).Norm(), 1e-8);
        Assert.True(_flow.Conserved(state).Minus(c).Norm() > 0.1);

        static Matrix Balance(Matrix[] s) => s[1].T.Dot(s[1]).Minus(s[0].Dot(s[0].T));
    }

    /// <summary>Theorem 1: C = 0 and independent columns of B, so E → 0 and V never rises.</summary>
    [Fact]
    public void From_zero_weights_the_error_vanishes_and_V_never_rises()
    {
        Matrix[] state = [new(5, 6, Precision.Double), new(3, 5, Precision.Double)];
        var integrator = new OdeIntegrator(_flow.Field());
        double v = _flow.V(state);
        for (int t = 0; t < 200; t++)
        {
            integrator.AdvanceAdaptively(state, t, t + 1);
            Assert.True(_flow.V(state) <= v + 1e-12);
            v = _flow.V(state);
        }

        Assert.Equal(0, _flow.Nse(state), 1e-10);
        Assert.True(_flow.TraceBW(state) > 0);
    }

    /// <summary>Eq. 25 and 27: both traces are rates.</summary>
    [Fact]
    public void The_trace_is_the_rate_of_A_and_of_the_alignment()
    {
        Matrix[] state = [Random(5, 6, 3), Random(3, 5, 4)], rate = [new(5, 6, Precision.Double), new(3, 5, Precision.Double)];
        _flow.Field()(0, state, rate);

        Assert.Equal(_flow.TraceABE(state), state[0].InnerProduct(rate[0]), 1e-12);
        Assert.Equal(_flow.TraceABE(state), _flow.TraceBW([state[0], rate[1]]), 1e-12);
        Matrix bw = _flow.B.Dot(state[1]);
        Assert.Equal(Enumerable.Range(0, 5).Sum(i => bw[i, i]), _flow.TraceBW(state), 1e-12);
    }

    /// <summary>With W frozen A follows a linear equation: in one dimension A(t) = T/W + (A(0) − T/W) e^(−B W t) (eq. 24).</summary>
    [Fact]
    public void A_alone_follows_its_closed_solution()
    {
        LinearNetworkFlow flow = Scalar(1.5, 0.8);
        Matrix[] state = [Number(0.3), Number(-0.5)];

        new OdeIntegrator(flow.Field(learnsW: false)).AdvanceAdaptively(state, 0, 2, 1e-11, 1e-12);

        Assert.Equal(-0.5, state[1].Sum());
        Assert.Equal(-3 + (3.3 * Math.Exp(0.8)), state[0].Sum(), 1e-9);
    }

    [Fact]
    public void W_alone_leaves_A_in_place()
    {
        Matrix[] state = [Random(5, 6, 3), Random(3, 5, 4)];
        double[] a = state[0].ToArray(), w = state[1].ToArray();
        new OdeIntegrator(_flow.Field(learnsA: false), OdeMethod.RungeKutta4).Advance(state, 0, 1, 10);
        Assert.Equal(a, state[0].ToArray());
        Assert.NotEqual(w, state[1].ToArray());
    }

    /// <summary>
    /// Three neurons, T = B = 1: 2 W − A² = c stays, so Ȧ = 1 − A (A² + c) / 2 with its rest points at the roots of A³ + c A − 2 = 0. For c = 0 that is ∛2
    /// alone.
    /// For c = −4 it is −1.6751 (stable, W &lt; 0: the bad hyperbola), −0.5392 (unstable) and 2.2143 (stable).
    /// </summary>
    [Theory]
    [InlineData(0, 1e-3, 1.259921)]
    [InlineData(-4, -0.50, 2.214320)]
    [InlineData(-4, -0.58, -1.675131)]
    public void Three_neurons_run_along_parabolas_to_the_roots_of_a_cubic(double c, double a, double expected)
    {
        Matrix[] state = [Number(a), Number(((a * a) + c) / 2)];
        new OdeIntegrator(Scalar(1, 1).Field()).AdvanceAdaptively(state, 0, 60);

        Assert.Equal(c, (2 * state[1].Sum()) - (state[0].Sum() * state[0].Sum()), 1e-7);
        Assert.Equal(c, Scalar(1, 1).Conserved(state).Sum(), 1e-7);
        Assert.Equal(expected, state[0].Sum(), 1e-6);
        Assert.Equal(1 / expected, state[1].Sum(), 1e-6);
    }

    [Fact]
    public void The_flow_field_of_three_neurons_is_theirs()
    {
        FlowArrow[] arrows = [.. Flow.Arrows(Scalar(1, 1).Field(), [-1, 0, 2], [0.5, 3])];

        // Ȧ = 1 − W A, Ẇ = (1 − W A) A
        Assert.Equal(
            [new(-1, 0.5, 1.5, -1.5), new(-1, 3, 4, -4), new(0, 0.5, 1, 0), new(0, 3, 1, 0), new(2, 0.5, 0, 0), new(2, 3, -5, -10)],
            arrows);
    }

    /// <summary>Orthonormal rows: W⁺ = Wᵀ. And with B = W⁺ feedback alignment is pseudobackprop.</summary>
    [Fact]
    public void Pseudobackprop_carries_the_error_through_the_pseudo_inverse()
    {
        Matrix w = Matrix.Of([[0.6, 0.8, 0, 0, 0], [-0.8, 0.6, 0, 0, 0], [0, 0, 0, 1, 0]], Precision.Double);
        Matrix[] state = [Random(5, 6, 3), w];
        Close(_flow.HiddenSignal(HiddenPath.Backprop, state), _flow.HiddenSignal(HiddenPath.Pseudobackprop, state));

        state[1] = Random(3, 5, 4);
        var inverse = new LinearNetworkFlow(_flow.T, LinearAlgebra.PseudoInverse(state[1]));
        Close(inverse.HiddenSignal(HiddenPath.FeedbackAlignment, state), inverse.HiddenSignal(HiddenPath.Pseudobackprop, state));
        Assert.True(_flow.HiddenSignal(HiddenPath.Backprop, state).Minus(_flow.HiddenSignal(HiddenPath.Pseudobackprop, state)).Norm() > 0.1);
    }

    /// <summary>Note 14, theorem 2, for the flow: with one input and zero weights B e points along W⁺ e all the time.</summary>
    [Fact]
    public void For_one_input_feedback_alignment_points_along_pseudobackprop()
    {
        var flow = new LinearNetworkFlow(Random(3, 1, 5), Random(5, 3, 6));
        Matrix[] state = [new(5, 1, Precision.Double), new(3, 5, Precision.Double)];
        var integrator = new OdeIntegrator(flow.Field());
        for (int t = 0; t < 4; t++)
        {
            integrator.AdvanceAdaptively(state, t * 0.2, (t + 1) * 0.2, 1e-11, 1e-13);
            state[1] = Rank1(state[1]);
            Matrix fa = flow.HiddenSignal(HiddenPath.FeedbackAlignment, state);
            Assert.Equal(1, Angle.Cosine(fa, flow.HiddenSignal(HiddenPath.Pseudobackprop, state)), 1e-9);
        }
    }

    [Fact]
    public void Errors_say_what_to_do()
    {
        Assert.Contains("needs 3 columns, but is [5, 2]", Assert.Throws<ArgumentException>(() =>
            new LinearNetworkFlow(Random(3, 6, 1), Random(5, 2, 1))).Message);
        Assert.Contains("To(Precision.Double)", Assert.Throws<ArgumentException>(() => new LinearNetworkFlow(new Matrix(3, 6), new Matrix(5, 3))).Message);
    }

    /// <summary>W without the rounding that would give it more than the one singular value that it has.</summary>
    private static Matrix Rank1(Matrix w)
    {
        (Matrix u, double[] sigma, Matrix vt) = LinearAlgebra.Svd(w);
        var result = new Matrix(w.Rows, w.Columns, Precision.Double);
        for (int r = 0; r < w.Rows; r++)
        {
            for (int c = 0; c < w.Columns; c++)
            {
                result[r, c] = u[r, 0] * sigma[0] * vt[0, c];
            }
        }

        Assert.Equal(0, result.Minus(w).Norm(), 1e-9);
        return result;
    }

    private static LinearNetworkFlow Scalar(double t, double b) => new(Number(t), Number(b));

    private static Matrix Number(double value) => Matrix.Of([[value]], Precision.Double);

    private static Matrix Random(int rows, int columns, ulong seed)
    {
        var x = new Matrix(rows, columns, Precision.Double);
        x.FillNormal(new Rng(seed), 0, 0.5);
        return x;
    }

    private static void Close(Matrix expected, Matrix actual) => Assert.Equal(0, expected.Minus(actual).Norm(), 1e-12);
}
