using Apical.Runs;

namespace Apical.Report;

/// <summary>What every page has around its content: head, styles, foot, scripts.</summary>
/// <param name="Title">For the window.</param>
/// <param name="Content">The header and main elements.</param>
/// <param name="Sources">The files that it was drawn from.</param>
internal sealed record PageFrame(string Title, string Content, string Sources)
{
    /// <summary>Writes the page; its folder is made where it is not there.</summary>
    /// <returns><paramref name="output"/>.</returns>
    public string Write(string output, ChartScripts scripts)
    {
        string html = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Html.Text(Title)} – Apical</title>
            <style>
            {ChartScripts.Resource("page.css")}</style>
            </head>
            <body>
            {Content}<footer>Drawn by Apical from {Sources}. Charts: {Html.Text(scripts.Names)}{(scripts.Embedded ? ", in this page" : "")}.</footer>
            {scripts.Elements()}<script>
            {ChartScripts.Resource("page.js")}</script>
            </body>
            </html>

            """;
        AtomicFile.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(output))!);
        AtomicFile.WriteText(output, html);
        return output;
    }
}
