using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Apical.Runs;

/// <summary>The numbers of a picture as CSV files, one per chart and image grid.</summary>
public static partial class PictureCsv
{
    /// <summary>Writes <c>figure-1-1.csv</c> … (picture, chart) and <c>images-1-1.csv</c> … into a folder.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="pictures">The pictures.</param>
    public static void Write(string folder, IReadOnlyList<Picture> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        for (int p = 0; p < pictures.Count; p++)
        {
            for (int c = 0; c < pictures[p].Charts.Count; c++)
            {
                AtomicFile.WriteText(Path.Combine(folder, $"figure-{p + 1}-{c + 1}.csv"), Text(pictures[p].Charts[c]));
            }

            for (int g = 0; g < pictures[p].Images.Count; g++)
            {
                AtomicFile.WriteText(Path.Combine(folder, $"images-{p + 1}-{g + 1}.csv"), Text(pictures[p].Images[g]));
            }
        }
    }

    /// <summary>Whether a file has a name that <see cref="Write"/> gives.</summary>
    /// <param name="name">Its name, without folders.</param>
    public static bool IsFile(string name) => Names().IsMatch(name);

    [GeneratedRegex(@"^(figure|images)-[1-9][0-9]*-[1-9][0-9]*\.csv\z")]
    private static partial Regex Names();

    private static string Text(Chart chart)
    {
        var text = new StringBuilder("series,x,y,low,high,dx,dy\n");
        foreach (Series series in chart.Series)
        {
            for (int i = 0; i < series.X.Count; i++)
            {
                Csv.Append(text, series.Name);
                double?[] cells = [series.X[i], series.Y[i], series.Low?[i], series.High?[i], series.Dx?[i], series.Dy?[i]];
                foreach (double? cell in cells)
                {
                    text.Append(',').Append(Show(cell));
                }

                text.Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Text(ImageGrid grid)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Enumerable.Range(1, grid.Height * grid.Width).Select(i => $"pixel{i}")).Append('\n');
        foreach (IReadOnlyList<double> image in grid.Images)
        {
            text.AppendJoin(',', image.Select(value => Show(value))).Append('\n');
        }

        return text.ToString();
    }

    private static string Show(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
