using Apical.Papers;
using Apical.Papers.Lillicrap2016;
using Apical.Runs;

namespace Apical.Tests.Papers.Lillicrap2016;

/// <summary>The checks of the theorems see what the theorems say, and see when a premise is broken.</summary>
public sealed class TheoremTests
{
    [Fact]
    public void Theorem_1_the_error_goes_to_zero_V_falls_and_C_stays()
    {
        Measurements found = Theorem1LinearConvergence.Follow(new Rng(1), independent: true, end: 200, _ => { });

        Assert.True(found.Last(Theorem1LinearConvergence.Error) < 1e-3);
        Assert.All(found[Theorem1LinearConvergence.Rise], rise => Assert.InRange(rise, 0, 1e-9));
        Assert.All(found[Theorem1LinearConvergence.Drift], drift => Assert.InRange(drift, 0, 1e-6));
        Assert.All(found[Theorem1LinearConvergence.BoundShare], share => Assert.InRange(share, 0, 1));
    }

    [Fact]
    public void Theorem_1_the_error_stays_when_columns_of_B_are_dependent()
    {
        Measurements found = Theorem1LinearConvergence.Follow(new Rng(1), independent: false, end: 200, _ => { });

        // Only the sum of the two outputs' errors reaches A, so a difference of theirs is left (W alone cannot take it away: n_h < n_i).
        Assert.True(found.Last(Theorem1LinearConvergence.Error) > 0.05);
    }

    [Fact]
    public void Theorem_2_B_e_points_along_the_pseudoinverse()
    {
        Measurements found = Theorem2PseudoinverseFeedback.Learn(new Rng(1), scale: 0, samples: 1);

        Assert.True(found[Theorem2PseudoinverseFeedback.Angles].Count > 10);
        Assert.All(found[Theorem2PseudoinverseFeedback.Angles], angle => Assert.InRange(angle, 0, 1e-6));
        Assert.All(found[Theorem2PseudoinverseFeedback.Cosines], cosine => Assert.InRange(cosine, 0.999, 1.001));
    }

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0, 2)]
    public void Theorem_2_not_so_from_other_weights_or_with_more_samples(double scale, int samples) =>
        Assert.True(Theorem2PseudoinverseFeedback.Learn(new Rng(1), scale, samples)[Theorem2PseudoinverseFeedback.Angles].Max() > 1);

    [Fact]
    public void Note_15_pseudobackprop_turns_into_Gauss_Newton_and_backprop_does_not()
    {
        Measurements pseudo = Note15GaussNewton.Measure(new Rng(1), "pseudobackprop"), bp = Note15GaussNewton.Measure(new Rng(1), "bp");

        Assert.InRange(pseudo.Last(Note15GaussNewton.Left), 0, 1e-12);
        // a tenth of the step, a tenth of the angle
        Assert.InRange(pseudo.Last(Note15GaussNewton.Angles) / pseudo[Note15GaussNewton.Angles][^3], 0.09, 0.11);
        Assert.InRange(pseudo.Last(Note15GaussNewton.Difference) / pseudo[Note15GaussNewton.Difference][^3], 0.009, 0.011);
        Assert.True(bp.Last(Note15GaussNewton.Angles) > 10);
    }

    [Fact]
    public void Note_16_the_flow_is_a_gradient_only_with_the_transpose()
    {
        Assert.True(Note16NotAGradient.Measure(new Rng(1), 4, 5, 3, 6, linear: false).Last(Note16NotAGradient.Fa) > 0.01);
        Measurements transpose = Note16NotAGradient.Measure(new Rng(1), 4, 5, 3, 6, linear: false, random: false);
        Assert.InRange(transpose.Last(Note16NotAGradient.Fa), 0, 1e-8);
        Assert.InRange(transpose.Last(Note16NotAGradient.Bp), 0, 1e-8);
    }

    [Fact]
    public void Note_16_the_scalar_Jacobian_is_that_of_the_paper() =>
        Assert.InRange(Note16NotAGradient.Measure(new Rng(2), 1, 1, 1, 1, linear: true).Last(Note16NotAGradient.OffEquation79), 0, 1e-7);

    [Fact]
    public void Claims_of_theorem_1_fail_when_the_premise_does()
    {
        Experiment experiment = ExperimentCatalog.Find("lillicrap2016/theorem1").Single();
        var setup = new Setup();
        Measurements holds = Theorem1LinearConvergence.Follow(new Rng(1), independent: true, end: 500, _ => { });
        Measurements broken = Theorem1LinearConvergence.Follow(new Rng(1), independent: false, end: 500, _ => { });

        Claim[] Claims(Measurements first, Measurements second) =>
            [.. experiment.Conclude(setup,
                new Results([new(experiment.Jobs(setup)[0].Group, 1, first, null, 0), new(experiment.Jobs(setup)[1].Group, 1, second, null, 0)])).Claims];
        Assert.All(Claims(holds, broken), claim => Assert.True(claim.Holds, claim.Text));
        Assert.False(Claims(broken, broken)[0].Holds);
        Assert.False(Claims(holds, holds)[4].Holds);
    }

    [Fact]
    public void Own_data_is_skipped_with_the_names_of_the_files_when_it_is_not_there()
    {
        foreach (string id in new[] { "lillicrap2016/note6", "lillicrap2016/note7" })
        {
            Experiment experiment = ExperimentCatalog.Find(id).Single();
            var setup = new Setup { DataDir = Path.GetTempPath() + "no-such-folder" };

            Assert.Empty(experiment.Jobs(setup));
            Assert.Contains("--data-dir", experiment.Conclude(setup, new Results([])).Skipped);
        }
    }
}
