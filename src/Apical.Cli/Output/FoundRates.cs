using System.Globalization;
using Apical.Cli.Settings;
using Apical.Data;
using Apical.Numerics.Matrices;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Output;

/// <summary>Learning rates that tests found: what they tried is drawn on the page of the run, what they chose is told.</summary>
internal static class FoundRates
{
    private const string Title = "How learning rates were found";
    private const string Caption = "The squared error on training samples held out of a short training at each rate, all from the same start; a missing point "
        + "diverged. The marked rate was taken: the smallest that learns nearly as much as the best, and goes on learning. "
        + "Test samples play no part in it.";

    private static readonly Lock s_writing = new();

    /// <summary>Looks for the rate of a run, and says so.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static RangeTest Find(Shell shell, RunRequest request, Recipe recipe, DataSplits data, WorkerPool? pool, CancellationToken interrupted)
    {
        if (request.PrintsWords)
        {
            shell.Error.Writer.WriteLine($"looking for a learning rate for {recipe.Rule} (--lr RATE gives one) …");
        }

        return Preparation.Try(() => RangeTest.Of(recipe, data.Train, 1, pool, interrupted));
    }

    /// <summary>Keeps what a test tried.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="state">Of which run of it.</param>
    /// <param name="test">The test.</param>
    /// <param name="shared">Whether other processes do parts of the run: it is kept in a file of its own, until <see cref="Gather"/>.</param>
    public static void Note(string folder, JobState state, RangeTest test, bool shared = false)
    {
        lock (s_writing)
        {
            PicturesFile.WriteOne(
                shared ? Apart(folder, state) : Whole(folder), Picture([.. shared ? [] : In(Whole(folder)), .. Curve(state, test)]));
        }
    }

    /// <summary>Draws together what the parts of a run have kept, in the order of its list.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="states">Its list.</param>
    public static void Gather(string folder, IReadOnlyList<JobState> states)
    {
        Series[] found = [.. states.SelectMany(state => In(Apart(folder, state)))];
        if (found.Length > 0)
        {
            // Gathered before, while some parts were missing, or begun in one piece.
            IEnumerable<Series> earlier = In(Whole(folder)).Where(series => !found.Any(other => IsSame(series, other)));
            PicturesFile.WriteOne(Whole(folder), Picture([.. earlier, .. found]));
        }
    }

    /// <summary>Says which rates were found in a run; nothing where none was.</summary>
    public static string? Line(RunFolder folder)
    {
        var found = MetricsTable.Read(Path.Combine(folder.FolderPath, RunFolder.MetricsName)).Rows
            .Where(row => row.Metric == MetricNames.LearningRate).GroupBy(row => row.Rule)
            .Select(rule => $"{rule.Key} {string.Join(", ", rule.OrderBy(row => row.Run).Select(row => Word(row.Value)).Distinct())}").ToArray();
        return found.Length == 0 ? null : $"Learning rates found: {string.Join("; ", found)}";
    }

    private static string Whole(string folder) => Path.Combine(folder, PicturesFile.Folder, "00-rates.json");

    private static string Apart(string folder, JobState state) => Path.Combine(
        folder, PartsFolder.Name, $"rates-{FileNames.Unique(state.Group, "", '-')}-{state.Run.ToString(CultureInfo.InvariantCulture)}.json");

    private static IReadOnlyList<Series> In(string file) => File.Exists(file) ? PicturesFile.ReadOne(file)[0].Charts[0].Series : [];

    private static bool IsSame(Series one, Series other) =>
        (one.Name, one.Mark) == (other.Name, other.Mark) && one.X.SequenceEqual(other.X) && one.Y.SequenceEqual(other.Y);

    private static IReadOnlyList<Picture> Picture(IReadOnlyList<Series> series) =>
    [
        new(Title, Caption)
        {
            Charts =
            [
                new("", new("learning rate") { Logarithmic = true },
                    new("error, as a share of the best constant answer's") { Logarithmic = true, Reference = 1 }, series),
            ],
            Columns = 1,
        },
    ];

    // Of a name, and so of a colour, are the curve and what was taken of it.
    private static IEnumerable<Series> Curve(JobState state, RangeTest test)
    {
        double[] errors = [.. test.Tried.Select(tried => double.IsFinite(tried.Error) ? tried.Error : double.NaN)];
        yield return new(state.Group, Mark.Line, [.. test.Tried.Select(tried => tried.Rate)], errors);
        yield return new(state.Group, Mark.Point, [test.Rate], [test.Tried.First(tried => tried.Rate == test.Rate).Error]);
    }

    private static string Word(double rate) => rate.ToString("0.########", CultureInfo.InvariantCulture);
}
