using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Apical.Numerics.Matrices;

/// <summary>
/// Rows × columns of numbers, row-major. In networks a row is a unit and a column a sample: activations are <c>[units, batch]</c>,
/// weights <c>[fan-out, fan-in]</c>.
/// </summary>
/// <remarks>
/// Precision and processor belong to the matrix; its <see cref="Backend"/> carries the operations out. Operations that return a matrix take it
/// from the current <see cref="Workspace"/> and never change their operands; those that change the matrix say so in their name (Add, Scale, Fill …).
/// </remarks>
public sealed class Matrix
{
    private const int Alignment = 64;
    private const int Padding = 192;                    // kernels may read up to three vectors past the last entry

    private readonly long _capacity;                    // 0 for a view, which has no memory of its own
    private byte[] _memory;                             // pinned, so the address below stays true
    private nint _address;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="rows">At least 0.</param>
    /// <param name="columns">At least 0.</param>
    /// <param name="precision">Default: single.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative size, or more than 2 GiB.</exception>
    public Matrix(int rows, int columns, Precision precision = Precision.Single)
        : this(rows, columns, Backend.Cpu(precision), zeroed: true)
    {
    }

    internal Matrix(int rows, int columns, Backend backend, bool zeroed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        long bytes = ((long)rows * columns * backend.EntrySize) + Alignment + Padding;
        if (bytes > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rows), $"A matrix of [{rows}, {columns}] would take {bytes >> 20} MiB; the limit is 2047. "
                    + "Use a smaller network, smaller batches or fewer samples.");
        }

        try
        {
            _memory = zeroed ? GC.AllocateArray<byte>((int)bytes, pinned: true) : GC.AllocateUninitializedArray<byte>((int)bytes, pinned: true);
        }
        catch (OutOfMemoryException error)
        {
            throw new OutOfMemoryException($"A matrix of [{rows}, {columns}] takes {bytes >> 20} MiB, and there is not so much memory left. "
                + "Use a smaller network, smaller batches, fewer samples, or fewer runs at a time (--threads).", error);
        }

        _address = (Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0) + Alignment - 1) & -Alignment;
        _capacity = (long)rows * columns;
        (Rows, Columns, Backend) = (rows, columns, backend);
    }

    private Matrix(Matrix of, int first, int rows, int columns)
        : this(of, rows, columns) => _address = of._address + ((nint)first * columns * of.Backend.EntrySize);

    internal Matrix(Matrix of, int rows, int columns)
    {
        (_memory, Backend) = (of._memory, of.Backend);
        Show(of, rows, columns);
    }

    /// <summary>Number of rows: units, or samples in a data set.</summary>
    public int Rows { get; private set; }

    /// <summary>Number of columns: samples of a batch, or features in a data set.</summary>
    public int Columns { get; private set; }

    /// <summary>Number of entries.</summary>
    public int Count => Rows * Columns;

    /// <summary>The format of the entries.</summary>
    public Precision Precision => Backend.Precision;

    /// <summary>Carries out the operations: a precision on a processor.</summary>
    public Backend Backend { get; private set; }

    /// <summary>The transpose, as a factor of a product.</summary>
    public Operand T => new(this, true);

    internal unsafe void* Pointer => (void*)_address;

    /// <summary>One entry. For tests and people: slow, and not for rules.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the matrix.</exception>
    public double this[int row, int column]
    {
        get => Backend.Get(this, Index(row, column));
        set => Backend.Set(this, Index(row, column), value);
    }

    /// <summary>The most columns that a matrix of so many rows can have: it may take 2 GiB.</summary>
    /// <param name="rows">At least 1.</param>
    /// <param name="precision">Default: single.</param>
    public static int MostColumns(int rows, Precision precision = Precision.Single)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        return (int)((Array.MaxLength - Alignment - Padding) / ((long)rows * Backend.Cpu(precision).EntrySize));
    }

    /// <summary>A matrix with these entries, one inner list per row.</summary>
    /// <param name="rows"><c>[rows][columns]</c>, all of the same length.</param>
    /// <param name="precision">Default: single.</param>
    /// <exception cref="ArgumentException">Rows of different lengths.</exception>
    public static Matrix Of(double[][] rows, Precision precision = Precision.Single)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var result = new Matrix(rows.Length, rows.Length == 0 ? 0 : rows[0].Length, precision);
        for (int r = 0; r < rows.Length; r++)
        {
            if (rows[r].Length != result.Columns)
            {
                throw new ArgumentException($"Row {r} has {rows[r].Length} entries, row 0 has {result.Columns}.", nameof(rows));
            }

            for (int c = 0; c < result.Columns; c++)
            {
                result[r, c] = rows[r][c];
            }
        }

        return result;
    }

    /// <summary>A matrix with these entries, row after row.</summary>
    /// <exception cref="ArgumentException">Not rows × columns entries.</exception>
    public static Matrix Of(int rows, int columns, ReadOnlySpan<double> entries, Precision precision = Precision.Single)
    {
        var result = new Matrix(rows, columns, precision);
        if (entries.Length != result.Count)
        {
            throw new ArgumentException($"A matrix of [{rows}, {columns}] needs {result.Count} entries, got {entries.Length}.", nameof(entries));
        }

        for (int i = 0; i < entries.Length; i++)
        {
            result.Backend.Set(result, i, entries[i]);
        }

        return result;
    }

    /// <summary>The product of this matrix and <paramref name="right"/>.</summary>
    /// <param name="right">As many rows as this has columns; <c>x.T</c> for a transpose.</param>
    /// <returns><c>[Rows, right.Columns]</c>, from the current workspace.</returns>
    /// <exception cref="ArgumentException">The inner sizes differ, or the precisions do.</exception>
    public Matrix Dot(Operand right) => new Operand(this, false).Dot(right);

    /// <summary>The same entries in another shape, row after row, over the same memory: maps of units <c>[maps · positions, batch]</c> as
    /// <c>[maps, positions · batch]</c>. Valid as long as a result of an operation would be.</summary>
    /// <exception cref="ArgumentException">Another number of entries.</exception>
    public Matrix As(int rows, int columns) => rows >= 0 && (long)rows * columns == Count ? Workspace.View(this, rows, columns)
        : throw new ArgumentException($"A [{Rows}, {Columns}] matrix cannot be seen as [{rows}, {columns}].", nameof(rows));

    /// <summary>
    /// Some rows, over the same memory: what is written there is written here. No workspace owns the view, and it is good as long as this matrix is.
    /// </summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many.</param>
    /// <returns><c>[count, Columns]</c></returns>
    /// <exception cref="ArgumentOutOfRangeException">Rows that are not there.</exception>
    public Matrix RowView(int first, int count) => first >= 0 && count >= 0 && (long)first + count <= Rows ? new(this, first, count, Columns)
        : throw new ArgumentOutOfRangeException(nameof(first), $"A [{Rows}, {Columns}] matrix has no {count} rows from row {first}.");

    /// <summary>A copy that no workspace owns.</summary>
    public Matrix Clone()
    {
        var copy = new Matrix(Rows, Columns, Backend, zeroed: false);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>A copy in the given precision that no workspace owns.</summary>
    public Matrix To(Precision precision)
    {
        var copy = new Matrix(Rows, Columns, precision);
        for (int i = 0; i < Count; i++)
        {
            copy.Backend.Set(copy, i, Backend.Get(this, i));
        }

        return copy;
    }

    /// <summary>The entries, row after row.</summary>
    /// <typeparam name="T"><see cref="float"/> for single, <see cref="double"/> for double precision.</typeparam>
    /// <exception cref="ArgumentException">The wrong type for this precision.</exception>
    public unsafe Span<T> AsSpan<T>()
        where T : unmanaged
    {
        if (typeof(T) != Backend.EntryType)
        {
            throw new ArgumentException($"This matrix holds {Backend.EntryType.Name}, not {typeof(T).Name}: its precision is {Precision}.");
        }

        // Built from the array rather than the pointer, so that the span keeps the memory alive.
        int offset = (int)(_address - Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0));
        return MemoryMarshal.Cast<byte, T>(_memory.AsSpan(offset, Count * sizeof(T)));
    }

    /// <summary>The entries as doubles, row after row.</summary>
    public double[] ToArray()
    {
        var result = new double[Count];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Backend.Get(this, i);
        }

        return result;
    }

    /// <summary>The shape and, for small matrices, the entries.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"[{Rows}, {Columns}]");
        for (int r = 0; r < Rows && Count <= 100; r++)
        {
            text.AppendLine();
            for (int c = 0; c < Columns; c++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{this[r, c],12:G6}");
            }
        }

        return text.ToString();
    }

    /// <summary>Becomes a view of another matrix. Only workspaces do this, with views.</summary>
    internal void Show(Matrix of, int rows, int columns) =>
        (_memory, _address, Backend, Rows, Columns) = (of._memory, of._address, of.Backend, rows, columns);

    /// <summary>Takes another shape over the same memory, if it fits. Only workspaces do this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryReshape(int rows, int columns, Backend backend)
    {
        if (backend != Backend || (long)rows * columns > _capacity)
        {
            return false;
        }

        (Rows, Columns) = (rows, columns);
        return true;
    }

    private int Index(int row, int column) => (uint)row < (uint)Rows && (uint)column < (uint)Columns
        ? (row * Columns) + column
        : throw new ArgumentOutOfRangeException(nameof(row), $"Entry ({row}, {column}) of a [{Rows}, {Columns}] matrix.");
}
