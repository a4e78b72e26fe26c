namespace Apical.Papers.Beyond;

/// <summary>What no paper has: experiments of our own, on questions that the papers leave open.</summary>
public static class BeyondPapers
{
    /// <summary>Ourselves.</summary>
    public static Citation Citation { get; } = new("beyond", "Apical: experiments beyond the papers.");
}
