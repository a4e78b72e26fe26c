using Apical.Papers;
using Apical.Papers.Song2021;
using Apical.Training;

namespace Apical.Tests.Papers.Song2021;

/// <summary>The checks of song2021's theorems hold under the theorems' premises and fail where a premise is broken on purpose.</summary>
public sealed class Song2021TheoremTests
{
    private static readonly Rng s_rng = new Rng(1).Fork("run", 1);

    [Fact]
    public void Theorem_3_2_holds_in_a_wide_network() =>
        Assert.InRange(Theorem32Convergence.Check(s_rng, 1024, 0.5, 100).Last(Theorem32Convergence.Worst), 0, 1);

    [Fact]
    public void Theorem_3_2_fails_in_a_network_that_is_not_wide() =>
        Assert.Contains(Draws, draw => Worst(() => Theorem32Convergence.Check(draw, 1, 0.5, 50), Theorem32Convergence.Worst) > 1);

    [Fact]
    public void Theorem_3_2_fails_with_long_steps() =>
        Assert.True(Worst(() => Theorem32Convergence.Check(s_rng, 1024, 8, 100), Theorem32Convergence.Worst) > 1);

    [Fact]
    public void Theorem_4_3_holds_in_a_wide_network() => Assert.InRange(Theorem43Bound.Check(s_rng, 1600, 0.05).Last(Theorem43Bound.Sharp), 0, 1);

    [Fact]
    public void Theorem_4_3_fails_in_a_network_that_is_not_wide() =>
        Assert.Contains(Draws, draw => Worst(() => Theorem43Bound.Check(draw, 1, 0.05), Theorem43Bound.Sharp) > 1);

    [Fact]
    public void Theorem_4_3_fails_with_long_steps() => Assert.True(Worst(() => Theorem43Bound.Check(s_rng, 1600, 1.5), Theorem43Bound.Sharp) > 1);

    [Fact]
    public void Theorem_4_6_aligns_with_the_penalty_and_not_without()
    {
        // Without it b and β are random to each other, with a standard deviation of the cosine of 1/√p = 0.03.
        Assert.True(Theorem46Alignment.Check(s_rng, 1000, 5).Last(Theorem46Alignment.Least) > 0.1);
        Assert.InRange(Theorem46Alignment.Check(s_rng, 1000, 0).Last(Theorem46Alignment.End), -0.1, 0.1);
    }

    [Fact]
    public void Proposition_4_5_holds_with_dimensions_as_one_over_epsilon_squared_and_needs_its_premises()
    {
        int d = Proposition45Isometry.Dimensions(0.2);
        Assert.InRange(Proposition45Isometry.Check(s_rng, d, 0.2, 20).Last(Proposition45Isometry.Isometric), 0.9, 1);
        Assert.InRange(Proposition45Isometry.Check(s_rng, d / 20, 0.2, 20).Last(Proposition45Isometry.Isometric), 0, 0.5);
        Assert.InRange(Proposition45Isometry.Check(s_rng, d, 0.2, 20, InputKind.HeavyTailed).Last(Proposition45Isometry.Isometric), 0, 0.5);
        Assert.Equal(0, Proposition45Isometry.Check(s_rng, d, 0.2, 20, InputKind.LowRank).Last(Proposition45Isometry.Isometric));
    }

    [Fact]
    public void H_is_small_for_independent_feedback_and_not_for_backpropagation()
    {
        Measurements feedback = KernelParts.Check(s_rng, 1600, 20), backprop = KernelParts.Check(s_rng, 1600, 20, backprop: true);
        Assert.True(feedback.Last(KernelParts.HMost) < 0.2 * backprop.Last(KernelParts.HMost));
        Assert.True(feedback.Last(KernelParts.GLeast) > 0.5 * feedback.Last(KernelParts.Gamma));
    }

    // With one hidden unit H has the sign of b β, so that half of the draws go uphill.
    private static IEnumerable<Rng> Draws => Enumerable.Range(1, 6).Select(run => new Rng(1).Fork("run", run));

    private static double Worst(Func<Measurements> check, Track track)
    {
        try
        {
            return check().Last(track);
        }
        catch (JobFailedException)
        {
            return double.PositiveInfinity;      // it diverged
        }
    }
}
