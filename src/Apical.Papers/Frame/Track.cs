using System.Globalization;

namespace Apical.Papers;

/// <summary>
/// A series of numbers that replicates write and conclusions read, declared once as a field: a misspelt one does not compile. Files know it by its name.
/// </summary>
/// <param name="Name">What files call it.</param>
public sealed record Track(string Name)
{
    /// <summary>What a probe measures at one layer: <c>targetNorm/1</c>.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="layer">The layer; null for a metric of the whole network.</param>
    public static Track Of(Metric metric, int? layer)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return Of(metric.Name, layer);
    }

    /// <summary>That of a number that was measured, by the name of its metric.</summary>
    internal static Track Of(string metric, int? layer) => new(layer is { } i ? string.Create(CultureInfo.InvariantCulture, $"{metric}/{i}") : metric);
}
