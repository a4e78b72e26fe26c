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
    private const string File = "00-rates", Title = "How learning rates were found";
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
    public static void Note(RunFolder folder, JobState state, RangeTest test)
    {
        lock (s_writing)
        {
            Picture? picture = PicturesFile.Read(folder.FolderPath).FirstOrDefault(picture => picture.Title == Title);
            Chart chart = picture?.Charts[0] ?? new(
                "", new("learning rate") { Logarithmic = true },
                new("error, as a share of the best constant answer's") { Logarithmic = true, Reference = 1 }, []);
            chart = chart with { Series = [.. chart.Series, .. Curve(state, test)] };
            PicturesFile.Write(folder.FolderPath, File, [new Picture(Title, Caption) { Charts = [chart], Columns = 1 }]);
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

    // Of a name, and so of a colour, are the curve and what was taken of it.
    private static IEnumerable<Series> Curve(JobState state, RangeTest test)
    {
        double[] errors = [.. test.Tried.Select(tried => double.IsFinite(tried.Error) ? tried.Error : double.NaN)];
        yield return new(state.Group, Mark.Line, [.. test.Tried.Select(tried => tried.Rate)], errors);
        yield return new(state.Group, Mark.Point, [test.Rate], [test.Tried.First(tried => tried.Rate == test.Rate).Error]);
    }

    private static string Word(double rate) => rate.ToString("0.########", CultureInfo.InvariantCulture);
}
