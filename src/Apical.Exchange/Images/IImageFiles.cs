namespace Apical.Exchange.Images;

/// <summary>The image files of a folder or an archive.</summary>
internal interface IImageFiles
{
    /// <summary>Bytes that a file may have.</summary>
    const int MostBytes = 100_000_000;

    /// <summary>Their paths below it, with '/', in the order of their letters.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>Names of image files that would lie outside of it: these are not read.</summary>
    IReadOnlyList<string> Outside { get; }

    /// <summary>The content of a file. Several threads may read at once.</summary>
    /// <param name="number">Its place in <see cref="Paths"/>.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is larger than <see cref="MostBytes"/>, or damaged.</exception>
    byte[] Read(int number);

    /// <summary>Whether a path is one of an image in a folder: hidden files, and those of systems, are none.</summary>
    static bool IsImage(string path) => Path.GetExtension(path).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png"
        && path.Split('/').All(part => part.Length > 0 && part[0] != '.' && part != "__MACOSX");
}
