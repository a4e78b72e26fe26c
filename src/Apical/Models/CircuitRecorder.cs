using Apical.Networks;
using Apical.Rules;

namespace Apical.Models;

/// <summary>Writes down the potentials of the first units of each layer.</summary>
internal sealed class CircuitRecorder
{
    private const string Soma = "u, somatic potential", ApicalDendrite = "v_A, apical potential", Basal = "v̂_B, basal prediction of the soma";

    private readonly List<double> _times = [];
    private readonly List<(string Quantity, int Layer, int Unit, List<double> Values)> _traces = [];

    public CircuitRecorder(Network network, int units)
    {
        foreach (string quantity in new[] { Soma, ApicalDendrite, Basal })
        {
            for (int i = 1; i <= network.L - (quantity == ApicalDendrite ? 1 : 0); i++)
            {
                _traces.AddRange(Enumerable.Range(1, Math.Min(units, network[i].FanOut)).Select(unit => (quantity, i, unit, new List<double>())));
            }
        }
    }

    public void Add(double time, CircuitState state)
    {
        _times.Add(time);
        foreach ((string quantity, int layer, int unit, List<double> values) in _traces)
        {
            Matrix[] of = quantity == Soma ? state.U : quantity == Basal ? state.Basal : state.Apical;
            values.Add(of[layer].ToArray()[unit - 1]);
        }
    }

    public Recording Recording(params (string Name, double Start)[] phases) => new("ms", _times)
    {
        Traces = [.. _traces.Select(trace => new Trace(trace.Quantity, trace.Layer, trace.Unit, trace.Values))],
        Phases = phases,
    };
}
