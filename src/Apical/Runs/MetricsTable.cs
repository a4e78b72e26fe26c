using System.Globalization;

namespace Apical.Runs;

/// <summary>What <c>metrics.csv</c> holds: rows as written, and series per rule, metric and layer.</summary>
public sealed class MetricsTable
{
    private readonly Dictionary<(string Rule, string Metric, int? Layer), MetricSeries> _series = [];

    /// <summary>Makes a table of rows.</summary>
    /// <param name="rows">Any order; later rows win over earlier ones for the same moment of the same replicate.</param>
    public MetricsTable(IEnumerable<MetricRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Rows = [.. rows];
        foreach (var row in Rows)
        {
            var key = (row.Rule, row.Metric, row.Layer);
            if (!_series.TryGetValue(key, out var series))
            {
                _series[key] = series = new MetricSeries(row.Rule, row.Metric, row.Layer);
            }

            series.Put(row);
        }

        Rules = [.. Rows.Select(row => row.Rule).Distinct()];
        Metrics = [.. Rows.Select(row => row.Metric).Distinct()];
    }

    /// <summary>All rows in the order of the file.</summary>
    public IReadOnlyList<MetricRow> Rows { get; }

    /// <summary>Rules in the order in which they first appear.</summary>
    public IReadOnlyList<string> Rules { get; }

    /// <summary>Metrics in the order in which they first appear.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>Reads a file, also while a run writes it. A last line without its line end is ignored: it was, or is, being written.</summary>
    /// <param name="path">A <c>metrics.csv</c>.</param>
    /// <exception cref="InvalidDataException">The header or a line is not as expected; the message names the line.</exception>
    public static MetricsTable Read(string path) => Parse(Utf8Text.Read(path, wholeLines: true), path);

    /// <summary>Whether a file has these rows, in whatever order, and no others.</summary>
    internal static bool Holds(string path, IEnumerable<MetricRow> rows)
    {
        try
        {
            return Read(path).Rows.ToHashSet().SetEquals(rows);
        }
        catch (InvalidDataException)
        {
            return false;                               // it is to be written anew
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="text">Header and lines; what follows the last line end is ignored.</param>
    /// <param name="source">Where the text is from, for error messages.</param>
    public static MetricsTable Parse(string text, string source = "metrics")
    {
        ArgumentNullException.ThrowIfNull(text);
        var rows = new List<MetricRow>();
        int number = 0;
        var rest = text.AsSpan(0, text.LastIndexOf('\n') + 1);
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf('\n');
            var line = rest[..end].TrimEnd('\r');
            rest = rest[(end + 1)..];
            number++;
            if (number > 1)
            {
                rows.Add(ParseRow(line, number, source));
            }
            else if (!line.SequenceEqual(MetricsFile.Header))
            {
                throw new InvalidDataException(
                    $"Expected '{source}' to begin with the line '{MetricsFile.Header}', got '{Shorten(line)}'. Is it a metrics file?");
            }
        }

        return new MetricsTable(rows);
    }

    /// <summary>The course of a metric over training.</summary>
    /// <param name="rule">A rule of <see cref="Rules"/>.</param>
    /// <param name="metric">A metric of <see cref="Metrics"/>.</param>
    /// <param name="layer">A layer, or null for metrics of the whole network.</param>
    /// <returns>Null when nothing was written for this combination.</returns>
    public MetricSeries? Series(string rule, string metric, int? layer = null) => _series.GetValueOrDefault((rule, metric, layer));

    /// <summary>Layers a metric was written for, ascending; null, for the whole network, comes first.</summary>
    /// <param name="metric">A metric.</param>
    public IReadOnlyList<int?> Layers(string metric) => [.. _series.Keys.Where(key => key.Metric == metric).Select(key => key.Layer).Distinct().Order()];

    /// <summary>Numbers of the replicates of a rule, ascending.</summary>
    /// <param name="rule">A rule.</param>
    public IReadOnlyList<int> Runs(string rule) => [.. Rows.Where(row => row.Rule == rule).Select(row => row.Run).Distinct().Order()];

    /// <summary>Replicates that failed: they wrote <see cref="MetricNames.Failed"/>, or their last loss is not a finite number.</summary>
    /// <param name="rule">A rule.</param>
    public IReadOnlyList<int> FailedRuns(string rule)
    {
        var flagged = Last(rule, MetricNames.Failed).Where(run => run.Value != 0);
        var diverged = Last(rule, MetricNames.TrainLoss).Concat(Last(rule, MetricNames.TestLoss)).Where(run => !double.IsFinite(run.Value));
        return [.. flagged.Concat(diverged).Select(run => run.Key).Distinct().Order()];
    }

    private IReadOnlyDictionary<int, double> Last(string rule, string metric) => Series(rule, metric)?.Last ?? new Dictionary<int, double>();

    private static MetricRow ParseRow(ReadOnlySpan<char> line, int number, string source)
    {
        var invariant = CultureInfo.InvariantCulture;
        int layer = 0;
        if (Csv.Split(line) is [var rule, var run, var epoch, var step, var metric, var layerText, var value]
            && MetricsText.IsName(rule) && MetricsText.IsName(metric)
            && int.TryParse(run, NumberStyles.Integer, invariant, out int runNumber)
            && int.TryParse(epoch, NumberStyles.Integer, invariant, out int epochNumber)
            && long.TryParse(step, NumberStyles.Integer, invariant, out long stepNumber)
            && (layerText.Length == 0 || int.TryParse(layerText, NumberStyles.Integer, invariant, out layer))
            && !value.Contains('\0')                // .NET takes them for the end of a number
            && double.TryParse(value, NumberStyles.Float, invariant, out double number64))
        {
            return new MetricRow(rule, runNumber, epochNumber, stepNumber, metric, layerText.Length == 0 ? null : layer, number64);
        }

        throw new InvalidDataException(
            $"Expected line {number} of '{source}' to be {MetricsFile.Header} with names, whole numbers and a value, got '{Shorten(line)}'. "
                + "Remove the line to read the rest.");
    }

    private static string Shorten(ReadOnlySpan<char> line) => line.Length <= 80 ? line.ToString() : $"{line[..80]}…";
}
