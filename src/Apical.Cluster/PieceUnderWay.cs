namespace Apical.Cluster;

/// <summary>A piece of a message that MPI moves while something else is done.</summary>
internal sealed unsafe class PieceUnderWay(int bytes)
{
    private nint _request;
    private bool _done;

    /// <summary>Its bytes, which stay in their place.</summary>
    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);

    /// <summary>Begins to send the first bytes.</summary>
    public void BeginSend(Mpi mpi, int count, int to)
    {
        fixed (byte* place = Bytes)
        {
            (_request, _done) = (mpi.BeginSend(place, count, to), false);
        }
    }

    /// <summary>Begins to receive.</summary>
    public void BeginReceive(Mpi mpi, int from)
    {
        fixed (byte* place = Bytes)
        {
            (_request, _done) = (mpi.BeginReceive(place, Bytes.Length, from), false);
        }
    }

    /// <summary>Whether it has left or arrived.</summary>
    public bool IsDone(Mpi mpi) => _done = _done || mpi.IsDone(ref _request);

    /// <summary>Gives up what was to be received.</summary>
    public void Cancel(Mpi mpi)
    {
        if (!_done)
        {
            mpi.Cancel(_request);
        }
    }
}
