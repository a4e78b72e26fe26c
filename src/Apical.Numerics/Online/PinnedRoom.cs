using System.Runtime.InteropServices;

namespace Apical.Numerics.Online;

/// <summary>A block of memory that stays where it is, filled with zeros, from which pieces are taken that begin on lines of the cache.</summary>
internal sealed unsafe class PinnedRoom
{
    private const int Alignment = 64;

    private readonly byte[] _memory;
    private byte* _next;

    /// <summary>Takes the memory.</summary>
    /// <param name="bytes">What the pieces hold together.</param>
    /// <param name="pieces">How many pieces at most.</param>
    public PinnedRoom(long bytes, int pieces)
    {
        _memory = GC.AllocateArray<byte>(checked((int)(bytes + ((pieces + 1L) * Alignment))), pinned: true);
        _next = (byte*)((Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0) + Alignment - 1) & -Alignment);
    }

    /// <summary>Bytes in all.</summary>
    public long Bytes => _memory.Length;

    /// <summary>The next piece.</summary>
    public void* Take(int bytes)
    {
        void* place = _next;
        _next += (bytes + Alignment - 1) / Alignment * Alignment;
        return place;
    }
}
