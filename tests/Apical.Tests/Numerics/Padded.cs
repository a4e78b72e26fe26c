using System.Runtime.InteropServices;

namespace Apical.Tests.Numerics;

/// <summary>
/// Matrices with NaN in the memory behind their last entry. Kernels may read it, in whole vectors, but must not let it into a result; and they must not
/// write there: in a row of a larger matrix it would be the neighbour.
/// </summary>
internal static unsafe class Padded
{
    private const int Bytes = 192;

    /// <summary>As <see cref="Backends.Fill"/>, with NaN behind the last entry.</summary>
    public static Matrix FillPadded(this Backend backend, int rows, int columns, int seed) => Poison(backend.Fill(rows, columns, seed));

    /// <summary>The entries given, with NaN behind the last.</summary>
    public static Matrix Row(this Backend backend, params double[] entries)
    {
        var x = new Matrix(1, entries.Length, backend, zeroed: true);
        for (int i = 0; i < entries.Length; i++)
        {
            x[0, i] = entries[i];
        }

        return Poison(x);
    }

    /// <summary>Fails when something was written behind the last entry.</summary>
    public static Matrix Intact(this Matrix x, string what)
    {
        Assert.True(Behind(x).IndexOfAnyExcept((byte)0xFF) < 0, what + " wrote behind the last entry");
        GC.KeepAlive(x);
        return x;
    }

    /// <summary>The memory of the entries.</summary>
    public static Span<byte> AsBytes(this Matrix x) =>
        x.Precision == Precision.Single ? MemoryMarshal.AsBytes(x.AsSpan<float>()) : MemoryMarshal.AsBytes(x.AsSpan<double>());

    private static Matrix Poison(Matrix x)
    {
        Behind(x).Fill(0xFF);                           // all bits set is a NaN in both precisions
        GC.KeepAlive(x);
        return x;
    }

    private static Span<byte> Behind(Matrix x) =>
        MemoryMarshal.CreateSpan(ref *((byte*)x.Pointer + ((long)x.Count * (x.Precision == Precision.Single ? 4 : 8))), Bytes);
}
