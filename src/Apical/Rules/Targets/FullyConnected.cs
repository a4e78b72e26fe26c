using Apical.Networks;

namespace Apical.Rules;

/// <summary>What rules with targets ask of a network: they invert, or differentiate through, whole weight matrices.</summary>
internal static class FullyConnected
{
    /// <summary>Returns the network if all of its layers are fully connected.</summary>
    /// <exception cref="ArgumentException">One is locally connected or gated.</exception>
    public static Network Required(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        for (int i = 1; i <= network.L; i++)
        {
            if (network[i] is not Dense)
            {
                throw new ArgumentException($"Rules that propagate targets need fully connected layers; layer {i} of {network.Widths} is {network[i].GetType().Name}. Use an error-transport rule such as dfa there.", nameof(network));
            }
        }

        return network;
    }
}
