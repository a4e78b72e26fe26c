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
            ClaimCount count = ClaimCount.Of(result.Claims);
            string colour = count.Judged == 0 ? "" : $" class=\"{ReproductionSection.Colour(count)}\"";
            string verdict = count.Judged == 0 ? "–" : $"{(count.Held == count.Judged ? "✓" : "✗")} {count.Held} of {count.Judged} hold";
            html.Append($"<tr><th scope=\"row\"><a href=\"#{source.Anchor}\">{Html.Text(result.Id)}</a><br><small>{Html.Text(result.Title)}</small></th>");
            html.Append($"<td data-label=\"Scale\">{result.Scale.ToString().ToLowerInvariant()}</td>");
            html.Append($"<td{colour} data-label=\"Claims\">{verdict}</td>");
            html.Append($"<td>{string.Join("<br>", Wrong(source).Select(Html.Text))}</td></tr>\n");
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
            yield return $"✗ {(claim.OfTheClock ? "not now, by this machine’s clock: " : "")}{claim.Text}: measured {claim.Measured}, paper {claim.Paper}";
        }

        if (source.Failed > 0)
        {
            yield return source.Failed == 1 ? "1 replicate failed." : $"{source.Failed} replicates failed.";
        }
    }
}
