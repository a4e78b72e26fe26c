using Apical.Numerics.Algebra;
using Apical.Papers;
using Apical.Papers.Meulemans2019;
using Apical.Training;

namespace Apical.Tests.Papers.Meulemans2019;

/// <summary>The checks of the thesis's theorems: they hold where mathematics says so, and fail when the premise is broken on purpose.</summary>
public sealed class TheoryTests
{
    /// <summary>
    /// σ_min stays above 1 / (‖W⁻¹‖ + ‖W⁻¹u‖ ‖W⁻ᵀv‖ / ε); where the step is not shortened, |1 + d| ≥ ε, that is the bound of the plain step too.
    /// </summary>
    [Fact]
    public void The_robust_step_keeps_to_its_bound_and_leaves_other_steps_alone()
    {
        Measurements found = Fig55ShermanMorrison.Draw(new Rng(1), 400, 0.5);

        Assert.All(found[Fig55ShermanMorrison.Slack], slack => Assert.True(slack >= 1 - 1e-9));
        Assert.Contains(found[Fig55ShermanMorrison.Denominator], d => d < 0.5);
        foreach (int i in Enumerable.Range(0, 400).Where(i => found[Fig55ShermanMorrison.Denominator][i] >= 0.5))
        {
            Assert.Equal(found[Fig55ShermanMorrison.Plain][i], found[Fig55ShermanMorrison.Robust][i], 1e-12);
        }
    }

    [Fact]
    public void Without_a_threshold_the_robust_step_is_the_plain_one()
    {
        Measurements found = Fig55ShermanMorrison.Draw(new Rng(1), 400, 1e-12);

        Assert.Equal(0, found[Fig55ShermanMorrison.Plain].Zip(found[Fig55ShermanMorrison.Robust], (a, b) => Math.Abs(a - b)).Max(), 1e-9);
    }

    /// <summary>One block is the whole curvature, so the two steps are the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void With_one_layer_the_block_is_all_there_is(int batch) =>
        Assert.All(Fig56BlockDiagonal.Compare(Context(1), 1, batch, 5)[Fig56BlockDiagonal.Cosine], cosine => Assert.Equal(1, cosine, 1e-9));

    /// <summary>The median of the greatest of |Q − W⁺| falls as the theorems say; with λ the difference to the limit is what vanishes.</summary>
    [Fact]
    public void Learned_weights_end_at_the_limit_of_the_theorem()
    {
        InverseLearning regularised = InverseLearning.All.Single(condition => condition.Group == "c: white, λ = 0.2");
        Measurements[] found = [.. Enumerable.Range(1, 15).Select(run => regularised.Run(Context(run)))];

        Assert.All(found, one => Assert.True(one[InverseLearning.Gap][0] > 0));
        Assert.InRange(InverseCurves.Median(found.Select(one => one.Last(InverseLearning.MatrixError) / one[InverseLearning.Gap][0])), 0.8, 1.25);
        Assert.InRange(InverseCurves.Median(found.Select(one => one.Last(InverseLearning.LimitError) / one[InverseLearning.LimitError][0])), 0, 0.05);
    }

    /// <summary>Our step on coloured noise is the library's rule when the colour is white, on the same noise.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void Coloured_noise_that_is_white_teaches_as_the_library_does(double lambda)
    {
        Matrix W = Matrix.Of([[1, 2, -1], [0.5, -1, 0.3]], Precision.Double);
        var options = new LearnedInverseOptions { Initialiser = Initialiser.Glorot, Sigma = 0.7, Decay = lambda };
        InverseLearner library = new(W, new Rng(1), options, null), ours = new(W, new Rng(1), options, LinearAlgebra.Identity(3));
        Matrix start = library.Q.Clone();
        for (int step = 0; step < 20; step++)
        {
            library.Step(step, 4, 0.05);
            ours.Step(step, 4, 0.05);
        }

        Assert.InRange(library.Q.Minus(ours.Q).Norm(), 0, 1e-12);
        Assert.True(library.Q.Minus(start).Norm() > 0.01);
    }

    [Theory]
    [InlineData(new[] { 6, 6 }, 0, false, true)]
    [InlineData(new[] { 9, 5, 5 }, 0, false, true)]
    [InlineData(new[] { 9, 5, 5 }, 2, false, false)]
    [InlineData(new[] { 9, 5, 5 }, 3, false, false)]          // W_L, which the lemma as printed leaves out
    [InlineData(new[] { 5, 5, 3 }, 0, false, false)]
    [InlineData(new[] { 3, 5 }, 0, false, false)]
    [InlineData(new[] { 3, 5 }, 0, true, true)]               // J = W_2 is its own factor
    public void The_pseudo_inverse_factorises_on_the_permitted_shapes(int[] widths, int lame, bool linear, bool factorises)
    {
        (double distance, double norm) = Factorisation.Compare(new Rng(2), widths, lame > 0 ? (lame, 4) : null, linear);

        Assert.Equal(factorises, distance < 1e-9 * norm);
    }

    /// <summary>
    /// Jᵀ = [[1, k], [0, 1]], D = diag(1, δ), δ = 0.35: eᵀJ⁻ᵀD²Jᵀe = e_1² + k(1 − δ²)e_1e_2 + δ²e_2² over ‖D J⁻¹e‖ ‖D Jᵀe‖, its least value over directions of
    /// e.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(2)]
    public void The_counterexample_has_the_cosine_of_its_formula(double k)
    {
        const double Square = 0.35 * 0.35;
        double least = Enumerable.Range(0, 720).Min(i =>
        {
            (double e2, double e1) = Math.SinCos(Math.PI * i / 720);

            // J = [[1, 0], [k, 1]], J⁻¹e = (e_1, e_2 − k e_1), Jᵀe = (e_1 + k e_2, e_2)
            double tp1 = e1, tp2 = e2 - (k * e1), bp1 = e1 + (k * e2), bp2 = e2;
            return ((tp1 * bp1) + (Square * tp2 * bp2)) / Math.Sqrt(((tp1 * tp1) + (Square * tp2 * tp2)) * ((bp1 * bp1) + (Square * bp2 * bp2)));
        });

        Assert.Equal(least, Theorem41Angle.LeastCosine(Theorem41Angle.Sheared(k)), 1e-5);
        Assert.Equal(k < Theorem41Angle.Threshold, Theorem41Angle.LeastCosine(Theorem41Angle.Sheared(k)) > 0);
    }

    /// <summary>Slopes 1 and 0.35: κ below 1.35/0.65 = 2.08 for any W, and W at 45° has an e against backprop's from there on.</summary>
    [Fact]
    public void Below_the_bound_on_the_condition_no_update_is_opposed_and_above_it_one_is()
    {
        Assert.Equal(1.35 / 0.65, Theorem41Angle.Bound(0.35), 1e-12);
        Assert.True(Theorem41Angle.LeastCosine(Theorem41Angle.Diagonal(2.05)) > 0);
        Assert.True(Theorem41Angle.LeastCosine(Theorem41Angle.Diagonal(2.1)) < 0);

        // W = [[1, 0], [0, 3]] is worse conditioned, but its singular vectors are those of D: never opposed.
        Assert.True(Theorem41Angle.LeastCosine(Matrix.Of([[1, 0], [0, 3]], Precision.Double)) > 0);

        Measurements found = Theorem41Angle.Search(Context(5), "2-2-2", Activation.LeakyRelu(0.35), 2000);
        (double Share, double Cosine)[] draws = [.. found[Theorem41Angle.Share].Zip(found[Theorem41Angle.Cosine])];
        Assert.Contains(draws, draw => draw.Share is > 0.5 and < 1);
        Assert.All(draws.Where(draw => draw.Share < 1), draw => Assert.True(draw.Cosine > 0));
        Assert.Contains(draws, draw => draw.Cosine < 0);
    }

    [Fact]
    public void Linear_layers_are_never_opposed_and_steep_ones_are()
    {
        Assert.All(Theorem41Angle.Search(Context(3), "6-6-6", Activation.Identity, 200)[Theorem41Angle.Cosine], cosine => Assert.True(cosine > 0));
        Assert.Contains(Theorem41Angle.Search(Context(3), "6-6-6", Activation.LeakyRelu(0.01), 200)[Theorem41Angle.Cosine], cosine => cosine < 0);
    }

    [Theory]
    [InlineData("tp-ei", "5-4-4-4", true)]
    [InlineData("dtp-ai", "5-8-5-5", true)]
    [InlineData("dtp-ai", "5-6-6-4", false)]
    [InlineData("dtp-original", "5-6-6-6", false)]
    public void Targets_approach_those_of_Gauss_Newton_where_they_should(string rule, string widths, bool second)
    {
        int holds = Enumerable.Range(1, 12).Count(run => TargetSlope.Of(new Rng((ulong)run), widths, rule,
            Activation.Tanh)[TargetSlope.Slope][0] is >= TargetSlope.Low and <= TargetSlope.High);

        Assert.True(second ? holds >= 11 : holds == 0, $"{holds} of 12");
    }

    [Fact]
    public void Coloured_noise_takes_contracting_layers_elsewhere()
    {
        Matrix colour = Matrix.Of([[3, 0, 0], [0, 1, 0], [0, 0, 0.5]], Precision.Double);

        Assert.InRange(new InverseLimit(3, 2, 0).Run(Context(4), Initialiser.Glorot).Last(InverseLimit.ToInverse), 0, 0.03);
        Assert.True(new InverseLimit(3, 2, 0).Run(Context(4), Initialiser.Glorot, colour).Last(InverseLimit.ToInverse) > 0.1);
        Assert.InRange(new InverseLimit(3, 3, 0).Run(Context(4), Initialiser.Glorot, colour).Last(InverseLimit.ToInverse), 0, 0.03);
    }

    private static JobContext Context(int run) => new(new JobState("test", run), new Rng((ulong)run), null, CancellationToken.None);
}
