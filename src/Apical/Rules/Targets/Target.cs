using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>The algebra that target rules share.</summary>
/// <remarks>
/// <code>
///   e_L = ∂Loss/∂h_L of each sample, not divided by the batch        meulemans2019, (4.5), (5.50)
///   ĥ_L = h_L − η̂ e_L                                                (3.6), (4.4)
///   δ_i = (h_i − ĥ_i) ⊙ D_i / batch                                  (4.12), batch mean of algorithms A.1–A.17
/// </code>
/// A softmax, or the sigmoid of the binary cross-entropy, belongs to the loss: such an output counts as linear here, h_L being a_L and D_L being 1
/// (the 2020 follow-up does the same: its targets are logits). The local loss is ½‖h − ĥ‖² and our squared error has a ½ too, as in (4.12) and (4.40);
/// the thesis's code has no halves: its step 0.1 is 0.2 here, and its rates of the weights are twice as large here (its feedback rates are as ours).
/// Differs from the paper: Lee et al. 2015 and Bartunov et al. 2018 give the output layer the gradient of the loss; here it moves to ĥ_L, which is η̂ times
/// that.
/// </remarks>
internal static class Target
{
    private const double SmallestSlope = 0.01;

    /// <summary>Whether the output activation belongs to the loss.</summary>
    public static bool LossOwnsOutput(Network network, int i) => i == network.L && network.Loss.Output is not null;

    /// <summary>s_i, the identity for an output that belongs to the loss.</summary>
    public static Activation ActivationOf(Network network, int i) => LossOwnsOutput(network, i) ? Activation.Identity : network[i].Activation;

    /// <summary>h_i, or a_L for an output that belongs to the loss; <c>[n_i, batch]</c>.</summary>
    public static Matrix Output(Pass pass, int i) => LossOwnsOutput(pass.Network, i) ? pass.A[i] : pass.H[i];

    /// <summary>ĥ_L = h_L − η̂ e_L, <c>[n_L, batch]</c></summary>
    public static Matrix OfOutput(Pass pass, Batch batch, double step)
    {
        Matrix target = pass.Network.Loss.Residual(pass, batch.T);
        target.Blend(-step, 1, Output(pass, pass.L));
        return target;
    }

    /// <summary>signal ⊙ D_i, <c>[n_i, batch]</c>, with D_L = 1 for an output that belongs to the loss.</summary>
    public static Matrix ToA(Pass pass, Matrix signal, int i) => LossOwnsOutput(pass.Network, i) ? signal : pass.ToA(signal, i);

    /// <summary>δ_i = (h_i − ĥ_i) ⊙ D_i / batch, <c>[n_i, batch]</c></summary>
    public static Matrix Signal(Pass pass, int i, Matrix target) => ToA(pass, Difference(pass, i, target), i);

    /// <summary>
    /// δ_i = (h_i − ĥ_i) ⊙ D_i⁻¹ / batch, <c>[n_i, batch]</c>: modified target propagation, (5.34). Slopes below 0.01 count as 0.01; those of the thesis's
    /// leaky relu are never so small.
    /// </summary>
    public static Matrix InverseSlopeSignal(Pass pass, int i, Matrix target)
    {
        Matrix difference = Difference(pass, i, target);
        return LossOwnsOutput(pass.Network, i) || pass.HasUnitSlope(i) ? difference
            : difference.DividedBy(pass.D(i).Map(ScalarFunction.AtLeast, SmallestSlope));
    }

    /// <summary>f_i(x), <c>[n_i, batch]</c>, with the weights of layer i, nothing dropped; the statistics of the pass where the layer normalises.</summary>
    public static Matrix Forward(Pass pass, int i, Matrix x)
    {
        Layer layer = pass.Network[i];
        int units = layer.Connections.Outputs;
        Matrix a = Workspace.Temporary(units, x.Columns, x.Backend), h = Workspace.Temporary(units, x.Columns, x.Backend);
        layer.Compute(pass.Normalise(i, x), a, h);
        return LossOwnsOutput(pass.Network, i) ? a : layer.Pooling is { } pooling ? pooling.Of(h) : h;
    }

    private static Matrix Difference(Pass pass, int i, Matrix target)
    {
        Matrix difference = Output(pass, i).Minus(target);
        if (pass.Batch > 1)
        {
            difference.Scale(1.0 / pass.Batch);
        }

        return difference;
    }
}
