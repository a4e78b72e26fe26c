namespace Apical.Exchange.Numpy;

/// <summary>The kind of data sets that is written <c>npz:FILE</c>.</summary>
public static class NpzFiles
{
    /// <summary>For a catalog: <c>DataCatalog.With(NpzFiles.Entry)</c>. The command has it.</summary>
    public static DataEntry Entry { get; } = DataEntry.Of(NpzOptions.Settings, options => new DataEntry
    {
        Name = "npz",
        Summary = "arrays of numpy of yours, x and y, and x_test and y_test if there are: npz:FILE",
        Source = "yours",
        IsYours = true,
        OtherForm = folder => DataFolder.Find(options.Path, folder, File.Exists) is not null,
        Loader = request => NpzSet.Load(options, request),
    });
}
