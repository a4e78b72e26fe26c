using Apical.Runs;

namespace Apical.Report;

/// <summary>A run as read from its folder, as far as it got.</summary>
/// <param name="Name">Name of the folder.</param>
/// <param name="Record"><c>run.json</c>, or null without it.</param>
/// <param name="Metrics"><c>metrics.csv</c>; an empty table without it.</param>
/// <param name="Problems">Sentences about what is missing or damaged.</param>
/// <param name="Pictures">What it left to be shown besides.</param>
internal sealed record RunSource(string Name, RunRecord? Record, MetricsTable Metrics, IReadOnlyList<string> Problems, IReadOnlyList<Picture> Pictures)
{
    /// <summary>Reads a folder that holds at least one of the two files. A damaged one becomes a sentence on the page.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or it holds neither file.</exception>
    public static RunSource Read(string folder)
    {
        string recordPath = Path.Combine(folder, RunFolder.RecordName), metricsPath = Path.Combine(folder, RunFolder.MetricsName);
        if (!File.Exists(recordPath) && !File.Exists(metricsPath))
        {
            throw new DirectoryNotFoundException(
                $"Expected the folder of a run, but '{folder}' has neither {RunFolder.RecordName} nor {RunFolder.MetricsName}. "
                    + "Give the folder that a command named under 'out'.");
        }

        var problems = new List<string>();
        var record = Try(() => RunRecord.Read(recordPath), recordPath, problems);
        var metrics = Try(() => MetricsTable.Read(metricsPath), metricsPath, problems) ?? new MetricsTable([]);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new RunSource(name, record, metrics, problems, Try(() => PicturesFile.Read(folder), folder, problems) ?? []);
    }

    /// <summary>What the run says of a metric, or null.</summary>
    public Metric? Declared(string name) => Record?.Description.Metrics.FirstOrDefault(metric => metric.Name == name);

    private static T? Try<T>(Func<T> read, string path, List<string> problems)
        where T : class
    {
        try
        {
            return read();
        }
        catch (FileNotFoundException)
        {
            problems.Add($"There is no {Path.GetFileName(path)}.");
        }
        catch (InvalidDataException error)
        {
            problems.Add(error.Message);
        }

        return null;
    }
}
