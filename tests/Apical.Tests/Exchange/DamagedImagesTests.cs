using System.IO.Compression;
using Apical.Tests.Data;
using static Apical.Tests.Exchange.ImageSets;

namespace Apical.Tests.Exchange;

/// <summary>Images, folders and archives that are not as they should be.</summary>
public sealed class DamagedImagesTests
{
    /// <summary>Paths of an archive are names; nothing is unpacked. What is no image in a folder is passed over.</summary>
    [Fact]
    public void Odd_entries_of_an_archive_do_no_harm()
    {
        using var folder = new TempFolder();
        byte[] image = Pictures.Png(2, 2);
        folder.Write("odd.zip", Pictures.Zip(
            ("a/", []), ("a/1.png", image), ("/b/absolute.png", image), ("b\\windows.png", image), ("../c/climbs.png", image),
                ("b/x/../../d/climbs.png", image), ("C:\\b\\disk.png", image), ("root.png", image), ("a/1.png", Pictures.Png(2, 2, 9)),
            ("a/folder.png/", []), ("a/readme.md", [1]), ("__MACOSX/a/._1.png", [1]), ("a//2.png", image), ("b/it's: \"so\", = 1.png", image)));
        DataSplits data = Load(folder["odd.zip"], "test=0.5");
        Assert.Equal(["a", "b"], data.Train.ClassNames);
        Assert.Equal([0, 0, 1, 1], Labels(data.Train).Concat(Labels(data.Test)).Order());
        Assert.Equal(
            [.. new[] { "../c/climbs.png", "/b/absolute.png", "C:\\b\\disk.png", "b/x/../../d/climbs.png" }.Select(name => name
                + ": its name leads out of the archive")],
            data.Skipped);
        Assert.Contains("4 of 8 images cannot be read: ../c/climbs.png: its name leads out of the archive;",
            Assert.Throws<DatasetException>(() => Entry(Text(folder["odd.zip"], "test=0.5")).Load(new() { Strict = true })).Message, StringComparison.Ordinal);
    }

    /// <summary>Fault: "give a larger share".</summary>
    [Fact]
    public void An_archive_whose_names_lead_out_of_it_says_so()
    {
        using var folder = new TempFolder();
        byte[] image = Pictures.Png(2, 2);
        const string Why = " of the names in the archive lead out of its folder, such as '../a/1.png'; these images are not read. Pack it anew, from within "
            + "the folder.";
        folder.Write("some.zip", Pictures.Zip(("a/1.png", image), ("../a/1.png", image), ("../a/2.png", image), ("b/1.png", image), ("../b/2.png", image)));
        Refused(folder["some.zip"], "give a larger share. 3" + Why);
        folder.Write("all.zip", Pictures.Zip(("../a/1.png", image), ("/b/1.png", image)));
        Refused(folder["all.zip"], "and found no images. 2" + Why);
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "truncated.jpg", "it ends too early" }, { "truncated.png", "it ends too early" }, { "bits.png", "its content is damaged" },
            { "empty.png", "the file is empty" }, { "text.jpg", "it is no image, or its beginning is damaged" },
        { "head.jpg", "it is no image, or its beginning is damaged" }, { "gif.jpg", "it is GIF, and JPEG and PNG can be read" },
            { "bomb.png", "it has 30000×30000 pixels, and at most 50000000 are read" },
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
        Assert.Contains($"1 of 9 images cannot be read: train/b/{name}: {reason}. Without --strict-data they are left out.", error.Message,
            StringComparison.Ordinal);

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
        Refused(folder["one/1.png"], "1.png is a single image. Give the folder, or the .zip, in which there is a folder of images for each class.");
        folder.Write("two/1.png", [1]);
        folder.Write("one/1.png", [1]);
        Refused(folder.Name, ": 2 images, and not one can be read.");
        folder.Write("two/1.png", Pictures.Png(2, 2));
        folder.Write("one/1.png", Pictures.Png(2, 2));
        Refused(folder.Name, "no image is for test. With test=0.2 of each class there is none: give a larger share.");
        Assert.StartsWith("images: say where they are", Assert.Throws<DatasetException>(() => LoadText("images")).Message, StringComparison.Ordinal);

        WriteTwo(folder, "parts/train/");
        WriteTwo(folder, "parts/val/");
        folder.Write("parts/val/c/1.png", Pictures.Png(2, 2));
        Refused(folder["parts"], "the class 'c' is there to test and not to train. Training has a, b.");
    }

    private static byte[] Damaged(string name) => name switch
    {
        "truncated.jpg" => Pictures.Jpeg(40, 40)[..^150],
        "truncated.png" => Pictures.Png(40, 40) is var png ? png[..(png.Length / 2)] : [],
        "bits.png" => [.. Pictures.Png(40, 40).Select((one, i) => i is > 60 and < 90 ? (byte)255 : one)],
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
}
