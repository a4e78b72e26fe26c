namespace Apical.Tests.Data;

public sealed class MnistLikeTests
{
    // a second to load: once for all tests
    private static readonly Lazy<DataSplits> s_mnist = new(() => DataCatalog.Find("mnist").Load(new DataRequest { Folder = TestData.Folder() }));

    [Theory]
    [InlineData("")]
    [InlineData("mnist")]
    public void Finds_the_files_in_the_folder_or_in_the_subfolder_of_the_set(string subfolder)
    {
        using var folder = new TempFolder();
        Idx.WriteTinySet(folder, subfolder);

        IdxSet train = IdxFolder.ReadTrain("mnist", folder.Name, classes: 10), test = IdxFolder.ReadTest("mnist", folder.Name, classes: 10);

        Dataset mnist = Dataset.OfImages("mnist/train", train, classes: 10, Precision.Double);
        Assert.Equal(3, mnist.Count);
        Assert.Equal(2, test.Images.Count);
        Assert.Equal([7, 0, 9], mnist.Labels!);
        Assert.Equal(new ImageShape(1, 2, 2), mnist.Shape);
        Assert.Equal([0, 0.2, 0.4, 1], mnist.Inputs.ToArray()[..4]);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 1, 0, 0], mnist.Targets.ToArray()[..10]);
        Assert.True(DataCatalog.Find("mnist").IsPresent(folder.Name));
    }

    [Fact]
    public void A_missing_file_is_reported_with_the_names_looked_for_and_what_to_do()
    {
        using var folder = new TempFolder();
        DatasetException error = Assert.Throws<DatasetException>(() => MnistLike.Load("mnist", folder.Name, Precision.Single));
        Assert.Equal(
            $"mnist: train-images-idx3-ubyte.gz is not in {folder.Name}. Looked there and in its subfolder mnist for train-images-idx3-ubyte.gz, "
            + "train-images-idx3-ubyte, train-images.idx3-ubyte.gz, train-images.idx3-ubyte. Fetch it with 'apical data get mnist', or say with --data-dir "
                + "where it is.",
            error.Message);
        Assert.False(DataCatalog.Find("mnist").IsPresent(folder.Name));
    }

    [Fact]
    public void Two_places_are_not_mixed()
    {
        using var folder = new TempFolder();
        Idx.WriteTinySet(folder, "mnist");
        folder.Write("train-labels-idx1-ubyte", Idx.File([3], [1, 1, 1]));
        Assert.Throws<DatasetException>(() => MnistLike.Load("mnist", folder.Name, Precision.Single));
    }

    [Fact]
    public void Images_and_labels_must_be_equally_many()
    {
        using var folder = new TempFolder();
        Idx.WriteTinySet(folder, trainLabels: [1, 2]);
        DatasetException error = Assert.Throws<DatasetException>(() => MnistLike.Load("mnist", folder.Name, Precision.Single));
        Assert.Contains("holds 3 images", error.Message, StringComparison.Ordinal);
        Assert.Contains("holds 2 labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_out_of_range_is_reported_with_its_sample()
    {
        using var folder = new TempFolder();
        Idx.WriteTinySet(folder, trainLabels: [1, 10, 2]);
        DatasetException error = Assert.Throws<DatasetException>(() => MnistLike.Load("mnist", folder.Name, Precision.Single));
        Assert.EndsWith("label 10 of sample 1 is out of range. Expected labels from 0 to 9.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_of_another_set_are_recognised_although_their_names_are_the_same()
    {
        using var folder = new TempFolder();
        byte[] labels = [5, 0, 4, 1, 9, 2, 1, 3, 1, 4, 3, 5, 3, 6, 1, 7, 2, 8, 6, 9];
        Idx.WriteTinySet(folder, trainLabels: labels);
        folder.Write("train-images-idx3-ubyte.gz", Idx.File([20, 2, 2], new byte[80]));

        DatasetException error = Assert.Throws<DatasetException>(() => MnistLike.Load("fashion-mnist", folder.Name, Precision.Single));
        Assert.Contains("are those of mnist, not of fashion-mnist", error.Message, StringComparison.Ordinal);
        Assert.Contains("are not mnist: expected 60000 and 10000 images of 28×28, and found 20 images of 2×2 and 2 images of 2×2. "
                + "Other sets in these files are read as --data idx:FOLDER.",
            Assert.Throws<DatasetException>(() => MnistLike.Load("mnist", folder.Name, Precision.Single)).Message, StringComparison.Ordinal);
    }

    /// <summary>As many images of the same size, but other labels: KMNIST, say.</summary>
    [Fact]
    public void Another_set_of_the_same_sizes_is_not_taken_for_mnist()
    {
        using var folder = new TempFolder();
        folder.Write("train-images-idx3-ubyte", Idx.File([60_000, 28, 28], new byte[60_000 * 784]));
        folder.Write("train-labels-idx1-ubyte", Idx.File([60_000], new byte[60_000]));
        folder.Write("t10k-images-idx3-ubyte", Idx.File([10_000, 28, 28], new byte[10_000 * 784]));
        folder.Write("t10k-labels-idx1-ubyte", Idx.File([10_000], new byte[10_000]));
        Assert.Contains("are not fashion-mnist: expected 60000 and 10000 images of 28×28, but the labels begin otherwise.",
            Assert.Throws<DatasetException>(() => MnistLike.Load("fashion-mnist", folder.Name, Precision.Single)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mnist", "5041921314")]
    [InlineData("fashion-mnist", "9003027255")]
    public void The_real_sets_load_with_the_published_sizes_and_labels(string name, string firstLabels)
    {
        string folder = TestData.Folder();
        DataEntry entry = DataCatalog.Find(name);

        DataSplits data = name == "mnist" ? s_mnist.Value : entry.Load(new DataRequest { Folder = folder });

        Assert.Equal((60_000, 10_000), (data.Train.Count, data.Test.Count));
        Assert.Equal((entry.TrainCount, entry.TestCount), (data.Train.Count, data.Test.Count));
        Assert.Equal(firstLabels, string.Concat(data.Train.InMemory().Labels!.Take(10)));
        Assert.Equal(784, data.Train.Features);
        Assert.True(entry.IsPresent(folder));
    }

    /// <summary>Mean 0.1307 and standard deviation 0.3081 of the training pixels are the values everybody normalises MNIST with.</summary>
    [Fact]
    public void The_pixels_of_mnist_have_the_well_known_mean_and_spread()
    {
        _ = TestData.Folder();
        NormalisationRecord found = Normalisation.Fit(NormalisationMethod.Whole, s_mnist.Value.Train).Record;
        Assert.Equal(0.1307, found.Mean, 5e-5);
        Assert.Equal(0.3081, found.Sd, 5e-5);
        Assert.Equal((0, 1), (found.Min, found.Max));
        Assert.Equal(67, found.ConstantFeatures);
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("fashion-mnist")]
    public async Task The_checksums_in_the_catalogue_are_those_of_the_real_files(string name)
    {
        string folder = TestData.Folder();
        foreach (RemoteFile file in DataCatalog.Find(name).Files)
        {
            string path = Path.Combine(folder, name, file.Name);
            Assert.SkipUnless(File.Exists(path), $"{path} is not there.");
            Assert.True(await Downloader.IsRightAsync(path, file, TestContext.Current.CancellationToken), $"{path} has another size or SHA-256");
        }
    }
}
