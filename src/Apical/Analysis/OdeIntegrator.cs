namespace Apical.Analysis;

/// <summary>Follows dy/dt = f(t, y) through time, in double precision.</summary>
/// <remarks>Temporaries of the field are taken from a workspace of its own. One integrator belongs to one thread and one system.</remarks>
/// <param name="field">f</param>
/// <param name="method">Default: <see cref="OdeMethod.DormandPrince"/>.</param>
public sealed class OdeIntegrator(VectorField field, OdeMethod? method = null)
{
    private const int MaxSteps = 1_000_000;

    private readonly OdeMethod _method = method ?? OdeMethod.DormandPrince;
    private readonly Workspace _workspace = new();
    private Matrix[][] _k = [];
    private Matrix[] _stage = [];
    private double _step;                               // the last one that fitted; 0 before the first

    /// <summary>Moves y from one time to another in equal steps.</summary>
    /// <param name="y">Changed: the state, in double precision.</param>
    /// <param name="from">Time of y.</param>
    /// <param name="to">Time afterwards; may be earlier.</param>
    /// <param name="steps">At least 1.</param>
    /// <exception cref="ArgumentException">Not in double precision, no steps, or times that are not finite.</exception>
    public void Advance(IReadOnlyList<Matrix> y, double from, double to, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Prepare(y, from, to);
        double h = (to - from) / steps;
        for (int i = 0; i < steps; i++)
        {
            Stages(y, from + (i * h), h);
            Combine(y, y, h, _method.B);
        }
    }

    /// <summary>Moves y from one time to another in steps whose estimated error stays below absolute + relative · |y| in the mean square.</summary>
    /// <param name="y">Changed: the state, in double precision.</param>
    /// <param name="from">Time of y.</param>
    /// <param name="to">Time afterwards, later than <paramref name="from"/>.</param>
    /// <param name="relative">Default 10⁻⁸. At least 10⁻¹⁴.</param>
    /// <param name="absolute">Default 10⁻¹⁰. Above 0.</param>
    /// <returns>Steps taken.</returns>
    /// <exception cref="ArgumentException">Not in double precision, or times or tolerances out of range.</exception>
    /// <exception cref="InvalidOperationException">
    /// The method estimates no error, or the steps become too small or too many: the solution leaves to infinity, or the tolerance is too strict.
    /// </exception>
    public int AdvanceAdaptively(IReadOnlyList<Matrix> y, double from, double to, double relative = 1e-8, double absolute = 1e-10)
    {
        if (_method.Error is null)
        {
            throw new InvalidOperationException(
                $"The {_method.Name} method does not estimate its error; use Advance with a number of steps, or OdeMethod.DormandPrince.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(relative, 1e-14);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(absolute);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        Prepare(y, from, to);
        double t = from, h = _step > 0 ? _step : (to - from) / 100;
        int steps = 0;
        for (; t < to; steps++)
        {
            bool last = h >= to - t;
            double now = last ? to - t : h;
            if (steps == MaxSteps || t + now == t)
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"No step is small enough at t = {t} (step {now}, {steps} so far). Does the solution leave to infinity? If not, allow a larger error."));
            }

            Stages(y, t, now);
            double error = now * Error(y, relative, absolute);

            // The usual controller: the step that would have met the tolerance, a little less, and no jumps.
            double factor = error > 0 ? Math.Clamp(0.9 * Math.Pow(error, -1.0 / _method.Order), 0.2, 5) : error == 0 ? 5 : 0.2;
            if (error <= 1)
            {
                Combine(y, y, now, _method.B);
                t = last ? to : t + now;
                h = last ? Math.Max(h, factor * now) : factor * now;
                _step = h;
            }
            else
            {
                h = factor * now;
            }
        }

        return steps;
    }

    private void Prepare(IReadOnlyList<Matrix> y, double from, double to)
    {
        ArgumentNullException.ThrowIfNull(y);
        if (y.FirstOrDefault(m => m.Precision != Precision.Double) is { } single)
        {
            throw new ArgumentException(
                $"The state must be in double precision, this [{single.Rows}, {single.Columns}] matrix is not: convert it with To(Precision.Double).",
                nameof(y));
        }

        if (!double.IsFinite(from) || !double.IsFinite(to))
        {
            throw new ArgumentException(FormattableString.Invariant($"Times must be finite, got {from} and {to}."), nameof(to));
        }

        if (_stage.Length != y.Count || _stage.Zip(y).Any(pair => (pair.First.Rows, pair.First.Columns) != (pair.Second.Rows, pair.Second.Columns)))
        {
            _stage = Like(y);
            _k = [.. _method.B.Select(_ => Like(y))];
            _step = 0;
        }
    }

    private void Stages(IReadOnlyList<Matrix> y, double t, double h)
    {
        for (int i = 0; i < _k.Length; i++)
        {
            Combine(y, _stage, h, _method.A[i]);
            using (_workspace.Enter())
            {
                field(t + (_method.C[i] * h), _stage, _k[i]);
            }
        }
    }

    /// <summary>result = y + h Σ_j weights_j k_j</summary>
    private void Combine(IReadOnlyList<Matrix> y, IReadOnlyList<Matrix> result, double h, double[] weights)
    {
        for (int m = 0; m < y.Count; m++)
        {
            if (y[m] != result[m])
            {
                result[m].CopyFrom(y[m]);
            }

            for (int j = 0; j < weights.Length; j++)
            {
                if (weights[j] != 0)
                {
                    result[m].AddScaled(h * weights[j], _k[j][m]);
                }
            }
        }
    }

    /// <summary>Root of the mean square of (Σ_j ê_j k_j) / tolerance; the last stage of the method stands where y will be.</summary>
    private double Error(IReadOnlyList<Matrix> y, double relative, double absolute)
    {
        double sum = 0;
        int count = 0;
        for (int m = 0; m < y.Count; m++)
        {
            ReadOnlySpan<double> before = y[m].AsSpan<double>(), after = _stage[m].AsSpan<double>();
            for (int e = 0; e < before.Length; e++)
            {
                double error = 0;
                for (int j = 0; j < _k.Length; j++)
                {
                    error += _method.Error![j] * _k[j][m].AsSpan<double>()[e];
                }

                error /= absolute + (relative * Math.Max(Math.Abs(before[e]), Math.Abs(after[e])));
                sum += error * error;
            }

            count += before.Length;
        }

        return count == 0 ? 0 : Math.Sqrt(sum / count);
    }

    private static Matrix[] Like(IReadOnlyList<Matrix> y) => [.. y.Select(m => new Matrix(m.Rows, m.Columns, Precision.Double))];
}
