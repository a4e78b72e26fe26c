namespace Apical.Rules;

/// <summary>One small symmetric system per sample, all solved at once by Cholesky's method: every entry is a row <c>[1, batch]</c>.</summary>
internal sealed class SampleSystems(int size)
{
    private readonly Matrix[,] _a = new Matrix[size, size];     // lower triangle; turned into C with A = C Cᵀ
    private readonly Matrix[] _x = new Matrix[size];

    /// <summary>Entry (k, l), l ≤ k; <c>[1, batch]</c>, and changed by <see cref="Solve"/>.</summary>
    public void Set(int k, int l, Matrix entry) => _a[k, l] = entry;

    /// <summary>Entry k of the right side; <c>[1, batch]</c>, and changed by <see cref="Solve"/>.</summary>
    public void SetRight(int k, Matrix entry) => _x[k] = entry;

    /// <summary>Entry k of the solution, <c>[1, batch]</c>.</summary>
    public Matrix Solution(int k) => _x[k];

    /// <summary>Solves (A + λI) x = right side.</summary>
    /// <param name="damping">λ</param>
    /// <param name="singular">Whether A may lack rank; then the solution of least norm is approached by a damping near the rounding error's square
    /// root.</param>
    public void Solve(double damping, bool singular)
    {
        double epsilon = _x[0].Precision == Precision.Double ? 1e-8 : 3e-4;
        if (singular)
        {
            double mean = 0;
            for (int k = 0; k < size; k++)
            {
                mean += _a[k, k].Mean() / size;
            }

            damping = epsilon * mean;
        }

        for (int k = 0; k < size; k++)
        {
            _a[k, k].Apply(ScalarFunction.Shift, damping);
            for (int l = 0; l <= k; l++)
            {
                for (int m = 0; m < l; m++)
                {
                    Subtract(_a[k, l], _a[k, m], _a[l, m]);
                }

                if (l < k)
                {
                    _a[k, l] = _a[k, l].DividedBy(_a[l, l]);
                }
            }

            _a[k, k].Apply(ScalarFunction.Sqrt);
        }

        for (int k = 0; k < size; k++)
        {
            for (int m = 0; m < k; m++)
            {
                Subtract(_x[k], _a[k, m], _x[m]);
            }

            _x[k] = _x[k].DividedBy(_a[k, k]);
        }

        for (int k = size - 1; k >= 0; k--)
        {
            for (int m = k + 1; m < size; m++)
            {
                Subtract(_x[k], _a[m, k], _x[m]);
            }

            _x[k] = _x[k].DividedBy(_a[k, k]);
        }
    }

    private static void Subtract(Matrix x, Matrix a, Matrix b) => x.AddScaled(-1, a.Times(b));
}
