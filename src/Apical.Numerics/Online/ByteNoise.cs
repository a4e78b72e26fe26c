using System.Runtime.Intrinsics;
using Apical.Numerics.Random;

namespace Apical.Numerics.Online;

/// <summary>
/// Random numbers by which 8-bit weights are rounded: eight xorshift generators of 32 bits side by side. Several nets of one thread may share one.
/// </summary>
public sealed class ByteNoise
{
    private Vector256<uint> _state;

    /// <summary>Begins with draws of a generator.</summary>
    /// <param name="rng">Eight draws are taken.</param>
    public ByteNoise(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        Span<uint> words = stackalloc uint[Vector256<uint>.Count];
        foreach (ref uint word in words)
        {
            word = (uint)(rng.NextUInt64() >> 32) | 1;           // never 0, from which xorshift does not move
        }

        _state = Vector256.Create<uint>(words);
    }

    /// <summary>Bytes of its state.</summary>
    public static int StateBytes => 32;

    /// <summary>The next 32 random bytes.</summary>
    internal Vector256<ushort> Next()
    {
        Vector256<uint> s = _state;
        s ^= s << 13;
        s ^= s >>> 17;
        s ^= s << 5;
        _state = s;
        return s.AsUInt16();
    }
}
