using System.Text;
using System.Text.Json.Nodes;

namespace Apical.Report;

/// <summary>The scripts that draw the charts: in the page where the build embedded them, else from a public network.</summary>
/// <param name="Scripts">In the order in which they must load. Code is null where it was not embedded.</param>
internal sealed record ChartScripts(IReadOnlyList<ChartScript> Scripts)
{
    private static readonly string[] s_names = ["vega", "vega-lite", "vega-embed"];

    /// <summary>What this build of Apical has.</summary>
    public static ChartScripts OfThisBuild { get; } = new(ReadResources());

    /// <summary>Whether the page works without a network.</summary>
    public bool Embedded => Scripts.All(script => script.Code is not null);

    /// <summary>Names and versions, for the foot of the page.</summary>
    public string Names => string.Join(", ", Scripts.Select(script => $"{script.Name} {script.Version}"));

    /// <summary>The script elements. Browsers run what a link leads to only where its sum is the one that <c>package.json</c> has.</summary>
    /// <param name="nonce">By which a server lets them run; null where a page stands by itself.</param>
    public string Elements(string? nonce = null)
    {
        string own = nonce is null ? "<script" : $"<script nonce=\"{nonce}\"";
        var html = new StringBuilder();
        foreach (var (name, version, integrity, code, licence) in Scripts)
        {
            html.Append(Embedded
                ? $"{own}>\n/*! {name} {version}\n{licence?.Replace("*/", "* /")}\n*/\n{Inline(code!)}\n</script>\n"
                : $"{own} src=\"https://cdn.jsdelivr.net/npm/{name}@{version}/build/{name}.min.js\" integrity=\"{integrity}\" "
                    + "crossorigin=\"anonymous\"></script>\n");
        }

        return html.ToString();
    }

    /// <summary>A resource of this assembly as text, or null.</summary>
    internal static string? Resource(string name)
    {
        using var stream = typeof(ChartScripts).Assembly.GetManifestResourceStream(name);
        return stream is null ? null : new StreamReader(stream, Encoding.UTF8).ReadToEnd();
    }

    private static List<ChartScript> ReadResources()
    {
        JsonNode package = JsonNode.Parse(Resource("package.json")!)!;
        ChartScript Of(string name)
        {
            string version = (string)package["dependencies"]![name]!;
            string integrity = (string)package["integrity"]![$"{name}@{version}"]!;
            return new(name, version, integrity, Resource($"scripts/{name}.min.js"), Resource($"scripts/{name}.LICENSE"));
        }

        return [.. s_names.Select(Of)];
    }

    /// <summary>Keeps code from ending its own element, and drops the pointer to a source map that is not there.</summary>
    private static string Inline(string code)
    {
        int map = code.LastIndexOf("//# sourceMappingURL=", StringComparison.Ordinal);
        return (map < 0 ? code : code[..map]).TrimEnd().Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase);
    }
}
