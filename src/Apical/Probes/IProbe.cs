using Apical.Runs;

namespace Apical.Probes;

/// <summary>A measurement on a rule from outside. It changes nothing, and draws no random numbers that training would have drawn.</summary>
public interface IProbe
{
    /// <summary>All that it may measure.</summary>
    IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Adds what it measures.</summary>
    /// <param name="at">One look at the rule.</param>
    /// <param name="results">Receives the measurements.</param>
    void Measure(Probing at, List<Measurement> results);
}
