
namespace Apical.Numerics.Matrices;

/// <summary>A matrix or the transpose of one, as a factor of a product: <c>W.T.Dot(delta)</c> is Wᵀ δ without copying W.</summary>
public readonly struct Operand
{
    internal Operand(Matrix matrix, bool transposed) => (Matrix, IsTransposed) = (matrix, transposed);

    /// <summary>The matrix itself.</summary>
    public Matrix Matrix { get; }

    /// <summary>Whether its transpose is meant.</summary>
    public bool IsTransposed { get; }

    /// <summary>Rows of the factor.</summary>
    public int Rows => IsTransposed ? Matrix.Columns : Matrix.Rows;

    /// <summary>Columns of the factor.</summary>
    public int Columns => IsTransposed ? Matrix.Rows : Matrix.Columns;

    /// <summary>The transpose of this factor.</summary>
    public Operand T => new(Matrix, !IsTransposed);

    /// <summary>A matrix is a factor as it stands.</summary>
    public static implicit operator Operand(Matrix matrix) => new(matrix, false);

    /// <summary>The product of this factor and <paramref name="right"/>.</summary>
    /// <param name="right">As many rows as this factor has columns.</param>
    /// <returns><c>[Rows, right.Columns]</c>, from the current workspace.</returns>
    /// <exception cref="ArgumentException">The inner sizes differ, or the precisions do.</exception>
    public Matrix Dot(Operand right)
    {
        Guard.Product(this, right);
        Matrix result = Workspace.Temporary(Rows, right.Columns, Matrix.Backend);
        Matrix.Backend.Product(this, right, 1, 0, result);
        return result;
    }

    /// <summary>
    /// The product of this factor and <paramref name="right"/>, entry by entry times f(<paramref name="y"/>), in one pass over memory: a signal
    /// carried back to a layer with that slope.
    /// </summary>
    /// <param name="right">As many rows as this factor has columns.</param>
    /// <param name="f">f</param>
    /// <param name="y"><c>[Rows, right.Columns]</c></param>
    /// <param name="parameter">The parameter of f, where it has one.</param>
    /// <returns><c>[Rows, right.Columns]</c>, from the current workspace.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or precisions differ.</exception>
    public Matrix DotTimesMap(Operand right, ScalarFunction f, Matrix y, double parameter = 0)
    {
        Guard.Product(this, right);
        Guard.Shape(Matrix, y, Rows, right.Columns);
        Matrix result = Workspace.Temporary(Rows, right.Columns, Matrix.Backend);
        Matrix.Backend.ProductTimesMap(this, right, f, parameter, y, result);
        return result;
    }

    /// <summary>A copy, transposed if this is a transpose.</summary>
    /// <returns><c>[Rows, Columns]</c>, from the current workspace.</returns>
    public Matrix ToMatrix()
    {
        Matrix result = Workspace.Temporary(Rows, Columns, Matrix.Backend);
        if (IsTransposed)
        {
            Matrix.Backend.Transpose(Matrix, result);
        }
        else
        {
            result.CopyFrom(Matrix);
        }

        return result;
    }
}
