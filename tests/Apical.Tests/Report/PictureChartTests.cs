using System.Text.Json.Nodes;
using Apical.Report;
using Apical.Runs;
using Apical.Tests.Runs;
using static Apical.Tests.Report.SampleReproduction;

namespace Apical.Tests.Report;

public sealed class PictureChartTests
{
    [Theory]
    [InlineData(Mark.Line, "area line point")]
    [InlineData(Mark.MarkedLine, "area line point point")]
    [InlineData(Mark.LineAndPoints, "line rule tick tick point point")]
    [InlineData(Mark.Point, "rule tick tick point point")]
    [InlineData(Mark.Bar, "rect rule tick tick")]
    [InlineData(Mark.Histogram, "rect")]
    [InlineData(Mark.Arrow, "rule point")]
    [InlineData(Mark.Dot, "circle")]
    public void Every_mark_has_its_layers(Mark mark, string layers)
    {
        JsonNode chart = Chart(With(new Series("s", mark, [1, 2], [3, 4]) { Low = [2, 3], High = [4, 5], Dx = [1, 1], Dy = [1, 1] }));

        Assert.Equal(layers, string.Join(' ', chart["layer"]!.AsArray().Select(layer => (string)layer!["mark"]!["type"]!)));
    }

    /// <summary>Vega-Lite puts titles of tips into an expression and escapes nothing but quotes: there
    /// texts end at an end of line, and \\ stands for \.</summary>
    [Theory]
    [InlineData("ends in \\", @"ends in \\")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("two\u2028lines", "two lines")]
    [InlineData("</script>", "</script>")]
    public void Labels_cannot_end_the_expression_that_they_stand_in(string label, string title)
    {
        string chart = Chart(With(new Series(label, Mark.Point, [1, 2], [3, 4]), new Axis(label))).ToJsonString();
        Assert.Contains($"\"title\":{JsonValue.Create(title).ToJsonString()}", chart, StringComparison.Ordinal);
        Assert.DoesNotContain("</script>", Html.Data(JsonNode.Parse(chart)!)[..^9], StringComparison.Ordinal);
    }

    /// <summary>All that JSON and the browser compute with stays finite: the axis, its length, and places on it.</summary>
    [Theory]
    [InlineData(1e308, -1e308)]
    [InlineData(1.7976931348623157e308, 1)]
    [InlineData(double.Epsilon, 0)]
    [InlineData(double.Epsilon, 1e308)]
    [InlineData(1e-310, 2e-310)]
    [InlineData(1e307, -1e307)]
    [InlineData(double.NaN, double.PositiveInfinity)]
    public void Numbers_at_the_ends_of_their_range_are_drawn_or_left_out(double a, double b)
    {
        foreach (Mark mark in Enum.GetValues<Mark>())
        {
            foreach (bool logarithmic in new[] { false, true })
            {
                var series = new Series("s", mark, [1, a, b], [b, 1, a]) { Low = [a, a, b], High = [b, 1, a], Dx = [a, b, 1], Dy = [b, a, 1] };
                JsonNode chart = Chart(With(series, new Axis("x") { Logarithmic = logarithmic, Min = b },
                    new Axis("y") { Logarithmic = logarithmic, Reference = a }));
                foreach (JsonArray domain in Domains(chart))
                {
                    (double low, double high) = ((double)domain[0]!, (double)domain[1]!);
                    Assert.True(low < high && double.IsFinite(2 * (high - low)) && double.IsFinite(1 / (high - low)), $"{mark} {low} {high}");
                }
            }
        }
    }

    [Fact]
    public void Error_bars_reach_from_low_to_high()
    {
        JsonNode chart = Chart(With(new Series("s", Mark.Point, [1, 2], [3, 4]) { Low = [2, double.NaN], High = [4.5, double.NaN] }));

        Assert.Equal("""{"s":0,"x":1,"y":3,"l":2,"h":4.5,"m":1,"p":1}""", SampleRun.Values(chart).First().ToJsonString());
        Assert.Null(SampleRun.Values(chart).Last()["l"]);
        Assert.Equal(("l", "h"), ((string)chart["layer"]![0]!["encoding"]!["y"]!["field"]!, (string)chart["layer"]![0]!["encoding"]!["y2"]!["field"]!));
    }

    [Fact]
    public void Arrows_end_at_their_start_plus_their_parts() => Assert.Equal("""{"s":0,"x":1,"y":2,"u":1.5,"v":1.75}""",
        SampleRun.Values(Chart(With(new Series("s", Mark.Arrow, [1], [2]) { Dx = [0.5], Dy = [-0.25] }))).Single().ToJsonString());

    /// <summary>
    /// By hand: 0.8 of the distance 1 shared by two are bars of 0.4: −0.4…0 and 0…0.4 about place 0; the one alone at place 1 lies in its middle.
    /// </summary>
    [Fact]
    public void Bars_of_several_series_stand_side_by_side()
    {
        var values = SampleRun.Values(Chart(With(new Chart("", new Axis("") { Categories = ["a", "b"] }, new Axis("y"),
            [new("s", Mark.Bar, [0, 1], [1, 1]), new("t", Mark.Bar, [0], [1])]))));

        Assert.Equal([(-0.4, 0), (0.8, 1.2), (0, 0.4)], values.Select(value => (Math.Round((double)value["x"]!, 9), Math.Round((double)value["u"]!, 9))));
    }

    [Fact]
    public void A_histogram_has_its_own_edges() => Assert.Equal([(0, 0.5, 2), (0.5, 1, 1)],
        SampleRun.Values(Chart(With(Series.Histogram("s", [0.1, 0.2, 0.9], 0, 1, 2)))).Select(value =>
            ((double)value["x"]!, (double)value["u"]!, (double)value["y"]!)));

    [Fact]
    public void A_logarithmic_axis_leaves_out_what_is_not_positive_and_says_so()
    {
        using var folder = new TemporaryFolder();
        string page = Page(folder["f"], With(new Series("s", Mark.Line, [1, 2, 3, 4], [1, 0, -1, 0.01]) { Low = [-1, 0, -2, 0.001], High = [2, 1, 1, 0.02] },
            y: new Axis("y") { Logarithmic = true }));
        JsonNode chart = SampleRun.Charts(page).Single(), scale = chart["layer"]![0]!["encoding"]!["y"]!["scale"]!;

        Assert.Equal("log", (string)scale["type"]!);
        double low = (double)scale["domain"]![0]!;
        Assert.InRange(low, 1e-9, 0.001);
        Assert.Equal([false, true, true, false], SampleRun.Values(chart).Select(value => value["y"] is null));
        Assert.Equal(low, (double)SampleRun.Values(chart).First()["l"]!, 1e-5 * low); // the band ends with the axis
        Assert.Contains("Left out, because a logarithmic axis cannot show it: 2 values at or below zero.", page);
    }

    [Fact]
    public void Ends_that_were_asked_for_are_kept_and_what_lies_outside_is_counted()
    {
        using var folder = new TemporaryFolder();
        string page = Page(folder["f"], With(new Series("s", Mark.Point, [0, 1, 2], [5, 50, 500]), new Axis("x") { Min = -1, Max = 3 },
            new Axis("y") { Min = 0, Max = 100 }));
        JsonNode encoding = SampleRun.Charts(page).Single()["layer"]![0]!["encoding"]!;

        Assert.Equal("[-1,3] [0,100]", encoding["x"]!["scale"]!["domain"]!.ToJsonString() + " " + encoding["y"]!["scale"]!["domain"]!.ToJsonString());
        Assert.Contains("Outside the axes: 1 point.", page);
    }

    [Fact]
    public void Categories_name_the_places_of_an_axis()
    {
        JsonNode chart = Chart(With(new Series("s", Mark.Bar, [0, 1], [1, 2]), new Axis("") { Categories = ["one", "two"] }));
        JsonNode axis = chart["layer"]![0]!["encoding"]!["x"]!["axis"]!;

        Assert.Equal("[0,1]", axis["values"]!.ToJsonString());
        Assert.Equal("cats[round(datum.value)]", (string)axis["labelExpr"]!);
        Assert.Equal("""["one","two"]""", chart["params"]!.AsArray().Single(p => (string)p!["name"]! == "cats")!["value"]!.ToJsonString());
    }

    [Fact]
    public void A_name_has_one_colour_in_all_charts_and_dashes_where_asked()
    {
        using var folder = new TemporaryFolder();
        Series a = new("a", Mark.Line, [0, 1], [0, 1]), b = new("b", Mark.Line, [0, 1], [1, 0]) { Dashed = true };
        var charts = SampleRun.Charts(Page(folder["f"], With(new Chart("1", new Axis("x"), new Axis("y"), [a, b]),
            new Chart("2", new Axis("x"), new Axis("y"), [b]))));

        JsonNode first = charts[0]["layer"]![1]!["mark"]!, alone = charts[1]["layer"]![0]!["mark"]!;
        Assert.Equal((string)first["stroke"]!, (string)alone["stroke"]!);
        Assert.NotEqual((string)charts[0]["layer"]![0]!["mark"]!["stroke"]!, (string)first["stroke"]!);
        Assert.Equal("[6,3]", first["strokeDash"]!.ToJsonString());
        Assert.Equal("[]", charts[0]["layer"]![0]!["mark"]!["strokeDash"]!.ToJsonString());
    }

    [Fact]
    public void Twenty_names_all_look_different()
    {
        var chart = Chart(With(new Chart("", new Axis("x"), new Axis("y"),
            [.. Enumerable.Range(0, 20).Select(i => new Series($"s{i}", Mark.Line, [0, 1], [i, i]))])));
        var lines = chart["layer"]!.AsArray().Where(layer => (string)layer!["mark"]!["type"]! == "line").Select(layer => (string)layer!["mark"]!["stroke"]!
            + layer["mark"]!["strokeDash"]!.ToJsonString()).ToList();

        Assert.Equal(20, lines.Distinct().Count());
    }

    [Fact]
    public void Long_lines_are_thinned_and_keep_spikes_gaps_and_ends()
    {
        using var folder = new TemporaryFolder();
        double[] x = [.. Enumerable.Range(0, 50_000).Select(i => (double)i)], y = [.. x.Select(t => Math.Sin(t / 3000))];
        (y[12_345], y[23_456], y[34_567]) = (9, -9, double.NaN);
        string page = Page(folder["f"], With(new Series("s", Mark.Line, x, y)));
        var values = SampleRun.Values(SampleRun.Charts(page).Single()).ToList();

        Assert.InRange(values.Count, 500, 2000);
        Assert.Contains(values, value => (double)value["x"]! == 12_345 && (double?)value["y"] == 9);
        Assert.Contains(values, value => (double)value["x"]! == 23_456 && (double?)value["y"] == -9);
        Assert.Contains(values, value => (double)value["x"]! == 34_567 && value["y"] is null);
        Assert.Equal((0, 49_999), ((double)values[0]["x"]!, (double)values[^1]["x"]!));
        Assert.Equal(values.Select(value => (double)value["x"]!).Order(), values.Select(value => (double)value["x"]!));
        Assert.Contains("their extremes are kept", page);
    }

    [Fact]
    public void Thousands_of_dots_are_all_drawn()
    {
        double[] x = [.. Enumerable.Range(0, 7500).Select(i => i / 7500.0)];

        Assert.Equal(7500, SampleRun.Values(Chart(With(new Series("s", Mark.Dot, x, x)))).Count());
    }

    [Fact]
    public void Lines_keep_the_order_of_their_points()
    {
        // Vega-Lite would sort by x, and a path in the plane become a zigzag.
        JsonNode line = Chart(With(new Series("s", Mark.Line, [0, 1, 0, -1], [1, 0, -1, 0])))["layer"]![0]!["mark"]!;

        Assert.True(line.AsObject().ContainsKey("order"));
        Assert.Null(line["order"]);
    }

    [Fact]
    public void Nothing_to_draw_is_no_error()
    {
        foreach (Mark mark in Enum.GetValues<Mark>())
        {
            Chart(With(new Series("", mark, [], [])));
            Chart(With(new Series("", mark, [double.NaN], [double.PositiveInfinity]), new Axis("") { Logarithmic = true },
                new Axis("") { Logarithmic = true }));
            Chart(With(new Series("", mark, [3], [7])));
        }
    }

    private static JsonNode Chart(Reproduction result)
    {
        using var folder = new TemporaryFolder();
        return SampleRun.Charts(Page(folder["f"], result)).Single();
    }

    private static IEnumerable<JsonArray> Domains(JsonNode? json) => json switch
    {
        JsonObject members => members.SelectMany(member => member is { Key: "domain", Value: JsonArray { Count: 2 } ends } && ends[0] is JsonValue first
            && first.TryGetValue(out double _) ? [ends] : Domains(member.Value)),
        JsonArray items => items.SelectMany(Domains),
        _ => [],
    };
}
