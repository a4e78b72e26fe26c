namespace Apical.Rules;

/// <summary>Rates and apical potentials of a network of <see cref="DendriticError"/> that is nudged to its targets. Temporaries of a workspace.</summary>
/// <param name="layers">L</param>
internal sealed class DendriticState(int layers)
{
    /// <summary>Entry i: r_i = φ(u_i), <c>[n_i, batch]</c>, i = 1..L.</summary>
    public Matrix[] R { get; } = new Matrix[layers + 1];

    /// <summary>Entry i: φ(v̂_i), the rate that the basal dendrite predicts, <c>[n_i, batch]</c>.</summary>
    public Matrix[] Predicted { get; } = new Matrix[layers + 1];

    /// <summary>Entry i: the apical potential v_A, <c>[n_i, batch]</c>, i below L.</summary>
    public Matrix[] Apical { get; } = new Matrix[layers + 1];

    /// <summary>Entry i: the rates of the interneurons that predict layer i + 1, <c>[n_{i+1}, batch]</c>, i below L.</summary>
    public Matrix[] Interneurons { get; } = new Matrix[layers + 1];

    /// <summary>Entry i: the rates that the dendrites of these interneurons predict, <c>[n_{i+1}, batch]</c>.</summary>
    public Matrix[] InterneuronsPredicted { get; } = new Matrix[layers + 1];
}
