namespace Apical.Models;

/// <summary>What brings the output back to apical dendrites.</summary>
public enum SegregatedFeedback
{
    /// <summary>Drawn and fixed.</summary>
    Random,

    /// <summary>The same with four fifths of the entries 0 and the others five times as strong.</summary>
    Sparse,

    /// <summary>The transposed weights of the way up, kept so.</summary>
    Symmetric,
}
