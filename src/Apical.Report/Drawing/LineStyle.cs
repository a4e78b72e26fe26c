using System.Text;
using Apical.Runs;

namespace Apical.Report;

/// <summary>Colour, marker and dashes of a line: a reader can tell lines apart by colour, and without it.</summary>
/// <param name="Colour">Colour on white, as written into the charts. page.css replaces it on a dark screen.</param>
/// <param name="Marker">SVG path of the marker in the square −1…1.</param>
/// <param name="Dash">Lengths of dashes and gaps; empty for a solid line.</param>
/// <param name="Dashed">The same for theory, controls and references.</param>
/// <param name="Inside">How much of its colour the inside of markers and bars has: 1, or less inside an outline, down to 0.</param>
internal sealed record LineStyle(string Colour, string Marker, string Dash, string Dashed, double Inside)
{
    /// <summary>
    /// Ten colours, as many as there are digits, at least 3:1 against white, chosen so that any two stay apart (ΔE of 0.09 or more in Oklab) for normal
    /// sight and simulated protanopia, deuteranopia and tritanopia. page.css holds the ten for dark screens, found in the same way.
    /// </summary>
    public static IReadOnlyList<string> Colours { get; } =
        ["#1f2328", "#2291fd", "#a5480d", "#8a919a", "#1d7459", "#702b63", "#aa7c1c", "#7a56a5", "#0000b4", "#fa28f0"];

    private static readonly string[] s_markers =
    [
        "M0.9,0A0.9,0.9,0,1,1,-0.9,0A0.9,0.9,0,1,1,0.9,0Z",
        "M-0.8,-0.8H0.8V0.8H-0.8Z",
        "M0,-1L1,0.8H-1Z",
        "M0,-1.1L1.1,0L0,1.1L-1.1,0Z",
        "M0,1L1,-0.8H-1Z",
        "M-0.33,-1H0.33V-0.33H1V0.33H0.33V1H-0.33V0.33H-1V-0.33H-0.33Z",
        "M-1,0L-0.5,-0.87H0.5L1,0L0.5,0.87H-0.5Z",
        "M0,-0.5L0.6,-1L1,-0.6L0.5,0L1,0.6L0.6,1L0,0.5L-0.6,1L-1,0.6L-0.5,0L-1,-0.6L-0.6,-1Z",
        "M0,-1.1L0.26,-0.36L1.05,-0.34L0.42,0.14L0.65,0.89L0,0.44L-0.65,0.89L-0.42,0.14L-1.05,-0.34L-0.26,-0.36Z",
        "M-0.8,-0.9H0.8L0.15,0L0.8,0.9H-0.8L-0.15,0Z",
    ];

    // Dashes mean theory, controls and references; further rounds of colours, and further runs of a rule, are told apart by dots and by hollow marks.
    private static readonly (string Plain, string Dashed, double Inside)[] s_rounds =
        [("", "6 3", 1), ("1.5 2.5", "6 2 1.5 2", 0), ("9 2 1.5 2 1.5 2", "3 3", 0.4)];

    // The rules compared most have a place of their own, so that they look the same on every page.
    private static readonly Dictionary<string, int> s_places = new()
    {
        ["bp"] = 0,
        ["fa"] = 1,
        ["dfa"] = 2,
        ["shallow"] = 3,
        ["sign-symmetry"] = 4,
        ["kolen-pollack"] = 5,
        ["weight-mirror"] = 6,
        ["drtp"] = 7,
    };

    /// <summary>Gives every line a style of its own.</summary>
    /// <remarks>
    /// Where several runs have the same few rules, colour means the rule and dots mean the run. Otherwise every line has its own colour, and with more
    /// lines than colours, dots and hollow marks tell the rounds apart.
    /// </remarks>
    /// <param name="rules">One per line, in the order of the page; a rule of several runs stands there several times.</param>
    public static IReadOnlyList<LineStyle> Assign(IReadOnlyList<string> rules)
    {
        List<string> distinct = [.. rules.Distinct()];
        bool byRule = distinct.Count > 1 && distinct.Count <= Colours.Count && rules.GroupBy(rule => rule).Max(group => group.Count()) <= s_rounds.Length;
        if (!byRule)
        {
            return [.. Places(rules).Select(place => Make(place, place / Colours.Count, 0))];
        }

        var places = Places(distinct);
        var rounds = rules.Select((rule, i) => rules.Take(i).Count(earlier => earlier == rule));
        return [.. rules.Zip(rounds, (rule, round) => Make(places[distinct.IndexOf(rule)], round, round))];
    }

    private static LineStyle Make(int place, int round, int markerShift)
    {
        var (plain, dashed, inside) = s_rounds[round % s_rounds.Length];
        return new(Colours[place % Colours.Count], s_markers[(place + markerShift) % s_markers.Length], plain, dashed, inside);
    }

    /// <summary>A number for each rule: its own where it has one and comes first, else the next free one.</summary>
    internal static int[] Places(IReadOnlyList<string> rules)
    {
        var places = new int[rules.Count];
        var taken = new HashSet<int>();
        for (int i = 0; i < rules.Count; i++)
        {
            places[i] = s_places.TryGetValue(rules[i], out int place) && taken.Add(place) ? place : -1;
        }

        int next = 0;
        for (int i = 0; i < rules.Count; i++)
        {
            if (places[i] < 0)
            {
                while (!taken.Add(next))
                {
                    next++;
                }

                places[i] = next;
            }
        }

        return places;
    }

    /// <summary>What series of this style look like, in small.</summary>
    public string Swatch(params IEnumerable<Series> series)
    {
        List<Series> all = [.. series];
        var svg = new StringBuilder("<svg class=\"swatch\" viewBox=\"0 0 28 12\" width=\"28\" height=\"12\" aria-hidden=\"true\">");
        if (all.Any(series => series.Mark is Mark.Bar or Mark.Histogram))
        {
            svg.Append($"""<path d="M8.75,0.75H19.25V11.25H8.75Z" fill="{Colour}"{Outline(1.5)}/>""");
        }

        if (all.FirstOrDefault(series => series.IsLine) is { } line)
        {
            svg.Append($"""<path d="M0,6H28" fill="none" stroke="{Colour}" stroke-width="2" stroke-dasharray="{DashOf(line)}"/>""");
        }

        if (all.Any(series => series.Mark is Mark.MarkedLine or Mark.LineAndPoints or Mark.Point))
        {
            svg.Append($"""<path d="{Marker}" transform="translate(14,6) scale(4)" fill="{Colour}"{Outline(0.35)}/>""");
        }

        if (all.Any(series => series.Mark == Mark.Dot))
        {
            svg.Append($"""<path d="M9,8h.1M14,4h.1M19,8h.1" fill="none" stroke="{Colour}" stroke-width="3" stroke-linecap="round"/>""");
        }

        if (all.Any(series => series.Mark == Mark.Arrow))
        {
            svg.Append($"""<path d="M3,6H22" fill="none" stroke="{Colour}" stroke-width="2"/><path d="M26,6L18,2V10Z" fill="{Colour}"/>""");
        }

        return svg.Append("</svg>").ToString();
    }

    private string Outline(double width) => Inside < 1
        ? FormattableString.Invariant($" fill-opacity=\"{Inside}\" stroke=\"{Colour}\" stroke-width=\"{width}\"") : "";

    /// <summary>Lengths of dashes and gaps of a series; empty for a solid line.</summary>
    public string DashOf(Series series) => series.Dashed ? Dashed : Dash;
}
