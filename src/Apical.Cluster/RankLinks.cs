using Apical.Pipelines;

namespace Apical.Cluster;

/// <summary>
/// Ranks as stages of a pipeline, the last of which is rank 0. Messages go in pieces of one size, for which room is ready before they come; MPI moves them when
/// it is called, so <see cref="Poll"/> is to be called often.
/// </summary>
public sealed class RankLinks : ILinks, IDisposable
{
    private const int PieceBytes = 1 << 18, SmallMessages = 16, SpinsBeforeYield = 200;

    private readonly Mpi _mpi;
    private readonly Queue<PieceUnderWay>[] _expected;  // by stage
    private readonly Queue<PieceUnderWay> _sent = [];
    private readonly Stack<PieceUnderWay> _free = [];
    private readonly Func<Patience?> _patience;

    internal RankLinks(Mpi mpi, int rank, int size, Func<Patience?> patience)
    {
        (_mpi, Stage, Stages, _patience) = (mpi, size - 1 - rank, size, patience);
        _expected = [.. Enumerable.Range(0, Stages).Select(_ => new Queue<PieceUnderWay>())];
    }

    /// <inheritdoc/>
    public int Stage { get; }

    /// <inheritdoc/>
    public int Stages { get; }

    /// <inheritdoc/>
    public void Open(int from, long bytes)
    {
        for (long pieces = SmallMessages + (bytes / PieceBytes) + 1 - _expected[from].Count; pieces > 0; pieces--)
        {
            Expect(from, new(PieceBytes));
        }
    }

    /// <inheritdoc/>
    public void Send(int to, ReadOnlySpan<byte> message)
    {
        while (message.Length > 0)
        {
            ReadOnlySpan<byte> part = message[..Math.Min(message.Length, PieceBytes)];
            message = message[part.Length..];
            PieceUnderWay piece = _free.TryPop(out PieceUnderWay? used) ? used : new(PieceBytes);
            part.CopyTo(piece.Bytes);
            piece.BeginSend(_mpi, part.Length, RankOf(to));
            _sent.Enqueue(piece);
        }

        Poll();
    }

    /// <inheritdoc/>
    public void Receive(int from, Span<byte> message)
    {
        if (_expected[from].Count == 0)
        {
            Open(from, message.Length);
        }

        while (message.Length > 0)
        {
            PieceUnderWay piece = _expected[from].Dequeue();
            Patience? patience = _patience();
            patience?.Begin();
            for (int spins = 0; !piece.IsDone(_mpi); spins++)
            {
                Poll();
                if (spins > SpinsBeforeYield)
                {
                    Thread.Yield();
                }
            }

            patience?.End();
            int length = Math.Min(message.Length, PieceBytes);
            piece.Bytes.AsSpan(0, length).CopyTo(message);
            message = message[length..];
            Expect(from, piece);
        }
    }

    /// <inheritdoc/>
    public void Poll()
    {
        bool asked = false;
        while (_sent.TryPeek(out PieceUnderWay? piece))
        {
            asked = true;
            if (!piece.IsDone(_mpi))
            {
                return;
            }

            _free.Push(_sent.Dequeue());
        }

        // One call is enough to let all get on, what comes in as well.
        foreach (Queue<PieceUnderWay> expected in asked ? [] : _expected)
        {
            if (expected.TryPeek(out PieceUnderWay? piece))
            {
                _ = piece.IsDone(_mpi);
                return;
            }
        }
    }

    /// <summary>Waits until all that was sent has left, and expects nothing more.</summary>
    public void Dispose()
    {
        while (_sent.Count > 0)
        {
            Poll();
            Thread.Yield();
        }

        foreach (PieceUnderWay piece in _expected.SelectMany(expected => expected))
        {
            piece.Cancel(_mpi);
        }
    }

    private void Expect(int from, PieceUnderWay piece)
    {
        piece.BeginReceive(_mpi, RankOf(from));
        _expected[from].Enqueue(piece);
    }

    private int RankOf(int stage) => Stages - 1 - stage;
}
