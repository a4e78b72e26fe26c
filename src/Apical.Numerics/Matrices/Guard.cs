using System.Runtime.CompilerServices;

namespace Apical.Numerics.Matrices;

/// <summary>Checks of operands; the messages name both shapes.</summary>
internal static class Guard
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Product(Operand a, Operand b)
    {
        if (a.Columns != b.Rows || a.Matrix.Backend != b.Matrix.Backend)
        {
            ThrowProduct(a, b);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SameShape(Matrix x, Matrix y, [CallerMemberName] string operation = "")
    {
        if (x.Rows != y.Rows || x.Columns != y.Columns || x.Backend != y.Backend)
        {
            ThrowShape(x, y, x.Rows, x.Columns, operation);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Shape(Matrix x, Matrix y, int rows, int columns, [CallerMemberName] string operation = "")
    {
        if (y.Rows != rows || y.Columns != columns || x.Backend != y.Backend)
        {
            ThrowShape(x, y, rows, columns, operation);
        }
    }

    private static void ThrowProduct(Operand a, Operand b)
    {
        SamePrecision(a.Matrix, b.Matrix, "Dot");
        throw new ArgumentException(
            $"Dot of {Show(a)} and {Show(b)}: the left factor's columns must equal the right factor's rows, but {a.Columns} ≠ {b.Rows}.");
    }

    private static void ThrowShape(Matrix x, Matrix y, int rows, int columns, string operation)
    {
        SamePrecision(x, y, operation);
        throw new ArgumentException($"{operation} on [{x.Rows}, {x.Columns}] needs a [{rows}, {columns}] operand, got [{y.Rows}, {y.Columns}].");
    }

    private static void SamePrecision(Matrix x, Matrix y, string operation)
    {
        if (x.Backend != y.Backend)
        {
            throw new ArgumentException(
                $"{operation} mixes {x.Precision} and {y.Precision} precision; convert one operand with To({nameof(Precision)}.{x.Precision}).");
        }
    }

    private static string Show(Operand x) => x.IsTransposed ? $"[{x.Matrix.Rows}, {x.Matrix.Columns}]ᵀ" : $"[{x.Rows}, {x.Columns}]";
}
