namespace Apical.Exchange.Tables;

/// <summary>The kind of data sets that is written <c>csv:FILE:label=COLUMN</c>.</summary>
public static class CsvFiles
{
    /// <summary>For a catalog: <c>DataCatalog.With(CsvFiles.Entry)</c>. The command has it.</summary>
    public static DataEntry Entry { get; } = DataEntry.Of(CsvOptions.Settings, options => new DataEntry
    {
        Name = "csv",
        Summary = "a table of yours, a sample on each line: csv:FILE:label=COLUMN",
        Source = "yours",
        IsYours = true,
        OtherForm = folder => CsvSet.Find(options, folder) is not null,
        Spell = folder => $"csv{CsvOptions.Settings.Show(Settled(options, folder))}",
        Loader = request => CsvSet.Load(options, request),
    });

    // With what the file shows: what is between its values, and whether its first line has names.
    private static CsvOptions Settled(CsvOptions options, string? folder)
    {
        if (CsvSet.Find(options, folder) is not { } path)
        {
            return options;
        }

        var dialect = CsvDialect.Of(path, options);
        return options with { Separator = dialect.Separator, Header = dialect.Header };
    }
}
