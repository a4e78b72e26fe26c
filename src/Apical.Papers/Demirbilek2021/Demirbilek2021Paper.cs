using Apical.Rules;

namespace Apical.Papers.Demirbilek2021;

/// <summary>Direct feedback alignment on problems that lazy methods cannot solve.</summary>
public static class Demirbilek2021Paper
{
    /// <summary>The thesis.</summary>
    public static Citation Citation { get; } = new(
        "demirbilek2021", "D. C. Demirbilek: The dynamics of learning beyond stochastic gradient descent. Master's thesis, University of Trieste, 2021.");

    /// <summary>Its experiments.</summary>
    public static IReadOnlyList<Experiment> Experiments { get; } =
    [
        new Fig21LazyMethods(),
        new Fig22Clusters(),
        new Fig31BpAndDfa(),
        new Fig32LongDfa(),
        new Fig33Feedback(),
        new Fig34Optimizers(),
        new Fig35Alignment(),
        new Fig36ClustersDfa(),
        new FigB2HiddenDigits(),
        new Transfer(),
    ];
}
