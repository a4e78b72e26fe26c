using System.IO.Compression;
using Apical.Exchange.Images;
using Apical.Specs;
using Apical.Tests.Data;
using SkiaSharp;

namespace Apical.Tests.Exchange;

public sealed class ImageFoldersTests
{
    [Fact]
    public void Pixels_are_those_of_the_file_channel_after_channel_and_classes_are_in_the_order_of_their_names()
    {
        using var folder = new TempFolder();
        folder.Write("train/dog/1.png", Pictures.Png(3, 4, seed: 5));
        folder.Write("train/cat/b.PNG", Pictures.Png(3, 4, seed: 6));
        folder.Write("train/cat/deeper/a.png", Pictures.Png(3, 4, seed: 7));
        folder.Write("val/dog/x.png", Pictures.Png(3, 4, seed: 8));
        folder.Write("train/cat/notes.txt", [1, 2, 3]);
        folder.Write("train/cat/.hidden.png", [1]);
        DataSplits data = Load(folder.Name);

        Assert.Equal((3, 1, 2, 2), (data.Train.Count, data.Test.Count, data.Train.Classes, data.Train.Outputs));
        Assert.Equal(["cat", "dog"], data.Train.ClassNames);
        Assert.Equal(new ImageShape(3, 3, 4), data.Train.Shape);
        Assert.Equal([0, 1, 0], Labels(data.Train));            // class after class in turn
        Assert.Equal([1], Labels(data.Test));
        Assert.Null(data.Validation);
        Assert.Empty(data.Skipped);
        int[] seeds = [6, 5, 7];
        Matrix x = data.Train.InMemory().Inputs;
        for (int n = 0; n < 3; n++)
        {
            for (int i = 0; i < 36; i++)
            {
                SKColor colour = Pictures.Colour(seeds[n], i % 12 / 4, i % 4);
                Assert.Equal((i / 12) switch { 0 => colour.Red, 1 => colour.Green, _ => colour.Blue } / 255f, x[n, i]);
            }
        }
    }

    [Fact]
    public void An_archive_is_what_its_folder_is()
    {
        using var folder = new TempFolder();
        (string Name, byte[] Content)[] files = [.. from part in new[] { "train", "test" } from c in new[] { "a", "b" } from n in Enumerable.Range(0, 4) select ($"{part}/{c}/{n}.jpg", Pictures.Jpeg(9, 12, n))];
        foreach ((string name, byte[] content) in files)
        {
            folder.Write("plain/" + name, content);
        }

        folder.Write("packed.zip", Pictures.Zip([.. files.Reverse().Select(file => ("around/" + file.Name, file.Content))]));
        DataSplits plain = Load(folder["plain"], "size=6"), packed = Load(folder["packed.zip"], "size=6");
        Assert.Equal(("plain/train", "packed/train"), (plain.Train.Name, packed.Train.Name));
        Assert.Equal(Labels(plain.Test), Labels(packed.Test));
        Assert.Equal(Inputs(plain.Train), Inputs(packed.Train));
        Assert.Equal(Inputs(plain.Test), Inputs(packed.Test));
    }

    /// <summary>Paths of an archive are names; nothing is unpacked. What is no image in a folder is passed over.</summary>
    [Fact]
    public void Odd_entries_of_an_archive_do_no_harm()
    {
        using var folder = new TempFolder();
        byte[] image = Pictures.Png(2, 2);
        folder.Write("odd.zip", Pictures.Zip(
            ("a/", []), ("a/1.png", image), ("/b/absolute.png", image), ("b\\windows.png", image), ("../c/climbs.png", image), ("b/x/../../d/climbs.png", image), ("root.png", image), ("a/1.png", Pictures.Png(2, 2, 9)),
            ("a/folder.png/", []), ("a/readme.md", [1]), ("__MACOSX/a/._1.png", [1]), ("a//2.png", image), ("b/it's: \"so\", = 1.png", image)));
        DataSplits data = Load(folder["odd.zip"], "test=0.5");
        Assert.Equal(["a", "b"], data.Train.ClassNames);
        Assert.Equal([0, 0, 1, 1, 1], Labels(data.Train).Concat(Labels(data.Test)).Order());
    }

    [Fact]
    public void Paths_with_signs_stand_in_quotes()
    {
        using var folder = new TempFolder();
        WriteTwo(folder, "my set: one, two/");
        Assert.Equal(4, Load(folder["my set: one, two"]).Train.Count);
        WriteTwo(folder, "it's=a/");
        Assert.Equal(4, LoadText($"images:\"{folder["it's=a"]}\"").Train.Count);
    }

    [Fact]
    public void A_relative_path_is_looked_for_below_the_folder_of_data_too()
    {
        using var folder = new TempFolder();
        WriteTwo(folder, "mine/");
        Assert.Equal(4, Entry("images:mine").Load(new() { Folder = folder.Name }).Train.Count);
        Assert.True(Entry("images:mine").IsPresent(folder.Name));
        Assert.False(Entry("images:yours").IsPresent(folder.Name));
        Assert.Contains("there is no", Assert.Throws<DatasetException>(() => Entry("images:yours").Load(new() { Folder = folder.Name })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_folders_for_that_a_share_of_each_class_is_for_testing_by_seed()
    {
        using var folder = new TempFolder();
        foreach (var (c, count) in new[] { ("a", 20), ("b", 10), ("Alone", 1) })
        {
            for (int n = 0; n < count; n++)
            {
                folder.Write($"{c}/{n:00}.png", Pictures.Png(1, 1, (_, _) => new((byte)n, (byte)count, 0)));
            }
        }

        DataSplits data = Load(folder.Name, "test=0.3");
        Assert.Equal((14 + 7 + 1, 6 + 3), (data.Train.Count, data.Test.Count));
        Assert.Equal([(1, 6), (2, 3)], Labels(data.Test).CountBy(label => label).Select(one => (one.Key, one.Value)));
        Assert.Equal(31, Inputs(data.Train).Concat(Inputs(data.Test)).Distinct(new SameNumbers()).Count());
        Assert.Equal(Inputs(data.Test), Inputs(Load(folder.Name, "test=0.3").Test));
        Assert.NotEqual(Inputs(data.Test), Inputs(Load(folder.Name, "test=0.3:seed=2").Test));

        Directory.Delete(folder["Alone"], recursive: true);             // a class more or less changes no other
        Assert.Equal(Inputs(data.Test), Inputs(Load(folder.Name, "test=0.3").Test));
    }

    [Fact]
    public void Three_parts_are_three_parts()
    {
        using var folder = new TempFolder();
        foreach (string part in new[] { "Train", "val", "test" })
        {
            WriteTwo(folder, part + "/");
        }

        DataSplits data = Load(folder.Name);
        Assert.Equal((4, 4, 4), (data.Train.Count, data.Validation!.Count, data.Test.Count));
    }

    [Fact]
    public void Grey_images_become_three_equal_channels_and_colours_become_grey_by_their_luma()
    {
        using var folder = new TempFolder();
        folder.Write("train/a/grey.jpg", Pictures.GreyJpeg(8, 8, 77));
        folder.Write("train/b/colour.png", Pictures.Png(8, 8, (_, _) => new(200, 100, 50)));
        folder.Write("val/a/grey.jpg", Pictures.GreyJpeg(8, 8, 77));
        Dataset colours = Load(folder.Name).Train.InMemory(), grey = Load(folder.Name, "colours=grey").Train.InMemory();
        Assert.All(Enumerable.Range(0, 192), i => Assert.Equal(77 / 255f, colours.Inputs[0, i]));
        Assert.Equal(new ImageShape(1, 8, 8), grey.Shape);
        Assert.All(Enumerable.Range(0, 64), i => Assert.Equal(77 / 255f, grey.Inputs[0, i]));
        Assert.All(Enumerable.Range(0, 64), i => Assert.Equal(124 / 255f, grey.Inputs[1, i]));      // 0.299 · 200 + 0.587 · 100 + 0.114 · 50 = 124.2
    }

    [Fact]
    public void Transparency_is_dropped()
    {
        using var folder = new TempFolder();
        folder.Write("train/a/1.png", Pictures.Png(2, 2, (_, x) => new(200, 100, 50, (byte)(x == 0 ? 0 : 128))));
        folder.Write("train/b/1.png", Pictures.Png(2, 2));
        folder.Write("val/a/1.png", Pictures.Png(2, 2));
        Matrix x = Load(folder.Name).Train.InMemory().Inputs;
        Assert.Equal([200 / 255f, 200 / 255f, 200 / 255f, 200 / 255f, 100 / 255f], Enumerable.Range(0, 5).Select(i => (float)x[0, i]));
    }

    /// <summary>A camera's note that the image lies on its side: as in torchvision, it lies on its side.</summary>
    [Fact]
    public void Orientation_is_not_applied()
    {
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        using var folder = new TempFolder();
        byte[] plain = Pictures.Jpeg(16, 40);
        byte[] noted = [.. plain[..2], .. exif, .. plain[2..]];
        using (SKCodec codec = SKCodec.Create(SKData.CreateCopy(noted)))
        {
            Assert.Equal(SKEncodedOrigin.RightTop, codec.EncodedOrigin);        // the note is understood
        }

        folder.Write("train/a/1.jpg", noted);
        folder.Write("train/b/1.jpg", plain);
        folder.Write("val/a/1.jpg", plain);
        double[][] inputs = Inputs(Load(folder.Name).Train);
        Assert.Equal(inputs[1], inputs[0]);
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "truncated.jpg", "it ends too early" }, { "truncated.png", "it ends too early" }, { "empty.png", "the file is empty" }, { "text.jpg", "it is no image, or its beginning is damaged" },
        { "head.jpg", "it is no image, or its beginning is damaged" }, { "gif.jpg", "it is Gif, and JPEG and PNG can be read" }, { "bomb.png", "it has 30000×30000 pixels, and at most 50000000 are read" },
    };

    [Theory, MemberData(nameof(Damages))]
    public void A_damaged_image_is_left_out_and_told_or_is_an_error(string name, string reason)
    {
        using var folder = new TempFolder();
        foreach (string part in new[] { "train/", "val/" })
        {
            WriteTwo(folder, part);
        }

        folder.Write("train/b/" + name, Damaged(name));
        DataSplits data = Load(folder.Name, "size=4");
        Assert.Equal([$"train/b/{name}: {reason}"], data.Skipped);
        Assert.Equal((4, 4), (data.Train.Count, data.Test.Count));
        Assert.Equal([0, 1, 0, 1], Labels(data.Train));
        Assert.Equal(data.Skipped, data.Limit(3, 3).HoldOut(1).Normalised(NormalisationMethod.Whole, out _).Skipped);

        DatasetException error = Assert.Throws<DatasetException>(() => Entry(Text(folder.Name, "size=4")).Load(new() { Strict = true }));
        Assert.Contains($"1 of 9 images cannot be read: train/b/{name}: {reason}. Without --strict-data they are left out.", error.Message, StringComparison.Ordinal);

        ISamples unchecked_ = Load(folder.Name, "size=4:check=no").Train;
        Assert.Equal(5, unchecked_.Count);
        error = Assert.Throws<DatasetException>(() => Inputs(unchecked_));
        Assert.Contains($"train/b/{name} in", error.Message, StringComparison.Ordinal);
        Assert.Contains("Leave it out, or have that done by the setting check=yes.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_a_damaged_image()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        using var folder = new TempFolder();
        WriteTwo(folder, "");
        File.CreateSymbolicLink(folder["a/link.png"], folder["nowhere"]);
        Directory.CreateSymbolicLink(folder["a/round"], folder["a"]);
        DataSplits data = Load(folder.Name);
        Assert.Contains(data.Skipped, one => one.StartsWith("a/link.png: Could not find file", StringComparison.Ordinal));
    }

    [Fact]
    public void An_entry_that_is_larger_than_it_may_be_is_not_unpacked()
    {
        using var folder = new TempFolder();
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string name in new[] { "a/1.png", "a/2.png", "b/1.png", "b/2.png" })
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(Pictures.Png(2, 2));
            }

            using Stream bomb = zip.CreateEntry("a/bomb.png", CompressionLevel.Fastest).Open();
            byte[] nothing = new byte[1_000_000];
            for (int i = 0; i < 101; i++)
            {
                bomb.Write(nothing);
            }
        }

        folder.Write("bomb.zip", packed.ToArray());
        Assert.Equal(["a/bomb.png: it has more than 100000000 bytes, and no more are read"], Load(folder["bomb.zip"], "test=0.5").Skipped);
    }

    [Fact]
    public void What_holds_no_classes_of_images_is_refused()
    {
        using var folder = new TempFolder();
        Refused(folder.Name, "at least two (train/CLASS/… and val/CLASS/…, or CLASS/…), and found no images.");
        folder.Write("root.png", Pictures.Png(2, 2));
        Refused(folder.Name, "and found 1 image in no class.");
        folder.Write("one/1.png", Pictures.Png(2, 2));
        Directory.CreateDirectory(folder["empty"]);
        Refused(folder.Name, "and found 2 images in the one class 'one'.");
        folder.Write("file.zip", [1, 2, 3]);
        Refused(folder["file.zip"], "cannot be read as a .zip.");
        folder.Write("two/1.png", [1]);
        folder.Write("one/1.png", [1]);
        Refused(folder.Name, "of 2 images not one can be read.");
        folder.Write("two/1.png", Pictures.Png(2, 2));
        folder.Write("one/1.png", Pictures.Png(2, 2));
        Refused(folder.Name, "no image is for test. With test=0.2 of each class there is none: give a larger share.");
        Assert.StartsWith("images: say where they are", Assert.Throws<DatasetException>(() => LoadText("images")).Message, StringComparison.Ordinal);

        WriteTwo(folder, "parts/train/");
        WriteTwo(folder, "parts/val/");
        folder.Write("parts/val/c/1.png", Pictures.Png(2, 2));
        Refused(folder["parts"], "the class 'c' is there to test and not to train. Training has a, b.");
    }

    [Fact]
    public void Images_of_different_sizes_need_a_size()
    {
        using var folder = new TempFolder();
        WriteTwo(folder, "train/");
        WriteTwo(folder, "val/");
        folder.Write("train/b/tall.png", Pictures.Png(9, 5));
        Refused(folder.Name, "images differ in size; train/b/tall.png is 3×9×5, others are 3×6×5. Say to which size they are to be brought: images:…:size=64.");
        Assert.Equal(new ImageShape(3, 4, 4), Load(folder.Name, "size=4").Train.Shape);
        Assert.Equal(new ImageShape(3, 2, 7), Load(folder.Name, "size=2x7").Train.Shape);
        Assert.Equal(new ImageShape(3, 3, 4), Load(folder.Name, "resize=5:crop=3x4").Train.Shape);
        Assert.Contains("says all of the size", Assert.Throws<ArgumentException>(() => Load(folder.Name, "size=4:crop=3")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_one_pixel_are_images()
    {
        using var folder = new TempFolder();
        folder.Write("train/a/1.png", Pictures.Png(1, 1, (_, _) => new(1, 2, 3)));
        folder.Write("train/b/1.jpg", Pictures.Jpeg(1, 1));
        folder.Write("val/a/1.png", Pictures.Png(1, 1));
        Assert.Equal(3, Load(folder.Name).Train.Features);
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3], Inputs(Load(folder.Name, "size=2").Train)[0].Select(value => Math.Round(value * 255)));
    }

    /// <summary>What is kept, and what is decoded ahead, or by whom, changes no bit.</summary>
    [Fact]
    public void Bits_do_not_hang_on_the_cache()
    {
        using var folder = new TempFolder();
        for (int n = 0; n < 60; n++)
        {
            folder.Write($"{(n % 2 == 0 ? "a" : "b")}/{n:00}.jpg", Pictures.Jpeg(20, 30 + n, n % 20));
        }

        double[][] Drawn(string settings)
        {
            DataSplits data = Load(folder.Name, "size=16:" + settings).Normalised(NormalisationMethod.Channel, out _);
            IBatchSource batches = data.Training.Batches(7, new Rng(2));
            return [.. Enumerable.Range(0, 20).Select(step => batches.Draw(step).X.ToArray())];
        }

        double[][] kept = Drawn("cache=512");
        Assert.Equal(kept, Drawn("cache=0"));
        Assert.Equal(kept, Drawn("cache=0:check=no"));
    }

    [Fact]
    public void Classes_can_be_chosen()
    {
        using var folder = new TempFolder();
        foreach (string part in new[] { "train", "val" })
        {
            foreach (string c in new[] { "ape", "bee", "cat", "dog" })
            {
                folder.Write($"{part}/{c}/1.png", Pictures.Png(2, 2));
            }
        }

        DataSplits some = Load(folder.Name, "classes=dog/1:outputs=one");
        Assert.Equal((2, 2, 1), (some.Train.Count, some.Test.Count, some.Train.Outputs));
        Assert.Equal(["dog", "bee"], some.Train.ClassNames);
        Assert.Equal([1, 0], Labels(some.Train));                       // files in their order: bee, dog
        Assert.Equal(3, Load(folder.Name, "pick=3:draw=4").Test.Count);
        Assert.Contains("Unknown class 'cow'", Assert.Throws<ArgumentException>(() => Load(folder.Name, "classes=cow")).Message, StringComparison.Ordinal);
    }

    private static byte[] Damaged(string name) => name switch
    {
        "truncated.jpg" => Pictures.Jpeg(40, 40)[..^150],
        "truncated.png" => Pictures.Png(40, 40) is var png ? png[..(png.Length / 2)] : [],
        "empty.png" => [],
        "text.jpg" => "not an image"u8.ToArray(),
        "head.jpg" => Pictures.Jpeg(8, 8)[..20],
        "gif.jpg" => [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B],
        _ => Bomb(),
    };

    // A PNG that says it has 30000×30000 pixels; its head has the right checksum.
    private static byte[] Bomb()
    {
        byte[] png = Pictures.Png(2, 2);
        byte[] head = [.. "IHDR"u8, 0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, .. png[24..29]];
        uint sum = uint.MaxValue;
        foreach (byte one in head)
        {
            sum ^= one;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
            }
        }

        sum = ~sum;
        return [.. png[..12], .. head, (byte)(sum >> 24), (byte)(sum >> 16), (byte)(sum >> 8), (byte)sum, .. png[33..]];
    }

    private static void WriteTwo(TempFolder folder, string place)
    {
        foreach (string name in new[] { "a/1", "a/2", "b/1", "b/2" })
        {
            folder.Write($"{place}{name}.png", Pictures.Png(6, 5));
        }

        if (!place.Contains('/', StringComparison.Ordinal) || place.Split('/')[^2] is not ("train" or "val" or "Train" or "test"))
        {
            folder.Write($"{place}a/3.png", Pictures.Png(6, 5));
            folder.Write($"{place}b/3.png", Pictures.Png(6, 5));
        }
    }

    private static void Refused(string path, string message) =>
        Assert.Contains(message, Assert.Throws<DatasetException>(() => Load(path)).Message, StringComparison.Ordinal);

    private static string Text(string path, string settings) => $"images:'{path}'" + (settings.Length == 0 ? "" : ":" + settings);

    private static DataSplits Load(string path, string settings = "") => LoadText(Text(path, settings));

    private static DataSplits LoadText(string text) => Entry(text).Load(new() { Folder = "/nowhere" });

    private static DataEntry Entry(string text)
    {
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(ImageFolders.Entry).Use();
        return DataCatalog.Find(text);
    }

    private static int[] Labels(ISamples samples)
    {
        int[] labels = new int[samples.Count];
        samples.Gather([.. Enumerable.Range(0, samples.Count)], null, null, labels);
        return labels;
    }

    private static double[][] Inputs(ISamples samples)
    {
        Matrix x = samples.InMemory().Inputs;
        return [.. Enumerable.Range(0, x.Rows).Select(n => Enumerable.Range(0, x.Columns).Select(i => x[n, i]).ToArray())];
    }

    private sealed class SameNumbers : IEqualityComparer<double[]>
    {
        public bool Equals(double[]? x, double[]? y) => x!.SequenceEqual(y!);

        public int GetHashCode(double[] x) => x[0].GetHashCode();
    }
}
