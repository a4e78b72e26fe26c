namespace Apical.Papers.Meulemans2019;

/// <summary>What is concluded from the test errors of rows beside the published ones.</summary>
internal static class Table31Errors
{
    /// <summary>The error after the last epoch is the published one, or no farther than a band from it, in points.</summary>
    public static Claim Near(Results results, Table31Row row, double band)
    {
        Spread last = TestErrors.Last(results, row.Name);
        return Claim.Between(
            $"{row.Name}: test error", FormattableString.Invariant($"{row.Published} %"), last.Mean, row.Published - band, row.Published + band, " %",
            row.Published, last.Sd);
    }

    /// <summary>One row ends below another, as published.</summary>
    public static Claim Below(Results results, Table31Row row, Table31Row other) => Claim.AtLeast(
        $"error of {other.Name} less that of {row.Name}", FormattableString.Invariant($"{other.Published} and {row.Published} %"),
        Last(results, other) - Last(results, row), 0, " points", other.Published - row.Published);

    /// <summary>One row ends below all others, as published.</summary>
    public static Claim Best(Results results, Table31Row best, IEnumerable<Table31Row> others)
    {
        double published = others.Min(row => row.Published);
        return Claim.AtLeast(
            $"lowest error of the others less that of {best.Name}", $"{best.Name} has the lowest",
            others.Select(row => Last(results, row)).Aggregate(double.PositiveInfinity, Math.Min) - Last(results, best), 0, " points",
            published - best.Published);
    }

    /// <summary>A row ends below a control whose hidden layers do not learn.</summary>
    public static Claim Learns(Results results, Table31Row row, Table31Row shallow) => Claim.AtLeast(
        $"{row.Name}: error without hidden learning less error with", FormattableString.Invariant($"{row.Published} %: hidden layers learn"),
        Last(results, shallow) - Last(results, row), 0, " points") with
    { OrderOnly = true };

    /// <summary>A row does better than guessing one of ten classes, by three points, more than two sd of a guess on 500 images.</summary>
    public static Claim Begins(Results results, Table31Row row) =>
        Claim.AtMost($"{row.Name}: error", "it learns", Last(results, row), 87, " %") with { OrderOnly = true };

    /// <summary>Errors of published rows, and the course of all.</summary>
    public static Picture[] Pictures(Results results, IReadOnlyList<Table31Row> rows) =>
    [
        new("Test error", "After the last epoch, and the lowest of all epochs, mean and standard deviation over runs, beside the published number.")
        {
            Charts = [Bars(results, [.. rows.Where(row => row.IsPublished)])],
            Columns = 1,
        },
        TestErrors.Courses(results, rows.Select(row => row.Name)),
    ];

    private static Chart Bars(Results results, Table31Row[] rows)
    {
        double[] places = [.. Enumerable.Range(0, rows.Length).Select(i => (double)i)];
        return new(
            "", new("") { Categories = [.. rows.Select(row => row.Name)] }, new("test error (%)"),
            [
                Series.Of("ours, last epoch", places, [.. rows.Select(row => TestErrors.Last(results, row.Name))], Mark.Bar),
                Series.Of("ours, lowest", places, [.. rows.Select(row => TestErrors.Lowest(results, row.Name))], Mark.Bar),
                new("published", Mark.Bar, places, [.. rows.Select(row => row.Published)]),
            ]);
    }

    private static double Last(Results results, Table31Row row) => TestErrors.Last(results, row.Name).Mean;
}
