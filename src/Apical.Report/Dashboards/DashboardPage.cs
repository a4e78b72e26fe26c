using System.Text.Json.Nodes;
using Apical.Probes;
using Apical.Runs;

namespace Apical.Report;

/// <summary>The page of a dashboard: it fills itself from a stream of events that whoever serves it sends under <c>events</c>, beside it.</summary>
public static class DashboardPage
{
    /// <summary>The twins of <see cref="LineStyle.Colours"/> on a dark screen, as in page.css.</summary>
    internal static readonly string[] OnDark =
        ["#f0f3f6", "#3b82d8", "#d5673f", "#8b929b", "#50dea0", "#aa4188", "#f8ad1d", "#c1a6fa", "#603cfc", "#9cfc84"];

    /// <summary>The page.</summary>
    /// <param name="nonce">By which the server lets the page's own scripts run, and no others.</param>
    public static string Html(string nonce)
    {
        ArgumentException.ThrowIfNullOrEmpty(nonce);
        ChartScripts scripts = ChartScripts.OfThisBuild;
        string own = $"<script nonce=\"{nonce}\"";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Runs – Apical</title>
            <style>
            {ChartScripts.Resource("page.css")}{ChartScripts.Resource("dashboard.css")}</style>
            </head>
            <body class="dashboard">
            {ChartScripts.Resource("dashboard.html")}
            {scripts.Elements(nonce)}{own} type="application/json" id="metrics">{Metrics()}</script>
            {own} type="application/json" id="colours">{Colours()}</script>
            {own}>
            {ChartScripts.Resource("dashboard.js")}</script>
            </body>
            </html>

            """;
    }

    /// <summary>Places of rules among the colours, as reports have them: from the eleventh on, colours come again with dashes.</summary>
    /// <param name="rules">Each once, in the order of the run.</param>
    public static IReadOnlyList<int> Places(IReadOnlyList<string> rules) => LineStyle.Places(rules);

    // How pages name the numbers of metrics.csv, in the order in which they show them.
    private static string Metrics()
    {
        var all = new JsonObject();
        foreach (Metric metric in ProbeCatalog.Metrics.OrderBy(metric => metric.Unit == Unit.Seconds))
        {
            string unit = metric.Unit.ToString().ToLowerInvariant();
            all[metric.Name] = new JsonObject { ["heading"] = metric.Heading, ["unit"] = unit, ["samples"] = metric.Samples };
        }

        return all.ToJsonString();
    }

    private static string Colours() => new JsonArray(Array(LineStyle.Colours), Array(OnDark)).ToJsonString();

    private static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
