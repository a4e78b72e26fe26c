namespace Apical.Papers;

/// <summary>What follows from the numbers of an experiment.</summary>
/// <param name="Claims">The paper's statements and what was found; none only when the experiment was skipped.</param>
/// <param name="Pictures">The figure.</param>
public sealed record Outcome(IReadOnlyList<Claim> Claims, IReadOnlyList<Picture> Pictures)
{
    /// <summary>What a reader should know: differences from the paper, parts that were skipped, findings.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why nothing was done; null when something was.</summary>
    public string? Skipped { get; init; }

    /// <summary>Nothing was done.</summary>
    /// <param name="reason">What was missing and how to get it.</param>
    public static Outcome Skip(string reason) => new([], []) { Skipped = reason };
}
