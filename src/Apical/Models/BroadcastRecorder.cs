using Apical.Data;
using Apical.Parameters;
using Apical.Rules;

namespace Apical.Models;

/// <summary>Writes down what happens in the units while a sample is shown.</summary>
internal sealed class BroadcastRecorder
{
    private const int Rows = 40, Courses = 4;           // units of a layer whose spikes, and whose voltages, are written down

    private readonly BroadcastSimulation _simulation;
    private readonly double[] _target;
    private readonly double[][] _B;                     // row by row
    private readonly BroadcastOptions _options;
    private readonly int[][] _rows;                     // by layer, the input being 0: the units whose spikes are written down
    private readonly List<double>[][] _spikes, _voltages, _signals;
    private readonly double[][] _before;                // spikes of a unit so far

    public BroadcastRecorder(BroadcastSimulation simulation, int[] units, Batch sample, IReadOnlyList<Parameter> B, BroadcastOptions options)
    {
        (_simulation, _options) = (simulation, options);
        (_target, _B) = (sample.T.ToArray(), [.. B.Select(one => one.Value.ToArray())]);
        _rows = [.. units.Prepend(options.Input == BroadcastInput.Spikes ? sample.X.Rows : 0).Select(count => Rules.Recording.Spread(count, Rows))];
        _spikes = [.. _rows.Select(Lists)];
        _before = [.. _rows.Select(rows => new double[rows.Length])];
        _voltages = [.. _rows.Select(Lists)];
        _signals = [.. _rows.Select(Lists)];

        static List<double>[] Lists(int[] rows) => [.. rows.Select(_ => new List<double>())];
    }

    /// <summary>Takes note of a step.</summary>
    /// <param name="step">Its number.</param>
    /// <param name="input"><c>[inputs, 1]</c></param>
    public void Note(int step, Matrix input)
    {
        double now = step * SpikingUnits.Step;
        double[] entered = input.ToArray(), output = _simulation[_rows.Length - 1].S.ToArray();
        double[] e = [.. output.Zip(_target, (s, t) => s - t)];
        for (int k = 0; k < _rows[0].Length; k++)
        {
            if (entered[_rows[0][k]] > 0.5)
            {
                _spikes[0][k].Add(now);
            }
        }

        for (int i = 1; i < _rows.Length; i++)
        {
            double[] counts = _simulation[i].Count.ToArray(), v = _simulation[i].V.ToArray();
            for (int k = 0; k < _rows[i].Length; k++)
            {
                int unit = _rows[i][k];
                if (counts[unit] > _before[i][k])
                {
                    _before[i][k] = counts[unit];
                    _spikes[i][k].Add(now);
                }

                if (k < Courses)
                {
                    _voltages[i][k].Add(v[unit]);
                    _signals[i][k].Add(step < _options.Settling ? 0 : i == _rows.Length - 1 ? e[unit] : Heard(_B[i - 1], unit, e));
                }
            }
        }
    }

    /// <summary>What was written down.</summary>
    public Recording Recording() => new("ms", [.. Enumerable.Range(0, _options.Steps).Select(step => step * SpikingUnits.Step)])
    {
        Phases = _options.Settling == 0 ? [("learning", 0)] : [("settling", 0), ("learning", _options.Settling * SpikingUnits.Step)],
        Spikes = [.. from i in Enumerable.Range(0, _rows.Length) from k in Enumerable.Range(0, _rows[i].Length) select new SpikeTrain(i, _rows[i][k] + 1,
            _spikes[i][k])],
        Traces =
        [
            .. from quantity in new[] { ("membrane voltage", _voltages), ("broadcast error", _signals) }
               from i in Enumerable.Range(1, _rows.Length - 1)
               from k in Enumerable.Range(0, Math.Min(Courses, _rows[i].Length))
               select new Trace(quantity.Item1, i, _rows[i][k] + 1, quantity.Item2[i][k]),
        ],
    };

    // (B_i e)_unit
    private static double Heard(double[] B, int unit, double[] e) => e.Select((error, o) => B[(unit * e.Length) + o] * error).Sum();
}
