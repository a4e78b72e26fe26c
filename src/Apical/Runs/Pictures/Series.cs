using System.Text.Json.Serialization;

namespace Apical.Runs;

/// <summary>One curve, cloud or group of bars in a chart.</summary>
/// <param name="Name">For the legend. Series of one name have one colour through all charts of a picture.</param>
/// <param name="Mark">How it is drawn.</param>
/// <param name="X">Horizontal positions; places in <see cref="Axis.Categories"/> where the axis has them.</param>
/// <param name="Y">As many vertical positions; NaN leaves a gap.</param>
public sealed record Series(string Name, Mark Mark, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Lower end of the band or error bar of each point.</summary>
    /// <value>Default null: none.</value>
    public IReadOnlyList<double>? Low { get; init; }

    /// <summary>Upper end of the band or error bar of each point; for a histogram the right edges.</summary>
    /// <value>Default null: none.</value>
    public IReadOnlyList<double>? High { get; init; }

    /// <summary>Horizontal part of each arrow, in the units of the axis.</summary>
    /// <value>Default null: no arrows.</value>
    public IReadOnlyList<double>? Dx { get; init; }

    /// <summary>Vertical part of each arrow.</summary>
    /// <value>Default null: no arrows.</value>
    public IReadOnlyList<double>? Dy { get; init; }

    /// <summary>Whether the line is dashed, as for theory, controls and references.</summary>
    /// <value>Default false.</value>
    public bool Dashed { get; init; }

    /// <summary>Mean, standard deviation and number of replicates behind each point: what tables and the pointer show in place of the bare number.</summary>
    /// <value>Default null: unknown.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Spread>? Over { get; init; }

    /// <summary>Replicates in all, where <see cref="Over"/> is given: points that lack some are marked in tables.</summary>
    /// <value>Default 0.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Replicates { get; init; }

    /// <summary>Whether a line goes through its points.</summary>
    [JsonIgnore]
    public bool IsLine => Mark is Mark.Line or Mark.MarkedLine or Mark.LineAndPoints;

    /// <summary>A curve of means with one standard deviation on either side.</summary>
    /// <param name="name">For the legend.</param>
    /// <param name="x">Horizontal positions; more than there are spreads is allowed, the rest is left out.</param>
    /// <param name="y">Spread over replicates at each.</param>
    /// <param name="mark">How it is drawn.</param>
    public static Series Of(string name, IEnumerable<double> x, IReadOnlyList<Spread> y, Mark mark = Mark.Line) =>
        new(name, mark, [.. x.Take(y.Count)], [.. y.Select(at => at.Mean)])
        {
            Low = [.. y.Select(at => at.Mean - (double.IsNaN(at.Sd) ? 0 : at.Sd))],
            High = [.. y.Select(at => at.Mean + (double.IsNaN(at.Sd) ? 0 : at.Sd))],
        };

    /// <summary>How the values are spread over equally wide bins.</summary>
    /// <param name="name">For the legend.</param>
    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="low">Left edge of the first bin.</param>
    /// <param name="high">Right edge of the last bin, greater than <paramref name="low"/>.</param>
    /// <param name="bins">Number of bins, at least 1. Values outside are counted in the outermost bins.</param>
    public static Series Histogram(string name, IEnumerable<double> values, double low, double high, int bins)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        double width = (high - low) / bins;
        var counts = new double[bins];
        foreach (double value in values.Where(double.IsFinite))
        {
            counts[Math.Clamp((int)Math.Floor((value - low) / width), 0, bins - 1)]++;
        }

        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(i => low + (i * width))];
        return new(name, Mark.Histogram, edges[..^1], counts) { High = edges[1..] };
    }
}
