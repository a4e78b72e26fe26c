using Apical.Data;
using Apical.Numerics.Matrices;
using Apical.Runs;

namespace Apical.Training;

/// <summary>The same training with several settings, each several times, side by side on the cores.</summary>
public sealed class Sweep : TrainingList<SweepResult>
{
    private readonly Selection _selection;

    /// <summary>Loads the data, and builds each learner once to see that its settings fit.</summary>
    /// <param name="points">The combinations; their names must be distinct.</param>
    /// <param name="runs">Runs of each, at least 1.</param>
    /// <param name="selection">How the best is chosen.</param>
    /// <exception cref="ArgumentException">A setting that does not fit; the message says of which combination.</exception>
    /// <exception cref="DatasetException">Files are missing or damaged.</exception>
    public Sweep(IReadOnlyList<SweepPoint> points, int runs, Selection selection)
        : this(Prepare(points, selection), runs, selection)
    {
    }

    private Sweep(IReadOnlyList<(SweepPoint Point, DataSplits Data)> points, int runs, Selection selection)
        : base(points, runs) => (Points, _selection) = ([.. points.Select(entry => entry.Point)], selection);

    /// <summary>The combinations, with every default spelled out.</summary>
    public IReadOnlyList<SweepPoint> Points { get; }

    /// <summary>One result per combination, best first.</summary>
    private protected override IReadOnlyList<SweepResult> Conclude() => _selection.Sorted(Points.Select(ResultOf));

    private static IReadOnlyList<(SweepPoint Point, DataSplits Data)> Prepare(IReadOnlyList<SweepPoint> points, Selection selection)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(selection);
        if (points.Count == 0 || points.Select(point => point.Name).Distinct().Count() < points.Count)
        {
            throw new ArgumentException("A sweep needs at least one combination of settings, and each once.");
        }

        var loaded = new Dictionary<(DataRecipe, ulong, Precision), DataSplits>();
        return [.. points.Select(point => Prepare(point, selection, loaded))];
    }

    private static (SweepPoint Point, DataSplits Data) Prepare(
        SweepPoint point, Selection selection, Dictionary<(DataRecipe, ulong, Precision), DataSplits> loaded)
    {
        try
        {
            (DataRecipe, ulong, Precision) wanted = (point.Recipe.Data, point.Recipe.Seed, point.Recipe.Precision);
            DataSplits data = loaded.TryGetValue(wanted, out DataSplits? known) ? known : loaded[wanted] = point.Recipe.LoadData();
            _ = new TrainingRun(point.Recipe, data, new JobState(point.Name, 1), [], probeSamples: 1);
            if (data.Validation is null && selection.Metric is MetricNames.ValidationAccuracy or MetricNames.ValidationLoss)
            {
                throw new ArgumentException($"selecting by {selection.Name} needs samples held out of training, and none are: hold some out for validation.");
            }

            return (point with { Recipe = point.Recipe.Resolve(data.Train) }, data);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new ArgumentException($"{point.Name}: {error.Message}", error);
        }
    }

    private SweepResult ResultOf(SweepPoint point)
    {
        JobState[] runs = StatesOf(point.Name);
        JobState[] done = [.. runs.Where(run => run.Phase == JobPhase.Done)];
        return new(
            point, done.Length, runs.Count(run => run.Failed), Spread.Of(done.Select(run => _selection.Of(RowsOf(run), point.Recipe.Epochs))),
            Last(MetricNames.TestAccuracy), Last(MetricNames.TestLoss), Last(MetricNames.Seconds));

        Spread Last(string metric) => Spread.Of(done.Select(run => run.Of(metric)));
    }
}
