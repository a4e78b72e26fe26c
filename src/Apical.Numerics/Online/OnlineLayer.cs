namespace Apical.Numerics.Online;

/// <summary>Where the numbers of a hidden layer lie. Vectors run along its units; each input's weights are one row of memory.</summary>
internal unsafe struct OnlineLayer<T>
    where T : unmanaged
{
    /// <summary>What comes in, <see cref="Inputs"/> numbers.</summary>
    public T* X;

    /// <summary>W_iᵀ, <c>[inputs, stride]</c>.</summary>
    public T* W;

    /// <summary>b_i, <c>[stride]</c>.</summary>
    public T* Bias;

    /// <summary>B_i, the feedback from the one output, <c>[stride]</c>.</summary>
    public T* Feedback;

    /// <summary>Least weights, <c>[stride]</c>: 0 in lanes without a unit.</summary>
    public T* Floor;

    /// <summary>h_i, <c>[stride]</c>: 0 in lanes without a unit.</summary>
    public T* H;

    /// <summary>−η δ_i, <c>[stride]</c>.</summary>
    public T* Step;

    /// <summary>n_{i−1}; of layer 1 without categories.</summary>
    public int Fan;

    /// <summary>The same, filled up with zeros to a multiple of four.</summary>
    public int Inputs;

    /// <summary>Units, filled up to whole vectors.</summary>
    public int Stride;
}
