using Apical.Numerics.Algebra;
using Apical.Papers;
using Apical.Papers.Meulemans2019;
using Apical.Probes;
using Apical.Training;

namespace Apical.Tests.Papers.Meulemans2019;

/// <summary>The task of the student–teacher figures and the thesis's units, and how curves are compared.</summary>
public sealed class StudentTeacherTests
{
    private static readonly StudentTeacher s_one = new("3-3-3", 1, 1, 1, 0);

    /// <summary>
    /// One sample, hidden layer fixed: the thesis's step 2η(h_L − t) hᵀ leaves (1 − 2η‖h‖²) of the error; the output layer of target propagation moves by
    /// 2η · 0.2 (h_L − t) hᵀ. A randomised rule may choose the hidden layer, which is fixed, and leaves all.
    /// </summary>
    [Theory]
    [InlineData("bp", 1)]
    [InlineData("tp-ei:step=0.2", 0.2)]
    [InlineData("dtp-ai:step=0.2", 0.2)]
    [InlineData("dtp-original:step=0.2", 0.2)]
    public void Rates_mean_what_they_mean_in_the_thesis(string rule, double share)
    {
        const double Rate = 0.002;
        (Network teacher, Network student) = s_one.Networks(Context(1).Rng);
        double norm = student.Forward(s_one.TrainingSet(teacher, Context(1).Rng).Inputs.T.ToMatrix()).H[1].SumOfSquares();

        Measurements found = s_one.Train(Context(1), new("x", rule, Rate) { OutputOnly = true });

        Assert.Equal(Math.Pow(1 - (2 * Rate * share * norm), 2), found[StudentTeacher.TrainLoss][1] / found[StudentTeacher.TrainLoss][0], 9);
    }

    [Fact]
    public void The_student_starts_at_the_distance_of_the_thesis_far_from_singular()
    {
        for (int run = 1; run <= 5; run++)
        {
            (Network teacher, Network student) = new StudentTeacher("6-6-4", 1, 1, 1, 0).Networks(Context(run).Rng);
            for (int i = 1; i <= 2; i++)
            {
                Assert.Equal(8, student[i].W.Value.Minus(teacher[i].W.Value).Norm(), 9);
                Assert.All(new[] { teacher, student }, network =>
                    Assert.True(LinearAlgebra.SingularValues(network[i].W.Value) is var sigma && sigma[0] * sigma[^1] > 0.4));
                Assert.Null(student[i].Bias);
            }
        }
    }

    [Fact]
    public void Methods_of_one_replicate_start_alike_and_replicates_do_not()
    {
        double[] starts = [.. from run in new[] { 1, 2 } from rule in new[] { "bp", "tp-ei", "dtp-ai" } select s_one.Train(Context(run),
            new("x", rule, 1e-4, 1e-3))[StudentTeacher.TestLoss][0]];

        Assert.Equal([starts[0], starts[0], starts[0], starts[3], starts[3], starts[3]], starts);
        Assert.NotEqual(starts[0], starts[3]);
    }

    [Fact]
    public void A_run_that_reaches_its_goal_stays_where_it_was()
    {
        Measurements found = (s_one with { Epochs = 7, StopBelow = 1e9 }).Train(Context(1), new("x", "bp", 1e-4));

        Assert.Equal(8, found[StudentTeacher.TestLoss].Count);
        Assert.Equal(2, found[StudentTeacher.TestLoss].Distinct().Count());
    }

    [Fact]
    public void A_rate_far_too_large_is_a_failure_with_its_reason() =>
        Assert.Contains("finite", Assert.Throws<JobFailedException>(() => (s_one with { Epochs = 2000 }).Train(Context(1), new("x", "bp", 10))).Message);

    /// <summary>(5.60): with Q held at the pseudo-inverse and weights held still, difference targets are Gauss–Newton targets; backprop's are not.</summary>
    [Theory]
    [InlineData("6-6-6")]
    [InlineData("6-6-4")]
    public void Difference_targets_of_the_first_weights_are_Gauss_Newton_targets(string widths)
    {
        Measurements found = (s_one with { Widths = widths }).Train(Context(3), new("x", "rdtp-ai:step=1e-6", 1e-12, 1e-12), new TargetsProbe());

        Assert.InRange(found[TargetSeries.AngleToGaussNewton][0], 0, 1e-3);
        Assert.InRange(found[TargetSeries.AngleToSignal][0], 0, 1e-3);
        Assert.InRange(found[TargetSeries.AngleToBackprop][0], 5, 89);
    }

    [Fact]
    public void Ratios_are_of_replicates_that_failed_in_neither_method()
    {
        var curves = new LearningCurves(
            new(
            [
                Ended("a", 1, 2), Ended("a", 2, 8), new("a", 3, null, "diverged", 1), Ended("a", 4, 1e9),
                Ended("b", 1, 1), Ended("b", 2, 1), Ended("b", 3, 1e-9), new("b", 4, null, "diverged", 1),
            ]), []);

        Assert.Equal(4, curves.Ratio("a", "b"), 12);    // √(2 · 8)
        Assert.False(curves.Lower("a", "b", "").Holds);
        Assert.True(curves.Lower("b", "a", "").Holds);
        Assert.Contains("lower in 2 of 2 runs", curves.Lower("b", "a", "").Text);
        Assert.Equal((3, 1), curves.Unstable("a"));     // the start is 100
    }

    private static JobResult<Measurements> Ended(string group, int run, double loss) =>
        new(group, run, new Measurements().Add(StudentTeacher.TestLoss, 100, loss), null, 1);

    private static JobContext Context(int run) => new(new JobState("test", run), new Rng((ulong)run), null, CancellationToken.None);
}
