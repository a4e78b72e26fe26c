using System.Text.Json.Nodes;
using Apical.Exchange.Images;
using Apical.Specs;
using Apical.Tests.Cli;
using Apical.Tests.Data;
using Apical.Tests.Runs;

namespace Apical.Tests.Exchange;

/// <summary>Images on the command line.</summary>
public sealed class ImageCommandTests
{
    private static readonly string[] s_small = ["--rule", "fa", "--net", "48-6-2", "--batch", "5", "--probes", "none", "--normalise", "channel", "--augment",
        "crop:1,flip"];

    [Fact]
    public void A_run_that_is_cut_and_goes_on_ends_in_the_same_bits()
    {
        using TempFolder images = Write();
        using var folder = new TemporaryFolder();
        string set = $"images:'{images.Name}':size=4:cache=0";
        new Terminal().Do(["train", "--data", set, .. s_small, "--epochs", "4", "--threads", "2", "--out", folder["whole"]]);
        new Terminal().Do(["train", "--data", set, .. s_small, "--epochs", "2", "--threads", "1", "--out", folder["cut"]]);
        new Terminal().Do("train", "--resume", folder["cut"], "--epochs", "4", "--threads", "1");
        new Terminal().Do(["train", "--data", set.Replace("cache=0", "cache=9", StringComparison.Ordinal), .. s_small, "--epochs", "4", "--threads", "1",
            "--out", folder["kept"]]);
        Assert.Equal(Model(folder["whole"]), Model(folder["cut"]));
        Assert.Equal(Model(folder["whole"]), Model(folder["kept"]));
    }

    [Fact]
    public void Damaged_images_are_warned_of_and_recorded_or_are_an_error()
    {
        using TempFolder images = Write();
        for (int n = 0; n < 4; n++)
        {
            images.Write($"train/a/broken {n}.jpg", Pictures.Jpeg(40, 40)[..^150]);
        }

        using var folder = new TemporaryFolder();
        string[] command = ["--data", $"images:{images.Name}:size=4", .. s_small, "--epochs", "1", "--quiet"];
        Terminal terminal = new Terminal().Do(["train", .. command, "--out", folder["run"]]);
        Assert.Contains(
            "apical: 4 samples left out, for they cannot be read: train/a/broken 0.jpg: it ends too early; train/a/broken 1.jpg: it ends too early; "
                + "train/a/broken 2.jpg: it ends too early …; run.json has all. "
                + "With --strict-data that is an error.", terminal.Error, StringComparison.Ordinal);
        JsonArray recorded = JsonNode.Parse(File.ReadAllText(Path.Combine(folder["run"], "run.json")))!["skippedData"]!.AsArray();
        Assert.Equal([.. Enumerable.Range(0, 4).Select(n => $"train/a/broken {n}.jpg: it ends too early")], recorded.Select(one => (string)one!));

        var strict = new Terminal();
        Assert.Equal(1, strict.Run(["train", .. command, "--strict-data", "--out", folder["strict"]]));
        Assert.Contains("4 of 28 images cannot be read: train/a/broken 0.jpg: it ends too early;", strict.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["strict"]));

        new Terminal().Do(["sweep", "--over", "lr=0.1,0.2", .. command[..2], "--rule", "fa", "--net", "48-6-2", "--epochs", "1", "--runs", "1", "--quiet",
            "--out", folder["sweep"]]);
        Assert.Contains("broken 3.jpg", File.ReadAllText(Path.Combine(folder["sweep"], "run.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Images_are_listed_and_told_of_and_not_fetched()
    {
        Assert.Matches(@"\n images .*yours", new Terminal().Do("data", "list").Output);
        string page = new Terminal().Do("data", "info", "images").Output;
        Assert.All(new[] { "path", "size", "resize", "crop", "colours", "test", "seed", "cache", "check", "classes", "pick", "draw", "outputs" }, key =>
            Assert.Contains($" {key} ", page));
        var terminal = new Terminal();
        Assert.Equal(1, terminal.Run("data", "get", "images"));
        Assert.Contains("images are yours: there is nothing to fetch.", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cifar10_is_read_from_an_archive_of_images_and_the_record_says_so()
    {
        using var folder = new TempFolder();
        string[] names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
        folder.Write("cifar10/cifar10-jpeg.zip",
            Pictures.Zip([.. from part in new[] { "train", "test" } from name in names from n in new[] { 1, 2 } select ($"{part}/{name}/{n}.png",
            Pictures.Png(32, 32, n))]));
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(ImageFolders.Entry).Use();
        DataEntry entry = DataCatalog.Find("cifar10");
        DataSplits data = entry.Load(new() { Folder = folder.Name });
        Assert.Equal((20, 20, 3072), (data.Train.Count, data.Test.Count, data.Train.Features));
        Assert.Equal(names, data.Train.ClassNames);
        Assert.Equal("cifar10:classes=all:pick=0:draw=1:outputs=classes:from=images", entry.NameIn(folder.Name));
        Assert.True(entry.IsPresent(folder.Name));
        Assert.Equal(["truck", "cat"], DataCatalog.Find("cifar10:classes=9/cat:outputs=one").Load(new() { Folder = folder["cifar10"] }).Train.ClassNames);
        Assert.StartsWith("cifar10: neither", Assert.Throws<DatasetException>(() =>
            DataCatalog.Find("cifar10:from=binary").Load(new() { Folder = folder.Name })).Message, StringComparison.Ordinal);

        folder.Write("cifar10/cifar10-jpeg.zip", Pictures.Zip(("train/cat/1.png", Pictures.Png(32, 32)), ("train/cow/1.png", Pictures.Png(32, 32)),
            ("test/cat/1.png", Pictures.Png(32, 32))));
        Assert.Contains("is not cifar10: it has the class 'cow'", Assert.Throws<DatasetException>(() => entry.Load(new() { Folder = folder.Name })).Message,
            StringComparison.Ordinal);
        using Catalog<DataEntry>.Scope without = Catalog<DataEntry>.Standard.Use();
        Assert.Contains("are read by Apical.Exchange", Assert.Throws<DatasetException>(() => entry.Load(new() { Folder = folder.Name })).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Fault: all settings stood in the first line of a run.</summary>
    [Fact]
    public void A_run_says_what_was_set_of_its_images_and_its_record_has_all()
    {
        using TempFolder images = Write();
        using var folder = new TemporaryFolder();
        string output = new Terminal().Do(["train", "--data", $"images:{images.Name}:size=4:seed=1", .. s_small, "--epochs", "0", "--out",
            folder["run"]]).Output;
        Assert.StartsWith($"images:'{images.Name}':size=4: 18 training and 6 test samples\n", output, StringComparison.Ordinal);
        Assert.Contains(":size=4:resize=none:crop=none:colours=rgb:", File.ReadAllText(folder["run/run.json"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test=0", "images:test=0: Expected a share of each class, more than 0 and less than 1, such as 0.2.")]
    [InlineData("", "nothing stands behind a ':' in")]
    [InlineData("check=maybe", "images:check=maybe: use no, yes, 0 or 1.")]
    public void A_setting_that_will_not_do_is_told(string setting, string complaint)
    {
        var terminal = new Terminal();
        Assert.Equal(2, terminal.Run("train", "--data", "images:folder:" + setting));
        Assert.Contains(complaint, terminal.Error, StringComparison.Ordinal);
    }

    /// <summary>Real photographs, some of them grey, and all of CIFAR-10.</summary>
    [Fact]
    public void Real_images_are_read()
    {
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(ImageFolders.Entry).Use();
        DataSplits photographs = DataCatalog.Find("images:imagenette2-224-subset:size=16").Load(new() { Folder = TestData.Folder() });
        Assert.Equal((1000, 250, 10, new ImageShape(3, 16, 16)),
            (photographs.Train.Count, photographs.Test.Count, photographs.Train.Classes, photographs.Train.Shape));
        DataSplits cifar = DataCatalog.Find("cifar10:classes=cat/dog").Load(new() { Folder = TestData.Folder() });
        Assert.Equal((10_000, 2000, 2), (cifar.Train.Count, cifar.Test.Count, cifar.Train.Classes));
        Assert.Empty(photographs.Skipped.Concat(cifar.Skipped));
    }

    private static TempFolder Write()
    {
        var folder = new TempFolder();
        for (int n = 0; n < 24; n++)
        {
            folder.Write($"{(n < 18 ? "train" : "val")}/{(n % 2 == 0 ? "a" : "b")}/{n:00}.jpg", Pictures.Jpeg(8, 8 + n, n));
        }

        return folder;
    }

    // Behind a head that has the recipe, and before that eight bytes that say how long it is.
    private static byte[] Model(string folder)
    {
        byte[] all = File.ReadAllBytes(Path.Combine(folder, "model.safetensors"));
        return all[(8 + (int)BitConverter.ToInt64(all))..];
    }
}
