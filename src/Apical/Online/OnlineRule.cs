namespace Apical.Online;

/// <summary>The rules that an <see cref="OnlineNet{T}"/> learns by.</summary>
public enum OnlineRule
{
    /// <summary>
    /// Monotone direct feedback alignment: weights above the first layer and feedback are not negative, so updates have the sign of the gradient.
    /// </summary>
    Mdfa,

    /// <summary>Direct feedback alignment.</summary>
    Dfa,

    /// <summary>Backpropagation.</summary>
    Bp,
}
