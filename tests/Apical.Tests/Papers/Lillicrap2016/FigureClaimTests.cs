using Apical.Papers;
using Apical.Papers.Lillicrap2016;
using Apical.Runs;
using Apical.Training;

namespace Apical.Tests.Papers.Lillicrap2016;

/// <summary>Claims of the figures hold for numbers like the paper's, and fail for numbers that contradict it.</summary>
public sealed class FigureClaimTests
{
    [Fact]
    public void S6_fails_when_the_fixed_first_layer_does_as_well()
    {
        double[] paper = [0.05, 0.06, 0.001, 0.01, 0.2, 0.2], fixedAsGood = [0.05, 0.06, 0.001, 0.01, 0.001, 0.01];
        string[] groups = ["BP 3-layer", "FA 3-layer", "BP 4-layer", "FA 4-layer", "BP 4-layer, first layer fixed", "FA 4-layer, first layer fixed"];
        IReadOnlyList<Claim> Claims(double[] ends) => Conclude(new S6DeepLearning(),
            groups.Select((group, i) => (group, new Measurements().Add(FunctionLearning.Nse, 1, ends[i]))));

        Assert.All(Claims(paper), claim => Assert.True(claim.Holds, claim.Text));
        Assert.Equal([false, false, false, false, true], Claims(fixedAsGood).Select(claim => claim.Holds));
    }

    [Fact]
    public void S8_fails_when_momentum_does_not_help()
    {
        IReadOnlyList<Claim> Claims(params int[] steps) => Conclude(new S8Momentum(), new[] { "momentum 0.0", "momentum 0.5", "momentum 0.9" }
            .Select((group, i) => (group, new Measurements().Add(FunctionLearning.Nse, [.. Enumerable.Repeat(1.0, steps[i]), 0.1]))));

        Assert.All(Claims(100, 50, 10), claim => Assert.True(claim.Holds, claim.Text));
        Assert.All(Claims(100, 100, 100), claim => Assert.False(claim.Holds, claim.Text));
    }

    [Fact]
    public void S9_fails_when_angles_stay()
    {
        double[] before = [.. Enumerable.Range(0, 1000).Select(i => 90 + (13 * Math.Sqrt(3) * ((2 * i / 999.0) - 1)))];
        IReadOnlyList<Claim> Claims(double shift) => Conclude(new S9NeuronAngles(),
            [("fa", new Measurements().Add(FunctionLearning.Nse, 1, 0.1).Add(S9NeuronAngles.Before, before).Add(S9NeuronAngles.After,
                before.Select(angle => angle - shift)))]);

        Assert.All(Claims(30), claim => Assert.True(claim.Holds, claim.Text));
        Assert.Equal([true, true, false, false], Claims(0).Select(claim => claim.Holds));
    }

    [Fact]
    public void S14_fails_without_a_spike_and_without_recovery()
    {
        IReadOnlyList<Claim> Claims(double peak, double end) => Conclude(new S14SwitchOfRule(),
            [("bp, then fa", new Measurements().Add(FunctionLearning.Nse,
                [.. Enumerable.Repeat(0.02, (S14SwitchOfRule.Backprop.At(Scale.Quick) / 20) + 1), peak, end]))]);

        Assert.All(Claims(0.3, 0.05), claim => Assert.True(claim.Holds, claim.Text));
        Assert.False(Claims(0.03, 0.02)[0].Holds);
        Assert.Equal([true, false, false], Claims(0.3, 0.28).Select(claim => claim.Holds));
    }

    [Fact]
    public void Every_figure_concludes_without_a_single_replicate_and_then_no_claim_holds()
    {
        foreach (Experiment figure in ExperimentCatalog.Find("lillicrap2016").Where(experiment =>
            experiment.Id.StartsWith("lillicrap2016/s", StringComparison.Ordinal)))
        {
            Assert.All(Conclude(figure, []), claim => Assert.False(claim.Holds, $"{figure.Id}: {claim.Text}"));
        }
    }

    private static IReadOnlyList<Claim> Conclude(Experiment experiment, IEnumerable<(string Group, Measurements Found)> found) =>
        experiment.Conclude(new Setup(), new Results(found.Select(one => new JobResult<Measurements>(one.Group, 1, one.Found, null, 0)))).Claims;
}
