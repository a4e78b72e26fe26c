using Apical.Networks;

namespace Apical.Rules;

/// <summary>What output somas are pulled to, and which rate the layer below hears of them.</summary>
internal static class OutputRate
{
    /// <summary>φ of the output layer: its activation, or, where the loss brings an output of its own, the potential itself.</summary>
    /// <remarks>So B_L takes the loss's own error down, and not that error times the Jacobian of a softmax.</remarks>
    public static Activation Of(Network network) => network.Loss.Output is null ? network[network.L].Activation : Activation.Identity;

    /// <summary>u^trgt − v_B,L: u^trgt = φ⁻¹(t) where φ has an inverse, else v_B,L less the loss's error.</summary>
    /// <param name="pass">A forward pass.</param>
    /// <param name="targets"><c>[outputs, batch]</c></param>
    /// <param name="margin">How far inside the range of φ targets are kept.</param>
    /// <returns><c>[outputs, batch]</c></returns>
    public static Matrix Pull(Pass pass, Matrix targets, double margin)
    {
        Network network = pass.Network;
        Activation phi = network[network.L].Activation;
        return network.Loss.Output is null && phi.IsInvertible
            ? network.Loss.Weighed(phi.Inverse(targets, margin).Minus(pass.A[pass.L]), targets)
            : network.Loss.Residual(pass, targets).Negated();
    }
}
