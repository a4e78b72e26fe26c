using System.Runtime.InteropServices;

namespace Apical.Runs;

/// <summary>Numbers with a shape, as a safetensors file holds them: row-major, in one of two precisions, or whole.</summary>
public sealed class StoredTensor
{
    private readonly byte[] _bytes;
    private readonly Matrix? _matrix;                   // in place of bytes

    internal StoredTensor(int[] shape, StoredType type, byte[] bytes) => (Shape, Type, _bytes) = (shape, type, bytes);

    private StoredTensor(Matrix matrix)
        : this([matrix.Rows, matrix.Columns], matrix.Precision == Precision.Single ? StoredType.F32 : StoredType.F64, []) => _matrix = matrix;

    /// <summary>Sizes, outermost first; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Their format.</summary>
    public StoredType Type { get; }

    /// <summary>How many numbers.</summary>
    public int Count => Bytes.Length / EntrySize(Type);

    internal ReadOnlySpan<byte> Bytes => _matrix is null ? _bytes : BytesOf(_matrix);

    /// <summary>A copy of these numbers in single precision.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Sizes, outermost first.</param>
    /// <exception cref="ArgumentException">The shape does not hold as many numbers.</exception>
    public static StoredTensor Of(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) => Of(values, shape, StoredType.F32);

    /// <summary>A copy of these numbers in double precision.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Sizes, outermost first.</param>
    /// <exception cref="ArgumentException">The shape does not hold as many numbers.</exception>
    public static StoredTensor Of(ReadOnlySpan<double> values, params ReadOnlySpan<int> shape) => Of(values, shape, StoredType.F64);

    /// <summary>A copy of these whole numbers.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Sizes, outermost first.</param>
    /// <exception cref="ArgumentException">The shape does not hold as many numbers.</exception>
    public static StoredTensor Of(ReadOnlySpan<long> values, params ReadOnlySpan<int> shape) => Of(values, shape, StoredType.I64);

    /// <summary>A copy of a matrix, shape <c>[rows, columns]</c>, in its precision.</summary>
    /// <param name="matrix">The matrix.</param>
    public static StoredTensor Of(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.Precision == Precision.Single
            ? Of(matrix.AsSpan<float>(), matrix.Rows, matrix.Columns)
            : Of(matrix.AsSpan<double>(), matrix.Rows, matrix.Columns);
    }

    /// <summary>A matrix itself, not a copy: what is read or written is what it holds then.</summary>
    /// <param name="matrix">The matrix.</param>
    public static StoredTensor Over(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new(matrix);
    }

    /// <summary>The numbers, row-major.</summary>
    /// <typeparam name="T"><see cref="float"/>, <see cref="double"/> or <see cref="long"/>, as <see cref="Type"/> says.</typeparam>
    /// <exception cref="InvalidOperationException">The other type.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        (Type type, string name) = Type switch
        {
            StoredType.F32 => (typeof(float), "float"),
            StoredType.F64 => (typeof(double), "double"),
            _ => (typeof(long), "long"),
        };
        return typeof(T) == type ? MemoryMarshal.Cast<byte, T>(Bytes)
            : throw new InvalidOperationException($"Expected to be read as {name}, as it is in the file, not as {typeof(T).Name}.");
    }

    /// <summary>A matrix of the stored precision: <c>[rows, columns]</c> as stored, <c>[n]</c> as <c>[n, 1]</c>.</summary>
    /// <exception cref="InvalidOperationException">The shape has not one or two sizes, or the numbers are whole.</exception>
    public Matrix ToMatrix()
    {
        Precision precision = Format
            ?? throw new InvalidOperationException("Expected numbers in single or double precision to make a matrix of, got whole ones.");
        var matrix = Shape switch
        {
            [int rows, int columns] => new Matrix(rows, columns, precision),
            [int rows] => new Matrix(rows, 1, precision),
            _ => throw new InvalidOperationException($"Expected a shape [rows, columns] or [rows] to make a matrix of, got {ShapeText}."),
        };
        CopyTo(matrix);
        return matrix;
    }

    /// <summary>Overwrites a matrix of the same shape and precision; every bit is kept.</summary>
    /// <param name="matrix"><c>[rows, columns]</c> as stored; for a shape <c>[n]</c>, <c>[n, 1]</c>.</param>
    /// <exception cref="ArgumentException">Another shape or precision.</exception>
    public void CopyTo(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        bool sameShape = Shape switch
        {
            [int rows, int columns] => (rows, columns) == (matrix.Rows, matrix.Columns),
            [int rows] => (rows, 1) == (matrix.Rows, matrix.Columns),
            _ => false,
        };
        if (!sameShape || matrix.Precision != Format)
        {
            throw new ArgumentException(
                $"Expected shape {ShapeText} in {Format?.ToString() ?? "no"} precision, as stored, "
                    + $"got [{matrix.Rows}, {matrix.Columns}] in {matrix.Precision}. "
                    + "Build the network with the settings of the run that wrote the file.", nameof(matrix));
        }

        Bytes.CopyTo(BytesOf(matrix));
    }

    internal static int EntrySize(StoredType type) => type == StoredType.F32 ? sizeof(float) : sizeof(double);

    private static Span<byte> BytesOf(Matrix matrix) =>
        matrix.Precision == Precision.Single ? MemoryMarshal.AsBytes(matrix.AsSpan<float>()) : MemoryMarshal.AsBytes(matrix.AsSpan<double>());

    private Precision? Format => Type switch
    {
        StoredType.F32 => Precision.Single,
        StoredType.F64 => Precision.Double,
        _ => null,
    };

    private string ShapeText => $"[{string.Join(", ", Shape)}]";

    private static StoredTensor Of<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> shape, StoredType type)
        where T : unmanaged
    {
        long count = 1;
        foreach (int size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            count = size == 0 ? 0 : count > long.MaxValue / size ? long.MaxValue : count * size;    // saturates, and does not wrap
        }

        return count == values.Length ? new StoredTensor(shape.ToArray(), type, MemoryMarshal.AsBytes(values).ToArray())
            : throw new ArgumentException($"Expected {count} numbers for shape [{string.Join(", ", shape.ToArray())}], got {values.Length}.", nameof(values));
    }
}
