using System.Runtime.CompilerServices;
using Apical.Parameters;

namespace Apical.Optimizers;

/// <summary>Adaptive moments: the running mean of the gradient over the root of its running mean square, both corrected for starting at 0.</summary>
/// <remarks>
/// <code>
///   m ← β₁ m + (1 − β₁) g          written m + (1 − β₁)(g − m); g includes λ w
///   v ← β₂ v + (1 − β₂) g²
///   m̂ = m / (1 − β₁ᵗ)              t counts the steps of this parameter
///   v̂ = v / (1 − β₂ᵗ)
///   w ← w − η m̂ / (√v̂ + ε)
/// </code>
/// The form of the Adam paper and PyTorch. The thesis (demirbilek2021 §1.4.2) has ε inside the root, η m̂ / √(v̂ + ε): see <see cref="EpsilonInsideRoot"/>.
/// </remarks>
/// <param name="learningRate">η. Default 0.001 (PyTorch).</param>
public sealed class Adam(double learningRate = Adam.DefaultLearningRate) : Optimizer(learningRate)
{
    /// <summary>η when none is given.</summary>
    /// <value>0.001 (PyTorch)</value>
    public const double DefaultLearningRate = 0.001;

    /// <inheritdoc/>
    public override string Name => "adam";

    /// <summary>β₁, the share of the mean gradient that is kept.</summary>
    /// <value>Default 0.9 (PyTorch, demirbilek2021 §1.4.2). At least 0, below 1.</value>
    public double Beta1
    {
        get;
        set => field = Setting.Kept(value, nameof(Beta1));
    }
    = 0.9;

    /// <summary>β₂, the share of the mean square that is kept.</summary>
    /// <value>Default 0.999 (PyTorch, demirbilek2021 §1.4.2). At least 0, below 1.</value>
    public double Beta2
    {
        get;
        set => field = Setting.Kept(value, nameof(Beta2));
    }
    = 0.999;

    /// <summary>ε, which keeps the quotient finite.</summary>
    /// <value>Default 10⁻⁸ (PyTorch). Above 0.</value>
    public double Epsilon
    {
        get;
        set => field = Setting.Positive(value, nameof(Epsilon), "a weight whose gradient is 0 from the start would become 0/0");
    }
    = 1e-8;

    /// <summary>Whether ε stands inside the root.</summary>
    /// <value>Default false (PyTorch); true is the thesis.</value>
    public bool EpsilonInsideRoot { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames { get; } = ["mean", "mean-square"];

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, object>> OwnSettings =>
        [new("beta1", Beta1), new("beta2", Beta2), new("epsilon", Epsilon), new("epsilonInsideRoot", EpsilonInsideRoot)];

    /// <inheritdoc/>
    protected override void Move(in Update update, ParameterState state, double eta, double lambda)
    {
        (double inside, double outside) = EpsilonInsideRoot ? (Epsilon, 0.0) : (0.0, Epsilon);
        double rate = eta / (1 - Math.Pow(Beta1, state.Steps)), correction = 1 / (1 - Math.Pow(Beta2, state.Steps));
        Apply<Formula>(in update, state, new(rate, correction, 1 - Beta1, Beta2, 1 - Beta2, inside, outside, lambda));
    }

    private readonly struct Formula : IUpdateFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<V, T>(ref V w, ref V m, ref V v, V gradient, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged
        {
            // rate = η / (1 − β₁ᵗ), correction = 1 / (1 − β₂ᵗ)
            V rate = c.A, correction = c.B, oneMinusBeta1 = c.C, beta2 = c.D, oneMinusBeta2 = c.E, inside = c.F, outside = c.G, lambda = c.H;

            V g = gradient + (lambda * w);
            m += oneMinusBeta1 * (g - m);
            v = (beta2 * v) + (oneMinusBeta2 * (g * g));
            w -= rate * m / (V.Sqrt((correction * v) + inside) + outside);
        }
    }
}
