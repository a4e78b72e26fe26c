using Apical.Exchange.Images;
using Apical.Specs;
using Apical.Tests.Data;

namespace Apical.Tests.Exchange;

/// <summary>Where <c>imagenet</c> is found, and what of it is read.</summary>
public sealed class ImageNetTests
{
    [Theory]
    [InlineData("imagenet/", "imagenet")]
    [InlineData("ImageNette2-160/", "ImageNette2-160")]
    [InlineData("", ".")]
    public void A_folder_is_found_by_its_name_or_is_the_folder_of_the_data(string place, string spelled)
    {
        using var folder = new TempFolder();
        Write(folder, place, each: 2);
        DataSplits data = Load("imagenet:size=4", folder.Name);

        Assert.Equal((4, 2, new ImageShape(3, 4, 4)), (data.Train.Count, data.Test.Count, data.Train.Shape));
        Assert.Equal(["cat", "dog"], data.Train.ClassNames);
        Assert.Null(data.Validation);
        Assert.True(DataCatalog.Find("imagenet").IsPresent(folder.Name));
        Assert.StartsWith($"imagenet:folder={spelled}:size=4:", DataCatalog.Find("imagenet:size=4").NameIn(folder.Name), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_the_first_by_name_is_taken_and_another_is_named()
    {
        using var folder = new TempFolder();
        Write(folder, "imagenette/", each: 3);
        Write(folder, "imagenet/", each: 2);
        Write(folder, "my photographs/", each: 1);
        folder.Write("imagenet.txt", [1]);
        Assert.Equal(4, Load("imagenet:size=4", folder.Name).Train.Count);
        Assert.Equal(6, Load("imagenet:folder=imagenette:size=4", folder.Name).Train.Count);
        Assert.Equal(2, Load("imagenet:folder='my photographs':size=4", folder.Name).Train.Count);
        Refused("imagenet:folder=other", folder.Name, "imagenet:folder=other: there is no such folder or .zip in ");
    }

    [Fact]
    public void An_archive_will_do()
    {
        using var folder = new TempFolder();
        folder.Write("imagenet-part.zip", Pictures.Zip(
            [.. from file in new[] { "train/a/1.png", "train/b/1.png", "val/a/2.png" } select (file, Pictures.Png(5, 5))]));
        Assert.Equal(2, Load("imagenet:size=4", folder.Name).Train.Count);
    }

    [Fact]
    public void Where_there_is_none_it_is_said_where_it_is_looked_for()
    {
        using var folder = new TempFolder();
        folder.Write("train/a/1.png", Pictures.Png(2, 2));              // no val beside it
        Assert.False(DataCatalog.Find("imagenet").IsPresent(folder.Name));
        Assert.False(DataCatalog.Find("imagenet").IsPresent(folder["nowhere"]));
        Refused("imagenet", folder.Name, $"imagenet: {folder.Name} has no folder and no .zip whose name begins with imagenet, "
            + "nor folders train and val of its own. Put it there, or say with --data-dir where it is.");
    }

    [Fact]
    public void Without_a_reader_of_images_it_is_said_who_is_one()
    {
        using var folder = new TempFolder();
        Write(folder, "imagenet/", each: 1);
        Assert.Contains("DataCatalog.With(ImageFolders.Entry)",
            Assert.Throws<DatasetException>(() => DataCatalog.Find("imagenet").Load(new() { Folder = folder.Name })).Message, StringComparison.Ordinal);
    }

    /// <summary>Images of one colour each, so that which one it is shows.</summary>
    [Fact]
    public void The_first_training_images_of_each_class_are_taken_and_all_are_tested_with()
    {
        using var folder = new TempFolder();
        foreach ((string part, int count) in new[] { ("train", 5), ("val", 3) })
        {
            for (int n = 0; n < count; n++)
            {
                folder.Write($"{part}/a/{n}.png", Pictures.Png(2, 2, (_, _) => new((byte)n, 0, 0)));
                folder.Write($"{part}/b/{n}.png", Pictures.Png(2, 2, (_, _) => new((byte)(10 + n), 0, 0)));
            }
        }

        folder.Write("train/b/9.png", [1]);                             // damaged, and not among the first two
        DataSplits data = Load("imagenet:size=2:each=2", folder.Name);
        Assert.Empty(data.Skipped);
        Matrix x = data.Train.InMemory().Inputs;
        Assert.Equal([0, 10, 1, 11], Enumerable.Range(0, x.Rows).Select(n => (int)Math.Round(x[n, 0] * 255)));
        Assert.Equal((6, 10), (data.Test.Count, Load("imagenet:size=2", folder.Name).Train.Count));
    }

    /// <summary>A hundred training images and 25 others of each of ten classes.</summary>
    [Fact]
    public void The_subset_of_Imagenette_is_read()
    {
        string path = Path.Combine(TestData.Folder(), "imagenette2-224-subset");
        Assert.SkipUnless(Directory.Exists(path), "The images are not there.");
        DataSplits data = Load("imagenet:size=32:each=3", path);
        Assert.Equal((30, 250, 10, "n01440764"), (data.Train.Count, data.Test.Count, data.Train.Classes, data.Train.ClassNames[0]));
    }

    private static void Write(TempFolder folder, string place, int each)
    {
        foreach (string name in new[] { "cat", "dog" })
        {
            folder.Write($"{place}val/{name}/x.png", Pictures.Png(6, 5));
            for (int n = 0; n < each; n++)
            {
                folder.Write($"{place}train/{name}/{n}.png", Pictures.Png(6, 5, n));
            }
        }
    }

    private static void Refused(string set, string folder, string message) =>
        Assert.Contains(message, Assert.Throws<DatasetException>(() => Load(set, folder)).Message, StringComparison.Ordinal);

    private static DataSplits Load(string set, string folder)
    {
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(ImageFolders.Entry).Use();
        return DataCatalog.Find(set).Load(new() { Folder = folder });
    }
}
