using System.Runtime.InteropServices;

namespace Apical.Pipelines;

/// <summary>Some samples of a matrix whose columns are samples, and matrices as messages.</summary>
internal static class Pieces
{
    /// <summary>Takes columns out of a matrix.</summary>
    /// <param name="from">All.</param>
    /// <param name="first">The first taken.</param>
    /// <param name="to">Receives as many as it has.</param>
    public static void Take(Matrix from, int first, Matrix to) => Copy(from, first, to, 0, to.Columns);

    /// <summary>Puts columns into a matrix.</summary>
    /// <param name="from">Put there whole.</param>
    /// <param name="to">All.</param>
    /// <param name="first">The first that is written.</param>
    public static void Put(Matrix from, Matrix to, int first) => Copy(from, 0, to, first, from.Columns);

    /// <summary>The entries as bytes, row after row.</summary>
    public static Span<byte> Bytes(Matrix x) =>
        x.Precision == Precision.Single ? MemoryMarshal.AsBytes(x.AsSpan<float>()) : MemoryMarshal.AsBytes(x.AsSpan<double>());

    private static void Copy(Matrix from, int first, Matrix to, int at, int columns)
    {
        if (from.Precision == Precision.Single)
        {
            Copy<float>(from, first, to, at, columns);
        }
        else
        {
            Copy<double>(from, first, to, at, columns);
        }
    }

    private static void Copy<T>(Matrix from, int first, Matrix to, int at, int columns)
        where T : unmanaged
    {
        Span<T> source = from.AsSpan<T>(), target = to.AsSpan<T>();
        for (int row = 0; row < from.Rows; row++)
        {
            source.Slice((row * from.Columns) + first, columns).CopyTo(target[((row * to.Columns) + at)..]);
        }
    }
}
