using System.Globalization;
using Apical.Training;

namespace Apical.Cli.Progress;

/// <summary>
/// What probes measured last, layer by layer, where a single run leaves room for it: angles of hidden layers to backpropagation, firing rates.
/// </summary>
internal static class LayerNumbers
{
    private const int MostLayers = 4;

    /// <summary>A text for each; none before the first measurement, or without these probes.</summary>
    public static IEnumerable<string> Of(JobState state)
    {
        double[] angles = Layers("angleToBackprop"), rates = Layers("firingRate");
        if (angles.Length > 1)
        {
            yield return $"angle {Text(angles[..^1], "0")}°";       // that of the output layer is 0 for nearly every rule
        }

        if (rates.Length > 0)
        {
            yield return $"firing {Text(rates, "0.#")} Hz";
        }

        double[] Layers(string metric) =>
            [.. state.Last.Where(row => row.Metric == metric && row.Layer is not null).OrderBy(row => row.Layer).Select(row => row.Value)];
    }

    private static string Text(double[] values, string form) => string.Join('/',
        values.Take(MostLayers).Select(value => value.ToString(form, CultureInfo.InvariantCulture)))
        + (values.Length > MostLayers ? "/…" : "");
}
