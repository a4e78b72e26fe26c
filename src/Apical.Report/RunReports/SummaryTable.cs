using System.Globalization;
using System.Text;
using Apical.Probes;
using Apical.Runs;
using Apical.Training;

namespace Apical.Report;

/// <summary>One row per rule: how often it ran, how well it did, how long it took, how close it came to backpropagation.</summary>
internal static class SummaryTable
{
    private static readonly (string Metric, string Title)[] s_columns =
    [
        (MetricNames.TestAccuracy, "Test accuracy (%)"),
        (MetricNames.TestLoss, "Test loss"),
        (MetricNames.Seconds, "Seconds"),
    ];

    /// <summary>The section as HTML.</summary>
    public static string Render(IReadOnlyList<Subject> subjects)
    {
        var columns = s_columns.Where(column => subjects.Any(subject => subject.Series(column.Metric, null) is not null)).ToList();
        List<int?> layers = [.. subjects.SelectMany(subject => subject.Source.Metrics.Layers(SignalAngleProbe.AngleToBackprop.Name)).Distinct().Order()];
        var html = new StringBuilder("<section aria-labelledby=\"summary\">\n<h2 id=\"summary\">Summary</h2>\n");
        html.Append("<div class=\"scroll\"><table class=\"summary\"><thead><tr>");
        (string Heading, Unit Unit)? by = subjects.Select(subject => SearchPoint.SelectedBy(subject.Source)).FirstOrDefault(found => found is not null);
        bool search = by is not null && subjects.Any(subject => PointOf(subject) is not null);
        string span = layers.Count > 0 ? " rowspan=\"2\"" : "";
        string[] chosenBy = search ? [$"Chosen by: {by!.Value.Heading}"] : [];
        foreach (string title in new[] { "Rule", "Runs", "Failed", "Epochs", "Best epoch" }.Concat(chosenBy).Concat(columns.Select(column => column.Title)))
        {
            html.Append($"<th scope=\"col\"{span}>{title}</th>");
        }

        if (layers.Count > 0)
        {
            html.Append($"<th scope=\"colgroup\" colspan=\"{layers.Count}\">Angle to backprop (°)</th></tr><tr>");
            html.Append(string.Concat(layers.Select(layer => $"<th scope=\"col\">{(layer is { } number ? $"layer {number}" : "all")}</th>")));
        }

        html.Append("</tr></thead><tbody>\n");
        foreach (var subject in subjects)
        {
            html.Append($"<tr><th scope=\"row\">{subject.Style.Swatch(new Series("", Mark.MarkedLine, [], []))}{Html.Text(subject.Label)}</th>");
            string bad = subject.Failed.Count > 0 ? " class=\"bad\"" : "";
            html.Append(CultureInfo.InvariantCulture, $"<td>{subject.Replicates.Count}</td><td{bad}>{subject.Failed.Count}</td><td>{Epochs(subject)}</td>");
            html.Append($"<td>{Best(subject)}</td>");
            html.Append(search ? $"<td>{Chosen(PointOf(subject), by!.Value.Unit)}</td>" : "");
            html.Append(string.Concat(columns.Select(column => Cell(subject, column.Metric, null))));
            html.Append(string.Concat(layers.Select(layer => Cell(subject, SignalAngleProbe.AngleToBackprop.Name, layer))));
            html.Append("</tr>\n");
        }

        List<string> idle = [.. subjects.Where(LearnedNothing).Select(subject => subject.Label)];
        bool failures = subjects.Any(subject => subject.Failed.Count > 0);
        return html.Append("</tbody></table></div>\n<p class=\"note\">Last values, mean ± standard deviation over ")
            .Append(failures ? "the replicates that did not fail" : "replicates")
            .Append(subjects.Any(subject => Epochs(subject).Contains('–')) ? ". Replicates that were cut short count with what they had." : ".")
            .Append(subjects.SelectMany(BestOf).FirstOrDefault() is { } best ? $" The best epoch of each is that by {best.Decided}." : "")
            .Append(search ? " Sorted by what settings were chosen by, over the last epochs of each run; what was stopped early comes behind." : "")
            .Append(Subject.TellLosses(subjects) is { } losses ? $" {Html.Text(losses)}" : "")
            .Append(idle.Count > 0 ? $" <b>Learned nothing</b>, in a replicate or more: {Html.Text(string.Join(", ", idle))}. The answers there are no better "
                + "than always the mean of the targets; another rate, activation or network may do." : "")
            .Append("</p>\n</section>\n").ToString();
    }

    private static bool LearnedNothing(Subject subject) => subject.Series(MetricNames.TestNormalisedSquaredError, null)?.Last
        .Any(run => !subject.Failed.Contains(run.Key) && Idle.Is(run.Value)) ?? false;

    private static SearchPoint? PointOf(Subject subject) => SearchPoint.Of(subject.Source).FirstOrDefault(point => point.Name == subject.Rule);

    private static string Chosen(SearchPoint? point, Unit unit) => point is null ? "–"
        : string.Join("; ", new[]
        {
            unit.Text(point.Value),
            point.IsBest ? "<b>best</b>" : "",
            point.StoppedAfter is { } last ? string.Create(CultureInfo.InvariantCulture, $"stopped after {last}") : "",
        }.Where(word => word.Length > 0));

    private static IEnumerable<BestEpoch> BestOf(Subject subject) =>
        from run in subject.Source.Metrics.Rows.Where(row => row.Rule == subject.Rule).GroupBy(row => row.Run)
        where !subject.Failed.Contains(run.Key)
        orderby run.Key
        let best = BestEpoch.Among(run)
        where best is not null
        select best;

    private static string Best(Subject subject) => string.Join(", ", BestOf(subject).Select(best => best.Epoch.ToString(CultureInfo.InvariantCulture)));

    private static string Cell(Subject subject, string metric, int? layer) =>
        $"<td>{(subject.Source.Declared(metric) ?? ProbeCatalog.MetricOf(metric)).Unit.Text(subject.Final(metric, layer))}</td>";

    /// <summary>The last epoch of the replicates: one number, or from–to where they came differently far.</summary>
    private static string Epochs(Subject subject)
    {
        var last = subject.Source.Metrics.Rows.Where(row => row.Rule == subject.Rule).GroupBy(row => row.Run).Select(run => run.Max(row => row.Epoch)).ToList();
        return last.Min() == last.Max() ? $"{last.Max()}" : $"{last.Min()}–{last.Max()}";
    }
}
