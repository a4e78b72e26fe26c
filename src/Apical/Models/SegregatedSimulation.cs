namespace Apical.Models;

/// <summary>Samples that go through the phases side by side: the units, and in the spiking network one simulation for each sample.</summary>
internal sealed class SegregatedSimulation
{
    private readonly SegregatedDynamics _dynamics;
    private readonly IReadOnlyList<int> _n;
    private readonly Precision _precision;
    private readonly Action<int> _learn, _answer;
    private readonly List<SegregatedSample> _samples = [];
    private Rng _noise = null!;
    private long _first;

    /// <summary>One sample at rest.</summary>
    /// <param name="dynamics">The equations' numbers.</param>
    /// <param name="n">Units of each layer, the input first.</param>
    /// <param name="precision">Of all.</param>
    public SegregatedSimulation(SegregatedDynamics dynamics, IReadOnlyList<int> n, Precision precision)
    {
        (_dynamics, _n, _precision) = (dynamics, n, precision);
        _learn = sample => _samples[sample].Learn(_noise, _first + sample);
        _answer = sample => _samples[sample].Answer(_noise, _first + sample);
        Resize(1);
    }

    /// <summary>All samples that there is room for.</summary>
    public SegregatedUnits Units { get; private set; } = null!;

    /// <summary>The simulations of the samples; none in rate mode.</summary>
    public IReadOnlyList<SegregatedSample> Samples => _samples;

    private bool Spikes => _dynamics.Options.Mode == SegregatedMode.Spiking;

    /// <summary>Makes room for so many samples and no more; those that stay keep their state.</summary>
    public void Resize(int samples)
    {
        var units = new SegregatedUnits(_n, samples, _precision);
        if (Units is not null)
        {
            units.TakeFrom(Units);
        }

        Units = units;
        _samples.Clear();
        _samples.AddRange(Enumerable.Range(0, Spikes ? samples : 0).Select(s => new SegregatedSample(_dynamics, _dynamics.Weights, units.View(s, 1))));
    }

    /// <summary>Both phases of a batch, in the current workspace; the weights have been turned.</summary>
    /// <param name="x"><c>[inputs, batch]</c></param>
    /// <param name="t"><c>[outputs, batch]</c></param>
    /// <param name="noise">The stream of this step; sample s has its fork s.</param>
    /// <returns>The units of the batch.</returns>
    public SegregatedUnits Learn(Matrix x, Matrix t, Rng noise)
    {
        SegregatedUnits units = Present(x, t, noise, 0);
        if (Spikes)
        {
            _dynamics.Resume(units);
            WorkerPool.ForEach(Workspace.Current?.Pool, units.Samples, _learn);
        }
        else
        {
            SegregatedRates.Learn(_dynamics, units);
        }

        return units;
    }

    /// <summary>The forward phase of a batch from rest, in the current workspace; the weights have been turned.</summary>
    /// <param name="x"><c>[inputs, batch]</c></param>
    /// <param name="noise">The stream of answers.</param>
    /// <param name="first">Number of the first sample.</param>
    /// <returns>The units of the batch.</returns>
    public SegregatedUnits Answer(Matrix x, Rng noise, long first)
    {
        Units.Clear();
        SegregatedUnits units = Present(x, null, noise, first);
        if (Spikes)
        {
            WorkerPool.ForEach(Workspace.Current?.Pool, units.Samples, _answer);
        }
        else
        {
            SegregatedRates.Answer(_dynamics, units);
        }

        return units;
    }

    private SegregatedUnits Present(Matrix x, Matrix? t, Rng noise, long first)
    {
        if (x.Columns > Units.Samples)
        {
            Resize(x.Columns);
        }

        (_noise, _first) = (noise, first);
        SegregatedUnits units = Units.First(x.Columns);
        SegregatedDynamics.Present(units, x, t);
        return units;
    }
}
