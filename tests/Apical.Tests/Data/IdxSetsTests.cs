namespace Apical.Tests.Data;

public sealed class IdxSetsTests
{
    [Theory]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData("letters-train-images", "letters-train-labels", "letters-test-images", "letters-test-labels")]
    public void Two_pairs_are_told_apart_by_their_names(string images, string labels, string testImages, string testLabels)
    {
        using var folder = new TempFolder();
        folder.Write(images, Idx.Zip(Idx.File([3, 2, 2], [0, 51, 102, 255, 1, 2, 3, 4, 5, 6, 7, 8])));
        folder.Write(labels, Idx.File([3], [26, 1, 26]));
        folder.Write(testImages, Idx.File([1, 2, 2], [9, 9, 9, 9]));
        folder.Write(testLabels, Idx.Zip(Idx.File([1], [1])));
        folder.Write("readme.txt", [.. "not an IDX file"u8]);
        DataSplits data = DataCatalog.Find($"idx:'{folder.Name}'").Load(new() { Precision = Precision.Double });
        Assert.Equal((3, 1, 2, new ImageShape(1, 2, 2)), (data.Train.Count, data.Test.Count, data.Train.Classes, data.Train.Shape));
        Assert.Equal(["1", "26"], data.Train.ClassNames);
        Dataset train = data.Train.InMemory();
        int first = Enumerable.Range(0, 3).Single(i => train.Inputs[i, 0] == 0);
        Assert.Equal([0, 0.2, 0.4, 1], train.Inputs.ToArray()[(4 * first)..(4 * first + 4)]);
        Assert.Equal(1, train.Labels![first]);
        Assert.Equal([0], data.Test.InMemory().Labels!);
    }

    [Fact]
    public void One_pair_of_any_names_is_split()
    {
        using var folder = new TempFolder();
        folder.Write("sub/pictures", Idx.File([20, 16, 16], new byte[20 * 256]));
        folder.Write("sub/answers", Idx.File([20], [.. Enumerable.Range(0, 20).Select(i => (byte)(i % 2))]));
        DataSplits data = DataCatalog.Find("idx:sub:test=0.3").Load(new() { Folder = folder.Name });
        Assert.Equal((14, 6), (data.Train.Count, data.Test.Count));
        Assert.Equal(3, data.Test.InMemory().Labels!.Sum());
        Assert.Equal("sub/train", data.Train.Name);
    }

    [Fact]
    public void Colour_images_and_plain_features_are_read()
    {
        using var folder = new TempFolder();
        folder.Write("i", Idx.File([4, 3, 2, 2], new byte[48]));
        folder.Write("l", Idx.File([4], [0, 1, 0, 1]));
        Assert.Equal(new ImageShape(3, 2, 2), DataCatalog.Find($"idx:'{folder.Name}':test=0.5").Load().Train.Shape);
        folder.Write("i", Idx.File([4, 12], new byte[48]));
        DataSplits data = DataCatalog.Find($"idx:'{folder.Name}':test=0.5:outputs=one").Load();
        Assert.Equal((null, 12, 1), (data.Train.Shape, data.Train.Features, data.Train.Outputs));
    }

    [Fact]
    public void Files_that_do_not_tell_are_refused_and_a_pattern_helps()
    {
        using var folder = new TempFolder();
        Assert.Contains("found none of images and none of labels", Failure(folder, ""), StringComparison.Ordinal);
        foreach (string set in new[] { "a", "b" })
        {
            folder.Write($"{set}-images", Idx.File([4, 2, 2], new byte[16]));
            folder.Write($"{set}-labels", Idx.File([4], set == "a" ? [0, 1, 0, 1] : [0, 0, 0, 0]));
        }

        Assert.Contains("found 2 of images (a-images, b-images) and 2 of labels (a-labels, b-labels)", Failure(folder, ""), StringComparison.Ordinal);
        Assert.Equal(2, DataCatalog.Find($"idx:'{folder.Name}':files=a-*:test=0.5").Load().Train.Count);
        Assert.Contains("one class to tell apart", Assert.Throws<DatasetException>(() => DataCatalog.Find($"idx:'{folder.Name}':files=b-*").Load()).Message,
            StringComparison.Ordinal);
        Assert.Contains("there is no folder", Assert.Throws<DatasetException>(() => DataCatalog.Find("idx:nowhere").Load()).Message, StringComparison.Ordinal);
    }

    private static string Failure(TempFolder folder, string settings) =>
        Assert.Throws<DatasetException>(() => DataCatalog.Find($"idx:'{folder.Name}'{settings}").Load()).Message;
}
