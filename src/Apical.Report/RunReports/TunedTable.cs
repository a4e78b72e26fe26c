using System.Globalization;
using System.Text;

namespace Apical.Report;

/// <summary>The rates of a comparison that were tuned: one row per rule, with what it was chosen by and what else was tried.</summary>
internal static class TunedTable
{
    /// <summary>The sections as HTML; empty where nothing was tuned.</summary>
    public static string Render(IReadOnlyList<RunSource> sources) => string.Concat(sources.Select(source => Render(source, sources.Count > 1)));

    private static string Render(RunSource source, bool named)
    {
        IReadOnlyList<SearchPoint> points = SearchPoint.TunedIn(source);
        if (points.Count == 0 || SearchPoint.SelectedBy(source) is not { } by)
        {
            return "";
        }

        var html = new StringBuilder("<section>\n<h2>How rates were tuned").Append(named ? $", {Html.Text(source.Name)}" : "").Append("</h2>\n")
            .Append("<div class=\"scroll\"><table class=\"summary\"><thead><tr>");
        foreach (string title in new[] { "Rule", "Learning rate", char.ToUpperInvariant(by.Heading[0]) + by.Heading[1..], "Rates tried", "Stopped early" })
        {
            html.Append($"<th scope=\"col\">{Html.Text(title)}</th>");
        }

        html.Append("</tr></thead><tbody>\n");
        foreach (var rule in points.GroupBy(point => point.Rule).OrderBy(rule => SearchPoint.Place(source, rule.Key)))
        {
            SearchPoint? best = rule.FirstOrDefault(point => point.IsBest);
            string rate = best is null ? "–" : string.Join(", ", best.Values.Select(value => value.Value));
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Html.Text(rule.Key)}</th><td>{Html.Text(rate)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{(best is null ? "–" : by.Unit.Text(best.Value))}</td><td>{rule.Count()}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{rule.Count(point => point.StoppedAfter is not null)}</td></tr>\n");
        }

        return html.Append("</tbody></table></div>\n<p class=\"note\">The same rates were tried for every rule, on training samples held out for the choice; ")
            .Append("test samples played no part in it. The folder tuning has all of it.</p>\n</section>\n").ToString();
    }
}
