namespace Apical.Numerics.Online;

/// <summary>How a net for one sample at a time computes and learns.</summary>
/// <param name="HardTanh">Whether hidden units clip to [−1, 1], rather than take tanh.</param>
/// <param name="Logistic">Whether the output is σ(a) under binary cross-entropy, rather than a under half the squared error.</param>
/// <param name="Backward">Whether signals go back layer by layer through the weights, rather than straight from the output through fixed feedback.</param>
/// <param name="Floor">Least weight above the first layer; null for none.</param>
public readonly record struct OnlineForm(bool HardTanh, bool Logistic, bool Backward, double? Floor);
