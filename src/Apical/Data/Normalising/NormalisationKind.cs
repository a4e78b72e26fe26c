namespace Apical.Data;

/// <summary>Ways to bring inputs to a common scale.</summary>
public enum NormalisationKind
{
    /// <summary>Inputs stay as they are.</summary>
    None,

    /// <summary>Mean 0 and standard deviation 1 over all inputs together.</summary>
    Whole,

    /// <summary>Mean 0 and standard deviation 1 for each feature (pixel) by itself; a feature that never changes becomes 0.</summary>
    Feature,

    /// <summary>Mean 0 and standard deviation 1 for each channel of images by itself; a channel that never changes becomes 0.</summary>
    Channel,

    /// <summary>The least input becomes the lower, the greatest the upper end of a range.</summary>
    Range,
}
