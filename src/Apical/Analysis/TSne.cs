using System.Runtime.CompilerServices;
using Apical.Numerics.Algebra;

namespace Apical.Analysis;

/// <summary>t-SNE: points of many dimensions drawn in the plane so that neighbours stay neighbours. Exact, every pair counts.</summary>
/// <remarks>
/// L. van der Maaten and G. Hinton, Visualizing data using t-SNE, Journal of Machine Learning Research 9 (2008) 2579–2605, Algorithm 1:
/// <code>
///   p_ij = (p_{j|i} + p_{i|j}) / 2n                         Gaussian, of given perplexity          (eq. 1)
///   q_ij = (1 + ‖y_i − y_j‖²)⁻¹ / Σ_{k≠l} (1 + ‖y_k − y_l‖²)⁻¹                                     (eq. 4)
///   ∂C/∂y_i = 4 Σ_j (p_ij − q_ij) (y_i − y_j) (1 + ‖y_i − y_j‖²)⁻¹,     C = KL(P‖Q)                (eq. 5)
///   y(t) = y(t−1) − η g ⊙ ∂C/∂y + α(t) (y(t−1) − y(t−2))
/// </code>
/// The gains g are the authors' (§3.4 after Jacobs 1988): +0.2 where gradient and velocity disagree on the way down, × 0.8 where a step would turn
/// back, at least 0.01. Differs from the paper: the embedding is centred after every step, as in the authors' code; C does not see it.
/// The data are brought to a size of 1 first, by a power of two, so that the drawing does not depend on their scale.
/// The initial points are drawn with variance 10⁻⁴, as the paper says; the authors' code has a standard deviation of 10⁻⁴.
/// </remarks>
public static class TSne
{
    private const double InitialDeviation = 1e-2;

    /// <summary>Draws the points in the plane.</summary>
    /// <param name="x"><c>[features, points]</c>, at least 4 points; its precision is the one that is computed in.</param>
    /// <param name="rng">Initial positions, from its fork <c>t-sne</c>. The same seed gives the same bits on any number of threads.</param>
    /// <param name="options">Default: the paper's.</param>
    /// <param name="pool">Threads; default: the caller alone.</param>
    /// <param name="report">Called after every <see cref="TSneOptions.ReportEvery"/> steps and after the last.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <returns><c>[2, points]</c>, centred.</returns>
    /// <exception cref="ArgumentException">Too few points, numbers that are not finite, or a setting out of its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Matrix Embed(Matrix x, Rng rng, TSneOptions? options = null, WorkerPool? pool = null, Action<TSneProgress>? report = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(rng);
        options ??= new TSneOptions();
        Check(x, options);
        var workspace = new Workspace(pool);
        Matrix p = Affinities(options.Components == 0 ? x : PrincipalComponents.Project(x, Math.Min(options.Components, x.Rows)),
            options.Perplexity, workspace);

        Rng draws = rng.Fork("t-sne");
        var y = new Matrix(2, x.Columns, x.Precision);
        y.FillNormal(draws, 0, InitialDeviation);
        Matrix velocity = new(2, x.Columns, x.Precision), gains = new(2, x.Columns, x.Precision);
        gains.Fill(1);
        for (int t = 0; t < options.Iterations; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            using (workspace.Enter())
            {
                double alpha = t < options.MomentumIteration ? options.InitialMomentum : options.FinalMomentum;
                Matrix gradient = Gradient(p, y, t < options.ExaggerationIterations ? options.Exaggeration : 1);
                y.UpdateBy<Step>(gradient, velocity, gains, new(options.LearningRate, alpha, 0.2, 0.8, 0.01));
                y.CopyFrom(y.MinusColumn(y.RowSums().Scaled(1.0 / y.Columns)));
                if (report is not null && ((t + 1) % options.ReportEvery == 0 || t + 1 == options.Iterations))
                {
                    report(new(t + 1, Kl(p, y)));
                }
            }
        }

        return y;
    }

    /// <summary>P: how much any two points are neighbours. Its entries add up to 1, and do not depend on the scale of the data.</summary>
    /// <param name="x"><c>[features, points]</c></param>
    /// <param name="perplexity">At least 1, below points − 1.</param>
    /// <param name="workspace">Its threads are used; default: the caller alone.</param>
    /// <returns><c>[points, points]</c>, symmetric, with a diagonal of zeros.</returns>
    public static Matrix Affinities(Matrix x, double perplexity, Workspace? workspace = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        var p = new Matrix(x.Columns, x.Columns, x.Precision);
        using (workspace?.Enter())
        {
            OfUnitSpread(x).GaussianNeighbours(perplexity, p);
        }

        // Outside of the workspace: it would keep the memory of Pᵀ as long as it lives.
        Matrix transposed = p.T.ToMatrix();
        p.Add(transposed);
        p.Scale(0.5 / x.Columns);
        return p;
    }

    /// <summary>∂C/∂y (eq. 5), with P exaggerated by a factor.</summary>
    /// <param name="p"><c>[points, points]</c>, symmetric, adding up to 1.</param>
    /// <param name="y"><c>[2, points]</c></param>
    /// <param name="exaggeration">Default 1: the gradient of <see cref="Kl"/>.</param>
    /// <returns><c>[2, points]</c>, from the current workspace.</returns>
    public static Matrix Gradient(Matrix p, Matrix y, double exaggeration = 1)
    {
        (Matrix attraction, Matrix repulsion, Matrix weights) = y.StudentForces(p);
        attraction.Blend(4 * exaggeration, -4 / weights.Sum(), repulsion);
        return attraction;
    }

    /// <summary>C = KL(P‖Q) in nats.</summary>
    /// <param name="p"><c>[points, points]</c>, adding up to 1.</param>
    /// <param name="y"><c>[2, points]</c></param>
    public static double Kl(Matrix p, Matrix y) => y.StudentCosts(p).Sum() + Math.Log(y.StudentForces(p).Weights.Sum());

    // Deviations from the mean of a size of 1: P does not depend on scale, but squared distances that leave the range of numbers would.
    private static Matrix OfUnitSpread(Matrix x)
    {
        x = x.TimesTwoTo(-x.SizePower());
        return x.TimesTwoTo(-x.MinusColumn(x.RowSums().Scaled(1.0 / x.Columns)).SizePower());
    }

    private static void Check(Matrix x, TSneOptions options)
    {
        if (x.Columns < 4 || x.Rows < 1)
        {
            throw new ArgumentException($"t-SNE needs at least 4 points in columns, got [{x.Rows}, {x.Columns}].", nameof(x));
        }

        if (!double.IsFinite(x.Max()) || !double.IsFinite(x.Min()) || double.IsNaN(x.Sum()))
        {
            throw new ArgumentException("t-SNE needs finite numbers; the data hold NaN or infinity.", nameof(x));
        }

        Require(options.Iterations >= 0, nameof(options.Iterations), options.Iterations, "at least 0");
        Require(options.LearningRate > 0, nameof(options.LearningRate), options.LearningRate, "above 0");
        Require(options.Exaggeration >= 1, nameof(options.Exaggeration), options.Exaggeration, "at least 1");
        Require(options.Components >= 0, nameof(options.Components), options.Components, "at least 0");
        Require(options.ReportEvery >= 1, nameof(options.ReportEvery), options.ReportEvery, "at least 1");
    }

    private static void Require(bool holds, string setting, double value, string range)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant($"{setting} must be {range}, is {value}."), setting);
        }
    }

    private readonly struct Step : IUpdateFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<V, T>(ref V y, ref V velocity, ref V gain, V gradient, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged
        {
            V eta = c.A, alpha = c.B, more = c.C, less = c.D, least = c.E;

            // The velocity is a step and the gradient points uphill: the same sign means that the way down turns back.
            gain = V.Max(V.WhereGreater(gradient * velocity, V.Zero, gain * less, gain + more), least);
            velocity = (alpha * velocity) - (eta * gain * gradient);
            y += velocity;
        }
    }
}
