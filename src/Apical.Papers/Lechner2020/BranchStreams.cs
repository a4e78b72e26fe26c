using Apical.Branches;

namespace Apical.Papers.Lechner2020;

/// <summary>Synthetic branches: what can be known of each stream, and how predictors fare on it.</summary>
internal static class BranchStreams
{
    /// <summary>Wrong predictions of the branch that can be foretold, %, in the second half of the stream.</summary>
    public static readonly Track Rate = new("misses of the branch that can be foretold, %");

    /// <summary>Branches of each stream.</summary>
    public static readonly Setting<int> Length = new("branches of a synthetic stream", 1_000_000, 240_000, "our choice");

    /// <summary>The net on them.</summary>
    public static readonly Fixed<string> Net = new(
        "net on synthetic streams, 8 KB", "shared:history=32:hidden=16:rate=0.1:first=0.1",
        "our choice: 32 outcomes and 16 units, as the net whose speed is measured");

    /// <summary>The two outcomes whose exclusive or lies within gshare's history.</summary>
    public const string NearXor = "xor of 6 and 11 back";

    /// <summary>Those beyond it.</summary>
    public const string FarXor = "xor of 18 and 27 back";

    private const int Round = 3, Kilobytes = 8;
    private const string Backward = ":rule=bp";

    private static readonly BranchFamily s_family = new("shared", 32);

    private static readonly (string Name, double Best, Func<int, Rng, BranchTrace> Make)[] s_streams =
    [
        ("biased 0.9", 10, (n, rng) => SyntheticBranches.Biased(0.9, n, rng)),
        ("loop of 20", 0, (n, _) => SyntheticBranches.Loop(20, n)),
        ("copy of 21 back", 0, (n, rng) => SyntheticBranches.Parity([21], Round, n, rng)),
        ("majority of 5, 14, 27 back", 0, (n, rng) => SyntheticBranches.Majority([5, 14, 27], Round, n, rng)),
        (NearXor, 0, (n, rng) => SyntheticBranches.Parity([6, 11], Round, n, rng)),
        (FarXor, 0, (n, rng) => SyntheticBranches.Parity([18, 27], Round, n, rng)),
        ("parity of 5, 14, 27 back", 0, (n, rng) => SyntheticBranches.Parity([5, 14, 27], Round, n, rng)),
    ];

    /// <summary>The names of the streams.</summary>
    public static IReadOnlyList<string> Names => [.. s_streams.Select(stream => stream.Name)];

    /// <summary>The least rate of misses, %.</summary>
    public static double Best(string stream) => s_streams.First(one => one.Name == stream).Best;

    /// <summary>What runs on the streams: predictors of 8 KB.</summary>
    public static IReadOnlyList<string> Predictors { get; } = ["gshare", "perceptron", "hashed perceptron", "TAGE", "net, mdfa", "net, bp"];

    /// <summary>A condition.</summary>
    public static string Group(string stream, string predictor) => $"stream {stream}: {predictor}";

    /// <summary>Sees to it that the nets can be made.</summary>
    /// <exception cref="ArgumentException">One cannot.</exception>
    public static void Check()
    {
        s_family.Check(Net, Net.Value, Kilobytes);
        s_family.Check(Net, Net.Value + Backward, Kilobytes);
    }

    /// <summary>The replicates.</summary>
    public static IEnumerable<Job> Jobs(Setup setup) =>
        from stream in s_streams
        from predictor in Predictors
        select new Job(Group(stream.Name, predictor), 1, context =>
        {
            BranchTrace trace = stream.Make(Length.At(setup.Scale), context.Rng.Fork("stream"));
            context.Report(0);
            int misses = 0, half = trace.Count / 2;
            BranchScore.Of(Make(predictor, context.Rng), trace, i => misses += i >= half && trace.Address(i) == SyntheticBranches.JudgedAddress ? 1 : 0);
            int judged = Enumerable.Range(half, trace.Count - half).Count(i => trace.Address(i) == SyntheticBranches.JudgedAddress);
            return new Measurements().Add(Rate, 100.0 * misses / judged);
        });

    /// <summary>The picture.</summary>
    public static Picture Picture(Results results) => new(
        "Synthetic branches", $"Wrong predictions of the branch that can be foretold, second half of the stream, {Kilobytes} KB each.")
    {
        Columns = 1,
        Charts =
        [
            new("", new("stream") { Categories = Names }, new("mispredictions (%)"),
            [
                .. Predictors.Select(predictor => new Series(
                    predictor, Mark.Bar, [.. Names.Select((_, i) => (double)i)], [.. Names.Select(name => Of(results, name, predictor))])),
                new("least possible", Mark.Point, [.. Names.Select((_, i) => (double)i)], [.. Names.Select(Best)]),
            ]),
        ],
    };

    /// <summary>What was found.</summary>
    public static double Of(Results results, string stream, string predictor) => results.Last(Group(stream, predictor), Rate).Mean;

    private static IBranchPredictor Make(string predictor, Rng rng) => predictor switch
    {
        "gshare" => new GShare(15),
        "perceptron" => new Perceptron(248, 32),
        "hashed perceptron" => new HashedPerceptron(9),
        "TAGE" => new Tage(TageOptions.Published, rng.Fork("tage")),
        "net, bp" => s_family.Make(Net.Value + Backward, Kilobytes, rng),
        _ => s_family.Make(Net.Value, Kilobytes, rng),
    };
}
