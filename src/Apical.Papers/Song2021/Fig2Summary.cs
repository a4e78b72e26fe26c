namespace Apical.Papers.Song2021;

/// <summary>What figure 2 shows, from the numbers of its replicates.</summary>
/// <param name="results">What was found.</param>
/// <param name="condition">Name of a condition.</param>
/// <param name="curveWidth">Width of the loss curves.</param>
internal sealed class Fig2Summary(Results results, Func<Fig2Network, int, int, string> condition, int curveWidth)
{
    internal static readonly Track Cosines = new("cosine"), FinalLoss = new("final-loss"), LossCurve = new("loss"), Steps = new("steps");

    // A twentieth of the axis of figure 2, on top of the chance of a mean of R cosines of random vectors, two standard errors of 1/√p each.
    private const double Readable = 0.05;

    /// <summary>The paper's statements about one of the networks.</summary>
    public IEnumerable<Claim> Claims(Fig2Network network, int[] widths, bool published)
    {
        int levels = network.Lambdas.Length, narrow = widths[0], wide = widths[^1];
        Spread unregularised = Cosine(network, wide, 0);
        double chance = 3 / Math.Sqrt((double)wide * Math.Max(1, unregularised.N));
        yield return Claim.AtMost(
            $"{network.Name}: without regularisation alignment falls with width and is gone at p = {wide}", "vanishes (figure 2), O(n/√p)",
            unregularised.Mean, (0.05 * Math.Sqrt(12800.0 / wide)) + chance, sd: unregularised.Sd, published: network.Published(wide, 0));
        yield return new(
            $"{network.Name}: at every width alignment grows with λ", "grows with λ (figure 2)",
            $"{Pairs(network, widths, Rises)} of {widths.Length * (levels - 1)} neighbours rise", "all",
            Pairs(network, widths, Rises) == widths.Length * (levels - 1));
        yield return Claim.AtLeast(
            $"{network.Name}: with the largest λ alignment stays at p = {wide} (share of that at p = {narrow})", "does not vanish (figure 2)",
            Cosine(network, wide, levels - 1).Mean / Cosine(network, narrow, levels - 1).Mean, 0.5);
        yield return new(
            $"{network.Name}: the larger λ, the slower the loss falls (p = {curveWidth})", "slower with larger λ (figure 2)",
            $"loss at the end of the curve, λ by λ: {string.Join(", ", EndsOfCurves(network).Select(Claim.Show))}", "rises with λ",
            EndsOfCurves(network).Zip(EndsOfCurves(network).Skip(1)).All(pair => pair.First < pair.Second));
        // ½ Σ (f − y)² over λ n/2 is the same ratio
        double[] ratios =
            [.. from p in widths
                from level in Enumerable.Range(1, levels - 1)
                select results.Last(condition(network, p, level), FinalLoss).Mean / network.Lambdas[level]];
        yield return new(
            $"{network.Name}: the mean squared error ends at a positive number of the order of λ", "of the same order as λ",
            $"loss / λ from {Claim.Show(ratios.Min())} to {Claim.Show(ratios.Max())}", "0.1 to 10", ratios.Min() >= 0.1 && ratios.Max() <= 10);
        if (!published)
        {
            yield break;
        }

        foreach (int p in widths)
        {
            for (int level = 0; level < levels; level++)
            {
                if (network.Published(p, level) is { } number)
                {
                    Spread cosine = Cosine(network, p, level);
                    double band = Readable + (2 / Math.Sqrt((double)p * Math.Max(1, cosine.N)));
                    yield return Claim.Between(
                        FormattableString.Invariant($"{network.Name}, p = {p}, λ = {network.Lambdas[level]}: cos ∠(b, β)"),
                        FormattableString.Invariant($"{number}, mean of 50"),
                        cosine.Mean, number - band, number + band, published: number, sd: cosine.Sd);
                }
            }
        }
    }

    /// <summary>Six panels: alignment above, losses below.</summary>
    public Picture Picture(IReadOnlyList<(Fig2Network Network, int[] Widths)> networks) => new(
        "Alignment against width, and the loss on the way",
        $"{Panels(0, networks.Count)}: cosine of b and β when the loss has settled, mean and standard deviation over runs. "
            + $"{Panels(networks.Count, networks.Count(n => n.Widths.Contains(curveWidth)))}: mean squared error at p = {curveWidth}, band: one standard "
            + $"deviation. A colour has a λ in each network: those of {string.Join(", ", networks.Select(n => n.Network.Name))}, in this order.")
    {
        Columns = networks.Count,
        Charts =
        [
            .. networks.Select(n => new Chart(n.Network.Name, new("hidden units p") { Logarithmic = true }, new("cos ∠(b, β)") { Min = 0, Max = 1 },
                [.. Levels(n.Network, level => Alignment(n.Network, n.Widths, level, Name(networks, level)))])),
            .. networks.Where(n => n.Widths.Contains(curveWidth))
                .Select(n => new Chart(n.Network.Name, new("steps"), new("mean squared error") { Logarithmic = true },
                    [.. Levels(n.Network, level => Losses(n.Network, level, Name(networks, level)))])),
        ],
    };

    private static IEnumerable<Series> Levels(Fig2Network network, Func<int, Series> series) => Enumerable.Range(0, network.Lambdas.Length).Select(series);

    private static string Name(IReadOnlyList<(Fig2Network Network, int[] Widths)> networks, int level)
    {
        double[] each = [.. networks.Select(n => n.Network.Lambdas[level])];
        return $"λ = {string.Join(", ", each.All(lambda => lambda == each[0]) ? [Claim.Show(each[0])] : each.Select(Claim.Show))}";
    }

    private static string Panels(int first, int count) => string.Join(", ", Enumerable.Range(first, count).Select(panel => (char)('a' + panel)));

    private Spread Cosine(Fig2Network network, int p, int level) => results.Last(condition(network, p, level), Cosines);

    private bool Rises(Fig2Network network, int p, int level) => Cosine(network, p, level).Mean > Cosine(network, p, level - 1).Mean;

    private static int Pairs(Fig2Network network, int[] widths, Func<Fig2Network, int, int, bool> holds) =>
        widths.Sum(p => Enumerable.Range(1, network.Lambdas.Length - 1).Count(level => holds(network, p, level)));

    private double[] EndsOfCurves(Fig2Network network) =>
        [.. Enumerable.Range(0, network.Lambdas.Length).Select(level => results.Last(condition(network, curveWidth, level), LossCurve).Mean)];

    private Series Alignment(Fig2Network network, int[] widths, int level, string name) =>
        Series.Of(name, widths.Select(p => (double)p), [.. widths.Select(p => Cosine(network, p, level))], Mark.LineAndPoints);

    private Series Losses(Fig2Network network, int level, string name)
    {
        IReadOnlyList<Spread> curve = results.Curve(condition(network, curveWidth, level), LossCurve);
        return new(name, Mark.Line, [.. Enumerable.Range(0, curve.Count).Select(i => 50.0 * i)], [.. curve.Select(c => c.Mean)])
        {
            Low = [.. curve.Select(c => c.Mean - c.Sd)],
            High = [.. curve.Select(c => c.Mean + c.Sd)],
        };
    }
}
