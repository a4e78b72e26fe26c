using System.Text.Json.Nodes;

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

    /// <summary>What <c>run.json</c> has under its name.</summary>
    internal JsonObject ToJson() => new() { ["heading"] = Heading, ["unit"] = Unit.ToString().ToLowerInvariant(), ["samples"] = Samples, ["note"] = Note };

    /// <summary>Reads what <see cref="ToJson"/> made; a unit of a later version is plain numbers.</summary>
    internal static Metric FromJson(string name, JsonFields json) =>
        new(name, json.Text("heading"), Enum.TryParse(json.Text("unit"), ignoreCase: true, out Unit unit) && Enum.IsDefined(unit) ? unit : Unit.Plain)
        {
            Samples = json.TextOrNull("samples"),
            Note = json.Text("note"),
        };
}
