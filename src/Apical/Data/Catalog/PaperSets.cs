using Apical.Numerics.Matrices;
using Apical.Numerics.Random;

namespace Apical.Data;

/// <summary>The data of the papers that Apical reproduces, where it is not a standard set.</summary>
internal static class PaperSets
{
    private const string Auto = "auto";
    private const ulong ParitySeed = 20211016, ClusterSeed = 20200422, BackgroundSeed = 20070620;
    private const int ClusterTests = 4000;

    private static readonly DataEntry[] s_images = [StandardSets.Mnist(), StandardSets.FashionMnist(), StandardSets.Digits()];

    /// <summary>In the order to show them.</summary>
    public static DataEntry[] All { get; } =
    [
        ParityOf(new("parity")), ClustersOf(new("clusters")), Svhn(), TimitStops(), BackImage(), BackImageStandIn(new("back-image-stand-in")),
    ];

    private static DataEntry ParityOf(DataSettings settings)
    {
        int k = settings.Whole("k", 3, 1, 20);
        string from = From(settings);
        DataEntry like = Known(from, null);
        return new()
        {
            Name = settings.Any ? $"parity:k={k}:from={from}" : "parity",
            Summary = "is the sum of k digits, side by side, odd? Drawn anew for each epoch; from MNIST where it is here, else from digits",
            TrainCount = like.TrainCount,
            TestCount = like.TestCount,
            Features = k * like.Features,
            Classes = 2,
            Source = "demirbilek2021, section 2.1.",
            Settings = "k=3:from=auto (mnist, fashion-mnist, digits)",
            Configure = ParityOf,
            Spell = folder => $"parity:k={k}:from={Known(from, folder).Name}",
            Loader = request => Known(from, request.Folder).Load(request with { Seed = null }),
            Composer = (images, request, targets) => Parity.Of(images, k, new Rng(request.Seed ?? ParitySeed), targets.Low, targets.High),
        };
    }

    private static DataEntry ClustersOf(DataSettings settings)
    {
        int n = settings.Whole("n", 256, 1, 10_000_000), d = settings.Whole("d", 15, 2, 10_000);
        int c = settings.Whole("c", 3, 2, 1000), draw = settings.Whole("draw", 1, 0, int.MaxValue);
        bool constant = settings.Word("constant", "no", "yes") == "yes", even = settings.Word("discs", "dense", "even") == "even";
        return new()
        {
            Name = settings.Any ? $"clusters:n={n}:d={d}:c={c}:draw={draw}:constant={(constant ? "yes" : "no")}:discs={(even ? "even" : "dense")}" : "clusters",
            Summary = "c² discs of two classes on a grid, and d − 2 dimensions that tell nothing",
            TrainCount = n,
            TestCount = ClusterTests,
            Features = d + (constant ? 1 : 0),
            Classes = 2,
            Source = "demirbilek2021, section 2.2, after L. Chizat and F. Bach, COLT 2020.",
            Settings = "n=256:d=15:c=3:draw=1:constant=no:discs=dense (even)",
            Configure = ClustersOf,
            Loader = request =>
            {
                Rng rng = new Rng(request.Seed ?? ClusterSeed).Fork("draw", draw);
                var clusters = new Clusters(c, d, rng, constant, even);
                Dataset Part(string part, int count) => clusters.Create(count, rng.Fork(part), request.Precision);
                return new DataSplits(Part("train", n), null, Part("test", ClusterTests));
            },
        };
    }

    private static DataEntry Svhn() => new()
    {
        Name = "svhn",
        Summary = "32×32 house numbers from photographs, as grey images; you bring the files",
        TrainCount = 73_257,
        TestCount = 26_032,
        Features = Data.Svhn.Side * Data.Svhn.Side,
        Classes = 10,
        Source = "Y. Netzer and others. Reading digits in natural images with unsupervised feature learning. 2011. "
            + "Format 2, cropped digits; for non-commercial use.",
        OwnFiles = Data.Svhn.Files,
        Loader = Data.Svhn.Load,
    };

    private static DataEntry TimitStops() => new()
    {
        Name = "timit-stops",
        Summary = "six stop consonants, 39 features of a frame of speech; you bring the files",
        TrainCount = 63_881,
        TestCount = 22_257,
        Features = 39,
        Classes = 6,
        Source = "TIMIT is licensed by the Linguistic Data Consortium. Write 39 features and the class, 0 to 5, on each line.",
        OwnFiles = TextSets.TimitFiles,
        Loader = TextSets.TimitStops,
    };

    private static DataEntry BackImage() => new()
    {
        Name = "mnist-back-image",
        Summary = "28×28 handwritten digits on patches of photographs; you bring the files",
        TrainCount = 50_000,
        TestCount = 10_000,
        Features = 784,
        Classes = 10,
        Source = "H. Larochelle and others. An empirical evaluation of deep architectures on problems with many factors of variation. ICML 2007.",
        OwnFiles = TextSets.BackImageFiles,
        Loader = TextSets.BackImage,
    };

    private static DataEntry BackImageStandIn(DataSettings settings)
    {
        string from = From(settings);
        DataEntry like = Known(from, null);
        return new()
        {
            Name = settings.Any ? $"back-image-stand-in:from={from}" : "back-image-stand-in",
            Summary = "a stand-in for mnist-back-image: digits on made-up textures; from MNIST where it is here, else from digits",
            TrainCount = like.TrainCount,
            TestCount = like.TestCount,
            Features = like.Features,
            Classes = 10,
            Source = "Made by the program; results are not those of mnist-back-image.",
            Settings = "from=auto (mnist, fashion-mnist, digits)",
            Configure = BackImageStandIn,
            Spell = folder => $"back-image-stand-in:from={Known(from, folder).Name}",
            Loader = request =>
            {
                DataSplits images = Known(from, request.Folder).Load(request with { Seed = null });
                Rng rng = new(request.Seed ?? BackgroundSeed);
                Dataset Part(string part, ISamples of) => TexturedBackground.Under(of.InMemory(), rng.Fork(part));
                return new DataSplits(Part("train", images.Train), null, Part("test", images.Test));
            },
        };
    }

    private static string From(DataSettings settings) => settings.Word("from", [Auto, .. s_images.Select(entry => entry.Name)]);

    private static DataEntry Known(string from, string? folder) => from == Auto
        ? s_images.First(entry => entry.Name != "fashion-mnist" && entry.IsPresent(folder))
        : s_images.First(entry => entry.Name == from);
}
