using System.Runtime.InteropServices;
using Apical.Numerics.Matrices;

namespace Apical.Runs;

/// <summary>Numbers with a shape, as a safetensors file holds them: row-major, in one of two precisions.</summary>
public sealed class StoredTensor
{
    private readonly byte[] _bytes;

    internal StoredTensor(int[] shape, Precision precision, byte[] bytes) => (Shape, Precision, _bytes) = (shape, precision, bytes);

    /// <summary>Sizes, outermost first; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>F32 or F64.</summary>
    public Precision Precision { get; }

    /// <summary>How many numbers.</summary>
    public int Count => _bytes.Length / EntrySize(Precision);

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>A copy of these numbers in single precision.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Sizes, outermost first.</param>
    /// <exception cref="ArgumentException">The shape does not hold as many numbers.</exception>
    public static StoredTensor Of(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) => Of(values, shape, Precision.Single);

    /// <summary>A copy of these numbers in double precision.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Sizes, outermost first.</param>
    /// <exception cref="ArgumentException">The shape does not hold as many numbers.</exception>
    public static StoredTensor Of(ReadOnlySpan<double> values, params ReadOnlySpan<int> shape) => Of(values, shape, Precision.Double);

    /// <summary>A copy of a matrix, shape <c>[rows, columns]</c>, in its precision.</summary>
    /// <param name="matrix">The matrix.</param>
    public static StoredTensor Of(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.Precision == Precision.Single
            ? Of(matrix.AsSpan<float>(), matrix.Rows, matrix.Columns)
            : Of(matrix.AsSpan<double>(), matrix.Rows, matrix.Columns);
    }

    /// <summary>The numbers, row-major.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, as <see cref="Precision"/> says.</typeparam>
    /// <exception cref="InvalidOperationException">The other type.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        var asked = typeof(T) == typeof(float) ? Precision.Single : typeof(T) == typeof(double) ? Precision.Double : (Precision?)null;
        return asked == Precision ? MemoryMarshal.Cast<byte, T>(_bytes)
            : throw new InvalidOperationException($"Expected to be read as {(Precision == Precision.Single ? "float" : "double")}, the precision in the file, not as {typeof(T).Name}.");
    }

    /// <summary>A matrix of the stored precision: <c>[rows, columns]</c> as stored, <c>[n]</c> as <c>[n, 1]</c>.</summary>
    /// <exception cref="InvalidOperationException">The shape has not one or two sizes.</exception>
    public Matrix ToMatrix()
    {
        var matrix = Shape switch
        {
            [int rows, int columns] => new Matrix(rows, columns, Precision),
            [int rows] => new Matrix(rows, 1, Precision),
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
        if (!sameShape || matrix.Precision != Precision)
        {
            throw new ArgumentException(
                $"Expected shape {ShapeText} in {Precision} precision, as stored, got [{matrix.Rows}, {matrix.Columns}] in {matrix.Precision}. Build the network with the settings of the run that wrote the file.", nameof(matrix));
        }

        var target = matrix.Precision == Precision.Single ? MemoryMarshal.AsBytes(matrix.AsSpan<float>()) : MemoryMarshal.AsBytes(matrix.AsSpan<double>());
        _bytes.CopyTo(target);
    }

    internal static int EntrySize(Precision precision) => precision == Precision.Single ? sizeof(float) : sizeof(double);

    private string ShapeText => $"[{string.Join(", ", Shape)}]";

    private static StoredTensor Of<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> shape, Precision precision)
        where T : unmanaged
    {
        long count = 1;
        foreach (int size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            count *= size;
        }

        return count == values.Length ? new StoredTensor(shape.ToArray(), precision, MemoryMarshal.AsBytes(values).ToArray())
            : throw new ArgumentException($"Expected {count} numbers for shape [{string.Join(", ", shape.ToArray())}], got {values.Length}.", nameof(values));
    }
}
