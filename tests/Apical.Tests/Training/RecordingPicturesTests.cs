using Apical.Models;
using Apical.Runs;
using Apical.Tests.Cli;
using Apical.Tests.Models;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>What happened inside a model while it saw a sample, as pictures.</summary>
public sealed class RecordingPicturesTests
{
    private static readonly IReadOnlyList<Picture> s_pictures = RecordingPictures.Of("mine", Recorded.Course, 3);

    [Fact]
    public void There_are_spikes_courses_and_portraits()
    {
        Assert.Equal(["mine: spikes on test sample 3", "mine: courses on test sample 3", "mine: phase portraits on test sample 3"],
            s_pictures.Select(picture => picture.Title));
        Assert.Empty(RecordingPictures.Of("mine", new Recording("ms", []), 1));
    }

    /// <summary>Layer by layer, a dot for each spike; all layers have the same times across, and the phases.</summary>
    [Fact]
    public void A_dot_is_a_spike()
    {
        Chart[] charts = [.. s_pictures[0].Charts];

        Assert.Equal(["input", "layer 2"], charts.Select(chart => chart.Title));
        Assert.Equal([(0.5, 1.0), (2.5, 1)], charts[0].Series[0].X.Zip(charts[0].Series[0].Y));
        Assert.Equal([(1.5, 3.0)], charts[1].Series[0].X.Zip(charts[1].Series[0].Y));
        Assert.All(charts, chart => Assert.Equal((0.0, 3.0, "time (ms)"), (chart.X.Min, chart.X.Max, chart.X.Label)));
        Assert.All(charts, chart => Assert.Equal([new Stage("forward", 0), new("target", 2)], chart.Stages!));
    }

    [Fact]
    public void A_course_is_a_line_over_time_for_each_unit_of_a_layer()
    {
        Chart[] charts = [.. s_pictures[1].Charts];

        Assert.Equal(["V (mV), layer 1", "V (mV), layer 2", "apical (mV), layer 1"], charts.Select(chart => chart.Title));
        Assert.Equal(["unit 1", "unit 2"], charts[0].Series.Select(series => series.Name));
        Assert.Equal([0, 1, 2, 3], charts[0].Series[1].X);
        Assert.Equal([4, 3, 2, 1], charts[0].Series[1].Y);
    }

    /// <summary>The second phase begins with the first time that is not before it.</summary>
    [Fact]
    public void A_portrait_has_a_line_for_each_phase_with_its_ends()
    {
        Chart compartments = s_pictures[2].Charts[0], units = s_pictures[2].Charts[1];

        Assert.Equal(("layer 1, unit 1", "V (mV)", "apical (mV)"), (compartments.Title, compartments.X.Label, compartments.Y.Label));
        Assert.Equal(("layer 1, V (mV)", "unit 1", "unit 2"), (units.Title, units.X.Label, units.Y.Label));
        Assert.Equal(["forward", "target", "a phase begins", "a phase ends"], compartments.Series.Select(series => series.Name));
        Assert.Equal([(1.0, 0.0), (2, 0)], Points(compartments.Series[0]));
        Assert.Equal([(3.0, 5.0), (4, 6)], Points(compartments.Series[1]));
        Assert.Equal([(1.0, 0.0), (3, 5)], Points(compartments.Series[2]));
        Assert.Equal([(2.0, 0.0), (4, 6)], Points(compartments.Series[3]));
        Assert.Equal(2, s_pictures[2].Charts.Count);

        static IEnumerable<(double, double)> Points(Series series) => series.X.Zip(series.Y);
    }

    [Fact]
    public void The_sample_asked_for_is_shown_with_its_target_and_others_are_refused()
    {
        Matrix x = Matrix.Of([[1, 2], [3, 4], [5, 6]]), t = Matrix.Of([[0, 1], [1, 0], [0, 1]]);
        var test = new Dataset("test", x, t, [1, 0, 1], 2);
        var learner = new Recorded(2);

        Assert.Equal(3, RecordingPictures.Of("mine", learner, test, 2).Count);
        Assert.Equal([3, 4], learner.Seen!.X.ToArray());
        Assert.Equal([1, 0], learner.Seen.T.ToArray());
        Assert.Equal(0, learner.Seen.Labels[0]);
        Assert.Contains("Samples of test are counted 1 to 3", Assert.Throws<ArgumentOutOfRangeException>(
            () => RecordingPictures.Of("mine", learner, test, 4)).Message);
        Assert.Empty(RecordingPictures.Of("mine", new ScriptedLearner(), test, 1));
    }

    /// <summary>On the pages of train and compare, and beside them in the table and in metrics.csv what the probe reads.</summary>
    [Theory]
    [InlineData("train", "--rule")]
    [InlineData("compare", "--rules")]
    public void The_page_of_a_run_shows_them(string command, string option)
    {
        using var folder = new TemporaryFolder();
        using var models = ModelCatalog.With(Recorded.Info).Use();
        Terminal terminal = new Terminal { TimeFlies = true }.Do(command, option, "recorded", "--train-samples", "40", "--test-samples", "20", "--epochs", "1",
            "--probes",
            "dynamics", "--show-sample", "4", "--out", folder["run"]);

        string page = File.ReadAllText(folder["run/report.html"]), metrics = File.ReadAllText(folder["run/metrics.csv"]);
        foreach (string title in new[] { "recorded: spikes on test sample 4", "recorded: courses on test sample 4",
            "recorded: phase portraits on test sample 4",
            "Firing rate (Hz)", "Sweeps until it settles" })
        {
            Assert.Contains(title, page);
        }

        Assert.Contains("\"name\":\"target\"", page.Replace("&quot;", "\"", StringComparison.Ordinal));
        Assert.Contains("firingRate", metrics);
        Assert.Equal(command == "train", terminal.Error.Contains("firing 24/12.5 Hz", StringComparison.Ordinal));
    }
}
