using System.Globalization;
using System.Text;

namespace Apical.Tests.Data;

/// <summary>Sets whose files the user brings; the files are written here byte by byte as their formats say.</summary>
public sealed class OwnFilesTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Svhn_is_read_from_matlab_files_as_grey_images(bool compressed, bool labelsAsDoubles)
    {
        using var folder = new TempFolder();
        foreach (string file in new[] { "train_32x32.mat", "test_32x32.mat" })
        {
            folder.Write("svhn/" + file, Matlab.Svhn(3, compressed, labelsAsDoubles));
        }

        DataSplits svhn = DataCatalog.Find("svhn").Load(new DataRequest { Folder = folder.Name, Precision = Precision.Double });
        Assert.True(DataCatalog.Find("svhn").IsPresent(folder.Name));
        Assert.Equal([1, 5, 0], svhn.Train.InMemory().Labels!);
        Assert.Equal(new ImageShape(1, 32, 32), svhn.Test.Shape);
        for (int n = 0; n < 3; n++)
        {
            foreach ((int row, int column) in new[] { (0, 0), (3, 31), (31, 2) })
            {
                double mean = Enumerable.Range(0, 3).Average(colour => (double)Matlab.Pixel(row, column, colour, n));
                Assert.Equal(mean / 255, svhn.Train.InMemory().Inputs[n, (32 * row) + column], 1e-12);
            }
        }
    }

    [Fact]
    public void Damaged_matlab_files_are_named()
    {
        byte[] good = Matlab.Svhn(2, compressed: false), packed = Matlab.Svhn(2, compressed: true);
        byte[] noMat = [.. Enumerable.Repeat((byte)' ', 200)], flipped = [.. packed];
        flipped[170] ^= 0xFF;
        byte[] hugeElement = [.. good];
        (hugeElement[132], hugeElement[135]) = (0xFF, 0x7F);
        foreach (byte[] bad in new[] { [], good[..100], good[..500], packed[..^40], noMat, flipped, hugeElement, good[..128] })
        {
            using var folder = new TempFolder();
            folder.Write("train_32x32.mat", bad);
            folder.Write("test_32x32.mat", good);
            DatasetException error = Assert.Throws<DatasetException>(() => DataCatalog.Find("svhn").Load(new DataRequest { Folder = folder.Name }));
            Assert.Contains("train_32x32.mat", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>All types of numbers that the format has; labels 1, 5 and 10, the digit 0.</summary>
    [Theory]
    [InlineData(Matlab.Int8)]
    [InlineData(Matlab.Int16)]
    [InlineData(Matlab.UInt16)]
    [InlineData(Matlab.Int32)]
    [InlineData(Matlab.UInt32)]
    [InlineData(Matlab.Single)]
    [InlineData(Matlab.Double)]
    [InlineData(Matlab.Int64)]
    [InlineData(Matlab.UInt64)]
    public void Numbers_of_matlab_files_may_be_of_any_type(int type)
    {
        using var folder = new TempFolder();
        byte[] labels = Matlab.Array("y", [3, 1], type, Matlab.Bytes(type, [1, 5, 10]));
        byte[] other = Matlab.Array("a long name", [2, 1], type, Matlab.Bytes(type, [1, 2]));
        double[] pixels = [.. Matlab.Pixels(3).Select(pixel => (double)(pixel % 100))];
        byte[] file = Matlab.File(compressed: true, other, labels, Matlab.Array("X", [32, 32, 3, 3], type, Matlab.Bytes(type, pixels)));
        folder.Write("train_32x32.mat", file);
        folder.Write("test_32x32.mat", Matlab.Svhn(1, compressed: false));
        Dataset train = DataCatalog.Find("svhn").Load(new DataRequest { Folder = folder.Name, Precision = Precision.Double }).Train.InMemory();
        Assert.Equal([1, 5, 0], train.Labels!);
        double mean = Enumerable.Range(0, 3).Average(colour => (double)(Matlab.Pixel(3, 2, colour, 1) % 100));
        Assert.Equal(mean / 255, train.Inputs[1, (32 * 3) + 2], 1e-12);
    }

    [Theory]
    [InlineData(new[] { -3, 1 })]
    [InlineData(new[] { -3, -1 })]                              // whose product is right
    [InlineData(new[] { -3, 0 })]                               // as is this one's: none, as it says
    [InlineData(new[] { 65536, 65536, 65536, 65536 })]          // 2⁶⁴ wraps to 0
    [InlineData(new[] { 4, 1 })]
    [InlineData(new int[0])]
    public void Sizes_that_do_not_fit_the_numbers_are_told(int[] sizes)
    {
        using var folder = new TempFolder();
        byte[] numbers = sizes.Length == 4 || sizes.Contains(0) ? [] : [1, 2, 3];
        folder.Write("train_32x32.mat", Matlab.File(compressed: false, Matlab.Array("X", sizes, Matlab.UInt8, numbers)));
        folder.Write("test_32x32.mat", Matlab.Svhn(1, compressed: false));
        DatasetException error = Assert.Throws<DatasetException>(() => DataCatalog.Find("svhn").Load(new DataRequest { Folder = folder.Name }));
        Assert.Contains($"train_32x32.mat cannot be read: its array of {string.Join("×", sizes)} holds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_array_whose_checksum_is_wrong_is_told()
    {
        using var folder = new TempFolder();
        byte[] file = Matlab.Svhn(2, compressed: true);
        file[^1] ^= 1;                                          // the last byte of the Adler-32 of y
        folder.Write("train_32x32.mat", file);
        folder.Write("test_32x32.mat", Matlab.Svhn(1, compressed: false));
        DatasetException error = Assert.Throws<DatasetException>(() => DataCatalog.Find("svhn").Load(new DataRequest { Folder = folder.Name }));
        Assert.Contains("train_32x32.mat cannot be read", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Between commas or semicolons nothing stands for nothing; only blanks may be several for one.</summary>
    [Theory]
    [InlineData("f,,l", "value 39 is missing")]
    [InlineData(",f,l", "value 1 is missing")]
    [InlineData("f;;l", "value 39 is missing")]
    [InlineData("f,x,l", "value 39 is no finite number")]
    [InlineData("f,1e999,l", "value 39 is no finite number")]
    [InlineData("f,1,l,l", "there are more than 40")]
    [InlineData("f,l", "there are 39")]
    [InlineData("f,1,", "value 40 is missing")]
    public void Values_that_are_missing_are_named(string form, string message)
    {
        using var folder = new TempFolder();
        string f = string.Join(form.Contains(';', StringComparison.Ordinal) ? ";" : ",", Enumerable.Repeat("0.5", 38));
        folder.Write("train.csv", Encoding.ASCII.GetBytes(form.Replace("f", f, StringComparison.Ordinal).Replace("l", "3", StringComparison.Ordinal)));
        string said = Assert.Throws<DatasetException>(() => DataCatalog.Find("timit-stops").Load(new DataRequest { Folder = folder.Name })).Message;
        Assert.Contains("line 1", said, StringComparison.Ordinal);
        Assert.Contains(message, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Decimal_commas_are_told()
    {
        using var folder = new TempFolder();
        folder.Write("train.csv", Encoding.ASCII.GetBytes(string.Join(';', Enumerable.Repeat("0,5", 39)) + ";3"));
        Assert.Contains("Write decimals with a point", Assert.Throws<DatasetException>(() =>
            DataCatalog.Find("timit-stops").Load(new DataRequest { Folder = folder.Name })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Timit_is_read_from_lines_of_39_features_and_a_class()
    {
        using var folder = new TempFolder();
        string[] lines = [.. Enumerable.Range(0, 3).Select(n =>
            string.Join(n == 1 ? "; " : ",", Enumerable.Range(0, 39).Select(i => (i - n + 0.25).ToString(CultureInfo.InvariantCulture)).Append($"{n * 2}")))];
        folder.Write("timit-stops/train.csv", Encoding.ASCII.GetBytes(string.Join("\n", lines) + "\n\n"));
        folder.Write("timit-stops/test.csv", Encoding.ASCII.GetBytes(lines[2]));
        DataSplits timit = DataCatalog.Find("timit-stops").Load(new DataRequest { Folder = folder.Name });
        Assert.Equal((3, 1, 39, 6), (timit.Train.Count, timit.Test.Count, timit.Train.Features, timit.Train.Outputs));
        Assert.Equal([0, 2, 4], timit.Train.InMemory().Labels!);
        Assert.Equal(7 - 1 + 0.25, timit.Train.InMemory().Inputs[1, 7]);

        foreach (string bad in new[] { "1,2,3", lines[0] + ",1", lines[0][..^1] + "6", lines[0][..^1] + "0.5",
            lines[0].Replace("5.25", "x", StringComparison.Ordinal) })
        {
            folder.Write("timit-stops/train.csv", Encoding.ASCII.GetBytes(lines[0] + "\n" + bad));
            Assert.Contains("line 2", Assert.Throws<DatasetException>(() =>
                DataCatalog.Find("timit-stops").Load(new DataRequest { Folder = folder.Name })).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Back_image_files_hold_columns_and_the_larger_one_is_for_training()
    {
        using var folder = new TempFolder();
        string Line(int label) => "   " + string.Join("   ", Enumerable.Range(0, 784).Select(i =>
            (i / 1000.0).ToString("e16", CultureInfo.InvariantCulture)).Append(label.ToString("e16", CultureInfo.InvariantCulture)));
        folder.Write("mnist_background_images_test.amat", Encoding.ASCII.GetBytes($"{Line(3)}\n{Line(9)}\n"));
        folder.Write("mnist_background_images_train.amat", Encoding.ASCII.GetBytes(Line(1)));
        DataSplits set = DataCatalog.Find("mnist-back-image").Load(new DataRequest { Folder = folder.Name, Precision = Precision.Double });
        Assert.Equal([3, 9], set.Train.InMemory().Labels!);
        Assert.Equal([1], set.Test.InMemory().Labels!);
        Assert.Equal(((5 * 28) + 2) / 1000.0, set.Train.InMemory().Inputs[0, (2 * 28) + 5], 1e-12);
    }

    [Theory]
    [InlineData("svhn", "train_32x32.mat, test_32x32.mat")]
    [InlineData("timit-stops", "train.csv, test.csv")]
    [InlineData("mnist-back-image", "mnist_background_images_test.amat, mnist_background_images_train.amat")]
    public void Missing_files_are_named_with_the_place_for_them(string name, string files)
    {
        using var folder = new TempFolder();
        DataEntry entry = DataCatalog.Find(name);
        Assert.False(entry.IsMade || entry.IsPresent(folder.Name));
        DatasetException error = Assert.Throws<DatasetException>(() => entry.Load(new DataRequest { Folder = folder.Name }));
        Assert.Contains($"put {files} into {folder[name]}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_stand_in_keeps_ink_and_fills_the_rest()
    {
        DataSplits digits = DigitImages.Load(1, 20, 5, precision: Precision.Double);
        Dataset textured = TexturedBackground.Under(digits.Train.InMemory(), new Rng(2));
        Assert.Contains("made-up", textured.Name, StringComparison.Ordinal);
        for (int n = 0; n < 20; n++)
        {
            for (int i = 0; i < 784; i++)
            {
                Assert.InRange(textured.Inputs[n, i], digits.Train.InMemory().Inputs[n, i] - 1e-12, 1 + 1e-12);
            }
        }

        // power falls with frequency: pixels two apart differ more than neighbours, and those far apart more than both
        double[] field = new double[28 * 28];
        double near = 0, two = 0, far = 0;
        for (int draw = 0; draw < 200; draw++)
        {
            TexturedBackground.Draw(new Rng((ulong)draw), 28, 28, field);
            near += Math.Pow(field[300] - field[301], 2);
            two += Math.Pow(field[300] - field[302], 2);
            far += Math.Pow(field[14] - field[14 + (27 * 28)], 2);
        }

        Assert.True(near < 0.7 * two && two < 0.5 * far, $"{near} {two} {far}");
    }
}
