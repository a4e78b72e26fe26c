using Apical.Specs;

namespace Apical.Data;

/// <summary>Sets that are folders or archives of images. Who reads those is no part of this library, and is looked up in the catalog in use.</summary>
internal static class NamedImages
{
    private const string Reader = "images";

    /// <summary>Reads one.</summary>
    /// <param name="set">Name of the set, for messages.</param>
    /// <param name="path">The folder or archive.</param>
    /// <param name="settings">As they stand behind <c>images:PATH</c>, with the colon.</param>
    /// <param name="request">As for every set.</param>
    /// <exception cref="DatasetException">Nobody reads images, or these cannot be read.</exception>
    public static DataSplits Load(string set, string path, string settings, DataRequest request)
    {
        DataEntry images = Catalog<DataEntry>.Current.All.FirstOrDefault(entry => entry.Name == Reader) ?? throw new DatasetException(
            $"{path} holds {set} as images, and those are read by Apical.Exchange: use DataCatalog.With(ImageFolders.Entry).");
        return images.Configured!(Spec.Parse($"{Reader}:{Pieces.Quote(path)}{settings}")).LoadParts(request);
    }
}
