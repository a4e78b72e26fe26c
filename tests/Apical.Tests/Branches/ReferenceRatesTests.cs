using System.Globalization;
using Apical.Branches;
using Apical.Tests.Architecture;

namespace Apical.Tests.Branches;

/// <summary>The reference predictors give the rates that the makers of the traces published, to the last digit.</summary>
public sealed class ReferenceRatesTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "..", "shared", "data", "branches");

    // Mispredictions in %: always-taken, bimodal, gshare, perceptron; then the same of the first 200 000 branches
    private static readonly (string Trace, string[] Whole, string[] Start)[] s_published =
    [
        ("bc", ["39.41", "12.40", "9.56", "8.48"], ["43.37", "11.81", "9.74", "7.51"]),
        ("bzip2", ["38.06", "8.80", "9.93", "7.85"], ["36.87", "12.31", "16.09", "12.04"]),
        ("djpeg", ["63.77", "5.63", "4.15", "2.61"], ["63.64", "5.53", "4.39", "2.65"]),
        ("gzip", ["58.85", "6.00", "5.27", "4.59"], ["33.03", "3.44", "3.53", "2.73"]),
        ("mawk", ["63.48", "11.32", "3.82", "1.80"], ["63.41", "11.41", "4.35", "2.21"]),
        ("minisat", ["61.40", "14.96", "12.70", "10.24"], ["68.99", "10.85", "5.33", "4.01"]),
        ("sort", ["51.60", "8.16", "7.44", "7.11"], ["53.47", "8.27", "7.44", "6.88"]),
        ("tcc", ["65.91", "9.51", "8.56", "4.43"], ["65.80", "9.79", "9.80", "5.05"]),
    ];

    public static TheoryData<string> Traces => [.. s_published.Select(row => row.Trace)];

    [Theory, MemberData(nameof(Traces))]
    public void Equal_the_published_table(string name)
    {
        string file = Path.Combine(s_folder, name + ".br.gz");
        Assert.SkipUnless(File.Exists(file), $"{file} is not there");
        BranchTrace trace = BranchTraceFile.Read(file);
        (_, string[] whole, string[] start) = s_published.Single(row => row.Trace == name);

        Assert.Equal(1_000_000, trace.Count);
        Assert.Equal(whole, Rates(trace));
        Assert.Equal(start, Rates(trace.First(200_000)));
    }

    private static string[] Rates(BranchTrace trace) =>
        [.. BranchPredictors.Reference().Select(predictor => BranchScore.Of(predictor, trace).Rate.ToString("F2", CultureInfo.InvariantCulture))];
}
