using System.Globalization;
using Apical.Numerics.Algebra;
using Apical.Specs;

namespace Apical.Networks;

/// <summary>How weights, forward or feedback, are drawn at the start.</summary>
/// <remarks>Fan-in and fan-out are those of the connection that the weights make: feedback B_i stands for W_{i+1}ᵀ and is given W_{i+1}'s.</remarks>
public sealed class Initialiser : IReadable<Initialiser>
{
    private const int MostDraws = 300;                  // as in the thesis's code

    private readonly Action<Matrix, Rng, int, int> _fill;

    private Initialiser(string name, Action<Matrix, Rng, int, int> fill) => (Name, _fill) = (name, fill);

    /// <summary>0.</summary>
    public static Initialiser Zeros { get; } = new("zeros", static (w, _, _, _) => w.Fill(0));

    /// <summary>Uniform in ±1/√fan-in: PyTorch's default for dense layers, and ours.</summary>
    public static Initialiser UniformFanIn { get; } = new(
        "uniform-fan-in", static (w, rng, fanIn, _) => w.FillUniform(rng, -1 / Math.Sqrt(fanIn), 1 / Math.Sqrt(fanIn)));

    /// <summary>Uniform in [0.001, 1/√fan-in]: for monotone networks (lechner2020).</summary>
    public static Initialiser PositiveFanIn { get; } = new("positive-fan-in", static (w, rng, fanIn, _) => w.FillUniform(rng, 1e-3, 1 / Math.Sqrt(fanIn)));

    /// <summary>Uniform in [0, 1).</summary>
    public static Initialiser StandardUniform { get; } = new("standard-uniform", static (w, rng, _, _) => w.FillUniform(rng, 0, 1));

    /// <summary>Normal, mean 0, standard deviation 1.</summary>
    public static Initialiser StandardNormal { get; } = new("standard-normal", static (w, rng, _, _) => w.FillNormal(rng));

    /// <summary>Uniform in ±√(6 / (fan-in + fan-out)) (Glorot &amp; Bengio 2010).</summary>
    public static Initialiser Glorot { get; } = new(
        "glorot", static (w, rng, fanIn, fanOut) => w.FillUniform(rng, -Math.Sqrt(6.0 / (fanIn + fanOut)), Math.Sqrt(6.0 / (fanIn + fanOut))));

    /// <summary>Normal with standard deviation √(6 / (fan-in + fan-out)), √3 as wide as Glorot's normal: demirbilek2021's released code.</summary>
    public static Initialiser GaussianFeatures { get; } = new(
        "gaussian-features", static (w, rng, fanIn, fanOut) => w.FillNormal(rng, 0, Math.Sqrt(6.0 / (fanIn + fanOut))));

    /// <summary>Normal with standard deviation √(2 / fan-in) (He et al. 2015).</summary>
    public static Initialiser He { get; } = new("he", static (w, rng, fanIn, _) => w.FillNormal(rng, 0, Math.Sqrt(2.0 / fanIn)));

    /// <summary>Orthonormal rows or columns, whichever are fewer.</summary>
    public static Initialiser Orthogonal { get; } = new("orthogonal", static (w, rng, _, _) => FillOrthogonal(w, rng));

    private static Forms<Initialiser> Forms { get; } = new Forms<Initialiser>("initialiser")
        .Add("zeros", Zeros)
        .Add("uniform-fan-in", UniformFanIn)
        .Add("positive-fan-in", PositiveFanIn)
        .Add("standard-uniform", StandardUniform)
        .Add("standard-normal", StandardNormal)
        .Add("glorot", Glorot)
        .Add("gaussian-features", GaussianFeatures)
        .Add("he", He)
        .Add("orthogonal", Orthogonal)
        .Add("glorot-normal:GAIN", a => a is [[var gain]] ? GlorotNormal(gain) : null)
        .Add("uniform:LIMIT", a => a is [[var limit]] ? Uniform(limit) : null)
        .Add("normal:MEAN,SD", a => a is [[var mean, var sd]] ? Normal(mean, sd) : null)
        .Add("abs-normal:MEAN,SD", a => a is [[var mean, var sd]] ? AbsNormal(mean, sd) : null)
        .Add("conditioned:TAU", a => a is [[var tau]] ? Conditioned(tau) : null);

    /// <summary>The forms that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyList<string> Names => Forms.Usages;

    /// <summary>The name, as <see cref="Parse"/> reads it.</summary>
    public string Name { get; }

    /// <summary>Normal with standard deviation gain · √(2 / (fan-in + fan-out)) (Glorot &amp; Bengio 2010; PyTorch calls it Xavier's).</summary>
    /// <param name="gain">At least 0; 1 is the published form.</param>
    /// <exception cref="ArgumentOutOfRangeException">A gain that is negative or not finite.</exception>
    public static Initialiser GlorotNormal(double gain) => gain >= 0 && double.IsFinite(gain)
        ? new(string.Create(CultureInfo.InvariantCulture, $"glorot-normal:{gain}"),
            (w, rng, fanIn, fanOut) => w.FillNormal(rng, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut))))
        : throw new ArgumentOutOfRangeException(nameof(gain), gain, "A normal initialiser needs a gain of 0 or more.");

    /// <summary>Uniform in ±limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit that is negative or not finite.</exception>
    public static Initialiser Uniform(double limit) => limit >= 0 && double.IsFinite(limit)
        ? new(string.Create(CultureInfo.InvariantCulture, $"uniform:{limit}"), (w, rng, _, _) => w.FillUniform(rng, -limit, limit))
        : throw new ArgumentOutOfRangeException(nameof(limit), limit, "A uniform initialiser needs a limit of 0 or more.");

    /// <summary>Normal with the given mean and standard deviation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative standard deviation.</exception>
    public static Initialiser Normal(double mean, double sd) => sd >= 0 && double.IsFinite(sd) && double.IsFinite(mean)
        ? new(string.Create(CultureInfo.InvariantCulture, $"normal:{mean},{sd}"), (w, rng, _, _) => w.FillNormal(rng, mean, sd))
        : throw new ArgumentOutOfRangeException(nameof(sd), sd, "A normal initialiser needs a finite mean and a standard deviation of 0 or more.");

    /// <summary>The absolute value of a normal number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative standard deviation.</exception>
    public static Initialiser AbsNormal(double mean, double sd)
    {
        Initialiser normal = Normal(mean, sd);
        return new("abs-" + normal.Name, (w, rng, fanIn, fanOut) =>
        {
            normal.Fill(w, rng, fanIn, fanOut);
            w.Apply(ScalarFunction.Abs);
        });
    }

    /// <summary>Standard normal, drawn again until σ_min σ_max &gt; <paramref name="tau"/>: weights far from singular (meulemans2019, 4.2.3).</summary>
    /// <param name="tau">τ; the thesis's code has 0.4, for layers of 6. At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public static Initialiser Conditioned(double tau) => new(
        $"conditioned:{CheckedTau(tau).ToString(CultureInfo.InvariantCulture)}", (w, rng, _, _) => Redraw(w, tau, () => w.FillNormal(rng)));

    /// <summary>
    /// At the distance ‖w − from‖ given, in a random direction: w = from + distance · G / ‖G‖, G standard normal;
    /// drawn again until σ_min σ_max &gt; <paramref name="tau"/> (meulemans2019, 5.1.3).
    /// </summary>
    /// <param name="from">The matrix to start from, shaped and of the precision as what is filled, such as <c>[fan-out, fan-in]</c>.</param>
    /// <param name="distance">Frobenius distance; at least 0.</param>
    /// <param name="tau">Default 0: the first draw is taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number that is negative or not finite.</exception>
    public static Initialiser AtDistance(Matrix from, double distance, double tau = 0)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentOutOfRangeException.ThrowIfNegative(distance);
        Matrix start = from.Clone();
        string name = FormattableString.Invariant($"at-distance:{distance},{CheckedTau(tau)}");
        return new(name, (w, rng, _, _) => Redraw(w, tau, () =>
        {
            w.FillNormal(rng);
            w.Blend(distance / w.Norm(), 1, start);
        }));
    }

    /// <summary>The pseudo-inverse of another matrix, for feedback that starts as the inverse of the forward weights; draws nothing.</summary>
    /// <param name="forward">The forward weights <c>[fan-out, fan-in]</c>, read when the feedback <c>[fan-in, fan-out]</c> is filled.</param>
    public static Initialiser PseudoInverseOf(Matrix forward)
    {
        ArgumentNullException.ThrowIfNull(forward);
        return new("pseudo-inverse", (w, _, _, _) => w.CopyFrom(LinearAlgebra.PseudoInverse(forward)));
    }

    /// <summary>Reads a name such as <c>glorot</c> or <c>normal:0,0.1</c>.</summary>
    /// <exception cref="ArgumentException">An unknown name; the message lists the known ones.</exception>
    public static Initialiser Parse(string text) => Forms.Parse(text);

    /// <summary>Draws the weights.</summary>
    /// <param name="w">Changed: all entries are set. Any shape, for a dense layer <c>[fan-out, fan-in]</c>.</param>
    /// <param name="rng">Where from.</param>
    /// <param name="fanIn">Units that the connection comes from; at least 1.</param>
    /// <param name="fanOut">Units that it goes to; at least 1.</param>
    public void Fill(Matrix w, Rng rng, int fanIn, int fanOut) => _fill(w, rng, fanIn, fanOut);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static double CheckedTau(double tau) => tau >= 0 && double.IsFinite(tau) ? tau
        : throw new ArgumentOutOfRangeException(
            nameof(tau), tau, "The product of the extreme singular values is kept above a number that is 0 or more, and finite.");

    private static void Redraw(Matrix w, double tau, Action draw)
    {
        double best = 0;
        for (int attempt = 0; attempt < MostDraws; attempt++)
        {
            draw();
            if (tau == 0)
            {
                return;
            }

            double[] sigma = LinearAlgebra.SingularValues(w);
            if (sigma[0] * sigma[^1] > tau)
            {
                return;
            }

            best = Math.Max(best, sigma[0] * sigma[^1]);
        }

        throw new ArgumentException(FormattableString.Invariant(
            $"None of {MostDraws} draws of a [{w.Rows}, {w.Columns}] matrix has σ_min σ_max above {tau}; the best has {best:0.###}. ")
            + "Ask for less, or for another shape: the smallest singular value shrinks as a square matrix grows.");
    }

    private static void FillOrthogonal(Matrix w, Rng rng)
    {
        // The orthogonal factor U Vᵀ of a Gaussian matrix is uniformly distributed over orthogonal matrices.
        var gaussian = new Matrix(w.Rows, w.Columns, Precision.Double);
        gaussian.FillNormal(rng);
        var (u, sigma, vt) = LinearAlgebra.Svd(gaussian);
        var ones = new double[w.Count];
        for (int k = 0; k < sigma.Length; k++)
        {
            ones[(k * w.Columns) + k] = 1;              // in place of the singular values
        }

        w.CopyFrom(u.Dot(Matrix.Of(w.Rows, w.Columns, ones, Precision.Double)).Dot(vt).To(w.Precision));
    }
}
