namespace Apical.Data;

/// <summary>Sets that the user brings as text files, one sample per line.</summary>
internal static class TextSets
{
    /// <summary>TIMIT's stop consonants: 39 features of a frame, then the class, 0 to 5 (lillicrap2016, note 7).</summary>
    public static readonly string[] TimitFiles = ["train.csv", "test.csv"];

    /// <summary>
    /// MNIST on photographic backgrounds. As in lillicrap2016, note 5, the larger file, offered as the test set, is for training; the first 10 000 lines
    /// of the other (its training samples; the 2000 after them are for validation) are for testing.
    /// </summary>
    public static readonly string[] BackImageFiles = ["mnist_background_images_test.amat", "mnist_background_images_train.amat"];

    private const int Side = 28, BackImageTests = 10_000;

    /// <summary>Reads TIMIT's stop consonants.</summary>
    public static DataSplits TimitStops(DataRequest request)
    {
        Dataset Part(string name, string file)
        {
            (Matrix inputs, int[] labels) = NumberTable.Read(OwnFile.Find("timit-stops", request.Folder, file, TimitFiles), 39, 6, request.Precision);
            return new Dataset(name, inputs, OneHot.Encode(labels, 6, precision: request.Precision), labels, 6);
        }

        return new(Part("timit-stops/train", TimitFiles[0]), null, Part("timit-stops/test", TimitFiles[1]));
    }

    /// <summary>Reads MNIST on photographic backgrounds. These files hold images column after column; they are turned into rows.</summary>
    public static DataSplits BackImage(DataRequest request)
    {
        Dataset Part(string name, string file, int most)
        {
            string path = OwnFile.Find("mnist-back-image", request.Folder, file, BackImageFiles);
            (Matrix stored, int[] labels) = NumberTable.Read(path, Side * Side, 10, request.Precision, most);
            var inputs = new Matrix(stored.Rows, stored.Columns, stored.Precision);
            for (int n = 0; n < labels.Length; n++)
            {
                for (int i = 0; i < Side * Side; i++)
                {
                    inputs[n, i] = stored[n, (i % Side * Side) + (i / Side)];
                }
            }

            return new Dataset(name, inputs, OneHot.Encode(labels, 10, precision: request.Precision), labels, 10, new ImageShape(1, Side, Side));
        }

        return new(Part("mnist-back-image/train", BackImageFiles[0], int.MaxValue), null, Part("mnist-back-image/test", BackImageFiles[1], BackImageTests));
    }
}
