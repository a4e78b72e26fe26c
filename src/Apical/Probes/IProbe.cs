using Apical.Runs;

namespace Apical.Probes;

/// <summary>A measurement on a learner from outside. It changes nothing, and draws no random numbers that training would have drawn.</summary>
public interface IProbe
{
    /// <summary>All that it may measure.</summary>
    IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Adds what it measures; nothing for a learner that it can find nothing of.</summary>
    /// <param name="at">One look at the learner.</param>
    /// <param name="results">Receives the measurements.</param>
    void Measure(Probing at, List<Measurement> results);
}
