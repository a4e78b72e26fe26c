using System.Text.Json.Nodes;
using Apical.Tests.Runs;
using static Apical.Tests.Report.SampleRun;

namespace Apical.Tests.Report;

public sealed class RunPicturesTests
{
    /// <summary>By hand: 0.4 and 0.6 have mean 0.5 and sd √0.02 = 0.141421.</summary>
    [Fact]
    public void Points_carry_mean_band_and_the_number_of_replicates()
    {
        using var folder = new TemporaryFolder();
        Write(folder["run"], [Row("fa", 1, 1, "testLoss", 0.4), Row("fa", 2, 1, "testLoss", 0.6), Row("bp", 1, 1, "testLoss", 0.3)]);

        var points = Values(Charts(Page(FakeScripts, folder["run"])).Single()).ToList();

        Assert.Equal("""{"s":0,"x":1,"y":0.5,"l":0.358579,"h":0.641421,"t":"0.5000 \u00B1 0.1414","n":2,"m":1,"p":1}""", points[0].ToJsonString());
        Assert.Equal(["fa", "bp"], Names(Charts(Page(FakeScripts, folder["run"])).Single()));
        Assert.Equal("""{"s":1,"x":1,"y":0.3,"t":"0.3000","n":1,"m":1,"p":1}""", points[1].ToJsonString());
    }

    [Fact]
    public void Accuracy_and_loss_put_test_and_training_side_by_side_and_layers_get_panels()
    {
        using var folder = new TemporaryFolder();
        string page = Page(FakeScripts, Write(folder["run"],
        [
            Row("fa", 1, 1, "seconds", 1), Row("fa", 1, 1, "angleToBackprop", 45, 2), Row("fa", 1, 1, "angleToBackprop", 80, 1),
                Row("fa", 1, 1, "myOwnThing", 3),
            Row("fa", 1, 1, "trainLoss", 1), Row("fa", 1, 1, "testLoss", 2), Row("fa", 1, 1, "trainAccuracy", 0.5), Row("fa", 1, 1, "testAccuracy", 0.4),
                Row("fa", 1, 1, "failed", 0),
        ]));

        string[] inOrder =
        [
            ">Accuracy (%)</h2>", "<figcaption>Test</figcaption>", "<figcaption>Training</figcaption>", ">Loss</h2>", "<figcaption>Test</figcaption>",
                "<figcaption>Training</figcaption>",
            ">Angle to backprop (degrees)</h2>", "<figcaption>Layer 1</figcaption>", "<figcaption>Layer 2</figcaption>", ">myOwnThing</h2>",
                ">Training time (seconds)</h2>",
        ];
        int at = 0;
        foreach (string text in inOrder)
        {
            at = page.IndexOf(text, at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{text} is missing or out of order");
        }

        Assert.Equal(8, Charts(page).Count);
    }

    [Fact]
    public void Angles_are_drawn_from_zero_with_a_line_at_ninety_degrees()
    {
        using var folder = new TemporaryFolder();
        var chart = Charts(Page(FakeScripts, Write(folder["run"],
            [Row("fa", 1, 1, "angleToBackprop", 45, 1), Row("fa", 1, 2, "angleToBackprop", 30, 1)]))).Single();

        var reference = chart["layer"]![0]!["encoding"]!["y"]!;

        Assert.Equal(90, (double)reference["datum"]!);
        Assert.Equal("[0,95]", reference["scale"]!["domain"]!.ToJsonString());
    }

    [Fact]
    public void All_panels_of_a_figure_have_the_same_axes_and_all_charts_the_same_colours()
    {
        using var folder = new TemporaryFolder();
        var charts = Charts(Page(FakeScripts, Write(folder["run"],
        [
            Row("bp", 1, 1, "testLoss", 1), Row("fa", 1, 1, "testLoss", 2), Row("fa", 1, 9, "testLoss", 1.5),
            Row("fa", 1, 1, "trainLoss", 0.5), Row("fa", 1, 4, "trainLoss", 0.25), // without bp, and shorter
        ])));

        Assert.Equal(2, charts.Count);
        Assert.Equal(Axes(charts[0]), Axes(charts[1]));
        Assert.Equal(["bp", "fa"], Names(charts[0]));
        Assert.Equal(Colours(charts[0])[1], Colours(charts[1]).Single());
        Assert.NotEqual(Colours(charts[0])[0], Colours(charts[0])[1]);
        Assert.Contains("[1,9]", Axes(charts[1]));
    }

    [Fact]
    public void The_description_says_what_is_drawn_and_where_lines_end()
    {
        using var folder = new TemporaryFolder();
        var chart = Charts(Page(FakeScripts, Write(folder["run"],
            [Row("fa", 1, 1, "testAccuracy", 0.5), Row("fa", 1, 2, "testAccuracy", 0.975), Row("bp", 1, 1, "testAccuracy", 0.98)]))).Single();

        Assert.Equal("Accuracy (%), Test, against epoch. Last values: fa 97.50 %; bp 98.00 %.", (string)chart["description"]!);
    }

    [Fact]
    public void A_line_breaks_where_every_replicate_has_diverged()
    {
        using var folder = new TemporaryFolder();
        string page = Page(FakeScripts, Write(folder["run"], [Row("fa", 1, 1, "testLoss", 1), Row("fa", 1, 2, "testLoss", double.NaN),
            Row("fa", 1, 3, "testLoss", 2)]));

        var points = Values(Charts(page).Single()).ToList();

        Assert.Null(points[1]["y"]);
        Assert.Null(points[1]["p"]);
        Assert.Contains("<tr><th scope=\"row\">2</th><td>– (0 of 1)</td></tr>", page);
        Assert.Contains("Left out: 1 value without a finite number.", page);
    }

    [Fact]
    public void A_metric_without_any_finite_value_has_no_chart()
    {
        using var folder = new TemporaryFolder();

        Assert.Empty(Charts(Page(FakeScripts, Write(folder["run"], [Row("fa", 1, 1, "updateNorm", double.NaN)]))));
    }

    [Fact]
    public void Several_moments_of_an_epoch_are_drawn_against_steps()
    {
        using var folder = new TemporaryFolder();
        var chart = Charts(Page(FakeScripts, Write(folder["run"],
            [new("fa", 1, 1, 10, "updateNorm", null, 1), new("fa", 1, 1, 20, "updateNorm", null, 2)]))).Single();

        Assert.Equal([10, 20], Values(chart).Select(value => (int)value["x"]!));
        Assert.Equal("step", (string)Channel(chart, "x")["axis"]!["title"]!);
    }

    [Theory]
    [InlineData(0.01, "log")]
    [InlineData(0.5, "linear")]
    [InlineData(-0.01, "linear")]
    public void Two_orders_of_magnitude_make_an_axis_logarithmic(double smallest, string type)
    {
        using var folder = new TemporaryFolder();
        var chart = Charts(Page(FakeScripts, Write(folder["run"], [Row("fa", 1, 1, "updateNorm", 1), Row("fa", 1, 2, "updateNorm", smallest)]))).Single();

        Assert.Equal(type, (string)Channel(chart, "y")["scale"]!["type"]!);
    }

    [Fact]
    public void Chance_level_before_training_does_not_stretch_the_axis_and_the_page_says_so()
    {
        using var folder = new TemporaryFolder();
        string page = Page(FakeScripts, Write(folder["run"], Enumerable.Range(0, 5).Select(epoch =>
            Row("fa", 1, epoch, "testAccuracy", epoch == 0 ? 0.1 : 0.9 + epoch / 100.0))));

        var chart = Charts(page).Single();

        Assert.True((double)Channel(chart, "y")["scale"]!["domain"]![0]! > 0.9);
        Assert.Null(Values(chart).First()["p"]);
        Assert.Contains("The values before training lie outside the vertical axis.", page);
        Assert.Contains("<tr><th scope=\"row\">0</th><td>10.00</td></tr>", page);
    }

    [Fact]
    public void Runs_of_one_rule_share_its_colour_and_differ_in_dots()
    {
        using var folder = new TemporaryFolder();
        foreach (string run in new[] { "a", "b" })
        {
            Write(folder[run], [Row("bp", 1, 1, "testLoss", 1), Row("fa", 1, 1, "testLoss", 2)]);
        }

        JsonNode chart = Charts(Page(FakeScripts, folder["a"], folder["b"])).Single();
        var dashes = Lines(chart).Select(line => line["strokeDash"]!.ToJsonString()).ToList();

        Assert.Equal(["bp · a", "fa · a", "bp · b", "fa · b"], Names(chart));
        Assert.Equal(Colours(chart)[..2], Colours(chart)[2..]);
        Assert.Equal(("[]", "[]"), (dashes[0], dashes[1]));
        Assert.Equal(dashes[2], dashes[3]);
        Assert.NotEqual("[]", dashes[2]);
    }

    /// <summary>A legend's button sends the place of its name: it must be the same in every panel, also where lines are missing before it.</summary>
    [Fact]
    public void The_legend_picks_out_the_same_rule_in_every_panel()
    {
        using var folder = new TemporaryFolder();
        string page = Page(FakeScripts, Write(folder["run"], [Row("bp", 1, 1, "testLoss", 1), Row("fa", 1, 1, "testLoss", 2),
            Row("fa", 1, 1, "trainLoss", 1)]));

        Assert.Matches("<button[^>]* data-focus=\"1\"[^>]*><svg.*?</svg>fa</button>", page);
        Assert.All(Charts(page), chart => Assert.Contains("focus === 1",
            chart["layer"]!.AsArray().Last(layer => (string)layer!["mark"]!["type"]! == "line")!["encoding"]!["opacity"]!["condition"]!["test"]!.ToString()));
    }

    private static string[] Colours(JsonNode chart) => [.. Lines(chart).Select(line => (string)line["stroke"]!)];

    private static IEnumerable<JsonNode> Lines(JsonNode chart) =>
        chart["layer"]!.AsArray().Select(layer => layer!["mark"]!).Where(mark => (string)mark["type"]! == "line");

    private static string Axes(JsonNode chart) => Channel(chart, "x")["scale"]!.ToJsonString() + Channel(chart, "y")["scale"]!.ToJsonString();
}
