using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Apical.Cluster;

namespace Apical.Tests.Cluster;

/// <summary>Ranks that are threads of one process, so that nothing of MPI is needed to test what is done with them.</summary>
internal sealed class ThreadRanks : IRanks
{
    private readonly Array?[] _places;
    private readonly Barrier _barrier;
    private readonly BlockingCollection<byte[]>[,] _sent;
    private readonly CancellationToken _failed;

    private ThreadRanks(int rank, Array?[] places, Barrier barrier, BlockingCollection<byte[]>[,] sent, CancellationToken failed) =>
        (Rank, _places, _barrier, _sent, _failed) = (rank, places, barrier, sent, failed);

    public int Rank { get; }

    public int Size => _places.Length;

    /// <summary>Does something as each of some ranks. When one fails the others do not wait for it.</summary>
    public static T[] Run<T>(int size, Func<IRanks, T> work)
    {
        var barrier = new Barrier(size);
        using var failed = new CancellationTokenSource();
        Array?[] places = new Array?[size];
        var sent = new BlockingCollection<byte[]>[size, size];
        for (int pair = 0; pair < size * size; pair++)
        {
            sent[pair / size, pair % size] = [];
        }

        T[] results = new T[size];
        Exception?[] errors = new Exception?[size];
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = work(new ThreadRanks(rank, places, barrier, sent, failed.Token));
            }
            catch (Exception error)
            {
                errors[rank] = error;
                failed.Cancel();
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return errors.OfType<Exception>().OrderBy(error => error is OperationCanceledException).FirstOrDefault() is { } first ? throw first : results;
    }

    public void Exchange<T>(ReadOnlySpan<T> send, Span<T> receive)
        where T : unmanaged
    {
        int piece = send.Length / Size;
        Show(send);
        for (int rank = 0; rank < Size; rank++)
        {
            if (rank != Rank)
            {
                ((T[])_places[rank]!).AsSpan(Rank * piece, piece).CopyTo(receive[(rank * piece)..]);
            }
        }

        _barrier.SignalAndWait(_failed);
    }

    public void Gather<T>(ReadOnlySpan<T> mine, Span<T> all)
        where T : unmanaged
    {
        Show(mine);
        for (int rank = 0; rank < Size; rank++)
        {
            ((T[])_places[rank]!).CopyTo(all[(rank * mine.Length)..]);
        }

        _barrier.SignalAndWait(_failed);
    }

    public void Spread<T>(Span<T> all)
        where T : unmanaged
    {
        T[] mine = [.. all.Slice(Rank * (all.Length / Size), all.Length / Size)];
        Gather<T>(mine, all);
    }

    public void Send<T>(int to, ReadOnlySpan<T> values)
        where T : unmanaged => _sent[Rank, to].Add(MemoryMarshal.AsBytes(values).ToArray());

    public bool IsThere(int from) => _sent[from, Rank].Count > 0;

    public void Receive<T>(int from, Span<T> values)
        where T : unmanaged => _sent[from, Rank].Take(_failed).CopyTo(MemoryMarshal.AsBytes(values));

    private void Show<T>(ReadOnlySpan<T> values)
    {
        _places[Rank] = values.ToArray();
        _barrier.SignalAndWait(_failed);
    }
}
