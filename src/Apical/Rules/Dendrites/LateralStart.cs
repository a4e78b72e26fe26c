namespace Apical.Rules;

/// <summary>How the weights from and to interneurons start.</summary>
public enum LateralStart
{
    /// <summary>So that the layer above is predicted: apical dendrites are silent where nothing is taught.</summary>
    SelfPredicting,

    /// <summary>At random, as the weights that they are to predict.</summary>
    Random,
}
