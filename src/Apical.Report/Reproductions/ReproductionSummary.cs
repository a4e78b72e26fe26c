using System.Text;
using Apical.Runs;

namespace Apical.Report;

/// <summary>One row per experiment: how many claims hold, and which do not.</summary>
internal static class ReproductionSummary
{
    /// <summary>The section as HTML.</summary>
    public static string Render(IReadOnlyList<ReproductionSource> sources)
    {
        var html = new StringBuilder("<section aria-labelledby=\"summary\">\n<h2 id=\"summary\">Summary</h2>\n<table class=\"claims stacked\"><thead><tr>");
        string[] heads = ["Experiment", "Scale", "Claims", "What does not hold, failed or is missing"];
        html.AppendJoin("", heads.Select(head => $"<th scope=\"col\">{head}</th>")).Append("</tr></thead><tbody>\n");
        foreach (ReproductionSource source in sources)
        {
            Reproduction result = source.Result;
            int all = source.Judged;
            bool good = all > 0 && source.Held == all;
            string verdict = all == 0 ? "–" : $"{(good ? "✓" : "✗")} {source.Held} of {all} hold";
            html.Append($"<tr><th scope=\"row\"><a href=\"#{source.Anchor}\">{Html.Text(result.Id)}</a><br><small>{Html.Text(result.Title)}</small></th>");
            html.Append($"<td data-label=\"Scale\">{result.Scale.ToString().ToLowerInvariant()}</td>");
            html.Append($"<td{(all == 0 ? "" : good ? " class=\"good\"" : " class=\"bad\"")} data-label=\"Claims\">{verdict}</td>");
            html.Append($"<td data-label=\"Not\">{string.Join("<br>", Wrong(source).Select(Html.Text))}</td></tr>\n");
        }

        return html.Append("</tbody></table>\n</section>\n").ToString();
    }

    private static IEnumerable<string> Wrong(ReproductionSource source)
    {
        Reproduction result = source.Result;
        if (result.Skipped is { } why)
        {
            yield return $"Skipped: {why}";
        }
        else if (result.Status != RunStatus.Finished)
        {
            yield return $"It is {(result.Status == RunStatus.Running ? "running, or was killed" : result.Status.ToString().ToLowerInvariant())}.";
        }

        if (result.Set is { } set)
        {
            yield return $"Not the paper's parameters, so no claim is judged: {string.Join("; ", set)}";
        }

        foreach (Claim claim in result.Claims.Where(claim => claim is { Judged: true, Holds: false }))
        {
            yield return $"✗ {claim.Text}: measured {claim.Measured}, paper {claim.Paper}";
        }

        if (source.Failed > 0)
        {
            yield return source.Failed == 1 ? "1 replicate failed." : $"{source.Failed} replicates failed.";
        }
    }
}
