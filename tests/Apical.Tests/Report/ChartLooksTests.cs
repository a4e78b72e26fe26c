using System.Text.Json.Nodes;
using Apical.Report;
using Apical.Runs;

namespace Apical.Tests.Report;

/// <summary>Charts that are easy to read: equal units where directions matter, histograms apart, lines that hide none, room for what happens early.</summary>
public sealed class ChartLooksTests
{
    [Theory]
    [InlineData(2, 2)]
    [InlineData(10, 1)]
    [InlineData(1, 40)]
    public void Units_are_equally_long_in_a_flow_field(double width, double height)
    {
        var arrows = new Series("flow", Mark.Arrow, [0, width], [0, height]) { Dx = [0, 0], Dy = [0, 0] };
        JsonNode chart = Draw(new("", new("a"), new("b"), [arrows]) { EqualAxes = true });

        var (across, up) = (Domain(chart, "x"), Domain(chart, "y"));
        Assert.Equal((int)chart["width"]! / across, (int)chart["height"]! / up, 0.01 * (int)chart["height"]! / up);
        Assert.True(across >= width && up >= height);
        Assert.InRange((double)(int)chart["width"]! / (int)chart["height"]!, 0.62, 1.61);
    }

    [Fact]
    public void Histograms_stand_below_each_other_on_common_axes()
    {
        Series a = Series.Histogram("a", [1, 1, 1, 2], 0, 4, 4), b = Series.Histogram("b", [8], 6, 10, 4);
        var parts = SmallMultiples.Of(new("two", new("x"), new("count"), [a, b]));

        Assert.Equal([a, b], parts.Select(part => part.Series.Single()));
        Assert.All(parts, part => Assert.Equal((0, 10, 0), (part.X.Min, part.X.Max, part.Y.Min)));
        Assert.All(parts, part => Assert.True(part.Y.Max >= 3));
        Assert.Equal(["a: count", "b: count"], parts.Select(part => part.Y.Label));

        var one = new Chart("one", new("x"), new("count"), [a]);
        Assert.Same(one, SmallMultiples.Of(one).Single());
    }

    [Fact]
    public void A_line_upon_another_lets_it_through()
    {
        Series Line(string name, params double[] y) => new(name, Mark.Line, [1, 2, 3], y);
        JsonNode chart = Draw(new("", new("x"), new("y"), [Line("a", 1, 2, 1), Line("b", 1, 2, 1.001), Line("c", 1, 2, 1.1), Line("d", 1, 2, double.NaN)]));

        string[] dashes = [.. chart["layer"]!.AsArray().Where(layer => (string)layer!["mark"]!["type"]! == "line")
            .Select(layer => layer!["mark"]!["strokeDash"]!.ToJsonString())];
        Assert.Equal(["[]", "[7,7]", "[]", "[]"], dashes);
    }

    /// <summary>Nine points of ten and two pixels of 250 apart: nobody sees two lines.</summary>
    [Theory]
    [InlineData(0.007, "[7,7]")]
    [InlineData(0.02, "[]")]
    public void A_line_that_nearly_lies_upon_another_lets_it_through_too(double apart, string dash)
    {
        double[] x = [.. Enumerable.Range(0, 10).Select(i => (double)i)];
        Series a = new("a", Mark.Line, x, [.. x.Select(at => at / 9)]), b = new("b", Mark.Line, x, [.. x.Select(at => at == 3 ? 0.9 : (at / 9) - apart)]);
        JsonNode chart = Draw(new("", new("x"), new("y") { Min = 0, Max = 1 }, [a, b]));
        Assert.Equal(dash, chart["layer"]![1]!["mark"]!["strokeDash"]!.ToJsonString());
    }

    /// <summary>A band down to 1e-30 about a line that ends at 1e-3: a decade below it is enough.</summary>
    [Fact]
    public void Bands_do_not_press_lines_of_a_logarithmic_chart_into_a_corner()
    {
        Series line = new("s", Mark.Line, [0, 1, 2], [1, 0.1, 1e-3]) { Low = [0.5, 1e-30, -1], High = [2, 1, 1] };
        JsonNode chart = Draw(new("", new("x"), new("y") { Logarithmic = true }, [line]));
        double low = (double)chart["layer"]![0]!["encoding"]!["y"]!["scale"]!["domain"]![0]!;
        Assert.InRange(low, 5e-5, 1e-4);
    }

    /// <summary>1,000,000 has nine letters, 0.000001 eight: on such axes all labels are powers, on others all are plain.</summary>
    [Theory]
    [InlineData(0, 2e6, false, true)]
    [InlineData(0, 9e5, false, false)]
    [InlineData(0, 5e-6, false, true)]
    [InlineData(1e-6, 1, true, true)]
    [InlineData(1e-4, 1e6, true, false)]
    [InlineData(1, 1e8, true, true)]
    public void An_axis_has_one_notation(double low, double high, bool logarithmic, bool powers)
    {
        JsonNode chart = Draw(new("", new("x") { Min = low, Max = high, Logarithmic = logarithmic }, new("y"), [new("s", Mark.Line, [low, high], [1, 2])]));
        string labels = (string)chart["layer"]![0]!["encoding"]!["x"]!["axis"]!["labelExpr"]!;
        Assert.Equal(powers, !labels.StartsWith("length(", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10000)]
    public void Few_dots_are_large_and_many_let_each_other_through(int count)
    {
        double[] at = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        JsonNode dots = Draw(new("", new("x"), new("y"), [new("s", Mark.Dot, at, at)]))["layer"]![0]!;
        double opacity = (double)dots["encoding"]!["opacity"]!["value"]! / 0.12;
        Assert.Equal(count < 1000, (int)dots["mark"]!["size"]! >= 20 && opacity > 0.8);
    }

    [Fact]
    public void What_happens_early_gets_room()
    {
        double[] x = [.. Enumerable.Range(0, 1001).Select(i => (double)i)];
        Picture Falling(double rate) => new("p", "")
        {
            Charts = [new("", new("step"), new("loss"), [new("s", Mark.Line, x, [.. x.Select(at => Math.Exp(-rate * at))])])],
        };

        Assert.Equal(1, EarlyAction.Of(Falling(0.1)));           // gone at a hundredth of the axis
        Assert.Equal(0, EarlyAction.Of(Falling(0.001)));         // still falling at its end
        Assert.Equal(0, EarlyAction.Of(new("p", "")));
        Chart fast = Falling(0.1).Charts[0], slow = Falling(0.001).Charts[0];
        Assert.Equal(0, EarlyAction.Of(new("p", "") { Charts = [fast, slow] }));
        Assert.Equal(0, EarlyAction.Of(new("p", "") { Charts = [fast with { X = fast.X with { Logarithmic = true } }] }));

        JsonNode scale = Draw(fast, 1)["layer"]![0]!["encoding"]!["x"]!;
        Assert.Equal(("symlog", 1), ((string)scale["scale"]!["type"]!, (double)scale["scale"]!["constant"]!));
        Assert.Equal("[0,1,10,100,1000]", scale["axis"]!["values"]!.ToJsonString());
    }

    [Theory]
    [InlineData(0, 1, 2)]                               // 0.2, 0.4 …: no more than two digits are needed
    [InlineData(1e6, 1.001e6, 5)]                       // 1.0002e6 and 1.0004e6 differ in the fifth
    public void Labels_have_as_many_digits_as_tell_them_apart(double low, double high, int digits)
    {
        JsonNode chart = Draw(new("", new("x") { Min = low, Max = high }, new("y"), [new("s", Mark.Line, [low, high], [1, 2])]));

        Assert.Contains($".{digits}~e", (string)chart["layer"]![0]!["encoding"]!["x"]!["axis"]!["labelExpr"]!);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2.5, false)]
    public void Between_numbers_of_layers_there_are_no_ticks(double last, bool whole)
    {
        JsonNode chart = Draw(new("", new("hidden layers"), new("y"), [new("s", Mark.Line, [1, 2, last], [1, 2, 3])]));
        Assert.Equal(whole, chart["layer"]![0]!["encoding"]!["x"]!["axis"]!["tickMinStep"] is not null);
    }

    private static double Domain(JsonNode chart, string channel)
    {
        JsonArray domain = chart["layer"]![0]!["encoding"]![channel]!["scale"]!["domain"]!.AsArray();
        return (double)domain[1]! - (double)domain[0]!;
    }

    private static JsonNode Draw(Chart chart, double early = 0) =>
        PictureChart.Of(ChartPoints.Of(chart) with { Early = early }, new PictureStyle(new Picture("", "") { Charts = [chart] }), 340, "");
}
