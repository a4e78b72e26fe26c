namespace Apical.Rules;

/// <summary>How target propagation chooses the length of its steps.</summary>
public enum StepAdaptation
{
    /// <summary>η̂ and the learning rate are given, as in the thesis.</summary>
    None,

    /// <summary>Each layer searches, by itself, for the step that brings it nearest to its target.</summary>
    LineSearch,

    /// <summary>The same, and η̂ grows or shrinks by how much of the reduction of the loss came true.</summary>
    Ratio,
}
