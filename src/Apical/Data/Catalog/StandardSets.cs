namespace Apical.Data;

/// <summary>The sets that come with Apical. To add one, add an entry to <see cref="All"/> (docs/data.md says how).</summary>
internal static class StandardSets
{
    private const ulong MoonsSeed = 20160908;
    private const int MoonsCount = 500;

    private static readonly Uri[] MnistMirrors =
    [
        new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
    ];

    // plain HTTP is no risk here: what arrives is compared with its SHA-256
    private static readonly Uri[] FashionMirrors =
    [
        new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        new("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
    ];

    private static readonly RemoteFile[] MnistFiles =
    [
        new("train-images-idx3-ubyte.gz", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", MnistMirrors),
        new("train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c", MnistMirrors),
        new("t10k-images-idx3-ubyte.gz", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", MnistMirrors),
        new("t10k-labels-idx1-ubyte.gz", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", MnistMirrors),
    ];

    private static readonly RemoteFile[] FashionFiles =
    [
        new("train-images-idx3-ubyte.gz", 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", FashionMirrors),
        new("train-labels-idx1-ubyte.gz", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845", FashionMirrors),
        new("t10k-images-idx3-ubyte.gz", 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", FashionMirrors),
        new("t10k-labels-idx1-ubyte.gz", 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", FashionMirrors),
    ];

    /// <summary>In the order to show them.</summary>
    public static DataEntry[] All { get; } =
        [Digits(), Mnist(), FashionMnist(), .. CifarSets.All, ImageNetSet.Entry, IdxSets.Entry, Xor(), Moons(), .. PaperSets.All];

    internal static DataEntry Digits() => new()
    {
        Name = "digits",
        Summary = "28×28 grey images of handwritten-looking digits, made by the program",
        TrainCount = DigitImages.StandardTrainCount,
        TestCount = DigitImages.StandardTestCount,
        Features = DigitImages.Side * DigitImages.Side,
        Classes = 10,
        Source = "Apical's own generator: strokes with random affine and elastic distortion, pen, ink and noise.",
        Loader = request => DigitImages.Load(request.Seed ?? DigitImages.StandardSeed, precision: request.Precision),
    };

    internal static DataEntry Mnist() => new()
    {
        Name = "mnist",
        Summary = "28×28 grey images of handwritten digits",
        TrainCount = 60_000,
        TestCount = 10_000,
        Features = 784,
        Classes = 10,
        Source = "Y. LeCun, C. Cortes, C. J. C. Burges. The MNIST database of handwritten digits.",
        Files = MnistFiles,
        Loader = request => MnistLike.Load("mnist", DataFolder.Resolve(request.Folder), request.Precision),
    };

    internal static DataEntry FashionMnist() => new()
    {
        Name = "fashion-mnist",
        Summary = "28×28 grey images of ten kinds of clothing, in the layout of MNIST but harder",
        TrainCount = 60_000,
        TestCount = 10_000,
        Features = 784,
        Classes = 10,
        Source = "H. Xiao, K. Rasul, R. Vollgraf. Fashion-MNIST. arXiv:1708.07747, 2017. MIT licence.",
        Files = FashionFiles,
        Loader = request => MnistLike.Load("fashion-mnist", DataFolder.Resolve(request.Folder), request.Precision),
    };

    private static DataEntry Xor() => new()
    {
        Name = "xor",
        Summary = "exclusive or: four samples, one output; the same four to train and to test",
        TrainCount = 4,
        TestCount = 4,
        Features = 2,
        Classes = 2,
        Source = "The truth table.",
        Loader = request => new DataSplits(Data.Xor.Create(request.Precision), null, Data.Xor.Create(request.Precision)),
    };

    private static DataEntry Moons() => new()
    {
        Name = "moons",
        Summary = "two interleaving half circles in the plane, with noise",
        TrainCount = MoonsCount,
        TestCount = MoonsCount,
        Features = 2,
        Classes = 2,
        Source = "Made by the program.",
        Loader = request =>
        {
            var rng = new Rng(request.Seed ?? MoonsSeed);
            return new DataSplits(
                TwoMoons.Create(MoonsCount, rng.Fork("train"), precision: request.Precision),
                null,
                TwoMoons.Create(MoonsCount, rng.Fork("test"), precision: request.Precision));
        },
    };
}
