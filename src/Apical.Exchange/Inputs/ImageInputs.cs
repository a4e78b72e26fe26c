using Apical.Exchange.Images;
using Apical.Models;
using Apical.Numerics.Matrices;
using Apical.Specs;

namespace Apical.Exchange.Inputs;

/// <summary>Reads JPEG and PNG files as inputs of a model, prepared as its training images were.</summary>
public sealed class ImageInputs
{
    private const int NumbersAtOnce = 1 << 22;

    private readonly ImageShape _shape;
    private readonly Framing _framing;
    private readonly Precision _precision;

    /// <summary>For a model.</summary>
    /// <param name="card">The model.</param>
    /// <exception cref="ArgumentException">It does not take images.</exception>
    public ImageInputs(ModelCard card)
    {
        NativeParts.Require();
        ArgumentNullException.ThrowIfNull(card);
        _shape = card.Shape is { Channels: 1 or 3 } shape && shape.Features == card.Features ? shape : throw new ArgumentException(
            $"The model takes {card.Features} numbers, which form no image of one or three channels. Give it a table with {card.Features} columns.");
        _precision = card.Precision;
        ImageOptions options = ImageOptions.Settings.Read(Spec.Parse($"images:{card.Preparation ?? $"resize={_shape.Height}x{_shape.Width}"}"));
        _framing = options.Framing;
    }

    /// <summary>What is done to each image, in words.</summary>
    public string Preparation => $"{(_shape.Channels == 1 ? "grey" : "colours")}, {_shape.Height}×{_shape.Width} pixels";

    /// <summary>Whether a path has the ending of an image file.</summary>
    public static bool IsImage(string path) => Path.GetExtension(path).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png";

    /// <summary>The images of a folder and those below it, in the order of their paths.</summary>
    /// <param name="folder">A folder.</param>
    /// <exception cref="FileNotFoundException">It has none.</exception>
    public static IReadOnlyList<string> In(string folder)
    {
        string[] found = [.. new FolderFiles(folder).Paths.Select(path => Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar)))];
        return found.Length > 0 ? found : throw new FileNotFoundException($"The folder '{folder}' has no JPEG or PNG images.");
    }

    /// <summary>Reads files, some at a time.</summary>
    /// <param name="paths">The files.</param>
    /// <exception cref="InvalidDataException">One is damaged; the message says which.</exception>
    public IEnumerable<InputBlock> Read(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string[] some in paths.Chunk(Math.Clamp(NumbersAtOnce / _shape.Features, 2, 500)))
        {
            var inputs = new Matrix(some.Length, _shape.Features, _precision);
            int resized = 0;
            for (int i = 0; i < some.Length; i++)
            {
                resized += Put(some[i], inputs, i) ? 1 : 0;
            }

            yield return new(some, inputs) { Resized = resized };
        }
    }

    // Whether it had another size.
    private bool Put(string path, Matrix inputs, int row)
    {
        Raster image;
        try
        {
            image = ImageDecoder.Decode(File.ReadAllBytes(path), grey: _shape.Channels == 1);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: {error.Message.TrimEnd('.')}. Leave it out.", error);
        }

        bool other = (image.Height, image.Width) != (_shape.Height, _shape.Width);
        Raster framed = _framing.Of(image);
        if ((framed.Height, framed.Width) != (_shape.Height, _shape.Width))
        {
            framed = Resampling.Resize(framed, _shape.Height, _shape.Width);    // training images had that size of themselves
        }

        for (int i = 0; i < framed.Bytes.Length; i++)
        {
            inputs[row, i] = _precision == Precision.Single ? framed.Bytes[i] / 255f : framed.Bytes[i] / 255.0;
        }

        return other;
    }
}
