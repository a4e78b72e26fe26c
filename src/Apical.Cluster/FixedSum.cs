using System.Numerics;
using System.Numerics.Tensors;

namespace Apical.Cluster;

/// <summary>
/// Sums numbers over ranks, always in the order of the ranks: the same bits whatever the MPI and however it sends. Each rank sums a piece of all, and shows
/// it to the others, so that no more is sent than MPI's own sum would.
/// </summary>
/// <param name="ranks">The ranks.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class FixedSum<T>(IRanks ranks)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Few = 4096;                       // of which each rank sums all: a message less

    private T[] _theirs = [];

    /// <summary>Puts the sums over all ranks in the place of numbers.</summary>
    /// <param name="values">As many as the others have.</param>
    public void Sum(Span<T> values)
    {
        int piece = values.Length < Few ? 0 : values.Length / ranks.Size, most = piece * ranks.Size;
        if (piece > 0)
        {
            SumPieces(values[..most], piece);
        }

        if (most < values.Length)
        {
            SumAll(values[most..]);
        }
    }

    private void SumPieces(Span<T> values, int piece)
    {
        Span<T> theirs = Room(values.Length), mine = values.Slice(ranks.Rank * piece, piece);
        ranks.Exchange<T>(values, theirs);
        Span<T> sum = Of(0, theirs, mine, piece);
        for (int rank = 1; rank < ranks.Size; rank++)
        {
            // The last of the sums goes where it is wanted.
            Span<T> next = rank == ranks.Size - 1 ? mine : sum;
            TensorPrimitives.Add(sum, Of(rank, theirs, mine, piece), next);
            sum = next;
        }

        ranks.Spread(values);
    }

    private void SumAll(Span<T> values)
    {
        Span<T> all = Room(values.Length * ranks.Size);
        ranks.Gather<T>(values, all);
        all[..values.Length].CopyTo(values);
        for (int rank = 1; rank < ranks.Size; rank++)
        {
            TensorPrimitives.Add(values, all.Slice(rank * values.Length, values.Length), values);
        }
    }

    private Span<T> Of(int rank, Span<T> theirs, Span<T> mine, int piece) => rank == ranks.Rank ? mine : theirs.Slice(rank * piece, piece);

    private Span<T> Room(int count)
    {
        if (_theirs.Length < count)
        {
            _theirs = GC.AllocateUninitializedArray<T>(count, pinned: true);
        }

        return _theirs.AsSpan(0, count);
    }
}
