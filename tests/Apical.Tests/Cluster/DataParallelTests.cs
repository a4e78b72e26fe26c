using Apical.Cluster;
using Apical.Learning;
using Apical.Optimizers;
using Apical.Training;

namespace Apical.Tests.Cluster;

/// <summary>Several ranks that share each batch take the step of the whole batch.</summary>
public sealed class DataParallelTests
{
    private const int Features = 6, Classes = 3;

    [Theory]
    [InlineData("bp", 2)]
    [InlineData("fa", 3)]
    [InlineData("dfa", 4)]
    [InlineData("kolen-pollack", 2)]
    [InlineData("drtp", 3)]
    public void Ranks_follow_one_and_stay_alike(string rule, int size)
    {
        // In double precision sums in another order differ in the last digits only.
        double[] alone = Train(rule, Precision.Double, 24, learner => learner);
        double[][] ranks = ThreadRanks.Run(size, ranks => Train(rule, Precision.Double, 24, learner => new DataParallelLearner(learner, ranks, false)));
        Assert.All(ranks, one => Assert.Equal(ranks[0], one));
        Assert.All(alone.Zip(ranks[0]), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.NotEqual(alone[0], Fresh(rule, Precision.Double).Parameters[0].Value.ToArray()[0]);
    }

    [Theory]
    [InlineData("bp", 2, 32)]
    [InlineData("bp", 4, 128)]
    [InlineData("bp", 4, 24)]                       // no whole vectors for each: all do the whole
    [InlineData("fa", 2, 32)]
    [InlineData("dfa", 4, 64)]
    [InlineData("mdfa", 2, 96)]
    [InlineData("sign-symmetry", 2, 25)]
    public void The_bits_of_one_rank_come_out_where_they_are_asked_for(string rule, int size, int batch)
    {
        double[] alone = Train(rule, Precision.Single, batch, learner => learner);
        double[][] ranks = ThreadRanks.Run(size, ranks => Train(rule, Precision.Single, batch, learner => new DataParallelLearner(learner, ranks, true)));
        Assert.All(ranks, one => Assert.Equal(alone, one));
    }

    [Fact]
    public void A_batch_without_a_sample_for_each_is_done_whole_by_each()
    {
        double[] alone = Train("bp", Precision.Single, 2, learner => learner);
        Assert.All(ThreadRanks.Run(3, ranks => Train("bp", Precision.Single, 2, learner => new DataParallelLearner(learner, ranks, sameBits: false))),
            one => Assert.Equal(alone, one));
    }

    [Fact]
    public void Loss_and_right_answers_are_those_of_the_whole_batch()
    {
        Batch batch = Samples(64, Precision.Single);
        StepResult alone = Fresh("bp", Precision.Single).Learn(batch);
        StepResult[] plain = ThreadRanks.Run(3, ranks => new DataParallelLearner(Fresh("bp", Precision.Single), ranks, false).Learn(batch));
        StepResult[] same = ThreadRanks.Run(2, ranks => new DataParallelLearner(Fresh("bp", Precision.Single), ranks, true).Learn(batch));
        Assert.All(plain, one => Assert.Equal(alone.Correct, one.Correct));
        Assert.All(plain, one => Assert.Equal(alone.Loss, one.Loss, 1e-6));
        Assert.All(same, one => Assert.Equal(alone, one));
    }

    /// <summary>By its share each rank would find factors of its own, and nobody would hear of it.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 3)]
    public void Feedback_is_balanced_by_the_whole_batch(bool sameBits, int step)
    {
        LearningRule Rule() => RuleCatalog.Make("fa:scale=balanced", Network.Dense($"{Features}-17-9-{Classes}", new Rng(3)), new Rng(4));
        static double[] Numbers(LearningRule rule) => [.. rule.Feedback.SelectMany(B => B.Value.ToArray())];
        LearningRule byHand = Rule();
        byHand.Balance(Samples(32, byHand.Network.Precision));
        Assert.All(ThreadRanks.Run(2, ranks =>
        {
            LearningRule rule = Rule();
            var learner = new DataParallelLearner(new NetworkLearner(rule, new Sgd(0.1)), ranks, sameBits);
            learner.Learn(Samples(32, rule.Network.Precision), new(step, 0));
            return Numbers(rule);
        }), one => Assert.Equal(Numbers(byHand), one));
    }

    [Fact]
    public void One_rank_that_is_asked_to_stop_is_seen_by_all_after_the_same_step()
    {
        bool[] stopped = ThreadRanks.Run(3, ranks =>
        {
            var learner = new DataParallelLearner(Fresh("bp", Precision.Single), ranks, false, () => ranks.Rank == 1);
            Assert.False(learner.Stopped);
            learner.Learn(Samples(24, Precision.Single));
            return learner.Stopped;
        });
        Assert.Equal([true, true, true], stopped);
    }

    [Theory]
    [InlineData("bp", "", true)]
    [InlineData("dfa", "", true)]
    [InlineData("drtp", "", true)]
    [InlineData("kolen-pollack", "", true)]
    [InlineData("node-perturbation", "", false)]
    [InlineData("bp", "dropout", false)]
    [InlineData("bp", "norm", false)]
    public void Rules_whose_updates_are_no_sums_over_samples_say_so(string rule, string kind, bool fits)
    {
        ILearner learner = Fresh(rule, Precision.Single, kind);
        double[] before = learner.Parameters[0].Value.ToArray();
        void Require() => SampleSums.Require(learner, Samples(24, Precision.Single), rule);
        if (fits)
        {
            Require();
        }
        else
        {
            Assert.Contains($"The updates of {rule} in this network are no sums over samples", Assert.Throws<ArgumentException>(Require).Message);
        }

        Assert.Equal(before, learner.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void Feedback_that_learns_and_odd_numbers_of_ranks_have_no_bits_of_one_rank()
    {
        Assert.Contains("Leave out --same-bits", Assert.Throws<ArgumentException>(
            () => SampleSums.Require(Fresh("kolen-pollack", Precision.Single), Samples(24, Precision.Single), "kolen-pollack", sameBits: true)).Message);
        Assert.Contains("There are 3", Assert.Throws<ArgumentException>(
            () => ThreadRanks.Run(3, ranks => new DataParallelLearner(Fresh("bp", Precision.Single), ranks, sameBits: true))).Message);
    }

    [Fact]
    public void Sums_are_taken_in_the_order_of_the_ranks()
    {
        // 1e8 + 1 − 1e8 in single precision is 0 in this order, and 1 in another.
        float[][] parts = [[1e8f, 2, 3], [1, 20, 30], [-1e8f, 200, 300]];
        Assert.All(ThreadRanks.Run(3, ranks =>
        {
            float[] sum = [.. parts[ranks.Rank]];
            new FixedSum<float>(ranks).Sum(sum);
            return sum;
        }), sum => Assert.Equal([0, 222, 333], sum));
    }

    [Fact]
    public void Ranks_that_differ_are_named_before_anything_begins()
    {
        (string, string)[] Facts(int rank) => [("version", rank == 1 ? "0.0.9" : "0.1.0"), ("lr", "0.1"), ("data", rank == 2 ? "mnist 7" : "mnist 8")];
        var error = Assert.Throws<DisagreementException>(() => ThreadRanks.Run(3, ranks =>
        {
            Agreement.Require(ranks, $"host{ranks.Rank}", Facts(ranks.Rank));
            return 0;
        }));
        Assert.Contains(
            "rank 1 on host1 has version 0.0.9 instead of 0.1.0; rank 2 on host2 has data mnist 7 instead of mnist 8. Rank 0 is on host0", error.Message);
        ThreadRanks.Run(3, ranks =>
        {
            Agreement.Require(ranks, $"host{ranks.Rank}", Facts(0));
            return 0;
        });
    }

    /// <summary>Two texts that look the same tell nobody what to change.</summary>
    [Fact]
    public void Of_long_values_the_place_is_shown_where_they_begin_to_differ()
    {
        string start = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i:000}-"));
        Assert.Contains("has net …035-036-037-038-039-10 instead of …035-036-037-038-039-7-and-so-on. Rank 0", Told($"{start}10", $"{start}7-and-so-on"));
        Assert.Contains($"has net 1-{start[..58]}… instead of 2-{start[..58]}…. Rank 0", Told($"1-{start}", $"2-{start}"));

        static string Told(string value, string first) => Assert.Throws<DisagreementException>(() => ThreadRanks.Run(2, ranks =>
        {
            Agreement.Require(ranks, $"host{ranks.Rank}", [("net", ranks.Rank == 0 ? first : value)]);
            return 0;
        })).Message;
    }

    private static double[] Train(string rule, Precision precision, int batch, Func<ILearner, ILearner> share)
    {
        ILearner learner = share(Fresh(rule, precision));
        for (int step = 0; step < 5; step++)
        {
            learner.Learn(Samples(batch, precision, step), new(step, 0));
        }

        return [.. learner.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
    }

    private static ILearner Fresh(string rule, Precision precision, string kind = "")
    {
        var recipe = new Recipe
        {
            Rule = rule,
            Net = $"{Features}-17-9-{Classes}",
            LearningRate = 0.1,
            Precision = precision,
            Dropout = kind == "dropout" ? 0.3 : 0,
            BatchNorm = kind == "norm" ? "plain" : "none",
        };
        int[] labels = [0, 1, 2, 0];
        Matrix targets = OneHot.Encode(labels, Classes, precision: precision);
        return recipe.MakeLearner(new Dataset("few", new Matrix(4, Features, precision), targets, labels, classes: Classes), run: 1);
    }

    private static Batch Samples(int count, Precision precision, int step = 0)
    {
        Rng rng = new Rng(7).Fork("samples", step);
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => rng.NextInt(Classes))];
        double[] t = [.. Enumerable.Range(0, Classes).SelectMany(k => labels.Select(label => label == k ? 1.0 : 0))];
        double[] x = [.. Enumerable.Range(0, Features * count).Select(_ => rng.Normal())];
        return new(Matrix.Of(Features, count, x, precision), Matrix.Of(Classes, count, t, precision), labels);
    }
}
