namespace Apical.Exchange.Images;

/// <summary>The kind of data sets that is written <c>images:FOLDER-or-ZIP</c>.</summary>
public static class ImageFolders
{
    /// <summary>For a catalog: <c>DataCatalog.With(ImageFolders.Entry)</c>. The command has it.</summary>
    public static DataEntry Entry { get; } = DataEntry.Of(ImageOptions.Settings, options => new DataEntry
    {
        Name = "images",
        Summary = "JPEG and PNG images in a folder or .zip of yours, a folder for each class: images:FOLDER:size=64",
        Source = "yours",
        IsYours = true,
        Preparation = options.Preparation,
        OtherForm = folder => ImageSet.Find(options.Path, folder) is not null,
        Loader = request => ImageSet.Load(options, request),
    });
}
