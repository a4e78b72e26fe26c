namespace Apical.Rules;

/// <summary>Where the weights come from that bring bursts down.</summary>
public enum BurstFeedback
{
    /// <summary>Drawn once.</summary>
    Random,

    /// <summary>The transposed weights above, at all times.</summary>
    Symmetric,

    /// <summary>Drawn, then learning with the weights above, as Kolen–Pollack feedback.</summary>
    Learned,
}
