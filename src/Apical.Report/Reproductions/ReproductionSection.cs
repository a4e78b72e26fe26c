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
            string notes = string.Concat(result.Notes.Select(note => $"<li>{Html.Text(note)}</li>\n"));
            html.Append(Section(source, "notes", "What to know", level, $"<ul class=\"notes\">\n{notes}</ul>\n"));
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
            $"seed {result.Seed}", Duration(result.Seconds), machine.Cpu,
            machine.Cores == 1 ? "1 core" : $"{machine.Cores} cores", machine.Os, machine.Dotnet, $"Apical {result.ApicalVersion}",
        ];
        string? notice = result switch
        {
            { Skipped: { } why } => $"Skipped: {why}",
            { Status: RunStatus.Running } => "The experiment was still at work when this page was drawn, or it was killed. "
                + "Give its command again: it goes on from the replicates that ended.",
            { Status: RunStatus.Interrupted } => "The experiment was interrupted: claims and figures come when all replicates have ended. "
                + "Give its command again: it goes on from those that have.",
            { Status: RunStatus.Failed } => "The experiment failed.",
            _ => null,
        };
        string scale = result.Scale.ToString().ToLowerInvariant();
        string meaning = result.Scale == Scale.Paper ? "the paper's own parameters" : "less data, fewer runs or epochs than in the paper";
        return $"""
            <p class="paper">{Html.Text(result.Paper)}</p>
            <p class="state"><span class="status {status}">{status}</span> <span>{scale} scale: {meaning}</span></p>
            <pre class="command"><code>{Html.Text(result.Command)}</code></pre>
            <p class="note machine">{Html.Text(string.Join(" · ", facts))}</p>
            {Marked(result.Set)}
            {(notice is null ? "" : $"<p class=\"notice\">{Html.Text(notice)}</p>")}{Verdict(ClaimCount.Of(result.Claims))}

            """;
    }

    /// <summary>How many claims hold, as HTML: empty where none is judged.</summary>
    /// <param name="count">The claims.</param>
    /// <param name="missing">What has none, behind them; not green then.</param>
    public static string Verdict(ClaimCount count, string missing = "")
    {
        string colour = Colour(count) is "good" && missing.Length > 0 ? "weak" : Colour(count);
        return count.Judged == 0 ? "" : $"<p class=\"verdict {colour}\">{Html.Text(count.Words + missing)}</p>";
    }

    /// <summary>Red where a claim does not hold, whatever the clock says; grey where holding says little, or the clock alone says no; else green.</summary>
    public static string Colour(ClaimCount count) => count.Fails ? "bad" : count.NotNow > 0 || count.InOrderOnly == count.Judged ? "weak" : "good";

    private static string Marked(IReadOnlyList<string>? set) => set is null ? ""
        : $"<p class=\"notice\">{Html.Text($"Not the paper's parameters: {string.Join("; ", set)}. No claim is judged.")}</p>";

    private static string Section(ReproductionSource source, string name, string title, int level, string content) =>
        $"<section aria-labelledby=\"{source.Anchor}-{name}\">\n<h{level} id=\"{source.Anchor}-{name}\">{title}</h{level}>\n{content}</section>\n";

    private static string Claims(IReadOnlyList<Claim> claims)
    {
        string[] columns = ["Statement", "The paper says", "Measured", "Counts as the same"];
        var html = new StringBuilder($"<table class=\"claims stacked\">{Html.Head(columns.Append("Holds"))}");
        foreach (Claim claim in claims)
        {
            html.Append($"<tr><th scope=\"row\">{Html.Text(claim.Text)}</th>");
            string[] texts = [claim.Paper, claim.Measured, claim.Judged ? claim.Band : "–"];
            html.Append(string.Concat(texts.Select((text, i) => $"<td data-label=\"{columns[i + 1]}\">{Html.Text(text)}</td>")));
            html.Append(Badge(claim)).Append("</tr>\n");
        }

        return html.Append("</tbody></table>\n").ToString();
    }

    private static string Badge(Claim claim) => claim switch
    {
        { Judged: false } => "<td>not judged</td>",
        { Holds: true, OrderOnly: true } => "<td class=\"weak\">✓ order only</td>",
        { Holds: true } => "<td class=\"good\">✓ holds</td>",
        { OfTheClock: true } => "<td class=\"weak\">✗ not now: by this machine’s clock</td>",
        _ => "<td class=\"bad\">✗ does not hold</td>",
    };

    private static string Groups(IReadOnlyList<GroupCount> groups)
    {
        string head = Html.Head("Condition", "Done", "Failed", "Time in all", "Why they failed");
        var html = new StringBuilder($"<div class=\"scroll\"><table class=\"pairs groups stacked\">{head}");
        foreach (GroupCount group in groups)
        {
            string bad = group.Failed > 0 ? " class=\"bad\"" : "", reasons = Html.Text(string.Join("; ", group.Reasons));
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Html.Text(group.Group)}</th>");
            html.Append(CultureInfo.InvariantCulture, $"<td data-label=\"Done\">{group.Done}</td><td{bad} data-label=\"Failed\">{group.Failed}</td>");
            html.Append($"<td data-label=\"Time in all\">{Duration(group.Seconds)}</td><td data-label=\"Why they failed\">{reasons}</td></tr>\n");
        }

        bool failures = groups.Any(group => group.Failed > 0);
        return html.Append("</tbody></table></div>\n")
            .Append(failures ? "<p class=\"note\">Replicates that failed are in no mean, and none was drawn again.</p>\n" : "").ToString();
    }

    private static string Settings(IReadOnlyList<SettingNote> settings)
    {
        static string Row(SettingNote setting) =>
            $"<tr><th scope=\"row\">{Html.Text(setting.Name)}</th><td data-label=\"Value\">{Html.Text(setting.Value)}</td>"
                + $"<td data-label=\"Source\">{Html.Text(setting.Source)}</td></tr>\n";
        string rows = string.Concat(settings.Select(Row));
        return $"<div class=\"scroll\"><table class=\"pairs sources stacked\">{Html.Head("Parameter", "Value", "Source")}{rows}</tbody></table></div>\n";
    }

    private static string Duration(double seconds) => PageHead.Duration(TimeSpan.FromSeconds(double.IsFinite(seconds) ? Math.Clamp(seconds, 0, 1e9) : 0));
}
