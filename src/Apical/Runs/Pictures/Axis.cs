using System.Text.Json.Serialization;

namespace Apical.Runs;

/// <summary>An axis of a chart.</summary>
/// <param name="Label">What it shows, with the unit.</param>
public sealed record Axis(string Label)
{
    /// <summary>What its numbers are: how they are written beside it and where it has ticks.</summary>
    /// <value>Default plain numbers.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Unit Unit { get; init; }

    /// <summary>A value that is worth a dashed line across the chart, such as 90° for chance.</summary>
    /// <value>Default null: none.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Reference { get; init; }

    /// <summary>Whether it is logarithmic.</summary>
    /// <value>Default false.</value>
    public bool Logarithmic { get; init; }

    /// <summary>Where it begins.</summary>
    /// <value>Default null: by the data.</value>
    public double? Min { get; init; }

    /// <summary>Where it ends.</summary>
    /// <value>Default null: by the data.</value>
    public double? Max { get; init; }

    /// <summary>Names that stand for the positions 0, 1, 2 … : bars by method, say.</summary>
    /// <value>Default null: the axis has numbers.</value>
    public IReadOnlyList<string>? Categories { get; init; }
}
