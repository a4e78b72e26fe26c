using Apical.Runs;

namespace Apical.Report;

/// <summary>Leaves points of a long line out where nobody can see it: every stretch keeps its ends, its extremes and a gap.</summary>
internal static class Thinning
{
    /// <summary>The points to draw.</summary>
    /// <param name="series">A line.</param>
    /// <param name="count">How many points it has.</param>
    /// <param name="most">How many to draw at most.</param>
    public static IReadOnlyList<int> Keep(Series series, int count, int most)
    {
        if (count <= most)
        {
            return [.. Enumerable.Range(0, count)];
        }

        List<IReadOnlyList<double>> watched = [series.Y];
        if (Enumerable.Range(1, count - 1).Any(i => series.X[i] < series.X[i - 1]))
        {
            watched.Add(series.X); // a path in the plane
        }

        watched.AddRange(new[] { series.Low, series.High }.OfType<IReadOnlyList<double>>());
        int stretches = most / ((2 * watched.Count) + 3);
        var kept = new SortedSet<int>();
        for (int s = 0; s < stretches; s++)
        {
            int from = (int)((long)count * s / stretches), to = (int)((long)count * (s + 1) / stretches);
            kept.Add(from);
            kept.Add(to - 1);
            foreach (var values in watched)
            {
                var finite = Enumerable.Range(from, to - from).Where(i => double.IsFinite(ChartPoints.Entry(values, i))).ToList();
                if (finite.Count > 0)
                {
                    kept.Add(finite.MinBy(i => values[i]));
                    kept.Add(finite.MaxBy(i => values[i]));
                }
            }

            int gap = Enumerable.Range(from, to - from).FirstOrDefault(i => !double.IsFinite(series.Y[i]), -1);
            if (gap >= 0)
            {
                kept.Add(gap);
            }
        }

        return [.. kept];
    }
}
