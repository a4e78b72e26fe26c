using Apical.Numerics.Random;
using Apical.Papers;
using Apical.Papers.Song2021;

namespace Apical.Tests.Papers.Song2021;

/// <summary>The checks of song2021's theorems hold under the theorems' premises and fail where a premise is broken on purpose.</summary>
public sealed class Song2021TheoremTests
{
    private static readonly Rng s_rng = new Rng(1).Fork("run", 1);

    [Fact]
    public void Theorem_3_2_holds_in_a_wide_network() => Assert.InRange(Theorem32Convergence.Check(s_rng, 1024, 0.5, 100).Last("worst"), 0, 1);

    [Fact]
    public void Theorem_3_2_fails_in_a_network_that_is_not_wide() => Assert.Contains(Draws, draw => Worst(() => Theorem32Convergence.Check(draw, 1, 0.5, 50), "worst") > 1);

    [Fact]
    public void Theorem_3_2_fails_with_long_steps() => Assert.True(Worst(() => Theorem32Convergence.Check(s_rng, 1024, 8, 100), "worst") > 1);

    [Fact]
    public void Theorem_4_3_holds_in_a_wide_network() => Assert.InRange(Theorem43Bound.Check(s_rng, 1600, 0.05).Last("sharp"), 0, 1);

    [Fact]
    public void Theorem_4_3_fails_in_a_network_that_is_not_wide() => Assert.Contains(Draws, draw => Worst(() => Theorem43Bound.Check(draw, 1, 0.05), "sharp") > 1);

    [Fact]
    public void Theorem_4_3_fails_with_long_steps() => Assert.True(Worst(() => Theorem43Bound.Check(s_rng, 1600, 1.5), "sharp") > 1);

    [Fact]
    public void Theorem_4_6_aligns_with_the_penalty_and_not_without()
    {
        // Without it b and β are random to each other, with a standard deviation of the cosine of 1/√p = 0.03.
        Assert.True(Theorem46Alignment.Check(s_rng, 1000, 5).Last("least") > 0.1);
        Assert.InRange(Theorem46Alignment.Check(s_rng, 1000, 0).Last("end"), -0.1, 0.1);
    }

    [Fact]
    public void Proposition_4_5_holds_with_dimensions_as_one_over_epsilon_squared_and_needs_its_premises()
    {
        int d = Proposition45Isometry.Dimensions(0.2);
        Assert.InRange(Proposition45Isometry.Check(s_rng, d, 0.2, 20).Last("share"), 0.9, 1);
        Assert.InRange(Proposition45Isometry.Check(s_rng, d / 20, 0.2, 20).Last("share"), 0, 0.5);
        Assert.InRange(Proposition45Isometry.Check(s_rng, d, 0.2, 20, InputKind.HeavyTailed).Last("share"), 0, 0.5);
        Assert.Equal(0, Proposition45Isometry.Check(s_rng, d, 0.2, 20, InputKind.LowRank).Last("share"));
    }

    [Fact]
    public void H_is_small_for_independent_feedback_and_not_for_backpropagation()
    {
        Measurements feedback = KernelParts.Check(s_rng, 1600, 20), backprop = KernelParts.Check(s_rng, 1600, 20, backprop: true);
        Assert.True(feedback.Last("h-most") < 0.2 * backprop.Last("h-most"));
        Assert.True(feedback.Last("g-least") > 0.5 * feedback.Last("gamma"));
    }

    // With one hidden unit H has the sign of b β, so that half of the draws go uphill.
    private static IEnumerable<Rng> Draws => Enumerable.Range(1, 6).Select(run => new Rng(1).Fork("run", run));

    private static double Worst(Func<Measurements> check, string series)
    {
        try
        {
            return check().Last(series);
        }
        catch (ReplicateFailedException)
        {
            return double.PositiveInfinity;      // it diverged
        }
    }
}
