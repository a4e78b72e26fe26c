using Apical.Probes;

namespace Apical.Tests.Models;

/// <summary>Asks a learner for what only some can tell.</summary>
internal sealed class FiringProbe : IProbe
{
    public void Measure(Probing at, List<Measurement> results)
    {
        if (at.Learner?.Capability<IFires>() is { } fires)
        {
            results.Add(new("firingRate", null, fires.Rate));
        }
    }
}
