namespace Apical.Cli.Bench;

/// <summary>The cases that docs/performance.md reports, and how a part of them is chosen.</summary>
public static class BenchCases
{
    private static readonly string[] s_rules = ["bp", "fa", "dfa"];

    /// <summary>All cases.</summary>
    public static IReadOnlyList<BenchCase> All { get; } =
    [
        .. Each("784-1000-10", 64, "relu", "ce"),
        .. Each("784-1000-10", 64, "relu", "ce", "momentum"),
        .. Each("784-1000-10", 64, "relu", "ce", "adam"),
        .. Each("784-1000-10", 600, "relu", "ce"),
        .. Each("784-1500-1500-1500-10", 100, "tanh", "ce"),
        .. Each("3072-1024-1024-1024-10", 128, "relu", "ce"),
        .. Each("3x32x32-conv96@5x5/2-conv96@3x3/2-conv96@3x3-10", 64, "tanh", "ce"),
        .. Each("20-1000-20", 100, "relu", "mse"),
        .. Each("2-25-1", 4, "tanh", "bce"),
        .. Each("30-20-10", 1, "linear", "mse"),
        .. Each("20-1000-20", 1, "relu", "mse"),
        new("6-6-6", 1, "leaky-relu:0.35", "mse", "sgd", "dtp-ai"),
    ];

    /// <summary>The cases that a filter names.</summary>
    /// <param name="filter">
    /// Alternatives joined by ',', each of them parts joined by '/' that must all occur: <c>784-1000-10/b64,adam/dfa</c>. Null or empty for all cases.
    /// </param>
    /// <exception cref="ArgumentException">An alternative that fits no case; the message lists the parts there are.</exception>
    public static IReadOnlyList<BenchCase> Select(string? filter)
    {
        if (string.IsNullOrWhiteSpace(filter))
        {
            return All;
        }

        string[][] alternatives = [.. filter.Split(',').Select(alternative => alternative.Trim().Split('/'))];
        string[]? wrong = alternatives.FirstOrDefault(parts => !All.Any(benchCase => Fits(benchCase, parts)));
        return wrong is null
            ? [.. All.Where(benchCase => alternatives.Any(parts => Fits(benchCase, parts)))]
            : throw new ArgumentException(
                $"No case fits '{string.Join('/', wrong)}'. Join parts of a case by '/', alternatives by ','. Parts: {string.Join("; ", PartsByPosition())}.");
    }

    private static bool Fits(BenchCase benchCase, string[] parts) => parts.All(benchCase.Id.Split('/').Contains);

    private static IEnumerable<string> PartsByPosition() =>
        Enumerable.Range(0, 5).Select(position => string.Join(", ", All.Select(benchCase => benchCase.Id.Split('/')[position]).Distinct()));

    private static IEnumerable<BenchCase> Each(string net, int batch, string activation, string loss, string optimizer = "sgd") =>
        s_rules.Select(rule => new BenchCase(net, batch, activation, loss, optimizer, rule));
}
