using Apical.Data;
using Apical.Networks;
using Apical.Numerics;

namespace Apical.Rules;

/// <summary>Step lengths of target propagation that follow the curvature, which the thesis asks for (meulemans2019, 5.1.3 and 5.3); the rules are ours.</summary>
/// <remarks>
/// <code>
///   line search, in each layer:  δ_i ← t_i δ_i,  t_i = argmin_t ‖ (h_i − ĥ_i) − t D_i ⊙ A_i ‖² = ⟨h_i − ĥ_i, D_i ⊙ A_i⟩ / ‖D_i ⊙ A_i‖²
///                                A_i = δ_i (h_{i−1}ᵀ h_{i−1} + 1):  what a step of rate 1 takes off a_i; the 1 is the bias
///   ratio, one number for all:   ρ = (Loss before − Loss after) / ((c − ½c²) ⟨‖e_L‖²⟩),  c = m η η̂,  m layers learning
///                                ρ &lt; ¼: η̂ ← ωη̂;  ρ &gt; ¾: η̂ ← min(η̂/ω, 1/(mη))
/// </code>
/// To first order each layer that reaches its target moves the output by −η̂ e_L, and m layers at once by m times that: hence c, and its bound, beyond
/// which the output would overshoot. A rate of 1 is the whole of the searched step. The search uses what the layer itself has, its input, output and target;
/// only the ratio needs a signal from the output, whether the loss fell as it should have.
/// </remarks>
internal sealed class AdaptiveStep
{
    private const double TooLittle = 0.25, Enough = 0.75;

    private readonly TargetPropagationOptions _options;
    private readonly Pass _trial;
    private readonly Parameter _step;

    public AdaptiveStep(Network network, TargetPropagationOptions options)
    {
        (_options, _trial) = (options, new Pass(network));
        var step = new Matrix(1, 1, network.Precision);
        step.Fill(options.Step);
        _step = new Parameter("step", step, decays: false);
    }

    /// <summary>η̂ <c>[1, 1]</c> where it moves; else nothing.</summary>
    public IReadOnlyList<Parameter> Feedback => _options.Adaptation == StepAdaptation.Ratio ? [_step] : [];

    /// <summary>η̂ as it is now.</summary>
    public double OutputStep => _options.Adaptation == StepAdaptation.Ratio ? _step.Value.Sum() : _options.Step;

    /// <summary>δ_i ← t_i δ_i where steps are searched; t_i = 0 where the layer cannot come nearer.</summary>
    /// <param name="pass">The forward pass.</param>
    /// <param name="i">1..L</param>
    /// <param name="target">ĥ_i, <c>[n_i, batch]</c></param>
    /// <param name="delta">δ_i, <c>[n_i, batch]</c></param>
    public void Search(Pass pass, int i, Matrix target, Matrix delta)
    {
        if (_options.Adaptation == StepAdaptation.None)
        {
            return;
        }

        Matrix h = pass.Input(i), a = delta.Dot(h.T).Dot(h);
        if (pass.Network[i].Bias is not null)
        {
            a = a.PlusColumn(delta.RowSums());
        }

        Matrix moved = Target.TimesSlope(pass, a, i);
        double squares = moved.SumOfSquares(), along = Target.Output(pass, i).Minus(target).InnerProduct(moved);
        delta.Scale(squares > 0 && along > 0 ? along / squares : 0);
    }

    /// <summary>Moves η̂ after a step of the weights, where it moves.</summary>
    /// <param name="pass">The pass made before it.</param>
    /// <param name="eta">η</param>
    /// <param name="batch">The batch.</param>
    public void Judge(Pass pass, double eta, Batch batch)
    {
        if (_options.Adaptation != StepAdaptation.Ratio)
        {
            return;
        }

        Network network = pass.Network;
        double m = (_options.OneLayer ? 1 : network.L) * eta, c = m * OutputStep;
        double promised = (c - (0.5 * c * c)) * network.Loss.Residual(pass, batch.T).SumOfSquares() / batch.Size;
        network.Forward(batch.X, _trial, pass.TrainingStep);
        double rho = (network.Loss.Mean(pass, batch.T) - network.Loss.Mean(_trial, batch.T)) / promised;
        if (!(rho >= TooLittle))
        {
            _step.Value.Scale(_options.Omega);
        }
        else if (rho > Enough)
        {
            _step.Value.Fill(Math.Min(OutputStep / _options.Omega, 1 / m));
        }
    }
}
