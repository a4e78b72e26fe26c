using System.Text;
using Apical.Runs;

namespace Apical.Report;

/// <summary>Draws a page from the folder of a run, finished or not: summary, charts, settings, and every number behind the charts.</summary>
/// <remarks>
/// The page is one file. It carries its scripts when Apical was built with npm at hand, and says so when it does not.
/// It is drawn from <c>run.json</c>, <c>metrics.csv</c> and the folder <c>pictures</c>, so it can be drawn again at any time.
/// </remarks>
public static class ReportPage
{
    /// <summary>Draws <c>report.html</c> into the folder of a run.</summary>
    /// <param name="runFolder">A folder with <c>run.json</c>, <c>metrics.csv</c> or both.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder holds no run.</exception>
    public static string Write(string runFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(runFolder);
        return Write([runFolder], Path.Combine(runFolder, RunFolder.ReportName));
    }

    /// <summary>Draws one page that compares several runs.</summary>
    /// <param name="runFolders">One or more folders of runs; their order is the order on the page.</param>
    /// <param name="output">The page to write; its folder is created.</param>
    /// <param name="warn">Receives what the page says of files that are missing or damaged, sentence by sentence. Default: only the page says it.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="DirectoryNotFoundException">A folder holds no run.</exception>
    public static string Write(IReadOnlyList<string> runFolders, string output, Action<string>? warn = null) =>
        Write(runFolders, output, ChartScripts.OfThisBuild, warn);

    internal static string Write(IReadOnlyList<string> runFolders, string output, ChartScripts scripts, Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(runFolders);
        ArgumentException.ThrowIfNullOrEmpty(output);
        if (runFolders.Count == 0)
        {
            throw new ArgumentException("Expected at least one folder of a run, got none.", nameof(runFolders));
        }

        IReadOnlyList<RunSource> sources = [.. runFolders.Select(RunSource.Read)];
        foreach (string problem in sources.SelectMany(source => source.Problems.Select(problem => $"{source.Name}: {problem}")))
        {
            warn?.Invoke(problem);
        }

        return new PageFrame(PageHead.Title(sources), Content(sources, scripts), "run.json, metrics.csv and pictures").Write(output, scripts);
    }

    private static string Content(IReadOnlyList<RunSource> sources, ChartScripts scripts)
    {
        var subjects = Subject.Of(sources);
        var html = new StringBuilder(PageHead.Render(sources, scripts)).Append("<main>\n");
        if (subjects.Count > 0)
        {
            html.Append(SummaryTable.Render(subjects));
        }

        html.Append(TunedTable.Render(sources));
        IEnumerable<Picture> measured = subjects.Count == 0 ? [] : RunPictures.Of(subjects).Concat(sources.SelectMany(source => source.Pictures));
        foreach (var (f, picture) in sources.SelectMany(SearchPictures.Of).Concat(measured).Index())
        {
            var style = new PictureStyle(picture, subjects.Select(subject => (subject.Label, subject.Style)));
            html.Append(new PictureSection($"figure-{f + 1}", 2, picture, style) { AllNumbers = RunFolder.MetricsName }.Render());
        }

        return html.Append(SettingsTable.Render(sources)).Append("</main>\n").ToString();
    }
}
