using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>The few columns of a product that do not fill a vector.</summary>
internal static unsafe class TailKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, System.Numerics.INumber<T>
{
    private const int FewColumns = 6;                   // up to this many, the ways below beat a vector that is partly stored

    /// <summary>Chooses the way, and how many columns are left to it.</summary>
    public static Tail Choose(in Product<T> p, out int columns)
    {
        columns = p.N % V.Count;
        if (columns is > 0 and <= FewColumns && p.InnerStride == 1 && p.K >= V.Count)
        {
            return Tail.Dots;
        }

        if (columns is > 0 and <= FewColumns && p.RowStride == 1 && p.BT == null && p.M >= 2 * V.Count)
        {
            return Tail.Side;
        }

        columns = 0;
        return Tail.Masked;
    }

    /// <summary>The columns left to <see cref="Dots"/>, each <c>[K]</c>.</summary>
    public static T* Transpose(in Product<T> p, int columns)
    {
        int from = p.N - columns;
        if (p.BT != null)
        {
            return p.BT + ((nint)from * p.K);           // given that way round
        }

        T* tail = Scratch.Get<T>(ScratchSlot.Tail, ((long)columns * p.K) + (4 * V.Count));
        TransposeKernel.Run(p.B + from, p.BStride, null, p.K, columns, tail, p.K);
        return tail;
    }

    /// <summary>Computes and stores the left-over columns of a block of rows.</summary>
    public static void Dots(in Product<T> p, T* bt, int row, int rows, int columns, T* c, nint stride)
    {
        T* sums = stackalloc T[16];
        T* a = p.A + (row * p.RowStride);
        for (int n = 0; n < columns; n += 4)
        {
            for (int r = 0; r < rows; r += 4)
            {
                int some = Math.Min(4, rows - r), wide = Math.Min(4, columns - n);
                DotTile<V, T>.Run4x4(a + (r * p.RowStride), p.RowStride, some, bt + ((nint)n * p.K), p.K, wide, p.K, sums);
                Put(in p, sums, row + r, some, wide, c + (r * stride) + n, stride);
            }
        }
    }

    /// <summary>
    /// The sums of the left-over columns for some rows of the result, <c>[columns, rows]</c>; <paramref name="resume"/>: added to those that are
    /// there.
    /// </summary>
    public static void Side(in Product<T> p, bool resume, int row, int rows, int columns, T* side)
    {
        var sideways = new Product<T>
        {
            M = columns,
            N = rows,
            K = p.K,
            A = p.B + p.N - columns,
            RowStride = 1,
            InnerStride = p.BStride,
            B = p.A + row,
            BStride = p.InnerStride,
            PanelStride = 2 * V.Count,
            Alpha = T.One,
        };
        BlockKernel<V, T>.Run(in sideways, resume, FetchAhead.None, 0, columns, sideways.B, rows, side, rows);
    }

    /// <summary>Room for what <see cref="Side"/> computes, and for the same turned round.</summary>
    public static T* SideRoom(int rows, int columns) => Scratch.Get<T>(ScratchSlot.Side, ((columns + 8L) * rows) + (8 * V.Count));

    /// <summary>Turns what <see cref="Side"/> computed round: four columns side by side, <c>[rows, 4]</c>, then the others.</summary>
    public static T* Turn(T* side, int rows, int columns)
    {
        T* turned = side + ((nint)columns * rows) + (4 * V.Count);
        for (int n = 0; n < columns; n += 4)
        {
            TransposeKernel.Run(side + ((nint)n * rows), rows, null, Math.Min(4, columns - n), rows, turned + ((nint)n * rows), 4);
        }

        return turned;
    }

    /// <summary>Stores some rows of what <see cref="Turn"/> gave.</summary>
    /// <param name="p">The product.</param>
    /// <param name="turned">The first of these rows.</param>
    /// <param name="allRows">Rows that were turned.</param>
    /// <param name="row">First row, for the biases.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="c">Where they go.</param>
    /// <param name="stride">Distance between rows of C.</param>
    public static void PutSide(in Product<T> p, T* turned, int allRows, int row, int rows, int columns, T* c, nint stride)
    {
        for (int n = 0; n < columns; n += 4)
        {
            Put(in p, turned + ((nint)n * allRows), row, rows, Math.Min(4, columns - n), c + n, stride);
        }
    }

    /// <summary>c = alpha (bias + sum) + beta c for up to four columns; the sums are <c>[rows, 4]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Put(in Product<T> p, T* sums, int row, int rows, int columns, T* c, nint stride)
    {
        Simd128<T> alpha = Simd128<T>.Broadcast(p.Alpha), beta = Simd128<T>.Broadcast(p.Beta), bias = Simd128<T>.Zero;
        T* biases = p.Bias == null ? null : p.Bias + row;
        bool accumulate = p.Accumulate;
        for (; rows > 0; rows--, sums += 4, c += stride)
        {
            if (biases != null)
            {
                bias = Simd128<T>.Broadcast(*biases++);
            }

            int n = 0;
            for (; n <= columns - Simd128<T>.Count; n += Simd128<T>.Count)
            {
                Simd128<T> value = alpha * (Simd128<T>.Load(sums + n) + bias);
                Simd128<T>.Store(accumulate ? Simd128<T>.MultiplyAdd(beta, Simd128<T>.Load(c + n), value) : value, c + n);
            }

            if (n < columns)
            {
                int left = columns - n;
                Simd128<T> value = alpha * (Simd128<T>.Load(sums + n) + bias);
                Simd128<T>.StoreFirst(accumulate ? Simd128<T>.MultiplyAdd(beta, Simd128<T>.LoadFirst(c + n, left), value) : value, c + n, left);
            }
        }
    }
}
