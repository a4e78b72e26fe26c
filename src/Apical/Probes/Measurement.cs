using Apical.Runs;

namespace Apical.Probes;

/// <summary>One number that a probe found.</summary>
/// <param name="Metric">Its name in metrics.csv, e.g. <c>angleToBackprop</c>.</param>
/// <param name="Layer">1..L, or null when it belongs to the whole network.</param>
/// <param name="Value">The number; angles are in degrees.</param>
public readonly record struct Measurement(string Metric, int? Layer, double Value)
{
    /// <summary>A number of a metric that the probe declares.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="layer">1..L, or null when it belongs to the whole network.</param>
    /// <param name="value">The number.</param>
    public Measurement(Metric metric, int? layer, double value)
        : this(metric.Name, layer, value)
    {
    }
}
