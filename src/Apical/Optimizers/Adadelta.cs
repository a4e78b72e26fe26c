using System.Runtime.CompilerServices;
using Apical.Parameters;

namespace Apical.Optimizers;

/// <summary>Moves of the size of recent moves: running means of squared moves and squared gradients take the learning rate's place.</summary>
/// <remarks>
/// <code>
///   E[g²] ← ρ E[g²] + (1 − ρ) g²                       g includes λ w
///   Δ     = √(E[Δ²] + ε) / √(E[g²] + ε) · g
///   E[Δ²] ← ρ E[Δ²] + (1 − ρ) Δ²
///   w     ← w − η Δ
/// </code>
/// The thesis's text (demirbilek2021 §1.4.2) and PyTorch agree: η scales the move, and its memory holds the move before that. Its released code remembers the
/// scaled move (<see cref="RemembersScaled"/>), which with η below 1 lets moves shrink to √(ε η²/(1 − η²)) or so.
/// </remarks>
/// <param name="learningRate">η. Default 1 (PyTorch, and the original method, which has none).</param>
public sealed class Adadelta(double learningRate = Adadelta.DefaultLearningRate) : Optimizer(learningRate)
{
    /// <summary>η when none is given.</summary>
    /// <value>1 (PyTorch)</value>
    public const double DefaultLearningRate = 1;

    /// <inheritdoc/>
    public override string Name => "adadelta";

    /// <summary>ρ, the share of the running means that is kept.</summary>
    /// <value>Default 0.9 (PyTorch, demirbilek2021 §1.4.2). At least 0, below 1.</value>
    public double Rho
    {
        get;
        set => field = Setting.Kept(value, nameof(Rho));
    }
    = 0.9;

    /// <summary>ε, which lets the first move begin and keeps the quotient finite.</summary>
    /// <value>Default 10⁻⁶ (PyTorch). Above 0.</value>
    public double Epsilon
    {
        get;
        set => field = Setting.Positive(value, nameof(Epsilon), "with 0 no weight would ever begin to move");
    }
    = 1e-6;

    /// <summary>Whether E[Δ²] holds η Δ rather than Δ.</summary>
    /// <value>Default false (PyTorch); true is the released code of demirbilek2021.</value>
    public bool RemembersScaled { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames { get; } = ["mean-square", "mean-square-move"];

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, object>> OwnSettings =>
        [new("rho", Rho), new("epsilon", Epsilon), new("remembersScaled", RemembersScaled)];

    /// <inheritdoc/>
    protected override void Move(in Update update, ParameterState state, double eta, double lambda) =>
        Apply<Formula>(in update, state, new(eta, Rho, 1 - Rho, Epsilon, lambda, RemembersScaled ? eta : 1));

    private readonly struct Formula : IUpdateFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<V, T>(ref V w, ref V meanG, ref V meanDelta, V gradient, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged
        {
            V eta = c.A, rho = c.B, oneMinusRho = c.C, epsilon = c.D, lambda = c.E, remembered = c.F;

            V g = gradient + (lambda * w);
            meanG = (rho * meanG) + (oneMinusRho * (g * g));
            V delta = V.Sqrt(meanDelta + epsilon) / V.Sqrt(meanG + epsilon) * g;
            V kept = remembered * delta;
            meanDelta = (rho * meanDelta) + (oneMinusRho * (kept * kept));
            w -= eta * delta;
        }
    }
}
