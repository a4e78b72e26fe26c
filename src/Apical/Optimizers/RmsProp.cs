using System.Runtime.CompilerServices;
using Apical.Parameters;

namespace Apical.Optimizers;

/// <summary>Gradients divided by the root of their running mean square: steps of about the same size for every weight.</summary>
/// <remarks>
/// <code>
///   E[g²] ← ρ E[g²] + (1 − ρ) g²                       g includes λ w
///   w     ← w − η g / (√E[g²] + ε)
/// </code>
/// PyTorch's form (ρ is its alpha). The thesis (demirbilek2021 §1.4.2) has ε inside the root and ρ = 0.9: see <see cref="EpsilonInsideRoot"/>.
/// </remarks>
/// <param name="learningRate">η. Default 0.01 (PyTorch).</param>
public sealed class RmsProp(double learningRate = RmsProp.DefaultLearningRate) : Optimizer(learningRate)
{
    /// <summary>η when none is given.</summary>
    /// <value>0.01 (PyTorch)</value>
    public const double DefaultLearningRate = 0.01;

    /// <inheritdoc/>
    public override string Name => "rmsprop";

    /// <summary>ρ, the share of the running mean that is kept.</summary>
    /// <value>Default 0.99 (PyTorch); the thesis has 0.9. At least 0, below 1.</value>
    public double Rho
    {
        get;
        set => field = Setting.Kept(value, nameof(Rho));
    }
    = 0.99;

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
    protected override IReadOnlyList<string> StateNames { get; } = ["mean-square"];

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, object>> OwnSettings =>
        [new("rho", Rho), new("epsilon", Epsilon), new("epsilonInsideRoot", EpsilonInsideRoot)];

    /// <inheritdoc/>
    protected override void Move(in Update update, ParameterState state, double eta, double lambda)
    {
        (double inside, double outside) = EpsilonInsideRoot ? (Epsilon, 0.0) : (0.0, Epsilon);
        Apply<Formula>(in update, state, new(eta, Rho, 1 - Rho, inside, outside, lambda));
    }

    private readonly struct Formula : IUpdateFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<V, T>(ref V w, ref V meanG, ref V unused, V gradient, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged
        {
            V eta = c.A, rho = c.B, oneMinusRho = c.C, inside = c.D, outside = c.E, lambda = c.F;

            V g = gradient + (lambda * w);
            meanG = (rho * meanG) + (oneMinusRho * (g * g));
            w -= eta * g / (V.Sqrt(meanG + inside) + outside);
        }
    }
}
