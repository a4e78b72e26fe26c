namespace Apical.Analysis;

/// <summary>What a vector field looks like around a point: arrows, derivatives, and whether it is a gradient.</summary>
public static class Flow
{
    /// <summary>The field of a state of two numbers, at every point of a grid: the small arrows of lillicrap2016's supplementary figure 10.</summary>
    /// <param name="field">A field of two <c>[1, 1]</c> matrices, taken at time 0.</param>
    /// <param name="x">Values of the first.</param>
    /// <param name="y">Values of the second.</param>
    /// <returns>An arrow for every x and y, y varying fastest.</returns>
    public static IReadOnlyList<FlowArrow> Arrows(VectorField field, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(field);
        Matrix[] state = [new(1, 1, Precision.Double), new(1, 1, Precision.Double)], derivative = [new(1, 1, Precision.Double), new(1, 1, Precision.Double)];
        var arrows = new List<FlowArrow>(x.Count * y.Count);
        foreach (double first in x)
        {
            foreach (double second in y)
            {
                state[0].Fill(first);
                state[1].Fill(second);
                field(0, state, derivative);
                arrows.Add(new(first, second, derivative[0].Sum(), derivative[1].Sum()));
            }
        }

        return arrows;
    }

    /// <summary>∂f_i/∂y_j at time 0 by central differences, whose error shrinks with the square of the step.</summary>
    /// <param name="field">f</param>
    /// <param name="y">Where; in double precision, left as it was.</param>
    /// <param name="step">Relative to max(1, |y_j|). Default 6·10⁻⁶, the cube root of the rounding error, where the two errors balance.</param>
    /// <returns><c>[n, n]</c> for n numbers in all matrices of y, which are counted one matrix after another, row after row.</returns>
    /// <exception cref="ArgumentException">Not in double precision.</exception>
    public static Matrix Jacobian(VectorField field, IReadOnlyList<Matrix> y, double step = 6e-6)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        if (y.Any(m => m.Precision != Precision.Double))
        {
            throw new ArgumentException("A derivative by differences needs double precision: convert the state with To(Precision.Double).", nameof(y));
        }

        Matrix[] state = [.. y.Select(m => m.Clone())], up = [.. y.Select(m => m.Clone())], down = [.. y.Select(m => m.Clone())];
        int n = y.Sum(m => m.Count), column = 0;
        var jacobian = new Matrix(n, n, Precision.Double);
        Span<double> entries = jacobian.AsSpan<double>();
        foreach (Matrix m in state)
        {
            for (int e = 0; e < m.Count; e++, column++)
            {
                double value = m.AsSpan<double>()[e], h = step * Math.Max(1, Math.Abs(value));
                double above = value + h, below = value - h;
                m.AsSpan<double>()[e] = above;
                field(0, state, up);
                m.AsSpan<double>()[e] = below;
                field(0, state, down);
                m.AsSpan<double>()[e] = value;
                int row = 0;
                for (int k = 0; k < up.Length; k++)
                {
                    for (int i = 0; i < up[k].Count; i++, row++)
                    {
                        entries[(row * n) + column] = (up[k].AsSpan<double>()[i] - down[k].AsSpan<double>()[i]) / (above - below);
                    }
                }
            }
        }

        return jacobian;
    }

    /// <summary>
    /// ‖J − Jᵀ‖ / 2‖J‖: 0 for a symmetric matrix, 1 for an antisymmetric one. A field is a gradient only where its Jacobian is symmetric
    /// (lillicrap2016 supplement, note 16).
    /// </summary>
    /// <param name="jacobian">Square, <c>[n, n]</c>.</param>
    /// <returns>Between 0 and 1; 0 for a matrix of zeros.</returns>
    public static double Asymmetry(Matrix jacobian)
    {
        ArgumentNullException.ThrowIfNull(jacobian);
        double norm = jacobian.Norm();
        return norm == 0 ? 0 : jacobian.Minus(jacobian.T.ToMatrix()).Norm() / (2 * norm);
    }
}
