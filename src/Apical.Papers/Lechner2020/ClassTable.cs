using Apical.Data;
using Apical.Training;

namespace Apical.Papers.Lechner2020;

/// <summary>
/// What tables 1 to 6 have in common: sets of n classes drawn at random, networks trained on them, the best training accuracy, and the test accuracy at the
/// epoch that was best on a validation split.
/// </summary>
internal static class ClassTable
{
    /// <summary>The models, as the tables call them.</summary>
    public const string Bp = "BP", Dfa = "DFA", Fa = "FA", Mdfa = "mDFA";

    /// <summary>How far a difference to backpropagation may be from the published one, in points.</summary>
    public const double Near = 5;

    /// <summary>Spread over class sets up to which a cell by itself is judged, in points.</summary>
    public const double Narrow = 5;

    /// <summary>What a reader must know of all of them.</summary>
    public const string OtherDraws =
        "Which classes were drawn is not published, and a cell's spread over draws is ten points and more: means of cells may differ by that much for the "
        + "draw alone. Differences to BP on the same classes have less of it, and they are what is judged.";

    /// <summary>The batch size.</summary>
    public static readonly Fixed<int> BatchSize = new("batch", 64, "section 4");

    /// <summary>How inputs are scaled.</summary>
    public static readonly Told Inputs = new("inputs", "scaled to [0, 1]; no augmentation, no regularisation", "section 4");

    /// <summary>The output for two classes.</summary>
    public static readonly Told OneOutput = new("output for two classes", "one sigmoid, binary cross-entropy", "released code");

    /// <summary>What is tuned, and on what.</summary>
    public static readonly Told Tuned = new(
        "tuning", "optimizer, rate and initial weights by validation accuracy on other classes' sets, apical sweep (docs/tuning.md)",
        "section 4 says so; its results are not given, so what was found is ours");

    /// <summary>What is measured.</summary>
    public static readonly Told Measured = new(
        "accuracies", "highest on the training set; test at the epoch with the highest validation accuracy (15 % of the training set)",
        "section 4; the released code keeps that epoch's weights");

    /// <summary>The models in the order of the tables.</summary>
    public static readonly string[] Models = [Bp, Dfa, Fa, Mdfa];

    private static readonly Track s_validation = new(MetricNames.ValidationAccuracy);

    /// <summary>A replicate for each set of classes and cell. Replicate r of every cell learns the r-th set.</summary>
    /// <param name="setup">Scale, seed, data.</param>
    /// <param name="task">Data; where they are missing there is nothing to do.</param>
    /// <param name="cells">What is trained.</param>
    /// <param name="runs">Sets of classes.</param>
    /// <param name="epochs">Epochs.</param>
    public static IReadOnlyList<Job> Jobs(Setup setup, ClassTask task, IReadOnlyList<TableCell> cells, int runs, int epochs)
    {
        if (!task.IsThere(setup))
        {
            return [];
        }

        var loaded = new System.Collections.Concurrent.ConcurrentDictionary<(int Classes, int Run), Lazy<DataSplits>>();
        return
        [
            .. from run in Enumerable.Range(1, runs)
               from cell in cells
               select new Job(cell.Group, run, context => Train(context, Load(cell.Classes, run), cell.Recipe with
               {
                   Data = task.Data(setup, cell.Classes, run),
                   Epochs = epochs,
                   Batch = BatchSize.Value,
                   Seed = setup.Seed,
               })) { Cost = cell.Cost * cell.Classes },
        ];

        DataSplits Load(int classes, int run) =>
            loaded.GetOrAdd((classes, run), key => new(() => task.Data(setup, key.Classes, key.Run).Load(setup.Seed, Precision.Single))).Value;
    }

    /// <summary>The settings of a data set that draw classes: by the number of the draw, and other ones for each seed.</summary>
    public static string Choice(Setup setup, int classes, int draw) =>
        $"pick={classes}:draw={(100 * ((int)setup.Seed - 1)) + draw}:outputs={(classes == 2 ? "one" : "classes")}";

    /// <summary>The highest accuracy on the training set, in percent, over sets of classes.</summary>
    public static Spread Training(Results results, TableCell cell) => Spread.Of(results.Of(cell.Group).Select(Training));

    /// <summary>The test accuracy at the epoch that was best on the validation split, in percent, over sets of classes.</summary>
    public static Spread Test(Results results, TableCell cell) => Spread.Of(results.Of(cell.Group).Select(Test));

    /// <summary>Differences of one cell to another in the test accuracy, on the same sets of classes.</summary>
    public static Spread TestDifference(Results results, TableCell cell, TableCell other) =>
        Spread.Of(results.Pairs(cell.Group, other.Group).Select(pair => Test(pair.First) - Test(pair.Second)));

    /// <summary>Differences of one cell to another in the highest training accuracy, on the same sets of classes.</summary>
    public static Spread TrainingDifference(Results results, TableCell cell, TableCell other) =>
        Spread.Of(results.Pairs(cell.Group, other.Group).Select(pair => Training(pair.First) - Training(pair.Second)));

    /// <summary>The claims that every table makes: differences to backpropagation as published, and the cells that vary little.</summary>
    /// <param name="results">What was found.</param>
    /// <param name="cells">The cells of the table that are published.</param>
    public static IEnumerable<Claim> AsPublished(Results results, IReadOnlyList<TableCell> cells)
    {
        foreach (TableCell cell in cells.Where(cell => cell.Published is not null))
        {
            (double train, double sd, double test) = cell.Published!.Value;
            TableCell bp = cells.First(other => other.Model == Bp && other.IsBeside(cell));
            if (cell.Model != Bp)
            {
                Spread difference = TestDifference(results, cell, bp);
                double published = test - bp.Published!.Value.Test;
                yield return Claim.Between($"{cell.Group}: test accuracy less BP's", FormattableString.Invariant($"{test} less {bp.Published.Value.Test} %"),
                    difference.Mean, published - Near, published + Near, " points", published, difference.Sd);
            }

            if (sd < Narrow)
            {
                Spread found = Training(results, cell);
                double band = (2 * sd) + 1;
                yield return Claim.Between($"{cell.Group}: highest training accuracy", FormattableString.Invariant($"{train} ± {sd} %"),
                    found.Mean, train - band, train + band, " %", train, found.Sd);
            }
        }
    }

    /// <summary>Whether each cell has learned anything: its highest training accuracy is above what chance would give.</summary>
    public static IEnumerable<Claim> Learn(Results results, IEnumerable<TableCell> cells) => cells.Select(cell => Claim.AtLeast(
        $"{cell.Group}: highest training accuracy", "above chance", Training(results, cell).Mean, 100.0 / cell.Classes * 1.15, " %", cell.Published?.Train) with
    { OrderOnly = true });

    /// <summary>Accuracies beside the published ones.</summary>
    public static Picture Bars(Results results, IReadOnlyList<TableCell> cells, string title) => new(
        title, "Mean and standard deviation over sets of classes, beside the published means. Others drew other classes, so cells differ by more than chance.")
    {
        Charts =
        [
            Chart(results, cells, "highest on the training set (%)", Training, published => published.Train),
            Chart(results, cells, "test, at the best validation (%)", Test, published => published.Test),
        ],
        Columns = 1,
    };

    private static Chart Chart(
        Results results, IReadOnlyList<TableCell> cells, string what,
        Func<Results, TableCell, Spread> found, Func<(double Train, double Sd, double Test), double> of)
    {
        double[] places = [.. Enumerable.Range(0, cells.Count).Select(i => (double)i)];
        return new(
            "", new("") { Categories = [.. cells.Select(cell => cell.Group)] }, new(what),
            [
                Series.Of("ours", places, [.. cells.Select(cell => found(results, cell))], Mark.Bar),
                new("published", Mark.Bar, places, [.. cells.Select(cell => cell.Published is { } published ? of(published) : double.NaN)]),
            ]);
    }

    private static double Training(Measurements found) => 100 * found[TrainAccuracyProbe.Accuracy].Max();

    private static double Test(Measurements found)
    {
        double[] validation = [.. found[s_validation].Skip(1)];       // after training began
        return 100 * found[TrainingJob.TestAccuracy][1 + Array.IndexOf(validation, validation.Max())];
    }

    private static Measurements Train(JobContext context, DataSplits data, Recipe recipe) => context.Train(recipe, data, [new TrainAccuracyProbe(data.Train)]);
}
