using Apical.Networks;

namespace Apical.Rules;

/// <summary>
/// What rules with targets ask of the layers of a network. Each check returns the network, or says which layer does not suit and which rules take it.
/// </summary>
internal static class TargetLayers
{
    private const string Advice = "On images, dtp, dtp-original, rdtp-original, ao-sdtp and dtp-drl take strides but no pooling; ddtp-linear and gauss-newton "
        + "take pooling too, and so do error-transport rules such as dfa.";

    /// <summary>Layers to be inverted as they are: full connections, and no more to them than their activation.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static Network Full(Network network) => Checked(
        network, layer => layer.Connections.IsFull && layer.HasPlainUnits,
        "Targets of this rule are inverses of whole layers; it needs fully connected ones without gates or pooling");

    /// <summary>Layers from whose h_{i+1} a decoder gives back h_i: any connections, and no pooling or gates.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static Network Plain(Network network) => Checked(
        network, layer => layer.HasPlainUnits, "Decoders go down through the connections of a layer, and cannot undo pooling or gates");

    /// <summary>Layers whose way up is the same function of h_i for all samples: any without gates.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static Network Ungated(Network network) => Checked(network, layer => layer.Gates is null, "This rule needs layers without gates");

    private static Network Checked(Network network, Func<Layer, bool> suits, string need)
    {
        ArgumentNullException.ThrowIfNull(network);
        for (int i = 1; i <= network.L; i++)
        {
            if (!suits(network[i]))
            {
                throw new ArgumentException($"{need}; layer {i} of {network.Widths} is: {network[i]}. {Advice}", nameof(network));
            }
        }

        return network;
    }
}
