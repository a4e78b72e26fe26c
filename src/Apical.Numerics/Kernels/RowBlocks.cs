namespace Apical.Numerics.Kernels;

/// <summary>
/// The rows of a packed factor in blocks that tiles take whole: twelves, some tens where that leaves fewer rows that are computed for nothing, and a rest that
/// is taken by sixes.
/// </summary>
internal readonly struct RowBlocks
{
    private readonly int _rows, _twelves, _tens;

    /// <summary>Cuts so many rows.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="tens">Whether there are tiles of ten rows.</param>
    public RowBlocks(int rows, bool tens)
    {
        int least = int.MaxValue;
        for (int n = 0; n <= (tens ? Math.Min(5, rows / 10) : 0); n++)
        {
            int left = rows - (10 * n), rest = left % 12, idle = ((rest + 5) / 6 * 6) - rest;
            if (idle < least)
            {
                (least, _tens, _twelves) = (idle, n, left / 12);
            }
        }

        _rows = rows;
    }

    /// <summary>How many there are.</summary>
    public int Count => _twelves + _tens + (Rest > 0 ? 1 : 0);

    private int Rest => _rows - (12 * _twelves) - (10 * _tens);

    /// <summary>The first row of a block, and how many it has.</summary>
    public (int First, int Rows) this[int block] => block < _twelves ? (12 * block, 12)
        : block < _twelves + _tens ? ((12 * _twelves) + (10 * (block - _twelves)), 10) : (_rows - Rest, Rest);
}
