using System.Text.Json.Serialization;

namespace Apical.Runs;

/// <summary>Curves, points, bars or arrows in one pair of axes.</summary>
/// <param name="Title">Above it; empty when the picture has no other chart.</param>
/// <param name="X">Horizontal axis.</param>
/// <param name="Y">Vertical axis.</param>
/// <param name="Series">What is drawn; later series lie above earlier ones.</param>
public sealed record Chart(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series)
{
    /// <summary>Whether a unit is equally long on both axes: what a flow field or a map of points needs, to show its angles as they are.</summary>
    /// <value>Default false: each axis fills the chart.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EqualAxes { get; init; }

    /// <summary>What begins where along the horizontal axis.</summary>
    /// <value>Default null: nothing.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Stage>? Stages { get; init; }
}
