using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// Gauss–Newton targets: the step of each layer's activations that would bring the output error to zero, were the network linear. The reference that target
/// propagation approximates.
/// </summary>
/// <remarks>
/// <code>
///   J_i = ∂h_L/∂h_i = Π D_k W_k,  k = L .. i+1                                         meulemans2019, (4.50)
///   block:  Δh_i = −(J_iᵀJ_i + λI)⁻¹ J_iᵀ e_L = −J_iᵀ (J_i J_iᵀ + λI)⁻¹ e_L              (4.48), (4.72);  λ = 0: −J_i⁺ e_L
///   full:   the same with J̄ = [J_1 … J_{L−1}], so  Δh_i = −J_iᵀ (Σ_k J_k J_kᵀ + λI)⁻¹ e_L    (4.42), (4.44)
///   batch:  Δh_i = −(⟨J_iᵀJ_i⟩ + λI)⁻¹ J_iᵀ e_L,  ⟨ ⟩ over the samples                    (4.36)
///   Δh_L = −e_L,  ĥ_i = h_i + η̂ Δh_i,  δ_i = (h_i − ĥ_i) ⊙ D_i / batch                  (4.56)
///   λ ← λ/ω where ρ &lt; ¾, else ωλ,  ρ as in <see cref="LevenbergMarquardt"/>               (4.66)
/// </code>
/// Differs from the paper: e_L is the gradient at the output of any loss, and the loss's own curvature counts as 1, as it is for the squared error.
/// </remarks>
public sealed class GaussNewton : LearningRule, ITargetRule, IFollowsWeights
{
    private readonly GaussNewtonOptions _options;
    private readonly OutputJacobian _jacobian;
    private readonly GaussNewtonSteps _steps;
    private readonly Parameter _lambda;
    private readonly Pass _trial;
    private readonly Matrix?[] _step;                   // entry i is Δh_i of the last call

    /// <summary>Prepares the Jacobians.</summary>
    /// <param name="network">The network to teach.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A network with batch normalisation, in which samples have no Jacobian of their own.</exception>
    public GaussNewton(Network network, GaussNewtonOptions? options = null)
        : base(TargetLayers.Ungated(network))
    {
        _options = options ?? new();
        _jacobian = new OutputJacobian(network);
        _steps = new GaussNewtonSteps(network, _jacobian);
        _trial = new Pass(network);
        _step = new Matrix?[network.L + 1];
        var lambda = new Matrix(1, 1, network.Precision);
        lambda.Fill(_options.Damping);
        _lambda = new Parameter("damping", lambda, decays: false);
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Meulemans2019;

    /// <summary>λ <c>[1, 1]</c>, where the heuristic moves it; else nothing.</summary>
    public override IReadOnlyList<Feedback> Feedback => _options.Omega < 1 ? [new Feedback(_lambda, 0, FeedbackKind.Other)] : [];

    /// <inheritdoc/>
    public double OutputStep => _options.Step;

    /// <inheritdoc/>
    public BackwardMapping? Backward => null;

    /// <summary>λ as it is now.</summary>
    public double Damping => _lambda.Value.Sum();

    /// <inheritdoc/>
    public IReadOnlyList<Matrix?> Targets(Pass pass, Batch batch, Moment moment = default)
    {
        Teach(pass, batch, moment);
        return [null, .. Enumerable.Range(1, Network.L).Select(i => Target.Output(pass, i).Plus(_step[i]!.Scaled(_options.Step)))];
    }

    /// <inheritdoc/>
    public void Applied(Pass pass, TeachingSignals signals, double eta, Batch batch, Moment moment)
    {
        if (_options.Omega < 1)
        {
            Teach(pass, batch, moment);
            double rho = LevenbergMarquardt.ReductionRatio(pass, batch, _step, _jacobian, _options.Step, _trial);
            _lambda.Value.Scale(rho < 0.75 ? 1 / _options.Omega : _options.Omega);
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        _jacobian.Compute(pass);
        _steps.Fill(pass, Network.Loss.Residual(pass, batch.T), _options.Curvature, Damping, _step);
        for (int i = 1; i <= Network.L; i++)
        {
            Matrix delta = Target.ToA(pass, _step[i]!, i).Scaled(-_options.Step / pass.Batch);
            signals[i] = delta;
        }
    }
}
