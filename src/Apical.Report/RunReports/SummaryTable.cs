using System.Globalization;
using System.Text;
using Apical.Probes;
using Apical.Runs;
using Apical.Training;

namespace Apical.Report;

/// <summary>One row per rule: how often it ran, how well it did, how long it took, how close it came to backpropagation.</summary>
internal static class SummaryTable
{
    private static readonly (string Metric, string Title)[] s_scores =
        [(MetricNames.TestAccuracy, "Test accuracy (%)"), (MetricNames.TestLoss, "Test loss")];

    private static readonly (string Title, Func<Subject, string> Cell)[] s_none = [];

    /// <summary>The section as HTML.</summary>
    public static string Render(IReadOnlyList<Subject> subjects)
    {
        List<int?> layers = [.. subjects.SelectMany(subject => subject.Source.Metrics.Layers(SignalAngleProbe.AngleToBackprop.Name)).Distinct().Order()];
        (string Heading, Unit Unit)? by = subjects.Select(subject => SearchPoint.SelectedBy(subject.Source)).FirstOrDefault(found => found is not null);
        bool search = by is not null && subjects.Any(subject => PointOf(subject) is not null);
        bool Known(string metric) => subjects.Any(subject => subject.Series(metric, null) is not null);

        // What was found stands before how it was.
        (string Title, Func<Subject, string> Cell)[] found =
        [
            .. search ? [($"Chosen by: {Html.Text(by!.Value.Heading)}", subject => Chosen(PointOf(subject), by!.Value.Unit))] : s_none,
            .. from column in s_scores
               where Known(column.Metric)
               select (column.Title, (Func<Subject, string>)(subject => Value(subject, column.Metric, null))),
        ];
        (string Title, Func<Subject, string> Cell)[] how =
        [
            .. Known(MetricNames.Seconds) ? [("Seconds", subject => Value(subject, MetricNames.Seconds, null))] : s_none,
            ("Epochs", Epochs), ("Best epoch", Best),
            ("Runs", subject => subject.Replicates.Count.ToString(CultureInfo.InvariantCulture)),
            ("Failed", subject => subject.Failed.Count.ToString(CultureInfo.InvariantCulture)),
        ];
        string span = layers.Count > 0 ? " rowspan=\"2\"" : "";
        string Heads(IEnumerable<string> titles) => string.Concat(titles.Select(title => $"<th scope=\"col\"{span}>{title}</th>"));
        var html = new StringBuilder("<section aria-labelledby=\"summary\">\n<h2 id=\"summary\">Summary</h2>\n")
            .Append("<div class=\"scroll\"><table class=\"summary stacked\"><thead><tr>").Append(Heads(found.Select(column => column.Title).Prepend("Rule")))
            .Append(layers.Count > 0 ? $"<th scope=\"colgroup\" colspan=\"{layers.Count}\">Angle to backprop (°)</th>" : "")
            .Append(Heads(how.Select(column => column.Title)));
        if (layers.Count > 0)
        {
            html.Append("</tr><tr>").Append(string.Concat(layers.Select(layer => $"<th scope=\"col\">{Name(layer)}</th>")));
        }

        html.Append("</tr></thead><tbody>\n");
        foreach (Subject subject in subjects)
        {
            html.Append($"<tr><th scope=\"row\">{subject.Style.Swatch(new Series("", Mark.MarkedLine, [], []))}{Html.Text(subject.Label)}</th>");
            IEnumerable<(string Title, string Text)> cells =
            [
                .. found.Select(column => (column.Title, column.Cell(subject))),
                .. layers.Select(layer => ($"Angle to backprop (°), {Name(layer)}", Value(subject, SignalAngleProbe.AngleToBackprop.Name, layer))),
                .. how.Select(column => (column.Title, column.Cell(subject))),
            ];
            foreach (var (title, text) in cells)
            {
                string bad = title == "Failed" && subject.Failed.Count > 0 ? " class=\"bad\"" : "";
                html.Append($"<td{bad} data-label=\"{title}\">{text}</td>");
            }

            html.Append("</tr>\n");
        }

        List<string> idle = [.. subjects.Where(LearnedNothing).Select(subject => subject.Label)];
        bool failures = subjects.Any(subject => subject.Failed.Count > 0);
        return html.Append("</tbody></table></div>\n<p class=\"note\">Last values, mean ± standard deviation over ")
            .Append(failures ? "the replicates that did not fail" : "replicates")
            .Append(subjects.Any(subject => Epochs(subject).Contains('–')) ? ". Replicates that were cut short count with what they had." : ".")
            .Append(subjects.SelectMany(BestOf).FirstOrDefault() is { } best ? $" The best epoch of each is that by {best.Decided}." : "")
            .Append(Subject.TellSearch(subjects) is { } rates ? $" {rates}" : "")
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

    private static string Value(Subject subject, string metric, int? layer) =>
        (subject.Source.Declared(metric) ?? ProbeCatalog.MetricOf(metric)).Unit.Text(subject.Final(metric, layer));

    private static string Name(int? layer) => layer is { } number ? $"layer {number}" : "all";

    /// <summary>The last epoch of the replicates: one number, or from–to where they came differently far.</summary>
    private static string Epochs(Subject subject)
    {
        var last = subject.Source.Metrics.Rows.Where(row => row.Rule == subject.Rule).GroupBy(row => row.Run).Select(run => run.Max(row => row.Epoch)).ToList();
        return last.Min() == last.Max() ? $"{last.Max()}" : $"{last.Min()}–{last.Max()}";
    }
}
