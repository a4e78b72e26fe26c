using System.Text;
using Apical.Runs;
using Apical.Specs;

namespace Apical.Report;

/// <summary>Draws a page from the folder of an experiment: claims, figures, notes, replicates, parameters. With several, a summary stands before.</summary>
/// <remarks>One file, like <see cref="ReportPage"/>'s. It is drawn from <c>reproduction.json</c> alone, and links to the CSV files beside it.</remarks>
public static class ReproductionPage
{
    /// <summary>The experiments of a folder: itself, or else those in its folders, in the order of their names.</summary>
    /// <param name="folder">A folder; it need not exist.</param>
    /// <returns>Folders with a <c>reproduction.json</c>; none where there is none.</returns>
    public static IReadOnlyList<string> FoldersIn(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        static bool Is(string path) => File.Exists(Path.Combine(path, Reproduction.FileName));
        return Is(folder) ? [folder] : Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Where(Is).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>Draws <c>report.html</c> into the folder of an experiment, or into one that holds several experiments' folders.</summary>
    /// <param name="folder">A folder with <c>reproduction.json</c>, or with such folders in it.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no experiment.</exception>
    /// <exception cref="InvalidDataException">A <c>reproduction.json</c> is damaged.</exception>
    public static string Write(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Write([folder], Path.Combine(folder, RunFolder.ReportName));
    }

    /// <summary>Draws one page of one or several experiments.</summary>
    /// <param name="folders">Folders of experiments, or of several experiments' folders; their order is the order on the page.</param>
    /// <param name="output">The page to write; its folder is created.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="DirectoryNotFoundException">A folder holds no experiment.</exception>
    /// <exception cref="InvalidDataException">A <c>reproduction.json</c> is damaged.</exception>
    public static string Write(IReadOnlyList<string> folders, string output) => Write(folders, output, ChartScripts.OfThisBuild);

    internal static string Write(IReadOnlyList<string> folders, string output, ChartScripts scripts)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentException.ThrowIfNullOrEmpty(output);
        if (folders.Count == 0)
        {
            throw new ArgumentException("Expected at least one folder of an experiment, got none.", nameof(folders));
        }

        string pageFolder = Path.GetDirectoryName(Path.GetFullPath(output))!;
        string[] all = [.. folders.SelectMany(Experiments)];
        ReproductionSource[] sources = [.. all.Select((folder, i) => new ReproductionSource(folder, pageFolder, $"e{i + 1}", Reproduction.Read(folder)))];
        string body = sources is [var only] ? One(only, scripts) : Several(sources, scripts);
        return new PageFrame(Title(sources), body, "reproduction.json").Write(output, scripts);
    }

    private static IReadOnlyList<string> Experiments(string folder) => FoldersIn(folder) is { Count: > 0 } found ? found
        : throw new DirectoryNotFoundException(
            $"Expected the folder of an experiment, but neither '{folder}' nor a folder in it has a {Reproduction.FileName}.");

    private static string Title(ReproductionSource[] sources) => sources is [var only] ? only.Result.Title : $"{sources.Length} experiments";

    private static string One(ReproductionSource source, ChartScripts scripts) => $"""
        <header>
        <p class="eyebrow name">{Html.Text(source.Result.Id)}</p>
        <h1>{Html.Text(source.Result.Title)}</h1>
        {ReproductionSection.About(source.Result)}{PageHead.AboutScripts(scripts)}</header>
        <main>
        {ReproductionSection.Render(source, 2)}</main>

        """;

    // Experiments that have no claims to count, in words: none of them.
    private static string Missing(ReproductionSource[] sources)
    {
        int skipped = sources.Count(source => source.Result.Skipped is not null);
        int open = sources.Count(source => source.Result is { Skipped: null, Status: not RunStatus.Finished });
        return (skipped > 0 ? $"; {Counted.Of(skipped, "experiment")} skipped" : "")
            + (open > 0 ? $"; {Counted.Of(open, "experiment")} failed or not finished" : "");
    }

    private static string Several(ReproductionSource[] sources, ChartScripts scripts)
    {
        ReproductionSource[] counted = [.. ReproductionSource.Counted(sources)];
        var html = new StringBuilder($"<header>\n<p class=\"eyebrow\">Apical experiments</p>\n<h1>{Title(sources)}</h1>\n");
        html.Append(ReproductionSection.Verdict(ClaimCount.Of(counted.SelectMany(source => source.Result.Claims)), Missing(counted))).Append('\n');
        html.Append(counted.Length < sources.Length ? "<p class=\"note\">Experiments that are here several times count once: at the paper’s scale if they "
            + "are here at it, and as they were found last.</p>\n" : "");
        html.Append(PageHead.AboutScripts(scripts)).Append("</header>\n<main>\n").Append(ReproductionSummary.Render(sources));
        foreach (ReproductionSource source in sources)
        {
            html.Append($"<article aria-labelledby=\"{source.Anchor}\">\n<p class=\"eyebrow name\">{Html.Text(source.Result.Id)}</p>\n");
            html.Append($"<h2 id=\"{source.Anchor}\">{Html.Text(source.Result.Title)}</h2>\n");
            html.Append(ReproductionSection.About(source.Result)).Append(ReproductionSection.Render(source, 3)).Append("</article>\n");
        }

        return html.Append("</main>\n").ToString();
    }
}
