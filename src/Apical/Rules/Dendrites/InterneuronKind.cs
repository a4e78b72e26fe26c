namespace Apical.Rules;

/// <summary>Where the weights from pyramidal cells to interneurons come from.</summary>
public enum InterneuronKind
{
    /// <summary>They learn by a delta rule of their own to follow the layer above.</summary>
    Learned,

    /// <summary>They are those of the layer above, attenuated as its somas are: the self-predicting state is always kept.</summary>
    Tied,
}
