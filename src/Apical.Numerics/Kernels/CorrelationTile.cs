using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>Inner products of the signals of four maps with what they see through four places of their patches, over a rectangle of positions.</summary>
internal unsafe struct CorrelationTile<T>
    where T : unmanaged
{
    /// <summary>The first signal, and the distance to those of the next maps; missing maps repeat the last.</summary>
    public T* Signal;

    /// <summary>Distances from the first map to the others.</summary>
    public nint Map1, Map2, Map3;

    /// <summary>What is seen first, through each place; missing places repeat the last.</summary>
    public T* Seen0, Seen1, Seen2, Seen3;

    /// <summary>Rows of positions, and the distance between them in signal and seen.</summary>
    public int Rows;

    /// <summary>Distances between rows.</summary>
    public nint SignalRow, SeenRow;

    /// <summary>Pieces of a row that lie apart, and the distance between them.</summary>
    public int Pieces;

    /// <summary>Distances between pieces.</summary>
    public nint SignalPiece, SeenPiece;

    /// <summary>Numbers of a piece.</summary>
    public int Length;

    /// <summary>sums[4 map + place]</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<V>(in CorrelationTile<T> t, T* sums)
        where V : struct, ISimd<V, T>
    {
        V s00 = V.Zero, s01 = s00, s02 = s00, s03 = s00, s10 = s00, s11 = s00, s12 = s00, s13 = s00;
        V s20 = V.Zero, s21 = s00, s22 = s00, s23 = s00, s30 = s00, s31 = s00, s32 = s00, s33 = s00;
        nint map1 = t.Map1, map2 = t.Map2, map3 = t.Map3, signalPiece = t.SignalPiece, seenPiece = t.SeenPiece;
        int length = t.Length, pieces = t.Pieces, left = length % V.Count, whole = length - left;
        for (int row = 0; row < t.Rows; row++)
        {
            T* y = t.Signal + (row * t.SignalRow);
            nint at = row * t.SeenRow;
            T* a0 = t.Seen0 + at, a1 = t.Seen1 + at, a2 = t.Seen2 + at, a3 = t.Seen3 + at;
            for (int piece = pieces; piece > 0; piece--)
            {
                for (nint i = 0; i < whole; i += V.Count)
                {
                    V x0 = V.Load(a0 + i), x1 = V.Load(a1 + i), x2 = V.Load(a2 + i), x3 = V.Load(a3 + i);
                    T* at0 = y + i;
                    V d = V.Load(at0);
                    s00 = V.MultiplyAdd(d, x0, s00);
                    s01 = V.MultiplyAdd(d, x1, s01);
                    s02 = V.MultiplyAdd(d, x2, s02);
                    s03 = V.MultiplyAdd(d, x3, s03);
                    d = V.Load(at0 + map1);
                    s10 = V.MultiplyAdd(d, x0, s10);
                    s11 = V.MultiplyAdd(d, x1, s11);
                    s12 = V.MultiplyAdd(d, x2, s12);
                    s13 = V.MultiplyAdd(d, x3, s13);
                    d = V.Load(at0 + map2);
                    s20 = V.MultiplyAdd(d, x0, s20);
                    s21 = V.MultiplyAdd(d, x1, s21);
                    s22 = V.MultiplyAdd(d, x2, s22);
                    s23 = V.MultiplyAdd(d, x3, s23);
                    d = V.Load(at0 + map3);
                    s30 = V.MultiplyAdd(d, x0, s30);
                    s31 = V.MultiplyAdd(d, x1, s31);
                    s32 = V.MultiplyAdd(d, x2, s32);
                    s33 = V.MultiplyAdd(d, x3, s33);
                }

                if (left > 0)
                {
                    V x0 = V.LoadFirst(a0 + whole, left), x1 = V.LoadFirst(a1 + whole, left);
                    V x2 = V.LoadFirst(a2 + whole, left), x3 = V.LoadFirst(a3 + whole, left);
                    T* at0 = y + whole;
                    V d = V.LoadFirst(at0, left);
                    s00 = V.MultiplyAdd(d, x0, s00);
                    s01 = V.MultiplyAdd(d, x1, s01);
                    s02 = V.MultiplyAdd(d, x2, s02);
                    s03 = V.MultiplyAdd(d, x3, s03);
                    d = V.LoadFirst(at0 + map1, left);
                    s10 = V.MultiplyAdd(d, x0, s10);
                    s11 = V.MultiplyAdd(d, x1, s11);
                    s12 = V.MultiplyAdd(d, x2, s12);
                    s13 = V.MultiplyAdd(d, x3, s13);
                    d = V.LoadFirst(at0 + map2, left);
                    s20 = V.MultiplyAdd(d, x0, s20);
                    s21 = V.MultiplyAdd(d, x1, s21);
                    s22 = V.MultiplyAdd(d, x2, s22);
                    s23 = V.MultiplyAdd(d, x3, s23);
                    d = V.LoadFirst(at0 + map3, left);
                    s30 = V.MultiplyAdd(d, x0, s30);
                    s31 = V.MultiplyAdd(d, x1, s31);
                    s32 = V.MultiplyAdd(d, x2, s32);
                    s33 = V.MultiplyAdd(d, x3, s33);
                }

                y += signalPiece;
                a0 += seenPiece;
                a1 += seenPiece;
                a2 += seenPiece;
                a3 += seenPiece;
            }
        }

        V.SumEach(s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33, sums);
    }
}
