namespace Apical.Cluster;

/// <summary>Shares of a batch: samples are columns, and rank r has the r-th of equal pieces.</summary>
internal static class Columns
{
    /// <summary>Where the share of a rank begins; ranks differ by one sample at most.</summary>
    public static int Begin(int samples, int rank, int size) => (int)((long)samples * rank / size);

    /// <summary>The columns of all ranks side by side, in the current workspace.</summary>
    /// <param name="mine">Those of this rank, as many as the others have.</param>
    /// <param name="ranks">The ranks.</param>
    public static Matrix Gather(Matrix mine, IRanks ranks)
    {
        Matrix all = Workspace.Temporary(mine.Rows, mine.Columns * ranks.Size, mine.Backend);
        if (mine.Precision == Precision.Single)
        {
            Gather<float>(mine, all, ranks);
        }
        else
        {
            Gather<double>(mine, all, ranks);
        }

        return all;
    }

    private static void Gather<T>(Matrix mine, Matrix all, IRanks ranks)
        where T : unmanaged
    {
        Matrix blocks = Workspace.Temporary(ranks.Size * mine.Rows, mine.Columns, mine.Backend);
        Span<T> source = blocks.AsSpan<T>(), target = all.AsSpan<T>();
        ranks.Gather<T>(mine.AsSpan<T>(), source);
        for (int rank = 0; rank < ranks.Size; rank++)
        {
            for (int row = 0; row < mine.Rows; row++)
            {
                source.Slice(((rank * mine.Rows) + row) * mine.Columns, mine.Columns).CopyTo(target[((row * all.Columns) + (rank * mine.Columns))..]);
            }
        }
    }
}
