using Apical.Online;

namespace Apical.Tests.Online;

/// <summary>Chains counted by hand.</summary>
public sealed class OnlineLatencyTests
{
    [Fact]
    public void Straight_feedback_takes_five_whatever_the_depth()
    {
        // h − t; times η; times B; times D; into W
        foreach (OnlineRule rule in new[] { OnlineRule.Mdfa, OnlineRule.Dfa })
        {
            Assert.Equal(5, OnlineLatency.Chain(rule, [16]));
            Assert.Equal(5, OnlineLatency.Chain(rule, [16, 16, 16]));
            Assert.Equal(5, OnlineLatency.Chain(rule, [1000, 3], trees: false));
        }
    }

    [Fact]
    public void Backpropagation_waits_for_a_sum_and_a_slope_at_each_layer()
    {
        Assert.Equal(5, OnlineLatency.Chain(OnlineRule.Bp, [16]));
        Assert.Equal(5 + 5 + 1, OnlineLatency.Chain(OnlineRule.Bp, [16, 16]));          // 1 product, 4 levels of sums, 1 slope
        Assert.Equal(5 + 16 + 1, OnlineLatency.Chain(OnlineRule.Bp, [16, 16], trees: false));
        Assert.Equal(5 + 4 + 1 + 1 + 1, OnlineLatency.Chain(OnlineRule.Bp, [9, 5, 1]));   // sums of 5 (3 levels) and of 1
    }

    [Fact]
    public void Multiply_adds_are_those_of_every_weight_and_of_the_signals()
    {
        Assert.Equal((32 * 16) + 16, OnlineLatency.Predict([32, 16, 1]));
        Assert.Equal((32 * 16) + 16 + 16 + 16, OnlineLatency.Learn(OnlineRule.Mdfa, [32, 16, 1]));
        Assert.Equal((5 * 4) + (4 * 3) + 3 + 7 + ((4 * 3) + 3), OnlineLatency.Learn(OnlineRule.Bp, [5, 4, 3, 1]));
    }
}
