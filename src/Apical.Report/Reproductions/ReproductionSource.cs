using Apical.Runs;

namespace Apical.Report;

/// <summary>An experiment as read from its folder.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="PageFolder">Folder of the page: links begin there.</param>
/// <param name="Anchor">What its headings on the page are called.</param>
/// <param name="Result">What was found.</param>
internal sealed record ReproductionSource(string Folder, string PageFolder, string Anchor, Reproduction Result)
{
    /// <summary>Claims that are judged.</summary>
    public int Judged => Result.Claims.Count(claim => claim.Judged);

    /// <summary>Replicates that failed.</summary>
    public int Failed => Result.Groups.Sum(group => group.Failed);

    /// <summary>Each experiment once: at the paper's scale before the quick one, and judged before not, then the one that began last.</summary>
    /// <param name="sources">Folders, several of which may hold the same experiment.</param>
    public static IEnumerable<ReproductionSource> Counted(IEnumerable<ReproductionSource> sources) => sources.GroupBy(source => source.Result.Id)
        .Select(same => same.MaxBy(source => (source.Judged > 0, source.Result.Scale == Scale.Paper, source.Result.Started ?? DateTimeOffset.MinValue))!);

    /// <summary>A link to a file of the folder as HTML; empty where there is none.</summary>
    public string LinkTo(string file)
    {
        string path = Path.Combine(Folder, file);
        if (!File.Exists(path))
        {
            return "";
        }

        string relative = Path.GetRelativePath(Path.GetFullPath(PageFolder), Path.GetFullPath(path));
        string address = string.Join('/', relative.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));
        return $"<a href=\"{Html.Text(address)}\">{Html.Text(file)}</a>";
    }
}
