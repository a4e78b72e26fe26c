using Apical.Numerics.Algebra;

namespace Apical.Analysis;

/// <summary>
/// How a linear network y = W A x learns a linear function y* = T x, in the limit of large batches of white inputs and small learning rates:
/// a differential equation for its two matrices instead of noisy steps.
/// </summary>
/// <remarks>
/// T. P. Lillicrap et al., Random synaptic feedback weights support error backpropagation for deep learning, Nature Communications 7 (2016),
/// supplementary notes 11 to 13:
/// <code>
///   E = T − W A
///   Ẇ = E Aᵀ                       (eq. 8)
///   Ȧ = B E                        (eq. 9), with Wᵀ in place of B for backprop, W⁺ for pseudobackprop
///   C = B W + Wᵀ Bᵀ − A Aᵀ         constant under feedback alignment (eq. 11–13)
/// </code>
/// The state is the list [A, W]: A <c>[n_h, n_i]</c>, W <c>[n_o, n_h]</c>. Everything is in double precision. With one unit in each layer this is the
/// network of supplementary figure 10, where C = 2 B W − A².
/// </remarks>
public sealed class LinearNetworkFlow
{
    /// <summary>The dynamics for a target and a feedback matrix.</summary>
    /// <param name="t">T <c>[n_o, n_i]</c></param>
    /// <param name="b">B <c>[n_h, n_o]</c></param>
    /// <exception cref="ArgumentException">Not in double precision, or B has not as many columns as T has rows.</exception>
    public LinearNetworkFlow(Matrix t, Matrix b)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(b);
        if (b.Columns != t.Rows)
        {
            throw new ArgumentException(
                $"B carries the errors of {t.Rows} outputs back: it needs {t.Rows} columns, but is [{b.Rows}, {b.Columns}].", nameof(b));
        }

        if (t.Precision != Precision.Double || b.Precision != Precision.Double)
        {
            throw new ArgumentException("T and B must be in double precision: convert them with To(Precision.Double).", nameof(t));
        }

        (T, B) = (t, b);
    }

    /// <summary>The target, <c>[n_o, n_i]</c>.</summary>
    public Matrix T { get; }

    /// <summary>The feedback, <c>[n_h, n_o]</c>.</summary>
    public Matrix B { get; }

    /// <summary>The vector field of [A, W].</summary>
    /// <param name="path">What carries the error to A.</param>
    /// <param name="learnsA">Whether A moves; figure 11 freezes one and then the other.</param>
    /// <param name="learnsW">Whether W moves.</param>
    public VectorField Field(HiddenPath path = HiddenPath.FeedbackAlignment, bool learnsA = true, bool learnsW = true) => (_, state, derivative) =>
    {
        Matrix e = E(state);
        Set(derivative[0], learnsA ? Carry(path, state[1], e) : null);
        Set(derivative[1], learnsW ? e.Dot(state[0].T) : null);
    };

    /// <summary>E = T − W A, so that the error of a sample is e = E x.</summary>
    /// <param name="state">[A, W]</param>
    /// <returns><c>[n_o, n_i]</c></returns>
    public Matrix E(IReadOnlyList<Matrix> state) => T.Minus(state[1].Dot(state[0]));

    /// <summary>The teaching signal of the hidden units per input, B E, Wᵀ E or W⁺ E: the change of A.</summary>
    /// <param name="path">What carries the error.</param>
    /// <param name="state">[A, W]</param>
    /// <returns><c>[n_h, n_i]</c>; times x it is the δ of a sample.</returns>
    public Matrix HiddenSignal(HiddenPath path, IReadOnlyList<Matrix> state) => Carry(path, state[1], E(state));

    /// <summary>C = B W + Wᵀ Bᵀ − A Aᵀ, which feedback alignment conserves.</summary>
    /// <param name="state">[A, W]</param>
    /// <returns><c>[n_h, n_h]</c>, symmetric.</returns>
    public Matrix Conserved(IReadOnlyList<Matrix> state)
    {
        Matrix bw = B.Dot(state[1]);
        return bw.Plus(bw.T.ToMatrix()).Minus(state[0].Dot(state[0].T));
    }

    /// <summary>V = tr(B E Eᵀ Bᵀ) (eq. 15), which never rises under feedback alignment where C = 0.</summary>
    /// <param name="state">[A, W]</param>
    public double V(IReadOnlyList<Matrix> state) => B.Dot(E(state)).SumOfSquares();

    /// <summary>tr(Aᵀ B E): how well A is aligned with the teaching signal; d/dt ½ ‖A‖² (eq. 25) and d/dt tr(B W) (eq. 27).</summary>
    /// <param name="state">[A, W]</param>
    public double TraceABE(IReadOnlyList<Matrix> state) => state[0].InnerProduct(B.Dot(E(state)));

    /// <summary>tr(B W): how well W is aligned with Bᵀ.</summary>
    /// <param name="state">[A, W]</param>
    public double TraceBW(IReadOnlyList<Matrix> state) => state[1].InnerProduct(B.T.ToMatrix());

    /// <summary>The squared error normalised by that of a network that says 0: ‖E‖² / ‖T‖².</summary>
    /// <param name="state">[A, W]</param>
    public double Nse(IReadOnlyList<Matrix> state) => Math.Pow(E(state).Norm() / T.Norm(), 2);

    private Matrix Carry(HiddenPath path, Matrix w, Matrix e) => path switch
    {
        HiddenPath.FeedbackAlignment => B.Dot(e),
        HiddenPath.Backprop => w.T.Dot(e),
        HiddenPath.Pseudobackprop => LinearAlgebra.PseudoInverse(w).Dot(e),
        _ => throw new ArgumentOutOfRangeException(nameof(path), path, "FeedbackAlignment, Backprop or Pseudobackprop."),
    };

    private static void Set(Matrix derivative, Matrix? value)
    {
        if (value is null)
        {
            derivative.Fill(0);
        }
        else
        {
            derivative.CopyFrom(value);
        }
    }
}
