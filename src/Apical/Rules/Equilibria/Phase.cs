using Apical.Networks;

namespace Apical.Rules;

/// <summary>A network at rest. The matrices are workspace temporaries; the object is reused.</summary>
internal sealed class Phase(Network network)
{
    /// <summary>What layers hear and hand up: A[i] = W_i h_{i−1} + b_i, H[i] = h_i of hidden layers, D(i) the slope at A[i].</summary>
    public Pass Pass { get; } = new(network);

    /// <summary>h_1 .. h_L at their index, <c>[n_i, batch]</c>, that of the output too.</summary>
    public Matrix[] H { get; } = new Matrix[network.L + 1];

    /// <summary>Of each sample, <c>[1, batch]</c>: sweeps that it took, its largest change in the last, and 1 where it had not settled.</summary>
    public Matrix Sweeps { get; set; } = null!;

    /// <inheritdoc cref="Sweeps"/>
    public Matrix Change { get; set; } = null!;

    /// <inheritdoc cref="Sweeps"/>
    public Matrix Unsettled { get; set; } = null!;

    /// <summary>f_i(h_{i−1}), what layer i would do without feedback, <c>[n_i, batch]</c></summary>
    public Matrix F(int i) => Of(Pass, i);

    /// <summary>f_i(h_{i−1}) of a pass, <c>[n_i, batch]</c>; an output that belongs to the loss counts as linear.</summary>
    public static Matrix Of(Pass pass, int i) => Target.LossOwnsOutput(pass.Network, i) ? pass.A[i] : pass.Units(i);
}
