namespace Apical.Papers.Meulemans2019;

/// <summary>Curves of learning an inverse, and where they end relative to where they began: medians over replicates, as a few coloured draws diverge.</summary>
internal static class InverseCurves
{
    /// <summary>Replicates of figures 5.9 to 5.11.</summary>
    public static Setting<int> Runs { get; } = new("runs", 30, 10, "our choice: the thesis shows one");

    /// <summary>What counts as reached: a tenth of the start.</summary>
    public const double Reached = 0.1;

    /// <summary>Median over replicates of the last number over the first.</summary>
    public static double Left(Results results, string group, Track track) => Median(results.Of(group).Select(found => found.Last(track) / found[track][0]));

    /// <summary>Median; NaN of nothing.</summary>
    public static double Median(IEnumerable<double> values) => values.Order().ToArray() is { Length: > 0 } sorted ? sorted[sorted.Length / 2] : double.NaN;

    /// <summary>A chart with the median of each condition.</summary>
    public static Chart Chart(Results results, string title, string label, Track track, IEnumerable<(string Group, string Name)> conditions, int every) =>
        new(title, new("iteration"), new(label) { Logarithmic = true },
    [
        .. from condition in conditions
           let runs = results.Of(condition.Group)
           let length = runs.Select(found => found[track].Count).DefaultIfEmpty(0).Min()
           select new Series(condition.Name, Mark.Line, [.. Enumerable.Range(1, length).Select(i => (double)i * every)],
               [.. Enumerable.Range(0, length).Select(i => Median(runs.Select(found => found[track][i])))]),
    ]);
}
