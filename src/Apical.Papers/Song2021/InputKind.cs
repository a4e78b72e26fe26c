namespace Apical.Papers.Song2021;

/// <summary>How inputs are drawn to see whether proposition 4.5 needs its premise; all have entries of variance 1/d.</summary>
internal enum InputKind
{
    /// <summary>Independent N(0, 1/d), as the proposition has them.</summary>
    Gaussian,

    /// <summary>Independent, with a hundredth of the entries ten times as large and the others 0.</summary>
    HeavyTailed,

    /// <summary>Normal, but all samples from one half as many directions as samples.</summary>
    LowRank,
}
