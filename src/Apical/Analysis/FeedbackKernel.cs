namespace Apical.Analysis;

/// <summary>The two parts of the kernel that drives a network of one hidden layer under feedback alignment.</summary>
/// <remarks>
/// G. Song, R. Xu, J. Lafferty, Convergence and alignment of gradient descent with random backpropagation weights, NeurIPS 34 (2021), §2 and §3:
/// <code>
///   f(x) = βᵀ ψ(W x) / √p                                                   (eq. 2.1)
///   G_ij = ⟨∂f(x_i)/∂β, ∂f(x_j)/∂β⟩ = ψ(W x_i)ᵀ ψ(W x_j) / p
///   H_ij = Σ_r ⟨b_r ψ'(w_rᵀ x_i) x_i, β_r ψ'(w_rᵀ x_j) x_j⟩ / p
///   df/dt = −(G + H) (f − y)                                                for steps of length η → 0, t counted in η
/// </code>
/// G is positive semi-definite, H is symmetric but in general indefinite; with b = β it is backpropagation's. The error shrinks surely while λ_min(G) &gt;
/// ‖H‖₂. Here samples are the columns of X <c>[d, n]</c>. The paper's e = y − f does not go with the minus signs of its Algorithm 1; they belong to f − y.
/// </remarks>
public static class FeedbackKernel
{
    /// <summary>G, the part of β.</summary>
    /// <param name="w">W <c>[p, d]</c></param>
    /// <param name="x">X <c>[d, n]</c></param>
    /// <param name="psi">ψ: Identity, Relu, Tanh, Sigmoid or Softplus.</param>
    /// <returns><c>[n, n]</c></returns>
    public static Matrix G(Matrix w, Matrix x, ScalarFunction psi)
    {
        Matrix h = Hidden(w, x, psi);
        return h.T.Dot(h).Scaled(1.0 / w.Rows);
    }

    /// <summary>H, the part of W.</summary>
    /// <param name="w">W <c>[p, d]</c></param>
    /// <param name="beta">β <c>[p, 1]</c></param>
    /// <param name="b">The feedback <c>[p, 1]</c>; β itself for backpropagation.</param>
    /// <param name="x">X <c>[d, n]</c></param>
    /// <param name="psi">ψ: Identity, Relu, Tanh, Sigmoid or Softplus.</param>
    /// <returns><c>[n, n]</c></returns>
    public static Matrix H(Matrix w, Matrix beta, Matrix b, Matrix x, ScalarFunction psi)
    {
        Matrix slope = Slopes(Hidden(w, x, psi), psi);
        return slope.T.Dot(slope.TimesColumn(b.Times(beta))).Times(x.T.Dot(x)).Scaled(1.0 / w.Rows);
    }

    private static Matrix Hidden(Matrix w, Matrix x, ScalarFunction psi) =>
        psi is ScalarFunction.Identity or ScalarFunction.Relu or ScalarFunction.Tanh or ScalarFunction.Sigmoid or ScalarFunction.Softplus
        ? w.Dot(x).Map(psi)
        : throw new ArgumentOutOfRangeException(nameof(psi), psi, "Identity, Relu, Tanh, Sigmoid or Softplus.");

    /// <summary>ψ'(a), from h = ψ(a).</summary>
    private static Matrix Slopes(Matrix h, ScalarFunction psi)
    {
        if (psi == ScalarFunction.Identity)
        {
            Matrix ones = h.Clone();
            ones.Fill(1);
            return ones;
        }

        return h.Map(psi switch
        {
            ScalarFunction.Relu => ScalarFunction.ReluSlope,
            ScalarFunction.Tanh => ScalarFunction.TanhSlope,
            ScalarFunction.Sigmoid => ScalarFunction.SigmoidSlope,
            _ => ScalarFunction.SoftplusSlope,
        });
    }
}
