using Apical.Learning;
using Apical.Probes;
using Apical.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

public sealed class MeasuringTests
{
    private readonly Small _small = new("fa");
    private readonly List<IReadOnlyList<MetricRow>> _written = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void It_measures_at_the_start_and_after_each_epoch()
    {
        (Measuring measuring, Trainer trainer) = Make(2, new SignalAngleProbe());
        Assert.Equal((double.NaN, double.NaN), (measuring.Last.Accuracy, measuring.LastValidation.Loss));
        trainer.Run(Token);

        Assert.Equal([(0, 0L), (1, 5L), (2, 10L)], _written.Select(rows => (rows[0].Epoch, rows[0].Step)));
        Assert.All(_written, rows => Assert.All(rows, row => Assert.Equal(("the rule", 4, rows[0].Epoch, rows[0].Step),
            (row.Rule, row.Run, row.Epoch, row.Step))));
        string[] start = ["testAccuracy", "testLoss", "testNormalisedSquaredError", "seconds"];
        string[] angles = [.. Enumerable.Range(1, 3).SelectMany(i =>
            (string[])[$"angleToBackprop {i}", $"angleToBackpropPerSample {i}", $"cosineToBackprop {i}"])];
        Assert.Equal([.. start, .. angles], Names(0));
        Assert.Equal([.. start[..3], "trainLoss", "trainAccuracy", "seconds", .. angles], Names(1));
    }

    [Fact]
    public void Numbers_are_those_of_the_network_and_the_epoch()
    {
        (Measuring measuring, Trainer trainer) = Make(1);
        trainer.Run(Token);
        Evaluation now = trainer.Learner.Evaluate(_small.Data);
        Assert.Equal(now, measuring.Last);
        Assert.Equal(now.Loss, Value(1, MetricNames.TestLoss));
        Assert.Equal(now.Accuracy, Value(1, MetricNames.TestAccuracy));
        Assert.Equal(trainer.EpochLoss, Value(1, MetricNames.TrainLoss));
        Assert.Equal(trainer.EpochAccuracy, Value(1, MetricNames.TrainAccuracy));
        Assert.Equal(trainer.Seconds, Value(1, MetricNames.Seconds));
        Assert.Equal(0, Value(0, MetricNames.Seconds));
    }

    [Fact]
    public void Samples_held_out_are_measured_too()
    {
        NetworkLearner learner = _small.MakeLearner();
        Dataset held = _small.Data.Take(4);
        var measuring = new Measuring(learner, _small.Data, [], 5, ("the rule", 4), _written.Add) { Validation = held };
        Trainer trainer = _small.MakeTrainer(learner, 1);
        trainer.Callbacks.Add(measuring);
        trainer.Run(Token);
        Assert.Equal(Evaluation.Of(learner.Network, held), measuring.LastValidation);
        Assert.Equal(measuring.LastValidation.Loss, Value(1, MetricNames.ValidationLoss));
    }

    [Fact]
    public void Probes_look_at_the_first_samples_of_the_test_set()
    {
        (_, Trainer trainer) = Make(0, new SeenSamples());
        trainer.Run(Token);
        Assert.Equal(Enumerable.Range(0, 6).Select(s => (double)s), _written[0].Where(row => row.Metric == "sample").Select(row => row.Value));
    }

    [Fact]
    public void Resumed_it_does_not_measure_the_start_again()
    {
        (Measuring measuring, Trainer trainer) = Make(2);
        trainer.ContinueFrom(1, 0);
        trainer.Run(Token);
        Assert.Equal([2], _written.Select(rows => rows[0].Epoch));
        Assert.True(measuring.Last.Loss > 0);
    }

    [Fact]
    public void Divergence_is_written()
    {
        NetworkLearner learner = _small.MakeLearner();
        learner.Network[1].W.Value.Fill(double.NaN);
        Trainer trainer = _small.MakeTrainer(learner, 2);
        trainer.Callbacks.Add(new Measuring(learner, _small.Data, [], 5, ("the rule", 4), _written.Add));
        Assert.Equal(TrainingEnd.Diverged, trainer.Run(Token));
        Assert.Equal([new MetricRow("the rule", 4, 0, 0, MetricNames.Failed, null, 1)], _written[^1]);
    }

    private (Measuring Measuring, Trainer Trainer) Make(int epochs, params IProbe[] probes)
    {
        NetworkLearner learner = _small.MakeLearner();
        Trainer trainer = _small.MakeTrainer(learner, epochs);
        var measuring = new Measuring(learner, _small.Data, probes, 6, ("the rule", 4), _written.Add);
        trainer.Callbacks.Add(measuring);
        return (measuring, trainer);
    }

    private IEnumerable<string> Names(int epoch) => _written[epoch].Select(row => $"{row.Metric} {row.Layer}".TrimEnd());

    private double Value(int epoch, string metric) => _written[epoch].Single(row => row.Metric == metric).Value;

    /// <summary>Tells which samples it was shown: the first feature of sample s is s.</summary>
    private sealed class SeenSamples : IProbe
    {
        public IReadOnlyList<Metric> Metrics => [];

        public void Measure(Probing at, List<Measurement> results)
        {
            for (int c = 0; c < at.Batch.Size; c++)
            {
                results.Add(new("sample", null, at.Batch.X[0, c]));
            }
        }
    }
}
