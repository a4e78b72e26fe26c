using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>Follows one sample through time: from rest at 0 the free phase, then the learning phase, by small explicit steps.</summary>
internal static class MixtureRecorder
{
    private const double Step = 0.1, Length = 30;       // in τ; the slowest mode of eight layers at μ = 0.3 has 7 τ
    private const int UnitsShown = 3;

    public static Recording Record(Network network, Equilibrium equilibrium, Batch sample)
    {
        Pass pass = network.Forward(sample.X);
        Matrix[] h = [sample.X, .. network.Layers.Select(layer => new Matrix(layer.FanOut, 1, network.Precision))];
        var drift = new Matrix[network.L + 1];
        (int Layer, int Unit)[] shown =
            [.. Enumerable.Range(1, network.L).SelectMany(i => Enumerable.Range(0, Math.Min(UnitsShown, network[i].FanOut)).Select(unit => (i, unit)))];
        List<double>[] values = [.. shown.Select(_ => new List<double>())];
        List<double> times = [];
        int half = (int)Math.Round(Length / Step);
        for (int step = 0; step <= 2 * half; step++)
        {
            times.Add(step * Step);
            for (int k = 0; k < shown.Length; k++)
            {
                values[k].Add(Entry(h[shown[k].Layer], shown[k].Unit));
            }

            equilibrium.Drift(pass, h, step < half ? null : sample, drift);
            for (int i = 1; i <= network.L; i++)
            {
                h[i].AddScaled(Step, drift[i]);
            }
        }

        return new("τ", times)
        {
            Traces = [.. shown.Select((at, k) => new Trace("rate h", at.Layer, at.Unit + 1, values[k]))],
            Phases = [("free", 0), ("learning", Length)],
        };
    }

    private static double Entry(Matrix h, int unit)
    {
        var one = new Matrix(1, 1, h.Precision);
        h.GatherRows([unit], one);
        return one.Sum();
    }
}
