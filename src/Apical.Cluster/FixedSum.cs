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
    private T[] _values = [], _pieces = [];

    /// <summary>Room for numbers to be summed; filled up with zeros to equal pieces.</summary>
    /// <param name="count">How many.</param>
    public Span<T> Room(int count)
    {
        int whole = (count + ranks.Size - 1) / ranks.Size * ranks.Size;
        if (_values.Length != whole)
        {
            (_values, _pieces) = (GC.AllocateArray<T>(whole, pinned: true), GC.AllocateArray<T>(whole, pinned: true));
        }

        return _values.AsSpan(0, count);
    }

    /// <summary>Puts the sums over all ranks in the place of what lies in the room.</summary>
    public void Sum()
    {
        int piece = _values.Length / ranks.Size;
        ranks.Exchange<T>(_values, _pieces);
        Span<T> sum = _pieces.AsSpan(0, piece);
        for (int rank = 1; rank < ranks.Size; rank++)
        {
            TensorPrimitives.Add(sum, _pieces.AsSpan(rank * piece, piece), sum);
        }

        ranks.Gather<T>(sum, _values);
    }
}
