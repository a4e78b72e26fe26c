using Spectre.Console;
using Spectre.Console.Rendering;

namespace Apical.Cli.Output;

/// <summary>Deals a width out to the columns of a table so that no word is broken over lines.</summary>
internal static class ColumnWidths
{
    /// <summary>Gives the columns widths of their own: every one its longest word at least, and what is left to those that have more to say.</summary>
    /// <param name="table">A table that is wider than there is room.</param>
    /// <param name="room">Columns of the terminal for all cells together, without what is between them.</param>
    /// <param name="options">How it is drawn.</param>
    /// <returns>Whether there is room for all words; where there is not, the table is left as it was.</returns>
    public static bool Deal(Table table, int room, RenderOptions options)
    {
        (int Least, int Most)[] wanted = [.. table.Columns.Select((column, c) => Wanted(column, table.Rows.Select(row => row[c]), options))];
        int[] widths = [.. wanted.Select(column => column.Least)];
        int left = room - widths.Sum();
        if (left < 0)
        {
            return false;
        }

        for (; left > 0; left--)
        {
            // The next column of the terminal goes to whom it saves the most lines.
            int most = Enumerable.Range(0, widths.Length).Where(c => widths[c] < wanted[c].Most).DefaultIfEmpty(-1)
                .MaxBy(c => c < 0 ? 0 : wanted[c].Most / (double)widths[c]);
            if (most < 0)
            {
                break;
            }

            widths[most]++;
        }

        foreach (var (column, width) in table.Columns.Zip(widths))
        {
            column.Width = width;
        }

        return true;
    }

    /// <summary>How wide all cells would be together if nothing had to be broken.</summary>
    public static int Whole(Table table, RenderOptions options) =>
        table.Columns.Select((column, c) => Wanted(column, table.Rows.Select(row => row[c]), options).Most).Sum();

    private static (int Least, int Most) Wanted(TableColumn column, IEnumerable<IRenderable> cells, RenderOptions options)
    {
        Measurement[] all = [.. cells.Prepend(column.Header).Select(cell => cell.Measure(options, int.MaxValue / 2))];
        int most = Math.Max(1, all.Max(cell => cell.Max));
        return (column.NoWrap ? most : Math.Max(1, all.Max(cell => cell.Min)), most);
    }
}
