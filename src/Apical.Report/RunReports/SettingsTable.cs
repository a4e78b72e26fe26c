using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Apical.Report;

/// <summary>All settings, and what the run was computed on. With several runs, one column each; what differs stands first.</summary>
internal static class SettingsTable
{
    /// <summary>The section as HTML.</summary>
    public static string Render(IReadOnlyList<RunSource> sources)
    {
        var html = new StringBuilder("<section class=\"settings\">\n");
        html.Append(Table("Settings", sources, source => Flatten(source.Record?.Description.Settings, "")));
        html.Append(Table("Run and machine", sources, Facts));
        return html.Append("</section>\n").ToString();
    }

    private static string Table(string title, IReadOnlyList<RunSource> sources, Func<RunSource, IEnumerable<(string Name, string Value)>> read)
    {
        var columns = sources.Select(source => read(source).GroupBy(pair => pair.Name).ToDictionary(pair => pair.Key, pair => pair.First().Value)).ToList();
        bool Differs(string name) => columns.Select(column => column.GetValueOrDefault(name)).Distinct().Count() > 1;
        var names = columns.SelectMany(column => column.Keys).Distinct().Select(name => (Name: name, Differs: Differs(name))).ToList();
        if (names.Count == 0)
        {
            return "";
        }

        var html = new StringBuilder($"<div class=\"scroll\"><h2>{title}</h2>\n<table class=\"pairs\">");
        if (sources.Count > 1)
        {
            string heads = string.Concat(sources.Select(source => $"<th scope=\"col\">{Html.Text(source.Name)}</th>"));
            html.Append($"<thead><tr><th></th>{heads}</tr></thead>");
        }

        html.Append("<tbody>\n");
        foreach (var (name, differs) in names.OrderByDescending(name => name.Differs))
        {
            html.Append($"<tr{(differs ? " class=\"differs\"" : "")}><th scope=\"row\">{Html.Text(name)}</th>");
            html.Append(string.Concat(columns.Select(column => $"<td>{Html.Text(column.GetValueOrDefault(name, "–"))}</td>"))).Append("</tr>\n");
        }

        return html.Append("</tbody></table></div>\n").ToString();
    }

    /// <summary>Nested settings as <c>optimizer.lr</c>; lists of plain values in one cell.</summary>
    private static IEnumerable<(string Name, string Value)> Flatten(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Flatten(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        JsonArray items when items.All(item => item is null or JsonValue) => [(path, string.Join(", ", items.Select(Text)))],
        JsonArray items => items.SelectMany((item, i) => Flatten(item, $"{path}[{i}]")),
        null when path.Length == 0 => [],
        _ => [(path, Text(node))],
    };

    private static string Text(JsonNode? value) => value?.ToString() ?? "–";

    private static IEnumerable<(string Name, string Value)> Facts(RunSource source)
    {
        if (source.Record is not { } record)
        {
            yield break;
        }

        var about = record.Description;
        yield return ("command", about.Command);
        yield return ("seeds", string.Join(", ", about.Seeds));
        yield return ("status", record.Status.ToString().ToLowerInvariant() + (record.Reason is null ? "" : $": {record.Reason}"));
        yield return ("started", Time(record.Started));
        yield return ("finished", record.Finished is { } finished ? Time(finished) : "–");
        yield return ("apical", about.ApicalVersion);
        yield return (".net", about.Machine.Dotnet);
        yield return ("operating system", about.Machine.Os);
        yield return ("processor", about.Machine.Cpu);
        yield return ("architecture", $"{about.Machine.Architecture}, vectors of {about.Machine.VectorBits} bits");
        yield return ("cores", about.Machine.Cores.ToString(CultureInfo.InvariantCulture));
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
