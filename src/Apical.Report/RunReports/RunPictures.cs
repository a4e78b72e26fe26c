using Apical.Probes;
using Apical.Runs;

namespace Apical.Report;

/// <summary>The figures of runs: one a metric, with a chart for each layer or set of samples and a line for each subject.</summary>
internal static class RunPictures
{
    /// <summary>
    /// The figures that the metrics of these subjects give, in the order in which metrics are declared; times come last. What a run says of a metric counts;
    /// of one that said nothing, what probes at hand say.
    /// </summary>
    public static IEnumerable<Picture> Of(IReadOnlyList<Subject> subjects)
    {
        List<string> known = [.. ProbeCatalog.Metrics.Select(metric => metric.Name)];
        int Place(Metric metric) => metric.Unit == Unit.Seconds ? int.MaxValue : known.IndexOf(metric.Name) is >= 0 and var place ? place : known.Count;
        Metric Find(string name) => subjects.Select(subject => subject.Source.Declared(name)).OfType<Metric>().FirstOrDefault() ?? ProbeCatalog.MetricOf(name);
        var names = subjects.SelectMany(subject => subject.Source.Metrics.Metrics).Distinct()
            .Where(name => name is not (MetricNames.Failed or MetricNames.LearningRate));
        var groups = names.Select(Find).OrderBy(Place).GroupBy(metric => metric.Heading);
        return groups.Select(group => Make([.. group], subjects)).OfType<Picture>();
    }

    /// <summary>The figure of metrics that share one; null where no finite number was measured.</summary>
    private static Picture? Make(Metric[] metrics, IReadOnlyList<Subject> subjects)
    {
        var panels = metrics.SelectMany(metric => Panels(metric, metrics.Length, subjects)).ToList();
        if (panels.Count == 0)
        {
            return null;
        }

        var points = panels.SelectMany(panel => panel.Lines).SelectMany(line => line.Points).Where(point => point.Over.N > 0).ToList();
        Axis up = MetricAxis.Of(metrics[0], points);
        (double first, double last) = (points.Min(point => point.X), points.Max(point => point.X));
        Axis Across(string label) => new(label) { Unit = Unit.Count, Min = first, Max = last };
        string?[] sentences =
        [
            points.Any(point => point.Over.N > 1) ? "Lines are means over replicates, bands ± 1 standard deviation." : null,
            up.Logarithmic ? "The vertical axis is logarithmic." : null,
            metrics.Any(metric => metric.Name == MetricNames.Seconds) ? Subject.TellSearch(subjects) : null,
            points.Any(point => point.Over.Mean < up.Min || point.Over.Mean > up.Max) ? "The values before training lie outside the vertical axis." : null,
            metrics.Any(metric => metric.Name is MetricNames.TestLoss or MetricNames.ValidationLoss or MetricNames.TrainLoss)
                ? Subject.TellLosses(subjects) : null,
            points.Any(point => point.Over.NotFinite > 0) ? "Means leave out replicates whose value is not a finite number." : null,
            .. metrics.Select(metric => metric.Note).Where(note => note.Length > 0).Distinct(),
        ];
        return new Picture(metrics[0].Heading(), string.Join(' ', sentences.OfType<string>()))
        {
            Columns = panels.Count is 1 or 3 ? panels.Count : 2,
            Charts = [.. panels.Select(panel => new Chart(panel.Title, Across(panel.Across), up, [.. panel.Lines.Select(Line)]))],
        };
    }

    /// <summary>One chart a layer, with the points of every subject that has this metric there.</summary>
    private static IEnumerable<(string Title, string Across, List<(Subject Subject, List<(long X, Spread Over)> Points)> Lines)> Panels(
        Metric metric, int metricsInFigure, IReadOnlyList<Subject> subjects)
    {
        List<int?> layers = [.. subjects.SelectMany(subject => subject.Source.Metrics.Layers(metric.Name)).Distinct().Order()];
        foreach (int? layer in layers)
        {
            var lines = subjects.Select(subject => (subject, subject.Series(metric.Name, layer)?.Points ?? [])).Where(line => line.Item2.Count > 0).ToList();
            if (!lines.Any(line => line.Item2.Any(point => point.Over.N > 0)))
            {
                continue;
            }

            // Several moments of one epoch would stand above each other: draw against steps then.
            bool byStep = lines.Any(line => line.Item2.Select(point => point.Epoch).Distinct().Count() < line.Item2.Count);
            string where = layer is { } number ? $"Layer {number}" : layers.Count > 1 ? "Whole network" : "";
            string what = metric.Samples ?? (metricsInFigure > 1 ? metric.Name : "");
            yield return (string.Join(", ", new[] { what, where }.Where(word => word.Length > 0)), byStep ? "step" : "epoch",
                [.. lines.Select(line => (line.subject, line.Item2.Select(point => (byStep ? point.Step : point.Epoch, point.Over)).ToList()))]);
        }
    }

    private static Series Line((Subject Subject, List<(long X, Spread Over)> Points) line)
    {
        var over = line.Points.Select(point => point.Over).ToList();
        bool bands = over.Any(at => at.N > 1);
        return new(line.Subject.Label, Mark.MarkedLine, [.. line.Points.Select(point => (double)point.X)], [.. over.Select(at => at.Mean)])
        {
            Low = bands ? [.. over.Select(at => at.Mean - at.Sd)] : null, // not a number without a second replicate
            High = bands ? [.. over.Select(at => at.Mean + at.Sd)] : null,
            Over = over,
            Replicates = line.Subject.Replicates.Count,
        };
    }
}
