using Apical.Runs;

namespace Apical.Report;

/// <summary>Where bars stand: side by side where several series have one at the same place.</summary>
internal sealed class BarPlaces
{
    private readonly Dictionary<double, List<int>> _at = [];
    private readonly bool _logarithmic;
    private readonly double _group;
    private readonly int _slots;

    /// <summary>Finds the places of all bars of a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="share">How much of the distance between neighbouring places the bars fill.</param>
    public BarPlaces(Chart chart, double share)
    {
        _logarithmic = chart.X.Logarithmic;
        for (int s = 0; s < chart.Series.Count; s++)
        {
            foreach (double x in chart.Series[s].Mark == Mark.Bar ? chart.Series[s].X.Where(x => VegaLite.IsDrawn(x) && (!_logarithmic || x > 0)) : [])
            {
                _at.TryAdd(x, []);
                if (!_at[x].Contains(s))
                {
                    _at[x].Add(s);
                }
            }
        }

        _slots = _at.Values.Select(series => series.Count).DefaultIfEmpty(1).Max();
        double[] places = [.. _at.Keys.Select(Position).Order()];
        double nearest = places.Zip(places.Skip(1), (a, b) => b - a).DefaultIfEmpty(1).Min();
        _group = share * (chart.X.Categories is null ? nearest : 1);
    }

    /// <summary>Left and right edge of the bar of a series.</summary>
    public (double Left, double Right) Edges(int series, double x)
    {
        double width = _group / _slots;
        List<int> here = _at[x];
        double left = Position(x) + ((here.IndexOf(series) - (here.Count / 2.0)) * width);
        return (Place(left), Place(left + width));
    }

    private double Position(double x) => _logarithmic ? Math.Log10(x) : x;

    private double Place(double position) => _logarithmic ? Math.Pow(10, position) : position;
}
