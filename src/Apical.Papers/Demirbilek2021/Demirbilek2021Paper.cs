namespace Apical.Papers.Demirbilek2021;

/// <summary>Direct feedback alignment on problems that lazy methods cannot solve.</summary>
public static class Demirbilek2021Paper
{
    /// <summary>The thesis.</summary>
    public static Citation Citation { get; } = new(
        "demirbilek2021", "D. C. Demirbilek: The dynamics of learning beyond stochastic gradient descent. Master's thesis, University of Trieste, 2021.");
}
