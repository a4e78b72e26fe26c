namespace Apical.Numerics.Online;

/// <summary>All that a pass needs to know.</summary>
internal unsafe struct OnlineParts<T>
    where T : unmanaged
{
    /// <summary>The hidden layers, from the bottom.</summary>
    public OnlineLayer<T>* Layers;

    /// <summary>How many.</summary>
    public int Hidden;

    /// <summary>Rows of W_1ᵀ that are switched on, each as an input of 1.</summary>
    public int* Active;

    /// <summary>How many.</summary>
    public int ActiveCount;

    /// <summary>W_L, <c>[stride of the last hidden layer]</c>.</summary>
    public T* Output;

    /// <summary>Its least weights.</summary>
    public T* OutputFloor;

    /// <summary>b_L</summary>
    public T* OutputBias;

    /// <summary>Whether hidden units clip.</summary>
    public bool HardTanh;

    /// <summary>Whether weights above the first layer have a floor.</summary>
    public bool Floored;
}
