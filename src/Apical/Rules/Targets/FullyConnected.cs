using Apical.Networks;

namespace Apical.Rules;

/// <summary>What rules with targets ask of a network: they invert, or differentiate through, whole weight matrices.</summary>
internal static class FullyConnected
{
    /// <summary>Returns the network if all of its layers are fully connected and have no more to them than their activation.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static Network Required(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        for (int i = 1; i <= network.L; i++)
        {
            if (!network[i].Connections.IsFull || !network[i].HasPlainUnits)
            {
                throw new ArgumentException(
                    $"Rules that propagate targets need fully connected layers without gates or pooling; layer {i} of {network.Widths} is: {network[i]}. Use " +
                        "an error-transport rule such as dfa there.", nameof(network));
            }
        }

        return network;
    }
}
