using Apical.Rules;

namespace Apical.Models;

/// <summary>Writes down what units do while one sample is simulated.</summary>
internal sealed class SegregatedRecorder(SegregatedDynamics dynamics, int traced, int spiking)
{
    private const string Basal = "V^b", Apical = "V^a", Soma = "V", Plateau = "α, plateau potential";

    private readonly Dictionary<(string Quantity, int Layer, int Unit), List<double>> _traces = [];
    private readonly Dictionary<(int Layer, int Unit), List<double>> _spikes = [];
    private int _steps;

    /// <summary>Looks at a step, before the apical dendrites hear of it.</summary>
    /// <param name="sample">The simulation.</param>
    public void Note(SegregatedSample sample)
    {
        NoteVoltages(sample.Units);
        for (int i = 0; i <= dynamics.Weights.L; i++)
        {
            foreach (int unit in sample.Fired(i))
            {
                ListOf(_spikes, (i, unit + 1)).Add(_steps);
            }
        }

        _steps++;
    }

    /// <summary>All that was noted of a spiking network.</summary>
    /// <param name="sample">After both phases.</param>
    public Recording OfSpikes(SegregatedSample sample)
    {
        NotePlateaus(sample.Units, sample.Lengths.Forward, sample.Lengths.Target);
        return new("ms", [.. Enumerable.Range(0, _steps).Select(step => (double)step)])
        {
            Traces = Traces,
            Phases = [("forward", 0), ("target", sample.Lengths.Forward)],
            Spikes =
            [
                .. from i in Enumerable.Range(0, dynamics.Weights.L + 1)
                   from unit in Recording.Spread(sample.Units.H[i].Columns, spiking)
                   select new SpikeTrain(i, unit + 1, [.. _spikes.GetValueOrDefault((i, unit + 1)) ?? []]),
            ],
        };
    }

    /// <summary>Where a network of rates was in both phases.</summary>
    /// <param name="units">After both.</param>
    public Recording OfRates(SegregatedUnits units)
    {
        for (int i = 1; i <= dynamics.Weights.L; i++)
        {
            Add(Soma, i, units.MeanV[i]);
            Add(Soma, i, units.V[i]);
            if (i < dynamics.Weights.L)
            {
                Add(Apical, i, units.Before[i]);
                Add(Apical, i, units.After[i]);
            }
        }

        NotePlateaus(units, 1, 1);
        return new("phase", [0, 1]) { Traces = Traces, Phases = [("forward", 0), ("target", 1)] };
    }

    private IReadOnlyList<Trace> Traces =>
        [.. _traces.Select(trace => new Trace(trace.Key.Quantity, trace.Key.Layer, trace.Key.Unit, trace.Value))];

    private void NoteVoltages(SegregatedUnits units)
    {
        for (int i = 1; i <= dynamics.Weights.L; i++)
        {
            Add(Basal, i, units.Basal[i]);
            Add(Soma, i, units.V[i]);
            if (i < dynamics.Weights.L)
            {
                Add(Apical, i, units.Apical[i]);
            }
        }
    }

    private void NotePlateaus(SegregatedUnits units, int forward, int target)
    {
        for (int i = 1; i < dynamics.Weights.L; i++)
        {
            Matrix before = units.Before[i].Map(ScalarFunction.Sigmoid), after = units.After[i].Map(ScalarFunction.Sigmoid);
            for (int step = 0; step < forward + target; step++)
            {
                Add(Plateau, i, step < forward ? before : after);
            }
        }
    }

    private void Add(string quantity, int layer, Matrix values)
    {
        double[] all = values.ToArray();
        for (int unit = 0; unit < Math.Min(traced, all.Length); unit++)
        {
            ListOf(_traces, (quantity, layer, unit + 1)).Add(all[unit]);
        }
    }

    private static List<double> ListOf<TKey>(Dictionary<TKey, List<double>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out List<double>? list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}
