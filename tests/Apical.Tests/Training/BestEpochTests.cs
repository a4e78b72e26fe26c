using Apical.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>Which epoch of a run counts as its best.</summary>
public sealed class BestEpochTests
{
    [Fact]
    public void Accuracy_on_samples_held_out_decides_before_that_on_test_samples()
    {
        BestEpoch best = BestEpoch.Among([.. Epoch(1, test: 0.9, validation: 0.5), .. Epoch(2, test: 0.6, validation: 0.8), .. Epoch(3, test: 0.7,
            validation: 0.7)])!;
        Assert.Equal((2, MetricNames.ValidationAccuracy, false, "validation accuracy"), (best.Epoch, best.By, best.OnTest, best.Decided));
        Assert.Equal(0.6, best.Of(MetricNames.TestAccuracy));
    }

    [Fact]
    public void Without_them_test_samples_decide_and_it_is_said()
    {
        BestEpoch best = BestEpoch.Among([.. Epoch(1, test: 0.9), .. Epoch(2, test: 0.6)])!;
        Assert.Equal((1, true, "test accuracy"), (best.Epoch, best.OnTest, best.Decided));
    }

    [Fact]
    public void Of_epochs_alike_that_with_the_lower_loss_is_better_and_then_the_earlier()
    {
        Assert.Equal(2, BestEpoch.Among([.. Epoch(1, 0.9, loss: 0.5), .. Epoch(2, 0.9, loss: 0.4), .. Epoch(3, 0.8, loss: 0.1)])!.Epoch);
        Assert.Equal(1, BestEpoch.Among([.. Epoch(1, 0.9, loss: 0.5), .. Epoch(2, 0.9, loss: 0.5)])!.Epoch);
    }

    [Fact]
    public void Without_classes_the_loss_decides()
    {
        BestEpoch best = BestEpoch.Among([Row(1, MetricNames.TestLoss, 3), Row(2, MetricNames.TestLoss, 1), Row(3, MetricNames.TestLoss, 2)])!;
        Assert.Equal((2, "test loss"), (best.Epoch, best.Decided));
    }

    [Fact]
    public void What_was_measured_before_training_and_what_is_no_number_is_not_the_best()
    {
        Assert.Null(BestEpoch.Among(Epoch(0, 1)));
        Assert.Null(BestEpoch.Among([Row(1, MetricNames.TestLoss, double.NaN)]));
        Assert.Equal(2, BestEpoch.Among([Row(1, MetricNames.TestLoss, double.NaN), Row(2, MetricNames.TestLoss, 5)])!.Epoch);
    }

    private static MetricRow[] Epoch(int epoch, double test, double? validation = null, double loss = 1) =>
    [
        Row(epoch, MetricNames.TestAccuracy, test), Row(epoch, MetricNames.TestLoss, loss),
        .. validation is { } held ? [Row(epoch, MetricNames.ValidationAccuracy, held), Row(epoch, MetricNames.ValidationLoss, loss)] : Array.Empty<MetricRow>(),
    ];

    private static MetricRow Row(int epoch, string metric, double value) => new("bp", 1, epoch, epoch * 10, metric, null, value);
}
