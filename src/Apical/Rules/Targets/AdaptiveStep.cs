using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// Step lengths of target propagation that follow the curvature, which the thesis asks for (meulemans2019, 5.1.3 and 5.3); the rules are ours.
/// </summary>
/// <remarks>
/// <code>
///   line search, in each layer:  δ_i ← t_i δ_i,  t_i = argmin_t ‖ (h_i − ĥ_i) − t D_i ⊙ A_i ‖² = ⟨h_i − ĥ_i, D_i ⊙ A_i⟩ / ‖D_i ⊙ A_i‖²
///                                A_i = δ_i (h_{i−1}ᵀ h_{i−1} + 1):  what a step of rate 1 takes off a_i; the 1 is the bias; through kernels on images
///                                f_i = ⟨h_i − ĥ_i, D_i ⊙ A_i⟩² / (‖D_i ⊙ A_i‖² ‖h_i − ĥ_i‖²):  the share of the way to the targets that it goes
///   ratio, one number for all:   ρ = (Loss before − Loss after) / (Σ f_i (c − ½c²) ⟨‖e_L‖²⟩),  c = η η̂,  the sum over the layers that learn
///                                ρ &lt; ¼: η̂ ← ωη̂;  ρ &gt; ¾: η̂ ← min(η̂/ω, 1/η)
/// </code>
/// To first order a layer that goes the share f of its way moves the output by the share f of −η̂ e_L, so that the shares of all layers together promise a
/// reduction of the loss. A rate of 1 is the whole of the searched step. The search uses what the layer itself has: its input, output and target;
/// only the ratio needs a signal from the output, whether the loss fell as it should have.
/// </remarks>
internal sealed class AdaptiveStep
{
    private const double TooLittle = 0.25, Enough = 0.75;

    private readonly TargetPropagationOptions _options;
    private readonly Pass _trial;
    private readonly Parameter _step;
    private readonly double[] _share;                   // entry i is f_i of the last call

    public AdaptiveStep(Network network, TargetPropagationOptions options)
    {
        (_options, _trial, _share) = (options, new Pass(network), new double[network.L + 1]);
        var step = new Matrix(1, 1, network.Precision);
        step.Fill(options.Step);
        _step = new Parameter("step", step, decays: false);
    }

    /// <summary>η̂ <c>[1, 1]</c> where it moves; else nothing.</summary>
    public IReadOnlyList<Feedback> Feedback => _options.Adaptation == StepAdaptation.Ratio ? [new Feedback(_step, 0, FeedbackKind.Other)] : [];

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

        Connections connections = pass.Network[i].Connections;
        Matrix h = pass.Input(i), step = Workspace.Temporary(connections.Rows, connections.Taps, delta.Backend);
        connections.Correlate(step.T, 1, h, delta, keep: 0);
        Matrix a = connections.Forward(step, h);
        if (pass.Network[i].Bias is not null)
        {
            Matrix bias = connections.BiasGradient(delta);
            a = a.As(bias.Rows, a.Count / bias.Rows).PlusColumn(bias).As(a.Rows, a.Columns);
        }

        Matrix moved = Target.ToA(pass, a, i), way = Target.Output(pass, i).Minus(target);
        double squares = moved.SumOfSquares(), along = way.InnerProduct(moved);
        bool nearer = squares > 0 && along > 0;
        _share[i] = nearer ? along * along / (squares * way.SumOfSquares()) : 0;
        delta.Scale(nearer ? along / squares : 0);
    }

    /// <summary>Moves η̂ after a step of the weights, where it moves.</summary>
    /// <param name="pass">The pass made before it.</param>
    /// <param name="signals">The signals of the step.</param>
    /// <param name="eta">η</param>
    /// <param name="batch">The batch.</param>
    public void Judge(Pass pass, TeachingSignals signals, double eta, Batch batch)
    {
        if (_options.Adaptation != StepAdaptation.Ratio)
        {
            return;
        }

        Network network = pass.Network;
        double shares = 0, c = eta * OutputStep;
        for (int i = 1; i <= network.L; i++)
        {
            shares += network.Learns(signals, i) ? _share[i] : 0;
        }

        network.Forward(batch.X, _trial, pass.TrainingStep);
        double promised = shares * (c - (0.5 * c * c)) * network.Loss.Residual(pass, batch.T).SumOfSquares() / batch.Size;
        double came = network.Loss.Mean(pass, batch.T) - network.Loss.Mean(_trial, batch.T);
        if (came < TooLittle * promised)
        {
            _step.Value.Scale(_options.Omega);
        }
        else if (came > Enough * promised)
        {
            _step.Value.Fill(Math.Min(OutputStep / _options.Omega, 1 / eta));
        }
    }
}
