namespace Apical.Runs;

/// <summary>How a series is drawn.</summary>
public enum Mark
{
    /// <summary>A line through the points, with a band between low and high where they are given.</summary>
    Line,

    /// <summary>As <see cref="Line"/>, with a marker at a few of the points: lines can be told apart without colour.</summary>
    MarkedLine,

    /// <summary>A line with a marker at each point, and error bars from low to high where they are given.</summary>
    LineAndPoints,

    /// <summary>Points alone (a scatter plot), with error bars where given.</summary>
    Point,

    /// <summary>Bars from zero, side by side where several series share an x, with error bars where given.</summary>
    Bar,

    /// <summary>Bars of a histogram: x are the left edges, high the right edges' x, y the counts.</summary>
    Histogram,

    /// <summary>Arrows from (x, y) by (dx, dy): a flow field.</summary>
    Arrow,

    /// <summary>Unconnected small dots, for thousands of points.</summary>
    Dot,
}
