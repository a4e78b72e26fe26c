namespace Apical.Data;

/// <summary>Images and their labels, read from a pair of IDX files that belong together.</summary>
/// <param name="Images">Pixels, 0 to 255, shape <c>[images, height, width]</c>.</param>
/// <param name="Labels">Class of each image, shape <c>[images]</c>.</param>
public sealed record IdxSet(IdxArray Images, IdxArray Labels)
{
    /// <summary>Reads a pair of files and checks that they fit.</summary>
    /// <param name="imagePath">The file of images.</param>
    /// <param name="labelPath">The file of labels.</param>
    /// <param name="classes">Labels must lie in [0, classes).</param>
    /// <param name="axes">Of the images: samples, and those of each; three for grey images.</param>
    /// <exception cref="DatasetException">A file is missing, truncated, damaged or foreign, or the two do not fit.</exception>
    public static IdxSet Read(string imagePath, string labelPath, int classes, int axes = 3)
    {
        IdxArray labels = IdxFile.ReadLabels(labelPath);
        IdxArray images = IdxFile.Read(imagePath, axes);
        if (images.Count != labels.Count)
        {
            throw new DatasetException(
                $"{imagePath} holds {images.Count} images, {labelPath} holds {labels.Count} labels. "
                + "Expected one label for each image: are they parts of the same set?");
        }

        int foreign = labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        if (foreign >= 0)
        {
            throw new DatasetException(
                $"{labelPath}: label {labels.Values[foreign]} of sample {foreign} is out of range. Expected labels from 0 to {classes - 1}.");
        }

        return new IdxSet(images, labels);
    }
}
