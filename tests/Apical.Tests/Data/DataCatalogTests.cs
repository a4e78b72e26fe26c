using Apical.Specs;

namespace Apical.Tests.Data;

public sealed class DataCatalogTests
{
    [Fact]
    public void Holds_the_sets_that_the_command_offers() =>
        Assert.Equal(["digits", "mnist", "fashion-mnist", "cifar10", "cifar100", "imagenet", "idx", "xor", "moons", "parity", "clusters", "svhn", "timit-stops",
            "mnist-back-image", "back-image-stand-in"], DataCatalog.All.Select(entry => entry.Name));

    [Theory]
    [InlineData("mnits", "mnist")]
    [InlineData("MNIST2", "mnist")]
    [InlineData("fashion", "fashion-mnist")]
    [InlineData("fashionmnist", "fashion-mnist")]
    [InlineData("fashion_mnist", "fashion-mnist")]
    [InlineData("digit", "digits")]
    public void An_unknown_name_is_answered_with_the_closest_and_all_names(string name, string closest)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => DataCatalog.Find(name));
        Assert.Equal($"Unknown data set '{name}'; did you mean '{closest}'? Known: digits, mnist, fashion-mnist, cifar10, cifar100, imagenet, idx, xor, moons, "
            + $"parity, clusters, svhn, timit-stops, mnist-back-image, back-image-stand-in.", error.Message);
    }

    [Theory]
    [InlineData("photographs")]
    [InlineData("")]
    public void A_name_like_no_other_is_answered_with_all_names(string name)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => DataCatalog.Find(name));
        Assert.Equal($"Unknown data set '{name}'. Known: digits, mnist, fashion-mnist, cifar10, cifar100, imagenet, idx, xor, moons, parity, clusters, svhn, "
            + $"timit-stops, mnist-back-image, back-image-stand-in.", error.Message);
    }

    [Theory]
    [InlineData("parity", "parity")]
    [InlineData("parity:k=2", "parity:k=2:from=auto")]
    [InlineData("Parity:From=Digits", "parity:k=3:from=digits")]
    [InlineData("clusters:d=7:constant=yes", "clusters:n=256:d=7:c=3:draw=1:constant=yes:discs=dense")]
    [InlineData("cifar10:pick=2:outputs=one", "cifar10:classes=all:pick=2:draw=1:outputs=one:from=auto")]
    [InlineData("cifar100:labels=coarse:classes=fish/people", "cifar100:labels=coarse:classes='fish/people':pick=0:draw=1:outputs=classes")]
    [InlineData("imagenet:size=64:pick=2", "imagenet:folder=auto:size=64:each=0:cache=512:check=yes:classes=all:pick=2:draw=1:outputs=classes")]
    [InlineData("clusters:discs=even", "clusters:n=256:d=15:c=3:draw=1:constant=no:discs=even")]
    public void A_set_with_settings_is_named_with_all_of_them(string written, string name) => Assert.Equal(name, DataCatalog.Find(written).Name);

    [Theory]
    [InlineData("parity:k=0", "parity:k=0: a whole number is needed, from 1 to 20.")]
    [InlineData("parity:k=2.5", "parity:k=2.5: a whole number is needed, from 1 to 20.")]
    [InlineData("parity:from=xor", "parity:from=xor: use auto, mnist, fashion-mnist or digits.")]
    [InlineData("parity:form=digits", "parity has no setting 'form'; did you mean 'from'? It has: k, from.")]
    [InlineData("parity:3", "'3' in 'parity:3': write settings as key=value, such as parity:k=3.")]
    [InlineData("mnist:k=3", "mnist has no settings, so 'mnist:k=3' will not do.")]
    public void Settings_that_a_set_does_not_have_are_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => DataCatalog.Find(text)).Message);

    [Fact]
    public void Names_are_found_in_any_case() => Assert.Equal("mnist", DataCatalog.Find(" MNIST ").Name);

    [Theory]
    [InlineData("digits")]
    [InlineData("xor")]
    [InlineData("moons")]
    public void Sets_that_are_made_load_anywhere_and_are_as_their_entries_say(string name)
    {
        DataEntry entry = DataCatalog.Find(name);
        Assert.True(entry.IsMade);
        Assert.True(entry.IsPresent("/nowhere"));

        DataSplits data = entry.Load(new DataRequest { Folder = "/nowhere", Precision = Precision.Double });

        Assert.Equal((entry.TrainCount, entry.TestCount), (data.Train.Count, data.Test.Count));
        Assert.Equal((entry.Features, entry.Classes, Precision.Double), (data.Train.Features, data.Train.Classes, data.Train.Precision));
        Assert.Equal(data.Train.InMemory().Inputs.ToArray(), entry.Load(new DataRequest { Precision = Precision.Double }).Train.InMemory().Inputs.ToArray());
    }

    [Fact]
    public void Files_have_distinct_names_sizes_checksums_and_two_mirrors()
    {
        foreach (DataEntry entry in DataCatalog.All.Where(entry => entry.Files.Count > 0))
        {
            Assert.Distinct(entry.Files.Select(file => file.Name));
            Assert.All(entry.Files, file =>
            {
                Assert.True(file.Size > 0);
                Assert.Matches("^[0-9a-f]{64}$", file.Sha256);
                Assert.True(file.Mirrors.Count >= 2);
                Assert.All(file.Mirrors, mirror => Assert.EndsWith("/", mirror.AbsoluteUri, StringComparison.Ordinal));
            });
        }
    }

    /// <summary>Whoever names the folder of the set itself does not get a folder in the folder.</summary>
    [Fact]
    public void Files_are_fetched_into_the_subfolder_of_the_set_unless_the_folder_is_its_own()
    {
        using var folder = new TempFolder();
        DataEntry mnist = DataCatalog.Find("mnist");
        Assert.Equal(folder["mnist"], mnist.FolderIn(folder.Name));
        Assert.Equal(folder["mnist"], mnist.FolderIn(folder["mnist"]));
        Assert.Equal(folder["mnist/"], mnist.FolderIn(folder["mnist/"]));

        folder.Write("t10k-labels-idx1-ubyte", [1]);
        Assert.Equal(folder.Name, mnist.FolderIn(folder.Name));
        Assert.Equal(folder["cifar10"], DataCatalog.Find("cifar10:pick=2").FolderIn(folder.Name));
    }

    [Fact]
    public void A_set_of_ones_own_can_be_added_under_a_new_name()
    {
        DataEntry mine = DataCatalog.Find("xor") with { Name = "mine" };
        Assert.Same(mine, DataCatalog.With(mine).Find("mine"));
        Assert.Throws<ArgumentException>(() => DataCatalog.Find("mine"));
        ArgumentException error = Assert.Throws<ArgumentException>(() => DataCatalog.With(mine).With(mine));
        Assert.StartsWith("There are two by the name of 'mine', a data set each.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Commands and tests run side by side in one process.</summary>
    [Fact]
    public void A_catalogue_is_in_use_until_its_scope_is_left_and_not_in_threads_beside()
    {
        Catalog<DataEntry> mine = DataCatalog.With(DataCatalog.Find("xor") with { Name = "mine" }, DataCatalog.Find("xor") with { Name = "yours" });
        using var start = new ManualResetEventSlim();
        Catalog<DataEntry>? beside = null, below = null;
        var other = new Thread(() => { start.Wait(); beside = Catalog<DataEntry>.Current; });
        other.Start();
        using (mine.Use())
        {
            Assert.Same(mine, Catalog<DataEntry>.Current);
            using (Catalog<DataEntry>.Standard.Use())
            {
                Assert.Same(Catalog<DataEntry>.Standard, Catalog<DataEntry>.Current);
            }

            var started = new Thread(() => below = Catalog<DataEntry>.Current);
            started.Start();
            started.Join();
            start.Set();
            other.Join();
        }

        Assert.Same(mine, below);
        Assert.Same(Catalog<DataEntry>.Standard, beside);
        Assert.Same(Catalog<DataEntry>.Standard, Catalog<DataEntry>.Current);
    }

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("mnist", "mnits", 1)]
    [InlineData("same", "same", 0)]
    public void The_distance_of_names_counts_changes(string a, string b, int changes) => Assert.Equal(changes, ClosestName.Distance(a, b));
}
