using System.Text.Json;

namespace Apical.Runs;

/// <summary>Sees to it that pictures that were read can be drawn.</summary>
internal static class PictureCheck
{
    /// <summary>The pictures themselves.</summary>
    /// <param name="pictures">As read.</param>
    /// <exception cref="JsonException">One cannot be drawn; the message says which and why.</exception>
    public static IReadOnlyList<Picture> Of(IReadOnlyList<Picture> pictures)
    {
        foreach (var (p, picture) in pictures.Index())
        {
            Require(picture.Columns > 0, $"picture {p + 1} has {picture.Columns} charts in a row.");
            foreach (var (c, chart) in picture.Charts.Index())
            {
                foreach (Series series in chart.Series)
                {
                    Check(series, $"'{series.Name}' in chart {c + 1} of picture {p + 1}");
                }
            }

            foreach (var (g, grid) in picture.Images.Index())
            {
                Check(grid, $"image grid {g + 1} of picture {p + 1}");
            }
        }

        return pictures;
    }

    private static void Check(Series series, string where)
    {
        int count = series.X.Count;
        Require(series.Y.Count == count && All(series).All(list => list is null || list.Count == count) && (series.Over is null || series.Over.Count == count),
            $"{where} has lists of different lengths.");
    }

    private static IEnumerable<IReadOnlyList<double>?> All(Series series) => [series.Low, series.High, series.Dx, series.Dy];

    private static void Check(ImageGrid grid, string where)
    {
        bool fits = grid is { Height: > 0, Width: > 0, Columns: > 0, Channels: 1 or 3 }
            && grid.Images.All(image => image.Count == (Int128)grid.Height * grid.Width * grid.Channels);
        Require(fits, $"{where} has images that are not {grid.Height}×{grid.Width} with {grid.Channels} channels, or {grid.Columns} in a row.");
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new JsonException(otherwise);
        }
    }
}
