using Apical.Probes;
using Apical.Runs;

namespace Apical.Tests.Models;

/// <summary>Asks a learner for what only some can tell.</summary>
internal sealed class FiringProbe : IProbe
{
    private static readonly Metric s_rate = new("firingShare", "Firing rate");

    public IReadOnlyList<Metric> Metrics { get; } = [s_rate];

    public void Measure(Probing at, List<Measurement> results)
    {
        if (at.Learner?.Capability<IFires>() is { } fires)
        {
            results.Add(new(s_rate, null, fires.Rate));
        }
    }
}
