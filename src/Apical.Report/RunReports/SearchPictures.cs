using Apical.Runs;

namespace Apical.Report;

/// <summary>The figure of a search for settings: what it chose by against the rate, a chart for each rule, with the chosen point marked.</summary>
internal static class SearchPictures
{
    private const string Rate = "lr", Tried = "tried", Chosen = "chosen";
    private const double FarApart = 10;

    /// <summary>The figure of a sweep, or of how rates of a comparison were tuned; none where nothing with a number was varied.</summary>
    public static IEnumerable<Picture> Of(RunSource source)
    {
        IReadOnlyList<SearchPoint> swept = SearchPoint.Of(source), points = swept.Count > 0 ? swept : SearchPoint.TunedIn(source);
        string[] settings = [.. points.SelectMany(point => point.Values.Select(value => value.Setting)).Distinct().OrderBy(setting => setting != Rate)];
        string? across = settings.FirstOrDefault(setting => points.Select(point => point.Number(setting)).OfType<double>().Distinct().Count() > 1);
        SearchPoint[] shown = [.. points.Where(point => across is not null && point.Number(across) is not null)];
        if (across is null || SearchPoint.SelectedBy(source) is not { } by || !shown.Any(point => VegaLite.IsDrawn(point.Value.Mean)))
        {
            yield break;
        }

        double[] numbers = [.. shown.Select(point => point.Number(across)!.Value)];
        double[] values = [.. shown.Select(point => point.Value.Mean).Where(VegaLite.IsDrawn)];
        Axis x = new(across == Rate ? "learning rate" : across) { Logarithmic = numbers.Min() > 0 && numbers.Max() / numbers.Min() >= FarApart };
        Axis y = new(by.Heading.Replace(" (%)", "", StringComparison.Ordinal))
        {
            Unit = by.Unit,
            Logarithmic = by.Unit == Unit.Plain && values.Min() > 0 && values.Max() / values.Min() >= FarApart * FarApart,
        };
        (double low, double high, double margin) = (values.Min(), values.Max(), 0.05 * (values.Max() - values.Min()));
        y = by.Unit == Unit.Share ? y with { Min = Math.Max(0, low - margin), Max = Math.Min(1, high + margin) } : y;
        IGrouping<string, SearchPoint>[] rules = [.. shown.GroupBy(point => point.Rule)];
        string over = shown.Any(point => point.Value.N > 1) ? " Points are means over runs, with one standard deviation on either side." : "";
        string stopped = shown.Any(point => point.StoppedAfter is not null)
            ? " Runs that were stopped early, because others did better, are shown as they were then." : "";
        yield return new Picture(
            swept.Count > 0 ? "How the settings were chosen" : "How the learning rates were chosen",
            $"What decides, against {(across == Rate ? "the learning rate" : across)}; the marked point, on the dashed line, is the one that was "
                + $"chosen for the rule. A missing point has no run that came to its end.{over}{stopped}")
        {
            Columns = rules.Length == 1 ? 1 : 2,
            Charts =
            [
                .. rules.OrderBy(rule => SearchPoint.Place(source, rule.Key))
                    .Select(rule => new Chart(rules.Length > 1 ? rule.Key : "", x, y, [.. Lines(rule)])),
            ],
        };

        IEnumerable<Series> Lines(IEnumerable<SearchPoint> rule)
        {
            var lines = rule.GroupBy(Others).OrderBy(line => line.Key, StringComparer.Ordinal).ToArray();
            bool scattered = lines.Length > 1 && lines.All(line => line.Count() == 1);      // drawn at random: nothing to join by lines
            foreach (var line in scattered ? rule.GroupBy(_ => "") : lines)
            {
                SearchPoint[] sorted = [.. line.OrderBy(point => point.Number(across))];
                yield return Series.Of(line.Key.Length > 0 ? line.Key : Tried, sorted.Select(point => point.Number(across)!.Value),
                    [.. sorted.Select(point => point.Value)], scattered ? Mark.Point : Mark.LineAndPoints);
            }

            foreach (SearchPoint best in rule.Where(point => point.IsBest))
            {
                double at = best.Number(across)!.Value;
                yield return new(Chosen, Mark.Line, [at, at], [y.Min ?? low, best.Value.Mean]) { Dashed = true };
                yield return new(Chosen, Mark.Point, [at], [best.Value.Mean]);
            }
        }

        string Others(SearchPoint point) =>
            string.Join(' ', point.Values.Where(value => value.Setting != across).Select(value => $"{value.Setting}={value.Value}"));
    }
}
