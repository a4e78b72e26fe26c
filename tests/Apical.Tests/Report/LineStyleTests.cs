using System.Globalization;
using System.Text.RegularExpressions;
using Apical.Report;
using Apical.Runs;

namespace Apical.Tests.Report;

public sealed class LineStyleTests
{
    [Fact]
    public void Well_known_rules_look_the_same_on_every_page()
    {
        var alone = LineStyle.Assign(["dfa"])[0];

        Assert.Equal(alone, LineStyle.Assign(["bp", "fa", "dfa"])[2]);
        Assert.Equal(alone, LineStyle.Assign(["something", "dfa", "bp"])[1]);
    }

    [Fact]
    public void No_two_lines_look_the_same()
    {
        string[] many = [.. Enumerable.Range(0, 20).Select(i => $"rule{i}"), "bp", "fa"];

        Assert.Equal(many.Length, LineStyle.Assign(many).Select(Look).Distinct().Count());
        Assert.Equal(4, LineStyle.Assign(["bp", "bp", "bp", "bp"]).Select(Look).Distinct().Count());
        Assert.Equal(6, LineStyle.Assign(["bp", "fa", "bp", "fa", "bp", "fa"]).Select(Look).Distinct().Count());
    }

    [Fact]
    public void The_same_rules_in_several_runs_keep_their_colours_and_differ_in_dashes()
    {
        var styles = LineStyle.Assign(["bp", "fa", "bp", "fa"]);

        Assert.Equal(styles[0].Colour, styles[2].Colour);
        Assert.Equal(styles[1].Colour, styles[3].Colour);
        Assert.Empty(styles[0].Dash);
        Assert.NotEmpty(styles[2].Dash);
    }

    [Fact]
    public void Every_colour_has_a_twin_for_dark_screens_and_both_stand_out()
    {
        string css = ChartScripts.Resource("page.css")!;
        foreach (string colour in LineStyle.Colours)
        {
            string stroke = Regex.Match(css, $$"""\[stroke="{{colour}}"\] \{ stroke: (#\w{6}); \}""").Groups[1].Value;
            string fill = Regex.Match(css, $$"""\[fill="{{colour}}"\] \{ fill: (#\w{6}); \}""").Groups[1].Value;

            Assert.Equal(stroke, fill);
            Assert.True(Contrast(colour, "#ffffff") >= 3, $"{colour} on white");
            Assert.True(Contrast(stroke, "#0f1216") >= 3, $"{stroke} on the dark page");
        }

        Assert.Contains("--paper: #0f1216", css);
    }

    [Fact]
    public void Bars_and_points_beyond_ten_differ_in_their_inside()
    {
        string[] many = [.. Enumerable.Range(0, 20).Select(i => $"rule{i}")];

        Assert.Equal(many.Length, LineStyle.Assign(many).Select(style => (style.Colour, style.Inside)).Distinct().Count());
        Assert.All(LineStyle.Assign(many[..10]), style => Assert.Equal(1, style.Inside));
        string next = LineStyle.Assign(many)[10].Swatch(new Series("next", Mark.Bar, [0], [1]));
        Assert.Contains($"fill-opacity=\"0\" stroke=\"{LineStyle.Colours[0]}\"", next, StringComparison.Ordinal);
    }

    private static string Look(LineStyle style) => $"{style.Colour} {style.Marker} {string.Join(',', style.Dash)}";

    /// <summary>Contrast ratio of the Web Content Accessibility Guidelines: (L₁ + 0.05) / (L₂ + 0.05), lighter over darker.</summary>
    private static double Contrast(string a, string b)
    {
        double x = Luminance(a), y = Luminance(b);
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            double c = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }

        return 0.2126 * Channel(1) + 0.7152 * Channel(3) + 0.0722 * Channel(5);
    }
}
