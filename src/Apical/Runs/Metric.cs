namespace Apical.Runs;

/// <summary>Something that is measured while a rule learns: what it is called in files and on pages, and what its numbers are.</summary>
/// <param name="Name">In metrics.csv, e.g. <c>angleToBackprop</c>.</param>
/// <param name="Heading">Above its charts, without the unit. Metrics of one heading share a figure.</param>
/// <param name="Unit">Unit of its values.</param>
public sealed record Metric(string Name, string Heading, Unit Unit = Unit.Plain)
{
    /// <summary>The samples on which it is measured, where several metrics differ in nothing else: <c>Test</c>.</summary>
    /// <value>Default null.</value>
    public string? Samples { get; init; }

    /// <summary>Sentences that a reader of its charts needs.</summary>
    /// <value>Default none.</value>
    public string Note { get; init; } = "";
}
