using System.Globalization;
using System.Text;
using Apical.Runs;

namespace Apical.Report;

/// <summary>One experiment on a page: what the paper says, what was found, the figures, what they were made with.</summary>
internal static class ReproductionSection
{
    /// <summary>Everything below the title, as HTML.</summary>
    /// <param name="source">The experiment.</param>
    /// <param name="level">Level of its headings.</param>
    public static string Render(ReproductionSource source, int level)
    {
        Reproduction result = source.Result;
        var html = new StringBuilder();
        if (result.Claims.Count > 0)
        {
            html.Append(Section(source, "claims", "Claims", level, Claims(result.Claims)));
        }

        if (result.Notes.Count > 0)
        {
            html.Append(Section(source, "notes", "What to know", level, $"<ul class=\"notes\">\n{string.Concat(result.Notes.Select(note => $"<li>{Html.Text(note)}</li>\n"))}</ul>\n"));
        }

        foreach (var (p, picture) in result.Pictures.Index())
        {
            html.Append(new PictureSection($"{source.Anchor}-figure-{p + 1}", level, picture, new PictureStyle(picture))
            {
                FileOf = (kind, number) => source.LinkTo($"{kind}-{p + 1}-{number}.csv"),
            }.Render());
        }

        html.Append(result.Groups.Count > 0 ? Section(source, "replicates", "Replicates", level, Groups(result.Groups)) : "");
        html.Append(result.Settings.Count > 0 ? Section(source, "parameters", "Parameters", level, Settings(result.Settings)) : "");
        return html.ToString();
    }

    /// <summary>Paper, state, command and machine, as HTML.</summary>
    public static string About(Reproduction result)
    {
        string status = result.Skipped is null ? result.Status.ToString().ToLowerInvariant() : "skipped";
        var machine = result.Machine;
        string?[] facts =
        [
            $"seed {result.Seed}", PageHead.Duration(TimeSpan.FromSeconds(double.IsFinite(result.Seconds) ? Math.Clamp(result.Seconds, 0, 1e9) : 0)), machine.Cpu,
            machine.Cores == 1 ? "1 core" : $"{machine.Cores} cores", machine.Os, machine.Dotnet, $"Apical {result.ApicalVersion}",
        ];
        string? notice = result switch
        {
            { Skipped: { } why } => $"Skipped: {why}",
            { Status: RunStatus.Running } => "The experiment was still at work when this page was drawn, or it was killed. Give its command again: it goes on from the replicates that ended.",
            { Status: RunStatus.Interrupted } => "The experiment was interrupted: claims and figures come when all replicates have ended. Give its command again: it goes on from those that have.",
            { Status: RunStatus.Failed } => "The experiment failed.",
            _ => null,
        };
        return $"""
            <p class="paper">{Html.Text(result.Paper)}</p>
            <p class="state"><span class="status {status}">{status}</span> <span>{result.Scale.ToString().ToLowerInvariant()} scale{(result.Scale == Scale.Paper ? ": the paper's own parameters" : ": less data, fewer runs or epochs than in the paper")}</span></p>
            <pre class="command"><code>{Html.Text(result.Command)}</code></pre>
            <p class="note machine">{Html.Text(string.Join(" · ", facts))}</p>
            {(notice is null ? "" : $"<p class=\"notice\">{Html.Text(notice)}</p>")}{Verdict(result)}

            """;
    }

    /// <summary>How many claims hold, as HTML.</summary>
    public static string Verdict(Reproduction result)
    {
        int held = result.Claims.Count(claim => claim.Holds), all = result.Claims.Count;
        return all == 0 ? "" : $"<p class=\"verdict {(held == all ? "good" : "bad")}\">{held} of {all} {(all == 1 ? "claim holds" : "claims hold")}</p>";
    }

    private static string Section(ReproductionSource source, string name, string title, int level, string content) =>
        $"<section aria-labelledby=\"{source.Anchor}-{name}\">\n<h{level} id=\"{source.Anchor}-{name}\">{title}</h{level}>\n{content}</section>\n";

    private static string Claims(IReadOnlyList<Claim> claims)
    {
        string[] columns = ["Statement", "The paper says", "Measured", "Counts as the same"];
        var html = new StringBuilder("<table class=\"claims\"><thead><tr>").Append(string.Concat(columns.Append("Holds").Select(title => $"<th scope=\"col\">{title}</th>"))).Append("</tr></thead><tbody>\n");
        foreach (Claim claim in claims)
        {
            html.Append($"<tr><th scope=\"row\">{Html.Text(claim.Text)}</th>");
            html.Append(string.Concat(new[] { claim.Paper, claim.Measured, claim.Band }.Select((text, i) => $"<td data-label=\"{columns[i + 1]}\">{Html.Text(text)}</td>")));
            html.Append(claim.Holds ? "<td class=\"good\">✓ holds</td></tr>\n" : "<td class=\"bad\">✗ does not hold</td></tr>\n");
        }

        return html.Append("</tbody></table>\n").ToString();
    }

    private static string Groups(IReadOnlyList<GroupCount> groups)
    {
        var html = new StringBuilder("<div class=\"scroll\"><table class=\"pairs groups\"><thead><tr><th scope=\"col\">Condition</th><th scope=\"col\">Done</th><th scope=\"col\">Failed</th><th scope=\"col\">Time in all</th><th scope=\"col\">Why they failed</th></tr></thead><tbody>\n");
        foreach (GroupCount group in groups)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Html.Text(group.Group)}</th><td>{group.Done}</td><td{(group.Failed > 0 ? " class=\"bad\"" : "")}>{group.Failed}</td>");
            html.Append($"<td>{PageHead.Duration(TimeSpan.FromSeconds(double.IsFinite(group.Seconds) ? Math.Clamp(group.Seconds, 0, 1e9) : 0))}</td><td>{Html.Text(string.Join("; ", group.Reasons))}</td></tr>\n");
        }

        bool failures = groups.Any(group => group.Failed > 0);
        return html.Append("</tbody></table></div>\n").Append(failures ? "<p class=\"note\">Replicates that failed are in no mean, and none was drawn again.</p>\n" : "").ToString();
    }

    private static string Settings(IReadOnlyList<SettingNote> settings)
    {
        var html = new StringBuilder("<div class=\"scroll\"><table class=\"pairs sources\"><thead><tr><th scope=\"col\">Parameter</th><th scope=\"col\">Value</th><th scope=\"col\">Source</th></tr></thead><tbody>\n");
        html.Append(string.Concat(settings.Select(setting => $"<tr><th scope=\"row\">{Html.Text(setting.Name)}</th><td>{Html.Text(setting.Value)}</td><td>{Html.Text(setting.Source)}</td></tr>\n")));
        return html.Append("</tbody></table></div>\n").ToString();
    }
}
