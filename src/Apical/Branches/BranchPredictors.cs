namespace Apical.Branches;

/// <summary>Predictors in two named configurations, always fresh.</summary>
public static class BranchPredictors
{
    private static readonly (int Kilobytes, int LogCounters, int Modulus, int GShare, int HashedBits, TageOptions Tage)[] s_published =
    [
        (4, 14, 16_381, 14, 8, TageOptions.Published with { LogEntries = 8, LogBase = 12 }),
        (8, 15, 32_749, 15, 9, TageOptions.Published),
        (64, 18, 262_139, 18, 12, TageOptions.Published with { LogEntries = 12, LogBase = 16 }),
    ];

    private static readonly int[] s_perceptronHistories = [12, 24, 32, 62];

    /// <summary>The budgets of <see cref="Published"/>, in KB of 1024 bytes.</summary>
    public static IReadOnlyList<int> Budgets { get; } = [.. s_published.Select(row => row.Kilobytes)];

    /// <summary>
    /// <c>reference</c>: always-taken; bimodal of 4096 counters; gshare of 14 outcomes; a perceptron of 512 rows over 28 outcomes. Sizes by which
    /// traces can be compared with published tables, and not at one budget.
    /// </summary>
    public static IReadOnlyList<IBranchPredictor> Reference() => [new AlwaysTaken(), new Bimodal(4096), new GShare(14), new Perceptron(512, 28)];

    /// <summary>
    /// <c>published</c>: the sizes of the literature, carried over to a budget. Bimodal has 2^14 counters, address modulo 16381, at 4 KB; gshare 2^14
    /// counters; perceptrons as many rows of 8-bit weights as fit for histories of 12, 24 (ChampSim), 32 and 62; the hashed perceptron 16 tables of
    /// 4096 at 64 KB; TAGE 7 × 512 tagged entries and 8192 untagged ones at 8 KB, 7 × 256 and 4096 at 4 KB, 7 × 4096 and 65 536 at 64 KB.
    /// </summary>
    /// <remarks>
    /// Tables of counters fill the budget; history registers, thresholds and the like of gshare and the hashed perceptron, at most 254 bits, come on top.
    /// </remarks>
    /// <param name="kilobytes">4, 8 or 64.</param>
    /// <param name="rng">For the choices of TAGE.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another budget.</exception>
    public static IReadOnlyList<IBranchPredictor> Published(int kilobytes, Rng rng)
    {
        var row = s_published.FirstOrDefault(row => row.Kilobytes == kilobytes);
        if (row.Kilobytes == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(kilobytes), kilobytes, $"Budgets are {string.Join(", ", Budgets)} KB.");
        }

        long bits = kilobytes * 8192L;
        return
        [
            new Bimodal(1 << row.LogCounters, row.Modulus),
            new GShare(row.GShare),
            .. s_perceptronHistories.Select(h => new Perceptron((int)((bits - h) / (8 * (h + 1))), h)),
            new HashedPerceptron(row.HashedBits),
            new Tage(row.Tage, rng),
        ];
    }
}
