using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Apical.Cluster;

/// <summary>A library of MPI, loaded: its functions as methods, its errors as exceptions.</summary>
internal sealed unsafe partial class Mpi
{
    private const int LazyAndGlobal = 0x101;            // parts that Open MPI loads later may look for its symbols
    private const int StatusBytes = 64;                 // 24 in Open MPI, 20 in MPICH
    private const int Tag = 0;

    private readonly ConcurrentDictionary<string, nint> _found = new();
    private readonly nint _library;
    private readonly MpiFlavour _flavour;

    private Mpi(nint library, string path)
    {
        (_library, Path) = (library, path);
        _flavour = MpiFlavour.Of(name => NativeLibrary.TryGetExport(library, name, out nint address) ? address : null);
    }

    /// <summary>The name that it was found by.</summary>
    public string Path { get; }

    /// <summary>Open MPI or MPICH.</summary>
    public string Name => _flavour.Name;

    /// <summary>What starts ranks that speak it.</summary>
    public string StartedBy => _flavour.StartedBy;

    /// <summary>Its version, in its own words; one line.</summary>
    public string Version => Text(MpiFlavour.LongestVersion, (text, length) =>
        ((delegate* unmanaged[Cdecl]<byte*, int*, int>)At("MPI_Get_library_version"))(text, length)).Split('\n')[0].Replace('\t', ' ').Trim();

    /// <summary>The name of this machine.</summary>
    public string Host => Text(
        MpiFlavour.LongestText, (text, length) => ((delegate* unmanaged[Cdecl]<byte*, int*, int>)At("MPI_Get_processor_name"))(text, length));

    /// <summary>The number of this process.</summary>
    public int Rank => Number("MPI_Comm_rank");

    /// <summary>How many there are.</summary>
    public int Size => Number("MPI_Comm_size");

    /// <summary>Loads the first library that is there.</summary>
    /// <param name="names">Where it may be.</param>
    /// <returns>Null where none of them is.</returns>
    public static Mpi? Load(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            nint library = OperatingSystem.IsLinux() ? Open(name, LazyAndGlobal) : NativeLibrary.TryLoad(name, out nint other) ? other : 0;
            if (library != 0)
            {
                return new(library, name);
            }
        }

        return null;
    }

    /// <summary>Joins the other ranks.</summary>
    public void Start()
    {
        const int Serialized = 2, Multiple = 3;
        int provided = 0;
        Check(((delegate* unmanaged[Cdecl]<int*, byte***, int, int*, int>)At("MPI_Init_thread"))(null, null, Multiple, &provided));
        Check(((delegate* unmanaged[Cdecl]<nint, nint, int>)At("MPI_Comm_set_errhandler"))(_flavour.World, _flavour.ErrorsReturn));
        if (provided < Serialized)
        {
            throw new MpiException($"This {Name} may be called by one thread only, and Apical has several. Use one that was built with threads.");
        }
    }

    /// <summary>Leaves, when all have come so far.</summary>
    public void Finish() => Check(((delegate* unmanaged[Cdecl]<int>)At("MPI_Finalize"))());

    /// <summary>
    /// Whether <see cref="Finish"/> may not return: where MPICH talks by UCX over TCP, one rank may wait for an answer of another that waits for the first by
    /// other means (seen with MPICH 4.0.2 and UCX 1.13).
    /// </summary>
    public bool MayNotLetGo => Name != "Open MPI" && Size > 1;

    /// <summary>Ends this process at once, whatever its other threads are at.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void Exit(int code);

    /// <summary>Ends all ranks.</summary>
    public void Abort(int code) => _ = ((delegate* unmanaged[Cdecl]<nint, int, int>)At("MPI_Abort"))(_flavour.World, code);

    /// <summary>Waits for all.</summary>
    public void Barrier() => Check(((delegate* unmanaged[Cdecl]<nint, int>)At("MPI_Barrier"))(_flavour.World));

    /// <summary>Sends to one rank and receives from another at the same time.</summary>
    public void SendReceive(byte* send, int to, byte* receive, int from, int count)
    {
        byte* status = stackalloc byte[StatusBytes];
        Check(((delegate* unmanaged[Cdecl]<void*, int, nint, int, int, void*, int, nint, int, int, nint, void*, int>)At("MPI_Sendrecv"))(
            send, count, _flavour.Byte, to, Tag, receive, count, _flavour.Byte, from, Tag, _flavour.World, status));
    }

    /// <summary>What each has, for all; null for what lies at its place already.</summary>
    public void AllGather(byte* send, byte* receive, int piece) => Check(
        ((delegate* unmanaged[Cdecl]<void*, int, nint, void*, int, nint, nint, int>)At("MPI_Allgather"))(
            send is null ? _flavour.InPlace : send, send is null ? 0 : piece, _flavour.Byte, receive, piece, _flavour.Byte, _flavour.World));

    /// <summary>Something for one rank.</summary>
    public void Send(byte* values, int count, int to) => Check(
        ((delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, int>)At("MPI_Send"))(values, count, _flavour.Byte, to, Tag, _flavour.World));

    /// <summary>Whether there is something from one rank.</summary>
    public bool IsThere(int from)
    {
        int flag = 0;
        byte* status = stackalloc byte[StatusBytes];
        Check(((delegate* unmanaged[Cdecl]<int, int, nint, int*, void*, int>)At("MPI_Iprobe"))(from, Tag, _flavour.World, &flag, status));
        return flag != 0;
    }

    /// <summary>Something from one rank.</summary>
    public void Receive(byte* values, int count, int from)
    {
        byte* status = stackalloc byte[StatusBytes];
        Check(((delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, void*, int>)At("MPI_Recv"))(
            values, count, _flavour.Byte, from, Tag, _flavour.World, status));
    }

    /// <summary>MPI's own sum over all ranks.</summary>
    public void AllReduce(float* send, float* receive, int count) => Check(
        ((delegate* unmanaged[Cdecl]<void*, void*, int, nint, nint, nint, int>)At("MPI_Allreduce"))(
            send, receive, count, _flavour.Float, _flavour.Sum, _flavour.World));

    private nint At(string name) => _found.TryGetValue(name, out nint known) ? known : _found[name] =
        NativeLibrary.TryGetExport(_library, name, out nint address) ? address
            : throw new MpiException($"{Path} is no library of MPI: it has no {name}. Leave {Launcher.LibraryVariable} out, or have it name another.");

    private int Number(string function)
    {
        int number = 0;
        Check(((delegate* unmanaged[Cdecl]<nint, int*, int>)At(function))(_flavour.World, &number));
        return number;
    }

    private void Check(int code)
    {
        if (code != 0)
        {
            string told = Text(MpiFlavour.LongestText, (text, length) =>
                ((delegate* unmanaged[Cdecl]<int, byte*, int*, int>)At("MPI_Error_string"))(code, text, length));
            throw new MpiException($"{Name}: {string.Join(' ', told.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))}");
        }
    }

    private static string Text(int most, TextFunction function)
    {
        byte[] bytes = new byte[most];
        int length = 0;
        fixed (byte* text = bytes)
        {
            _ = function(text, &length);
        }

        return Encoding.UTF8.GetString(bytes, 0, Math.Clamp(length, 0, most)).TrimEnd('\0');
    }

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string name, int flags);

    private unsafe delegate int TextFunction(byte* text, int* length);
}
