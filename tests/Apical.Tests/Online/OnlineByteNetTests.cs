using System.Runtime.Intrinsics;
using Apical.Numerics.Online;
using Apical.Online;

namespace Apical.Tests.Online;

/// <summary>The net of 8-bit weights does the arithmetic that its page states.</summary>
public sealed class OnlineByteNetTests
{
    [Theory]
    [InlineData("3-2-1", "tanh", OnlineRule.Mdfa)]
    [InlineData("19-17-1", "tanh", OnlineRule.Dfa)]
    [InlineData("9-20-5-1", "hard-tanh", OnlineRule.Mdfa)]
    public void Predicts_what_whole_numbers_one_by_one_give(string net, string activation, OnlineRule rule)
    {
        var byteNet = new OnlineByteNet(net, new Rng(3), new() { Activation = Activation.Parse(activation), Rule = rule, Categories = 4, Active = 1 });
        var rng = new Rng(4);
        sbyte[] x = new sbyte[byteNet.Inputs];
        for (int step = 0; step < 300; step++)
        {
            foreach (ref sbyte one in x.AsSpan())
            {
                one = (sbyte)(rng.NextInt(255) - 127);
            }

            int category = rng.NextInt(4);
            Assert.Equal(Expected(byteNet, x, category), byteNet.Score(x, category));
            byteNet.Learn(rng.NextInt(2) == 1);
        }
    }

    [Fact]
    public void Steps_are_right_on_average_however_small()
    {
        // With no activity but the bias of the output, each step moves it by 32 η e of its unit: here 0.16, which is no whole number.
        double sum = 0;
        const int Nets = 2000;
        var noise = new ByteNoise(new Rng(5));
        var rng = new Rng(6);
        for (int i = 0; i < Nets; i++)
        {
            var net = new OnlineByteNet("1-1-1", rng.Fork("net", i), new() { LearningRate = 0.01 }, noise);
            int before = net.Weight(2, 0, 1);
            float p = net.PredictAndLearn([0], true);
            sum += net.Weight(2, 0, 1) - before - (32 * 0.01 * (1 - p));
        }

        // A step is 0 or 1 with probability near 0.16: standard deviation of the mean 0.37 / √2000 = 0.008; the step itself is a multiple of 1/256.
        Assert.Equal(0, sum / Nets, 0.03);
    }

    [Fact]
    public void Rounding_down_or_up_has_the_odds_of_the_fraction()
    {
        var noise = new ByteNoise(new Rng(1));
        double sum = 0;
        for (int draw = 0; draw < 4000; draw++)
        {
            Vector256<ushort> random = noise.Next();
            for (int lane = 0; lane < 16; lane++)
            {
                sum += (77 + (random[lane] & 255)) >> 8;            // 77/256
            }
        }

        Assert.Equal(77 / 256.0, sum / 64_000, 0.01);
    }

    [Theory]
    [InlineData(OnlineRule.Mdfa, "tanh")]
    [InlineData(OnlineRule.Mdfa, "hard-tanh")]
    [InlineData(OnlineRule.Dfa, "tanh")]
    public void Learns_the_exclusive_or_of_two_inputs_among_fair_ones(OnlineRule rule, string activation)
    {
        var net = new OnlineByteNet("16-16-1", new Rng(1), new() { Rule = rule, Activation = Activation.Parse(activation), LearningRate = 0.05 });
        var rng = new Rng(2);
        sbyte[] x = new sbyte[16];
        int wrong = 0;
        for (int step = 0; step < 80_000; step++)
        {
            ulong bits = rng.NextUInt64();
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = (sbyte)((bits >> i & 1) == 1 ? 64 : -64);
            }

            bool t = (x[3] ^ x[11]) < 0;
            bool wrongly = net.PredictAndLearn(x, t) > 0.5f != t;
            wrong += step >= 40_000 && wrongly ? 1 : 0;
        }

        Assert.InRange(wrong / 40_000.0, 0, 0.05);
    }

    [Fact]
    public void Allocates_nothing_and_is_a_byte_for_each_number()
    {
        var net = new OnlineByteNet("32-16-8-1", new Rng(1), new() { Categories = 10, Active = 1 });
        sbyte[] x = new sbyte[32];
        int[] active = [4];                             // a literal among the arguments would be allocated where code is not optimised
        net.PredictAndLearn(x, true, active);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 1000; step++)
        {
            net.PredictAndLearn(x, (step & 1) == 1, active);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((16 * 42) + 16 + 16 + (8 * 16) + 8 + 8 + 8 + 1, net.StateBytes);
    }

    [Fact]
    public void Weights_above_the_first_layer_are_never_negative_under_mdfa()
    {
        var net = new OnlineByteNet("4-6-5-1", new Rng(1), new() { LearningRate = 1 });
        var rng = new Rng(3);
        for (int step = 0; step < 2000; step++)
        {
            net.PredictAndLearn([(sbyte)rng.NextInt(100), -64, 3, (sbyte)-rng.NextInt(100)], rng.NextInt(3) == 0);
        }

        Assert.All(Enumerable.Range(0, 5).SelectMany(row => Enumerable.Range(0, 6).Select(column => net.Weight(2, row, column))), w => Assert.True(w >= 0));
        Assert.All(Enumerable.Range(0, 5).Select(column => net.Weight(3, 0, column)), w => Assert.True(w >= 0));
        Assert.Contains(Enumerable.Range(0, 6).Select(row => net.Weight(1, row, 0)), w => w < 0);
    }

    [Fact]
    public void Sums_stay_at_the_end_of_sixteen_bits()
    {
        // 40 inputs of 127/64 by weights of 127/32 are 1008/128 each, rounded: their sum stops at 32 767/128. As many with weights of −127/32 take it to
        // (32 767 − 40 · 1008)/128 = −59, so that the unit is at −1 and the output at its weight, −1. A wider sum, or one that turned round, would be 0.
        var core = new ByteCore(new OnlineShape(80, 0, 0, [1]), new(HardTanh: true, Logistic: true, Backward: false, Floor: null), 0.1, new(new Rng(1)));
        core.Load(1, Matrix.Of(1, 80, [.. Enumerable.Range(0, 80).Select(i => (i < 40 ? 127 : -127) / 32.0)]), Matrix.Of(1, 1, [0]), null);
        core.Load(2, Matrix.Of(1, 1, [1]), Matrix.Of(1, 1, [0]), null);
        sbyte[] x = new sbyte[80];
        x.AsSpan().Fill(127);
        Assert.Equal(-128, core.Score(x, []));
        x.AsSpan().Fill(-127);                      // the other end: −32 768 + 40 · 1008
        Assert.Equal(128, core.Score(x, []));
    }

    [Fact]
    public void Refuses_rates_that_it_has_not_and_learning_before_predicting()
    {
        var net = new OnlineByteNet("4-4-1", new Rng(3));
        Assert.Contains("Predict one first", Assert.Throws<InvalidOperationException>(() => net.Learn(true)).Message);
        foreach (double rate in new[] { 0, -0.1, 1e-5, 1.001, double.NaN, double.PositiveInfinity })
        {
            Assert.Contains("0.00012", Assert.Throws<ArgumentOutOfRangeException>(() => net.LearningRate = rate).Message);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new OnlineByteNet("4-4-1", new Rng(3), new() { LearningRate = 2 }));
        net.LearningRate = 1;
        Assert.Equal(1, net.LearningRate);
        net.Predict([1, 2, 3, 4]);
        net.Learn(true);
        Assert.Throws<ArgumentException>(() => net.Predict([1, 2, 3]));
        Assert.Throws<InvalidOperationException>(() => net.Learn(true));
    }

    [Fact]
    public void Refuses_backpropagation() =>
        Assert.Contains("mdfa or dfa", Assert.Throws<ArgumentException>(() => new OnlineByteNet("3-2-1", new Rng(1), new() { Rule = OnlineRule.Bp })).Message);

    // The forward pass by its definition, weight by weight.
    /// <summary>
    /// Outcomes that are 1 in three of ten cases: where steps of either sign are right on average, so is the probability, at the smallest rates too.
    /// </summary>
    [Theory]
    [InlineData(0.0005)]
    [InlineData(0.005)]
    [InlineData(0.02)]
    public void Probabilities_have_no_bias_at_small_rates(double rate)
    {
        var rng = new Rng(3);
        var net = new OnlineByteNet("4-4-1", rng, new() { LearningRate = rate });
        sbyte[] x = [64, -64, 64, 64];
        double sum = 0;
        for (int i = 0; i < 400_000; i++)
        {
            float p = net.PredictAndLearn(x, rng.NextDouble() < 0.3);
            sum += i >= 200_000 ? p : 0;
        }

        Assert.Equal(0.3, sum / 200_000, 0.02);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(3, 0, 0)]
    [InlineData(1, 4, 0)]
    [InlineData(1, 0, 5)]
    [InlineData(1, 0, 100_000_000)]
    [InlineData(2, 0, -1)]
    public void Weights_that_are_not_there_are_refused(int layer, int row, int column) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnlineByteNet("4-4-1", new Rng(3)).Weight(layer, row, column));

    private static int Expected(OnlineByteNet net, sbyte[] x, int category)
    {
        int[] h = [.. x.Select(one => one << 8)];
        for (int i = 1; i < net.Widths.Count; i++)
        {
            int n = net.Widths[i - 1];
            bool output = i == net.Widths.Count - 1;
            int[] next = new int[net.Widths[i]];
            for (int row = 0; row < next.Length; row++)
            {
                int a = 4 * net.Weight(i, row, n) + (i == 1 ? 4 * net.Weight(i, row, n + 1 + category) : 0);
                for (int j = 0; j < n; j++)
                {
                    a += ((8 * net.Weight(i, row, j) * h[j]) + (1 << 14)) >> 15;
                }

                next[row] = output ? a : net.Options.Activation == Activation.HardTanh ? Math.Clamp(a, -128, 128) << 7
                    : (int)Math.Round(Math.Tanh(Math.Clamp(a >> 2, -128, 127) / 32.0) * (1 << 14));
            }

            h = next;
        }

        return h[0];
    }
}
