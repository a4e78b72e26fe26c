using Apical.Papers;
using Apical.Papers.Lechner2020;
using Apical.Runs;
using Apical.Training;

namespace Apical.Tests.Papers.Lechner2020;

/// <summary>What is read off the replicates of tables 1 to 6, and that claims fail when they should.</summary>
public sealed class ClassTableTests
{
    private static readonly TableCell s_bp = CifarTask.Task.Cell(ClassTable.Bp, TableCell.Dense, "tanh", 2, Scale.Paper) with { Published = (100, 0, 81.4) };
    private static readonly TableCell s_mdfa = CifarTask.Task.Cell(ClassTable.Mdfa, TableCell.Dense, "tanh", 2, Scale.Paper) with
    {
        Published = (100, 0,
        77.2)
    };
    private static readonly TableCell s_dfa = CifarTask.Task.Cell(ClassTable.Dfa, TableCell.Dense, "tanh", 2, Scale.Paper) with
    {
        Published = (84.2, 8.2,
        77.5)
    };

    /// <summary>Epoch 0 is before training: its luck on the validation split counts for nothing, and of two best epochs the first is taken.</summary>
    [Fact]
    public void Test_accuracy_is_that_of_the_first_epoch_that_was_best_on_the_validation_split()
    {
        Results results = Of((s_bp, Run(train: [0.5, 0.9, 1, 0.95], validation: [0.99, 0.7, 0.8, 0.8], test: [0.1, 0.2, 0.3, 0.4])));
        Assert.Equal(30, ClassTable.Test(results, s_bp).Mean, 1e-12);
        Assert.Equal(100, ClassTable.Training(results, s_bp).Mean, 1e-12);
    }

    [Theory]
    [InlineData(0.77, true)]
    [InlineData(0.71, false)]
    public void A_difference_to_backpropagation_is_judged_in_pairs_by_five_points(double mdfa, bool holds)
    {
        Results results = Of((s_bp, Flat(1, 0.81)), (s_mdfa, Flat(1, mdfa)), (s_bp, Flat(1, 0.51)), (s_mdfa, Flat(1, mdfa - 0.3)));
        Claim claim = Assert.Single(ClassTable.AsPublished(results, [s_bp, s_mdfa]), claim => claim.Text.Contains("less BP's", StringComparison.Ordinal));
        Assert.Equal(holds, claim.Holds);                // −4 and −10 points, of which the paper has −4.2
        Assert.Equal(100 * (mdfa - 0.81), claim.Value!.Value, 1e-9);
    }

    [Theory]
    [InlineData(0.995, true)]
    [InlineData(0.98, false)]
    public void A_cell_by_itself_is_judged_only_where_the_paper_has_little_spread(double training, bool holds)
    {
        Results results = Of((s_bp, Flat(1, 0.8)), (s_mdfa, Flat(training, 0.8)), (s_dfa, Flat(0.6, 0.8)));
        Claim[] cells = [.. ClassTable.AsPublished(results, [s_bp, s_mdfa, s_dfa]).Where(claim =>
            claim.Text.Contains("highest training", StringComparison.Ordinal))];
        Assert.Equal(["BP FC tanh: highest training accuracy", "mDFA FC tanh: highest training accuracy"], cells.Select(claim => claim.Text));
        Assert.Equal([true, holds], cells.Select(claim => claim.Holds));
    }

    [Fact]
    public void Two_classes_have_one_output_and_more_have_one_each()
    {
        Assert.Equal(("3072-1024-1024-1", "binary-cross-entropy"), (s_bp.Recipe.Net!.Text, s_bp.Recipe.Loss!.Text));
        Recipe ten = CifarTask.Task.Cell(ClassTable.Mdfa, TableCell.Convolutional, "tanh", 10, Scale.Paper).Recipe;
        Assert.Equal(("3x32x32-conv96@5x5/2-conv96@3x3/2-conv96@3x3-10", "cross-entropy", "mdfa"), (ten.Net!.Text, ten.Loss!.Text, ten.Rule.Text));
        Assert.Equal([3072, 96 * 14 * 14, 96 * 6 * 6, 96 * 4 * 4, 10], ten.Net.Value.Widths);       // B.1, patches within the image
    }

    private static Results Of(params (TableCell Cell, Measurements Found)[] replicates) =>
        new(replicates.GroupBy(one => one.Cell.Group).SelectMany(group =>
            group.Select((one, i) => new JobResult<Measurements>(group.Key, i + 1, one.Found, null, 1))));

    private static Measurements Flat(double train, double test) => Run([0.5, train], [0.5, 0.8], [0.5, test]);

    private static Measurements Run(double[] train, double[] validation, double[] test) => new Measurements()
        .Add(TrainAccuracyProbe.Accuracy, train).Add(new Track(MetricNames.ValidationAccuracy), validation).Add(TrainingJob.TestAccuracy, test);
}
