namespace Apical.Runs;

/// <summary>How much of a paper's experiment is done.</summary>
public enum Scale
{
    /// <summary>The same structure with less data, fewer runs and epochs: minutes at most on two cores.</summary>
    Quick,

    /// <summary>The paper's own parameters.</summary>
    Paper,
}
