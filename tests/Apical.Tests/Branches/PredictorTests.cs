using Apical.Branches;

namespace Apical.Tests.Branches;

/// <summary>Predictors against steps worked by hand, and against what is known of synthetic branches.</summary>
public sealed class PredictorTests
{
    [Fact]
    public void Bimodal_counts_from_two_between_nothing_and_three()
    {
        // before each outcome the counter is 2, 1, 0, 0, 1, 2, 3, 3, 2, 1
        var bimodal = new Bimodal(8, 7);
        Assert.Equal("1000011110", Steps.Foretold(bimodal, 3, "nnnttttnnn"));
        Assert.True(bimodal.Predict(4));
        Assert.False(bimodal.Predict(10));                          // 10 mod 7 is 3
        Assert.Equal(16, bimodal.Bits);
    }

    [Fact]
    public void GShare_chooses_by_address_xor_history()
    {
        // h = 2, address 1: counters 1, 0 (history 01), 2 (11), 2 (11) …: taken outcomes go to three counters
        var gshare = new GShare(2);
        Assert.Equal((2 * 4) + 2, gshare.Bits);
        Assert.True(Steps.One(gshare, 1, false));                        // counter 01 xor 00 = 1: 2 → 1; history 00
        Assert.False(Steps.One(gshare, 1, true));                        // counter 1: 1 → 2; history 01
        Assert.True(Steps.One(gshare, 1, false));                        // counter 01 xor 01 = 0: 2 → 1; history 10
        Assert.True(Steps.One(gshare, 1, false));                        // counter 01 xor 10 = 3: 2 → 1; history 00
        Assert.True(Steps.One(gshare, 1, true));                         // counter 1: 2 → 3; history 01
        Assert.False(Steps.One(gshare, 1, true));                        // counter 0: 1 → 2; history 11
    }

    [Fact]
    public void Perceptron_moves_its_weights_by_outcome_times_input()
    {
        // h = 2, θ = ⌊1.93 · 2 + 14⌋ = 17: it always learns here. x = (−1, −1) at first.
        var perceptron = new Perceptron(4, 2);
        Assert.Equal((4 * 3 * 8) + 2, perceptron.Bits);
        Assert.True(Steps.One(perceptron, 5, false));                    // y = 0 → taken; w0 = −1, w = (1, 1)
        Assert.False(Steps.One(perceptron, 5, true));                    // y = −1 −1 −1 = −3; w0 = 0, w = (0, 0); x = (1, −1)
        Assert.True(Steps.One(perceptron, 5, true));                     // y = 0; w0 = 1, w = (1, −1); x = (1, 1)
        Assert.True(Steps.One(perceptron, 5, false));                    // y = 1 + 1 − 1 = 1 → taken; w0 = 0, w = (0, −2); x = (−1, 1)
        Assert.False(perceptron.Predict(5));                        // y = 0 + 0 − 2
        Assert.True(perceptron.Predict(6));                         // another row
        Assert.False(perceptron.Predict(9));                        // 9 mod 4 is 1, as 5
    }

    [Fact]
    public void Perceptron_stops_at_its_threshold_and_at_the_ends_of_its_weights()
    {
        // h = 3, θ = 19. Taken throughout, all x = 1: y is 0, 4, 8, 12, 16 and then 20, above θ, where all weights stay at 5.
        // n: wrong, weights 4, x = (−1, 1, 1), y = 8; n: weights 3, (5, 3, 3), x = (−1, −1, 1), y = −2.
        var wide = new Perceptron(1, 3);
        Steps.Foretold(wide, 0, new string('t', 50));
        Assert.Equal("110", Steps.Foretold(wide, 0, "nnn"));

        // Weights from −2 to 1, all 1 in the end, y = 4. n: all 0, y = 0; n: w0 = −1, (1, −1, −1), x = (−1, −1, 1), y = −2;
        // n: w0 = −2, (1, 0, −2), the first held at 1, x = (−1, −1, −1), y = −2 − 1 + 2.
        var perceptron = new Perceptron(1, 3, weightBits: 2);
        Steps.Foretold(perceptron, 0, new string('t', 50));
        Assert.Equal("1100", Steps.Foretold(perceptron, 0, "nnnn"));
        Assert.Equal((1 * 4 * 2) + 3, perceptron.Bits);
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(13, 5)]
    [InlineData(12, 4)]
    [InlineData(130, 9)]
    public void A_folded_history_is_the_xor_of_its_pieces(int length, int width)
    {
        var folded = new FoldedHistory(length, width);
        var rng = new Rng(1);
        var outcomes = new List<bool>(Enumerable.Repeat(false, length));        // newest last
        for (int step = 0; step < 500; step++)
        {
            bool newest = rng.NextInt(2) == 1;
            folded.Push(newest, outcomes[^length]);
            outcomes.Add(newest);
            uint expected = 0;
            for (int i = 0; i < length; i++)
            {
                expected ^= outcomes[outcomes.Count - 1 - i] ? 1u << (i % width) : 0;
            }

            Assert.Equal(expected, folded.Value);
        }
    }

    [Fact]
    public void Published_predictors_stay_within_their_budgets()
    {
        foreach (int kilobytes in BranchPredictors.Budgets)
        {
            foreach (IBranchPredictor predictor in BranchPredictors.Published(kilobytes, new Rng(1)))
            {
                long beyond = predictor.Bits - (kilobytes * 8192);
                Assert.True(beyond <= (predictor is GShare or HashedPerceptron ? 254 : 0), $"{predictor.Name}: {beyond} bits beyond {kilobytes} KB");
                Assert.True(beyond > -0.1 * kilobytes * 8192, $"{predictor.Name}: {beyond} bits");
            }
        }

        Assert.Equal(32_600 + 24, BranchPredictors.Published(4, new Rng(1))[3].Bits);       // ChampSim: 25 · 8 · 163
        Assert.Contains("4, 8, 64", Assert.Throws<ArgumentOutOfRangeException>(() => BranchPredictors.Published(5, new Rng(1))).Message);
    }

    [Fact]
    public void Loops_and_copies_are_learned_by_those_that_see_far_enough()
    {
        BranchTrace loop = SyntheticBranches.Loop(20, 40_000), copy = SyntheticBranches.Parity([21], 3, 200_000, new Rng(2));
        Assert.Equal(5, Late(new Bimodal(64), loop), 0.1);                      // misses each end
        Assert.Equal(5, Late(new GShare(14), loop), 0.1);                       // sees 14 back
        Assert.Equal(0, Late(new Perceptron(16, 32), loop));
        Assert.Equal(0, Late(new Tage(TageOptions.Published, new Rng(1)), loop));
        Assert.InRange(Late(new Perceptron(64, 32), copy), 0, 1);
        Assert.InRange(Late(new GShare(14), copy), 45, 55);
    }

    [Fact]
    public void An_exclusive_or_of_two_far_outcomes_is_learned_by_the_net_and_not_by_the_perceptron()
    {
        BranchTrace far = SyntheticBranches.Parity([18, 27], 3, 240_000, new Rng(2)), near = SyntheticBranches.Parity([6, 11], 3, 240_000, new Rng(3));
        BranchNetOptions net = BranchNetOptions.Parse("shared:history=32:hidden=16:first=0.1").Filling(8 * 8192, 32);
        Assert.InRange(Late(new Perceptron(163, 32), far), 45, 55);
        Assert.InRange(Late(new GShare(14), far), 45, 55);
        Assert.InRange(Late(net.Make(32, new Rng(1)), far), 0, 1.5);
        Assert.InRange(Late(net.Make(32, new Rng(1)), near), 0, 1.5);
        Assert.InRange(Late(BranchNetOptions.Parse("per-address:history=32:hidden=16:rate=0.05").Filling(8 * 8192, 8).Make(8, new Rng(1)), far),
            0, 10);
    }

    [Fact]
    public void A_biased_branch_costs_what_it_must()
    {
        BranchTrace biased = SyntheticBranches.Biased(0.9, 50_000, new Rng(1));
        Assert.Equal(10, BranchScore.Of(new AlwaysTaken(), biased).Rate, 0.6);
        BranchScore score = BranchScore.Of(new Bimodal(64), biased);
        Assert.InRange(score.Rate, 9.5, 12.5);
        Assert.Equal(score.Misses, score.ColdMisses + (int)Math.Round(score.WarmRate * 45_000 / 100));
    }

    [Fact]
    public void A_majority_is_a_line_and_parity_is_what_it_says()
    {
        // One of the three outcomes alone would miss a quarter; weights of inputs without meaning keep drifting within θ.
        Assert.InRange(Late(new Perceptron(64, 32), SyntheticBranches.Majority([5, 14, 27], 3, 240_000, new Rng(1))), 0, 15);
        BranchTrace parity = SyntheticBranches.Parity([2, 5, 9], 3, 4000, new Rng(1));
        for (int i = 9; i < parity.Count; i++)
        {
            if (parity.Address(i) == SyntheticBranches.JudgedAddress)
            {
                Assert.Equal(parity.Taken(i - 2) ^ parity.Taken(i - 5) ^ parity.Taken(i - 9), parity.Taken(i));
            }
        }
    }

    [Theory]
    [InlineData("shared:history=8:hidden=4:mixed=4/8", 32)]
    [InlineData("shared:history=8:hidden=4-2:mixed=4/8", 8)]
    [InlineData("per-address:history=16:hidden=2", 32)]
    [InlineData("per-address:history=16:hidden=2:both-signs=yes", 8)]
    public void Nets_fill_their_budget_and_no_more(string written, int perNumber)
    {
        foreach (int kilobytes in BranchPredictors.Budgets)
        {
            BranchNetOptions options = BranchNetOptions.Parse(written).Filling(kilobytes * 8192, perNumber);
            IBranchPredictor net = options.Make(perNumber, new Rng(1));
            Assert.InRange(net.Bits, 0.9 * kilobytes * 8192, kilobytes * 8192);
        }

        Assert.Contains("budget is 300", Assert.Throws<ArgumentException>(() => BranchNetOptions.Parse(written).Filling(300, perNumber)).Message);
        Assert.Contains("shared or per-address", Assert.Throws<ArgumentException>(() => BranchNetOptions.Parse("one:history=3")).Message);
    }

    // Misses in % of the branch that is judged, in the second half
    private static double Late(IBranchPredictor predictor, BranchTrace trace)
    {
        int misses = 0, half = trace.Count / 2;
        BranchScore.Of(predictor, trace, i => misses += i >= half && trace.Address(i) == SyntheticBranches.JudgedAddress ? 1 : 0);
        return 100.0 * misses / Enumerable.Range(half, trace.Count - half).Count(i => trace.Address(i) == SyntheticBranches.JudgedAddress);
    }
}
