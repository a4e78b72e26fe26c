using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Which terms the sums of a convolution have at one place of a map, or of the image below.</summary>
internal static unsafe class PatchTerms
{
    /// <summary>Of a unit: the taps that lie within the image, counted from the upper left corner of its patch.</summary>
    /// <param name="s">Who sees whom.</param>
    /// <param name="batch">Numbers in a row of memory.</param>
    /// <param name="rows">Rows of the patch that lie within the image.</param>
    /// <param name="columns">Columns of it.</param>
    /// <param name="to">Receives them.</param>
    /// <returns>How many there are.</returns>
    public static int OfUnit(in PatchShape s, int batch, (int First, int End) rows, (int First, int End) columns, TileTerm* to)
    {
        TileTerm* first = to;
        for (int c = 0; c < s.Channels; c++)
        {
            for (int dy = rows.First; dy < rows.End; dy++)
            {
                for (int dx = columns.First; dx < columns.End; dx++)
                {
                    *to++ = new((((c * s.PatchHeight) + dy) * s.PatchWidth) + dx, ((((nint)c * s.Height) + dy) * s.Width + dx) * batch);
                }
            }
        }

        return (int)(to - first);
    }

    /// <summary>Of a pixel: the units that see it, with the place of their patch through which they do.</summary>
    /// <param name="s">Who sees whom.</param>
    /// <param name="batch">Numbers in a row of memory.</param>
    /// <param name="y">Row of the pixel.</param>
    /// <param name="x">Its column.</param>
    /// <param name="to">Receives them.</param>
    /// <returns>How many there are.</returns>
    public static int OfPixel(in PatchShape s, int batch, int y, int x, TileTerm* to)
    {
        TileTerm* one = Scratch.Get<TileTerm>(ScratchSlot.Terms, s.Places), first = to;
        int count = InOneMap(in s, y, x, one);
        nint places = s.Places, positions = s.Positions;
        for (int map = 0; map < s.Maps; map++)
        {
            for (int i = 0; i < count; i++)
            {
                *to++ = new((map * places) + one[i].A, ((map * positions) + one[i].B) * batch);
            }
        }

        return (int)(to - first);
    }

    /// <summary>The same for the units of one map, counted from its first.</summary>
    /// <param name="s">Who sees whom.</param>
    /// <param name="y">Row of the pixel.</param>
    /// <param name="x">Its column.</param>
    /// <param name="to">Receives place and unit.</param>
    /// <returns>How many there are.</returns>
    public static int InOneMap(in PatchShape s, int y, int x, TileTerm* to)
    {
        int count = 0;
        for (int dy = 0; dy < s.PatchHeight; dy++)
        {
            for (int dx = 0; Sees(y + s.Top - dy, s.Stride, s.OutHeight, out int above) && dx < s.PatchWidth; dx++)
            {
                if (Sees(x + s.Left - dx, s.Stride, s.OutWidth, out int across))
                {
                    to[count++] = new((dy * s.PatchWidth) + dx, ((nint)above * s.OutWidth) + across);
                }
            }
        }

        return count;
    }

    /// <summary>Whether a patch begins at this row or column, counted from the first patch; if so, which one.</summary>
    private static bool Sees(int corner, int stride, int count, out int unit)
    {
        unit = corner / stride;
        return corner >= 0 && unit < count && unit * stride == corner;
    }
}
