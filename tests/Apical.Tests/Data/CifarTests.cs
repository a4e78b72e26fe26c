using System.Formats.Tar;
using System.IO.Compression;

namespace Apical.Tests.Data;

/// <summary>
/// The form is that of www.cs.toronto.edu/~kriz/cifar.html: a label (two in CIFAR-100, the coarse one first), then 1024 red, green and blue bytes,
/// row after row.
/// </summary>
public sealed class CifarTests
{
    private const int Pixels = 3072;

    [Theory]
    [InlineData("", "")]
    [InlineData("cifar10/", ".gz")]
    [InlineData("cifar-10-batches-bin/", "")]
    [InlineData("cifar10/cifar-10-batches-bin/", ".gz")]
    [InlineData("", ".tar.gz")]
    [InlineData("cifar10/", ".tar.gz")]
    public void Pixels_labels_and_names_are_those_of_the_files(string place, string form)
    {
        using var folder = new TempFolder();
        WriteTen(folder, place, form);
        DataSplits data = Load("cifar10", folder);

        Assert.Equal(("cifar10/train", 10, "cifar10/test", 2), (data.Train.Name, data.Train.Count, data.Test.Name, data.Test.Count));
        Assert.Equal((new ImageShape(3, 32, 32), 10, 10), (data.Train.Shape, data.Train.Classes, data.Train.Outputs));
        Assert.Equal("airplane automobile bird cat deer dog frog horse ship truck", string.Join(' ', data.Train.ClassNames));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], Labels(data.Train));
        Assert.Equal([9, 3], Labels(data.Test));
        Dataset train = data.Train.InMemory();
        for (int n = 0; n < 10; n++)
        {
            for (int i = 0; i < Pixels; i += 61)
            {
                Assert.Equal(Pixel(n, i) / 255.0, train.Inputs[n, i], 1e-7);
            }

            Assert.Equal([.. Enumerable.Range(0, 10).Select(k => k == n ? 1.0 : 0)], Enumerable.Range(0, 10).Select(k => train.Targets[n, k]));
        }
    }

    [Theory]
    [InlineData("all", 1)]
    [InlineData("cat", 0)]
    public void One_class_is_none_to_learn(string names, int pick) => Assert.Contains(
        "at least two", Assert.Throws<ArgumentException>(() => new ClassChoice { Names = names, Pick = pick }.Of("pets", [(0, "cat"), (1, "dog")])).Message);

    [Fact]
    public void The_second_byte_of_a_hundred_is_the_fine_class_and_the_first_the_coarse_one()
    {
        using var folder = new TempFolder();
        WriteHundred(folder, (4, 0), (14, 98), (8, 3), (8, 97));
        DataSplits fine = Load("cifar100", folder), coarse = Load("cifar100:labels=coarse", folder);
        Assert.Equal(["apple", "bear", "wolf", "woman"], fine.Train.ClassNames);
        Assert.Equal([0, 3, 1, 2], Labels(fine.Train));
        Assert.Equal(["fruit_and_vegetables", "large_carnivores", "people"], coarse.Train.ClassNames);
        Assert.Equal([0, 2, 1, 1], Labels(coarse.Train));
        Assert.Equal(Pixel(1, 5) / 255.0, fine.Train.InMemory().Inputs[1, 5], 1e-7);
    }

    [Theory]
    [InlineData("wolf/apple", new[] { 1, 0 })]
    [InlineData("WOLF/0", new[] { 1, 0 })]
    [InlineData("0/97", new[] { 0, 1 })]
    public void Classes_that_are_chosen_are_labelled_in_the_order_given(string classes, int[] labels)
    {
        using var folder = new TempFolder();
        WriteHundred(folder, (4, 0), (14, 98), (8, 3), (8, 97));
        ISamples train = Load($"cifar100:classes={classes}", folder).Train;
        Assert.Equal(labels, Labels(train));
        Assert.Equal([Pixel(0, 7) / 255f, Pixel(3, 7) / 255f], Enumerable.Range(0, 2).Select(n => (float)train.InMemory().Inputs[n, 7]));
    }

    [Fact]
    public void Classes_that_are_picked_are_the_first_of_a_permutation_of_those_that_are_there()
    {
        using var folder = new TempFolder();
        (int, int)[] records = [(4, 0), (14, 98), (8, 3), (8, 97)];
        WriteHundred(folder, records);
        var pairs = new HashSet<string>();
        for (int draw = 0; draw < 60; draw++)
        {
            ISamples Picked(int k) => Load($"cifar100:pick={k}:draw={draw}", folder).Train;
            string[] all = [.. Picked(4).ClassNames];
            Assert.Equal(["apple", "bear", "wolf", "woman"], all.Order(StringComparer.Ordinal));
            Assert.Equal(all.Take(2), Picked(2).ClassNames);            // the first k of one order, whatever k
            Assert.Equal([0, 1], Labels(Picked(2)).Order());
            pairs.Add(string.Join(' ', Picked(2).ClassNames));
        }

        // each ordered pair of four; the chance that 60 draws leave one out is below 7 %, and draws are fixed
        Assert.Equal(12, pairs.Count);
    }

    [Fact]
    public void Two_classes_may_have_one_output()
    {
        using var folder = new TempFolder();
        WriteHundred(folder, (4, 0), (14, 98), (8, 3), (8, 97));
        Dataset one = Load("cifar100:classes=wolf/woman:outputs=one", folder).Train.InMemory();
        Assert.Equal((1, 2), (one.Outputs, one.Classes));
        Assert.Equal([1.0, 0.0], Enumerable.Range(0, 2).Select(n => one.Targets[n, 0]));
        Refused<ArgumentException>("cifar100:outputs=one", folder, "has 4 classes; a single output tells two apart");
    }

    [Theory]
    [InlineData("cifar100:classes=wolf/bed", "Unknown class 'bed'")]
    [InlineData("cifar100:classes=wolf/97", "one is there twice")]
    [InlineData("cifar100:pick=5", "there are 4 classes to pick from")]
    public void Classes_that_are_not_there_are_refused(string set, string message)
    {
        using var folder = new TempFolder();
        WriteHundred(folder, (4, 0), (14, 98), (8, 3), (8, 97));
        Refused<ArgumentException>(set, folder, message);
    }

    [Fact]
    public void Files_that_are_missing_damaged_or_foreign_are_named()
    {
        using var folder = new TempFolder();
        Refused<DatasetException>("cifar10", folder, "Fetch the archive with 'apical data get cifar10', or say with --data-dir where the files are.");
        Assert.False(DataCatalog.Find("cifar10").IsPresent(folder.Name));
        WriteTen(folder, "", "");
        Assert.True(DataCatalog.Find("cifar10").IsPresent(folder.Name));

        File.Delete(folder["data_batch_3.bin"]);
        Refused<DatasetException>("cifar10", folder, "data_batch_3.bin (or data_batch_3.bin.gz) is not in");
        folder.Write("data_batch_3.bin", [.. Record([1], 0).Take(3000)]);
        Refused<DatasetException>("cifar10", folder, "expected records of 3073 bytes (1 of labels, 3072 of an image), got 3000 bytes");
        folder.Write("data_batch_3.bin", []);
        Refused<DatasetException>("cifar10", folder, "got 0 bytes");
        folder.Write("data_batch_3.bin", Record([10], 0));
        Refused<DatasetException>("cifar10", folder, "record 0 of data_batch_3.bin has the label 10; expected 0 to 9");
        folder.Write("data_batch_3.bin", [.. Zipped(Record([1], 0)).Take(300)]);
        Refused<DatasetException>("cifar10", folder, "is damaged (its gzip compression");
    }

    [Fact]
    public void An_archive_that_lacks_files_or_breaks_off_is_damaged()
    {
        using var folder = new TempFolder();
        folder.Write("cifar-100-binary.tar.gz", Tar(("cifar-100-binary/train.bin", Record([0, 0], 0))));
        Refused<DatasetException>("cifar100", folder, "it lacks test.bin");
        byte[] whole = Tar(("train.bin", Record([0, 0], 0)), ("test.bin", Record([0, 0], 0)));
        folder.Write("cifar-100-binary.tar.gz", whole[..(whole.Length / 2)]);
        Refused<DatasetException>("cifar100", folder, "is damaged");
        folder.Write("cifar-100-binary.tar.gz", "<html>"u8.ToArray());
        Refused<DatasetException>("cifar100", folder, "is damaged");
        using var packed = new GZipStream(new MemoryStream(whole), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        byte[] tar = plain.ToArray();
        const int Mode = 100;                           // eight bytes, octal, or a number in base 256 where the first bit is set
        tar.AsSpan(Mode, 8).Fill(0x7F);
        tar[Mode] = 0x80;
        folder.Write("cifar-100-binary.tar.gz", Zipped(tar));
        Refused<DatasetException>("cifar100", folder, "is damaged (its list of files");
    }

    /// <summary>A file that unpacks to far more than it holds must not fill the memory.</summary>
    [Fact]
    public void A_file_that_unpacks_without_end_is_refused()
    {
        using var folder = new TempFolder();
        folder.Write("test.bin", Record([0, 0], 0));
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(new byte[1 << 20]);
        }

        folder.Write("train.bin.gz", [.. Enumerable.Repeat(packed.ToArray(), 310).SelectMany(part => part)]);      // parts of a gzip file follow each other
        Refused<DatasetException>("cifar100", folder, "more than 100000 records");
    }

    /// <summary>Twenty of the hundred classes: 500 and 100 images of each, and no others count.</summary>
    [Fact]
    public void A_part_of_the_real_set_is_read()
    {
        DataSplits data = DataCatalog.Find("cifar100").Load(new() { Folder = Path.Combine(TestData.Folder(), "cifar100-20") });
        Assert.Equal((10_000, 2000, 20), (data.Train.Count, data.Test.Count, data.Train.Classes));
        Assert.All(Labels(data.Train).CountBy(label => label), one => Assert.Equal(500, one.Value));
        Assert.All(Labels(data.Test).CountBy(label => label), one => Assert.Equal(100, one.Value));
        Assert.Equal(("apple", "crab", "woman"), (data.Train.ClassNames[0], data.Train.ClassNames[6], data.Train.ClassNames[19]));
    }

    private static int[] Labels(ISamples samples)
    {
        int[] labels = new int[samples.Count];
        samples.Gather([.. Enumerable.Range(0, samples.Count)], null, null, labels);
        return labels;
    }

    private static DataSplits Load(string set, TempFolder folder) => DataCatalog.Find(set).Load(new() { Folder = folder.Name });

    private static void Refused<TError>(string set, TempFolder folder, string message)
        where TError : Exception => Assert.Contains(message, Assert.Throws<TError>(() => Load(set, folder)).Message, StringComparison.Ordinal);

    private static byte Pixel(int image, int place) => (byte)((37 * image) + (11 * place) + (place / 1024));

    private static byte[] Record(byte[] labels, int image) => [.. labels, .. Enumerable.Range(0, Pixels).Select(place => Pixel(image, place))];

    private static void WriteTen(TempFolder folder, string place, string form)
    {
        (string Name, byte[] Content)[] files =
        [
            .. Enumerable.Range(0, 5).Select(b => ($"data_batch_{b + 1}.bin",
                (byte[])[.. Record([(byte)(2 * b)], 2 * b), .. Record([(byte)((2 * b) + 1)], (2 * b) + 1)])),
            ("test_batch.bin", [.. Record([9], 20), .. Record([3], 21)]),
        ];
        if (form == ".tar.gz")
        {
            folder.Write(place + "cifar-10-binary.tar.gz",
                Tar([.. files.Select(file => ("cifar-10-batches-bin/" + file.Name, file.Content)), ("cifar-10-batches-bin/readme.html", [1])]));
            return;
        }

        foreach ((string name, byte[] content) in files)
        {
            folder.Write(place + name + form, form == ".gz" ? Zipped(content) : content);
        }
    }

    private static void WriteHundred(TempFolder folder, params (int Coarse, int Fine)[] records)
    {
        byte[] all = [.. records.Index().SelectMany(one => Record([(byte)one.Item.Coarse, (byte)one.Item.Fine], one.Index))];
        folder.Write("train.bin", all);
        folder.Write("test.bin.gz", Zipped(all));
    }

    private static byte[] Zipped(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(content);
        }

        return packed.ToArray();
    }

    public static byte[] Tar(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var tar = new TarWriter(packed, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return Zipped(packed.ToArray());
    }
}
