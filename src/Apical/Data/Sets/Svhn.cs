namespace Apical.Data;

/// <summary>Street View House Numbers, cropped digits, as grey images: the mean of the three colours (lillicrap2016, note 6).</summary>
internal static class Svhn
{
    /// <summary>Rows and columns of an image.</summary>
    public const int Side = 32;

    /// <summary>What the user brings.</summary>
    public static readonly string[] Files = ["train_32x32.mat", "test_32x32.mat"];

    /// <summary>Reads both parts.</summary>
    /// <exception cref="DatasetException">A file is missing or not right.</exception>
    public static DataSplits Load(DataRequest request) => new(Part("svhn/train", Files[0], request), null, Part("svhn/test", Files[1], request));

    private static Dataset Part(string name, string file, DataRequest request)
    {
        const int Pixels = Side * Side, Colours = 3;
        string path = OwnFile.Find("svhn", request.Folder, file, Files);
        IReadOnlyDictionary<string, MatArray> arrays = MatFile.Read(path);
        if (!arrays.TryGetValue("X", out MatArray? x) || !arrays.TryGetValue("y", out MatArray? y)
            || x.Shape is not [Side, Side, Colours, ..] || x.Shape.Count > 4
            || y.Count != (x.Shape.Count == 4 ? x.Shape[3] : 1))
        {
            throw new DatasetException(
                $"{Path.GetFullPath(path)}: expected an array X of {Side}×{Side}×{Colours}×samples numbers and a label y for each sample, "
                + "as in the cropped digits of SVHN.");
        }

        if (y.Count == 0)
        {
            throw new DatasetException($"{Path.GetFullPath(path)} has no samples.");
        }

        var labels = new int[y.Count];
        var inputs = new Matrix(labels.Length, Pixels, request.Precision);
        for (int n = 0; n < labels.Length; n++)
        {
            double label = y.At(n);
            if (label is not (>= 0 and <= 10) || label != Math.Floor(label))
            {
                throw new DatasetException($"{Path.GetFullPath(path)}: sample {n} has the label {label}; expected 1 to 10, where 10 is the digit 0.");
            }

            labels[n] = (int)label % 10;
            for (int i = 0; i < Pixels; i++)
            {
                // MATLAB's first axis, the row, is innermost
                int at = (n * Colours * Pixels) + (i % Side * Side) + (i / Side);
                double sum = x.At(at) + x.At(at + Pixels) + x.At(at + (2 * Pixels));
                inputs[n, i] = sum is >= 0 and <= Colours * 255.0 ? sum / (Colours * 255.0) : throw new DatasetException(
                    $"{Path.GetFullPath(path)}: sample {n} has a pixel that is not from 0 to 255.");
            }
        }

        return new Dataset(name, inputs, OneHot.Encode(labels, 10, precision: request.Precision), labels, 10, new ImageShape(1, Side, Side));
    }
}
