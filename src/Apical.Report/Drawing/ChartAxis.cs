using System.Text.Json.Nodes;
using Apical.Runs;

namespace Apical.Report;

/// <summary>An axis of a chart with its ends.</summary>
/// <param name="Axis">As the experiment describes it.</param>
/// <param name="Low">Where it begins.</param>
/// <param name="High">Where it ends.</param>
internal sealed record ChartAxis(Axis Axis, double Low, double High)
{
    private const int MostLetters = 46;
    private const double Outside = 100;                 // lengths of the axis

    // Plain numbers where all have seven letters or fewer; else all as powers, with as many digits as tell the labels apart.
    private const string Powered = "(datum.value === 0 ? '0' : replace(format(datum.value, '.{0}~e'), 'e+', 'e'))";
    private const string Short = "length(datum.label) <= 7 ? datum.label : " + Powered;
    private const int MostOfALabel = 7;                 // letters
    private const double Decade = 10;

    /// <summary>Up to where the axis is linear before it goes on logarithmically, on either side of zero.</summary>
    /// <value>Default 0: all of it is linear, or logarithmic where <see cref="Axis"/> says so.</value>
    public double LinearTo { get; init; }

    /// <summary>Whether all there is on it are whole numbers, such as numbers of layers: none lies between two.</summary>
    public bool Whole { get; init; }

    /// <summary>The horizontal axis that holds the points.</summary>
    public static ChartAxis Horizontal(ChartPoints points)
    {
        Chart chart = points.Chart;
        if (chart.X.Categories is { Count: > 0 } categories)
        {
            return new(chart.X, Allowed(chart.X.Min, chart.X) ?? -0.5, Allowed(chart.X.Max, chart.X) ?? categories.Count - 0.5);
        }

        bool lines = chart.Series.All(series => series.Mark is Mark.Line or Mark.MarkedLine or Mark.Histogram);
        ChartAxis axis = Of(chart.X, points.Points.SelectMany(point => new[] { point.X, point.X2 }), lines ? 0 : 0.03, false) with
        {
            Whole = points.Points.All(point => double.IsInteger(point.X)),
        };
        return points.Early > 0 ? axis with { LinearTo = points.Early } : axis;
    }

    /// <summary>The vertical axis that holds the points, bands and bars.</summary>
    public static ChartAxis Vertical(ChartPoints points)
    {
        // A band down to nearly nothing would press all lines of a logarithmic chart into its upper corner.
        double least = points.Chart.Y.Logarithmic ? points.Points.Select(point => point.Y).Where(y => y > 0).DefaultIfEmpty(0).Min() / Decade : double.MinValue;
        return Of(points.Chart.Y, points.Points.SelectMany(point => new[] { point.Y, Math.Max(point.Low, least), point.High, point.Y2 }), 0.04,
            points.Chart.Series.Any(series => series.Mark is Mark.Bar or Mark.Histogram));
    }

    /// <summary>Axes on which a chart that is no wider than 1.6 times its height, and no higher than that, has equally long units.</summary>
    /// <param name="across">The horizontal one as it would be by itself; neither is logarithmic.</param>
    /// <param name="up">The vertical one.</param>
    public static (ChartAxis Across, ChartAxis Up) Equal(ChartAxis across, ChartAxis up)
    {
        const double most = 1.6;
        double width = across.High - across.Low, height = up.High - up.Low;
        return (across.Widen(Math.Max(width, height / most)), up.Widen(Math.Max(height, width / most)));
    }

    /// <summary>Pixels that slanted names of categories take in height; 0 where they fit side by side.</summary>
    public int Slanted => Axis.Categories is { Count: > 0 } names && names.Max(name => name.Length) is var longest && names.Count * (longest + 2) > MostLetters
        ? Math.Min(130, 4 * longest) : 0;

    /// <summary>Whether a value lies on it.</summary>
    public bool Holds(double value) => double.IsNaN(value) || (value >= Low && value <= High);

    /// <summary>
    /// A value; or the end of a logarithmic axis for what it cannot reach, zero and below; or, of what lies far outside, something nearer: browsers draw no
    /// line that ends too many pixels away.
    /// </summary>
    public double Reach(double value) => double.IsNaN(value) ? value : Axis.Logarithmic ? (value <= 0 ? Low : value)
        : Math.Clamp(value, Low - (Outside * (High - Low)), High + (Outside * (High - Low)));

    /// <summary>The scale in Vega-Lite's terms.</summary>
    public JsonObject Scale()
    {
        string type = Axis.Logarithmic ? "log" : LinearTo > 0 ? "symlog" : "linear";
        var scale = new JsonObject { ["type"] = type, ["domain"] = new JsonArray(Low, High), ["nice"] = false };
        if (LinearTo > 0)
        {
            scale["constant"] = VegaLite.Finite(LinearTo);
        }
        else if (!Axis.Logarithmic)
        {
            scale["zero"] = false;
        }

        return scale;
    }

    /// <summary>Labels and grid in Vega-Lite's terms. Names of categories stand in the parameter <c>cats</c>.</summary>
    /// <param name="grid">Whether it has lines across the chart.</param>
    /// <param name="letters">How many fit into a line of its title.</param>
    public JsonObject Ticks(bool grid, int letters)
    {
        var axis = new JsonObject { ["title"] = Title(letters), ["titleLimit"] = 7 * letters, ["grid"] = grid };
        if (Axis.Categories is { Count: > 0 } names)
        {
            axis["values"] = new JsonArray([.. Enumerable.Range(0, names.Count).Select(i => (JsonNode)i)]);
            axis["labelExpr"] = "cats[round(datum.value)]";
            axis["labelOverlap"] = false;
            axis["labelLimit"] = 220;
            if (Slanted > 0)
            {
                (axis["labelAngle"], axis["labelAlign"], axis["labelBaseline"]) = (-35, "right", "top");
            }
        }
        else if (Axis.Logarithmic)
        {
            if (Powers() is { Count: >= 2 and <= 9 } ticks)
            {
                (axis["tickCount"], axis["values"]) = (ticks.Count, ticks);
            }

            axis["format"] = ".6~g";
            axis["labelExpr"] = Labels(2, Low < 1e-5 || High >= 1e7);
            (axis["labelOverlap"], axis["labelSeparation"]) = ("greedy", 6);
        }
        else if (LinearTo > 0)
        {
            JsonArray ticks = [0, .. Enumerable.Range(-12, 25).Select(power => Math.Pow(10, power)).Where(tick => tick >= LinearTo && tick <= High)
                .Select(tick => VegaLite.Finite(tick))];
            (axis["tickCount"], axis["values"], axis["labelOverlap"]) = (ticks.Count, ticks, "greedy");
            axis["labelExpr"] = Labels(2, LinearTo < 1e-5 || High >= 1e7);
        }
        else if (Axis.Unit == Unit.Degrees)
        {
            JsonArray angles = [.. Enumerable.Range(-6, 13).Select(i => 30 * i).Where(angle => angle >= Low && angle <= High).Select(angle => (JsonNode)angle)];
            (axis["tickCount"], axis["values"]) = (angles.Count, angles);
        }
        else if (!grid)
        {
            axis["tickCount"] = 6;
        }

        if (Axis.Unit == Unit.Count || (Whole && !Axis.Logarithmic))
        {
            axis["tickMinStep"] = 1;
        }

        if (Axis.Unit.TickFormat() is { } format)
        {
            axis["format"] = format;
        }
        else if (!axis.ContainsKey("labelExpr"))
        {
            // Five ticks and more: a tenth of the length is less than lies between two.
            double largest = Math.Max(Math.Abs(Low), Math.Abs(High));
            int digits = Math.Clamp((int)Math.Ceiling(Math.Log10(largest / (High - Low))) + 1, 2, 15);
            axis["labelExpr"] = Labels(digits, Plain(largest) > MostOfALabel);
        }

        return axis;
    }

    private static string Labels(int digits, bool powers) => (powers ? Powered : Short).Replace("{0}", $"{digits}", StringComparison.Ordinal);

    /// <summary>Letters of the longest label in plain numbers: digits and commas before the point, and behind it those that a step of the axis needs.</summary>
    private int Plain(double largest)
    {
        int before = Math.Max(1, 1 + (int)Math.Floor(Math.Log10(Math.Max(largest, 1)))), behind = -(int)Math.Floor(Math.Log10((High - Low) / 5));
        return before + ((before - 1) / 3) + (behind > 0 ? 1 + behind : 0) + (Low < 0 ? 1 : 0);
    }

    /// <summary>Round numbers on a logarithmic axis.</summary>
    private JsonArray Powers()
    {
        int first = (int)Math.Floor(Math.Log10(Low)), last = (int)Math.Ceiling(Math.Log10(High));
        int[] steps = last - first > 3 ? [1] : [1, 2, 5];
        var ticks = Enumerable.Range(first, last - first + 1).SelectMany(power => steps.Select(step => step * Math.Pow(10, power)));
        return [.. ticks.Where(tick => tick >= Low && tick <= High).Select(tick => VegaLite.Finite(tick))];
    }

    private static ChartAxis Of(Axis axis, IEnumerable<double> values, double margin, bool zero)
    {
        var shown = values.Where(value => IsAllowed(value, axis)).ToList();
        double low = shown.Count > 0 ? shown.Min() : 1, high = shown.Count > 0 ? shown.Max() : 1;
        if (axis.Logarithmic)
        {
            double factor = high > low ? Math.Pow(10, margin * (Math.Log10(high) - Math.Log10(low))) : 2;
            (low, high) = (Math.Max(low / factor, VegaLite.Smallest), Math.Min(high * factor, VegaLite.Largest));
        }
        else
        {
            (low, high) = zero ? (Math.Min(low, 0), Math.Max(high, 0)) : (low, high);
            double room = high - low >= VegaLite.Smallest ? margin * (high - low) : Math.Max(Math.Abs(high) * 0.1, 1e-6);
            bool onZeroLow = low == 0 || (low > 0 && low - room < 0), onZeroHigh = zero && high == 0;
            (low, high) = (onZeroLow ? 0 : low - room, onZeroHigh ? 0 : high + room);
        }

        double begin = Allowed(axis.Min, axis) ?? low, end = Allowed(axis.Max, axis) ?? high;
        return end - begin >= VegaLite.Smallest ? new(axis, begin, end) : new(axis, low, high);
    }

    /// <summary>The label in lines of its own where it is long.</summary>
    private JsonNode? Title(int letters)
    {
        var lines = new List<string>();
        foreach (string word in Axis.Label.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + word.Length < letters)
            {
                lines[^1] += $" {word}";
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines.Count switch { 0 => null, 1 => lines[0], _ => new JsonArray([.. lines.Select(line => (JsonNode)line)]) };
    }

    private ChartAxis Widen(double length) => this with { Low = ((Low + High) - length) / 2, High = ((Low + High) + length) / 2 };

    private static double? Allowed(double? end, Axis axis) => end is { } value && IsAllowed(value, axis) ? value : null;

    private static bool IsAllowed(double value, Axis axis) => VegaLite.IsDrawn(value) && (!axis.Logarithmic || value >= VegaLite.Smallest);
}
