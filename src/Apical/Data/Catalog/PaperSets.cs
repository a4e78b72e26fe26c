using Apical.Numerics.Random;
using Apical.Specs;

namespace Apical.Data;

/// <summary>The data of the papers that Apical reproduces, where it is not a standard set.</summary>
internal static class PaperSets
{
    private const string Auto = "auto";
    private const ulong ParitySeed = 20211016, ClusterSeed = 20200422, BackgroundSeed = 20070620;
    private const int ClusterTests = 4000;

    private static readonly DataEntry[] s_images = [StandardSets.Mnist(), StandardSets.FashionMnist(), StandardSets.Digits()];

    private static readonly string[] s_from = [Auto, .. s_images.Select(entry => entry.Name)];

    private static readonly Settings<(int K, string From)> s_parity = new Settings<(int K, string From)>(() => (3, Auto))
        .Whole("k", o => o.K, (o, x) => o with { K = x }, "digits side by side", least: 1, most: 20)
        .Word("from", s_from, o => o.From, (o, x) => o with { From = x }, "images");

    private static readonly Settings<(int N, int D, int C, int Draw, bool Constant, bool Even)> s_clusters =
        new Settings<(int N, int D, int C, int Draw, bool Constant, bool Even)>(() => (256, 15, 3, 1, false, false))
            .Whole("n", o => o.N, (o, x) => o with { N = x }, "training samples", least: 1, most: 10_000_000)
            .Whole("d", o => o.D, (o, x) => o with { D = x }, "dimensions", least: 2, most: 10_000)
            .Whole("c", o => o.C, (o, x) => o with { C = x }, "discs along each side of the grid", least: 2, most: 1000)
            .Whole("draw", o => o.Draw, (o, x) => o with { Draw = x }, "which draw of classes and samples", least: 0)
            .Flag("constant", o => o.Constant, (o, x) => o with { Constant = x }, "whether one more input is always 1")
            .Word("discs", ["dense", "even"], o => o.Even ? "even" : "dense", (o, x) => o with { Even = x == "even" }, "how samples lie in a disc");

    private static readonly Settings<string> s_standIn = new Settings<string>(() => Auto).Word("from", s_from, from => from, (_, from) => from, "images");

    /// <summary>In the order to show them.</summary>
    public static DataEntry[] All { get; } =
    [
        DataEntry.Of(s_parity, ParityOf), DataEntry.Of(s_clusters, ClustersOf), Svhn(), TimitStops(), BackImage(), DataEntry.Of(s_standIn, BackImageStandIn),
    ];

    private static DataEntry ParityOf((int K, string From) options)
    {
        (int k, string from) = options;
        DataEntry like = Known(from, null);
        return new()
        {
            Name = "parity",
            Summary = "is the sum of k digits, side by side, odd? Drawn anew for each epoch; from MNIST where it is here, else from digits",
            TrainCount = like.TrainCount,
            TestCount = like.TestCount,
            Features = k * like.Features,
            Classes = 2,
            Source = "demirbilek2021, section 2.1.",
            Spell = folder => "parity" + s_parity.Show((k, Known(from, folder).Name)),
            Loader = request => Known(from, request.Folder).Load(request with { Seed = null }),
            Composer = (images, request, targets) => Parity.Of(images, k, new Rng(request.Seed ?? ParitySeed), targets.Low, targets.High),
        };
    }

    private static DataEntry ClustersOf((int N, int D, int C, int Draw, bool Constant, bool Even) options)
    {
        (int n, int d, int c, int draw, bool constant, bool even) = options;
        return new()
        {
            Name = "clusters",
            Summary = "c² discs of two classes on a grid, and d − 2 dimensions that tell nothing",
            TrainCount = n,
            TestCount = ClusterTests,
            Features = d + (constant ? 1 : 0),
            Classes = 2,
            Source = "demirbilek2021, section 2.2, after L. Chizat and F. Bach, COLT 2020.",
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

    private static DataEntry BackImageStandIn(string from)
    {
        DataEntry like = Known(from, null);
        return new()
        {
            Name = "back-image-stand-in",
            Summary = "a stand-in for mnist-back-image: digits on made-up textures; from MNIST where it is here, else from digits",
            TrainCount = like.TrainCount,
            TestCount = like.TestCount,
            Features = like.Features,
            Classes = 10,
            Source = "Made by the program; results are not those of mnist-back-image.",
            Spell = folder => "back-image-stand-in" + s_standIn.Show(Known(from, folder).Name),
            Loader = request =>
            {
                DataSplits images = Known(from, request.Folder).Load(request with { Seed = null });
                Rng rng = new(request.Seed ?? BackgroundSeed);
                Dataset Part(string part, ISamples of) => TexturedBackground.Under(of.InMemory(), rng.Fork(part));
                return new DataSplits(Part("train", images.Train), null, Part("test", images.Test));
            },
        };
    }

    private static DataEntry Known(string from, string? folder) => from == Auto
        ? s_images.First(entry => entry.Name != "fashion-mnist" && entry.IsPresent(folder))
        : s_images.First(entry => entry.Name == from);
}
