namespace Apical.Report;

/// <summary>A script that draws charts.</summary>
/// <param name="Name">Its package of npm.</param>
/// <param name="Version">The exact version.</param>
/// <param name="Integrity">The sum by which a browser knows the file, as <c>sha384-…</c>.</param>
/// <param name="Code">The file; null where the build did not embed it.</param>
/// <param name="Licence">Its licence; null where the build did not embed it.</param>
internal sealed record ChartScript(string Name, string Version, string Integrity, string? Code, string? Licence);
