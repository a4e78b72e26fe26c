namespace Apical.Papers;

/// <summary>Test errors in percent, of replicates that are training runs.</summary>
internal static class TestErrors
{
    /// <summary>After the last epoch.</summary>
    public static Spread Last(Results results, string group) =>
        Spread.Of(results.Of(group).Select(found => 100 * (1 - found.Last(TrainingJob.TestAccuracy))));

    /// <summary>The lowest of all epochs.</summary>
    public static Spread Lowest(Results results, string group) =>
        Spread.Of(results.Of(group).Select(found => 100 * (1 - found[TrainingJob.TestAccuracy].Max())));

    /// <summary>The errors of several conditions after each epoch.</summary>
    public static Picture Courses(Results results, IEnumerable<string> groups) => new("Learning", "Test error after each epoch, mean over runs.")
    {
        Charts = [new("", new("epoch"), new("test error (%)") { Logarithmic = true }, [.. groups.Select(group => Course(results, group))])],
        Columns = 1,
    };

    private static Series Course(Results results, string group)
    {
        IReadOnlyList<Spread> accuracy = results.Curve(group, TrainingJob.TestAccuracy);
        return Series.Of(
            group, Enumerable.Range(0, accuracy.Count).Select(epoch => (double)epoch),
            [.. accuracy.Select(at => at with { Mean = 100 * (1 - at.Mean), Sd = 100 * at.Sd })]);
    }
}
