using Apical.Numerics.Random;

namespace Apical.Networks;

/// <summary>Networks for lazy learning (demirbilek2021, 1.3): the features are what chance made them, or linear in what is learned.</summary>
/// <remarks>They keep all of the network they are made from but what is said here. The thesis has one hidden layer; with several, each is remade.</remarks>
public static class LazyNetworks
{
    /// <summary>
    /// Hidden layers that are linear in their weights: h_i = (W_i h_{i−1} + b_i) ⊙ gate(G_i h_{i−1}). With one hidden layer, gradient descent on it is learning
    /// with a neural tangent kernel.
    /// </summary>
    /// <param name="network">Its hidden layers must be fully connected; W_i and b_i are copied.</param>
    /// <param name="rng">G_i comes from the fork <c>G{i}</c>.</param>
    /// <param name="gate">What switches.</param>
    /// <exception cref="ArgumentException">A hidden layer that is not fully connected.</exception>
    public static Network Gated(Network network, Rng rng, Gate gate = Gate.Sigmoid)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(rng);
        return network.WithHidden((i, layer) => Full(i, layer).With(Activation.Identity, new Gates(layer, rng.Fork($"G{i}"), gate)));
    }

    /// <summary>Hidden layers of random weights that stay as they are drawn.</summary>
    /// <param name="network">Its hidden layers must be fully connected; b_i is copied.</param>
    /// <param name="rng">W_i comes from the fork <c>features{i}</c>.</param>
    /// <param name="activation">s</param>
    /// <param name="initialiser">How W_i is drawn.</param>
    /// <exception cref="ArgumentException">A hidden layer that is not fully connected.</exception>
    public static Network RandomFeatures(Network network, Rng rng, Activation activation, Initialiser initialiser)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentNullException.ThrowIfNull(initialiser);
        return network.WithHidden((i, layer) =>
        {
            Layer features = Full(i, layer).With(activation);
            initialiser.Fill(features.W.Value, rng.Fork($"features{i}"), layer.FanIn, layer.FanOut);
            features.Frozen = true;
            return features;
        });
    }

    private static Layer Full(int i, Layer layer) => layer.Connections.IsFull ? layer
        : throw new ArgumentException($"Lazy methods are for fully connected layers; layer {i} is {layer}.");
}
