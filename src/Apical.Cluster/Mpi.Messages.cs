namespace Apical.Cluster;

/// <summary>Messages that are under way while something else is done. A request is a handle; the memory it is about must stay in its place.</summary>
internal sealed unsafe partial class Mpi
{
    private const int TagUnderWay = 1;                  // apart from those that are waited for

    /// <summary>Begins to send.</summary>
    public nint BeginSend(byte* values, int count, int to)
    {
        nint request = 0;
        Check(((delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int>)At("MPI_Isend"))(
            values, count, _flavour.Byte, to, TagUnderWay, _flavour.World, &request));
        return request;
    }

    /// <summary>Begins to receive, at most so much.</summary>
    public nint BeginReceive(byte* values, int most, int from)
    {
        nint request = 0;
        Check(((delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int>)At("MPI_Irecv"))(
            values, most, _flavour.Byte, from, TagUnderWay, _flavour.World, &request));
        return request;
    }

    /// <summary>Whether it is done; then the request is gone.</summary>
    public bool IsDone(ref nint request)
    {
        byte* status = stackalloc byte[StatusBytes];
        nint handle = request;
        int done = 0;
        Check(((delegate* unmanaged[Cdecl]<nint*, int*, void*, int>)At("MPI_Test"))(&handle, &done, status));
        request = handle;
        return done != 0;
    }

    /// <summary>Gives up what was begun to be received.</summary>
    public void Cancel(nint request)
    {
        byte* status = stackalloc byte[StatusBytes];
        Check(((delegate* unmanaged[Cdecl]<nint*, int>)At("MPI_Cancel"))(&request));
        Check(((delegate* unmanaged[Cdecl]<nint*, void*, int>)At("MPI_Wait"))(&request, status));
    }
}
