using System.Runtime.CompilerServices;
using Apical.Parameters;

namespace Apical.Optimizers;

/// <summary>
/// Resilient propagation: each weight has a step of its own that grows while the gradient keeps its sign and shrinks when it changes;
/// the gradient's size does not matter. Meant for full batches: between small ones, signs change by chance.
/// </summary>
/// <remarks>
/// <code>
///   Δ ← Δ η⁺   where sign(g) = s ≠ 0          g includes λ w; s is the sign followed in the step before, Δ starts at the learning rate
///   Δ ← Δ η⁻   where sign(g) = −s ≠ 0
///   Δ ← min(max(Δ, Δ_min), Δ_max)
///   s ← 0 where the sign changed, else sign(g)
///   w ← w − κ s Δ                             κ: schedule and scale, 1 for a constant rate
/// </code>
/// PyTorch's form, known as iRprop⁻: after a change of sign the weight rests for one step, it does not go back.
/// </remarks>
/// <param name="learningRate">Δ at the start. Default 0.01 (PyTorch).</param>
public sealed class Rprop(double learningRate = Rprop.DefaultLearningRate) : Optimizer(learningRate)
{
    /// <summary>Δ at the start when none is given.</summary>
    /// <value>0.01 (PyTorch)</value>
    public const double DefaultLearningRate = 0.01;

    /// <inheritdoc/>
    public override string Name => "rprop";

    /// <summary>η⁺, by which a step grows.</summary>
    /// <value>Default 1.2 (PyTorch). Above 1.</value>
    public double Growth
    {
        get;
        init => field = value > 1 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Growth), value, "Growth must be finite and above 1: steps grow while the sign stays.");
    }
    = 1.2;

    /// <summary>η⁻, by which a step shrinks.</summary>
    /// <value>Default 0.5 (PyTorch). Between 0 and 1.</value>
    public double Shrinkage
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(Shrinkage), value, "Shrinkage must be above 0 and below 1: steps shrink when the sign changes.");
    }
    = 0.5;

    /// <summary>Δ_min</summary>
    /// <value>Default 10⁻⁶ (PyTorch). Above 0.</value>
    public double SmallestStep
    {
        get;
        init => field = Setting.Positive(value, nameof(SmallestStep), "a step of 0 could never grow again");
    }
    = 1e-6;

    /// <summary>Δ_max</summary>
    /// <value>Default 50 (PyTorch). Above 0; where it is below Δ_min, it wins.</value>
    public double LargestStep
    {
        get;
        init => field = Setting.Positive(value, nameof(LargestStep), "no weight would ever move");
    }
    = 50;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames { get; } = ["sign", "step"];

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, object>> OwnSettings =>
        [new("growth", Growth), new("shrinkage", Shrinkage), new("smallestStep", SmallestStep), new("largestStep", LargestStep)];

    /// <inheritdoc/>
    protected override void Initialise(ParameterState state) => state.Second!.Fill(LearningRate);

    /// <inheritdoc/>
    protected override void Move(in Update update, ParameterState state, double eta, double lambda)
    {
        double kappa = LearningRate == 0 ? 0 : eta / LearningRate;
        Apply<Formula>(in update, state, new(kappa, Growth, Shrinkage, SmallestStep, LargestStep, lambda));
    }

    private readonly struct Formula : IUpdateFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<V, T>(ref V w, ref V s, ref V step, V gradient, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged
        {
            V kappa = c.A, growth = c.B, shrinkage = c.C, smallest = c.D, largest = c.E, lambda = c.F;

            V sign = LaneFunctions.Sign<V, T>(gradient + (lambda * w));
            V agreement = sign * s;                     // of signs, so that tiny gradients cannot vanish in a product
            step *= V.WhereGreater(agreement, V.Zero, growth, V.WhereGreater(V.Zero, agreement, shrinkage, V.One));
            step = V.Min(V.Max(step, smallest), largest);
            s = V.WhereGreater(V.Zero, agreement, V.Zero, sign);
            w -= kappa * s * step;
        }
    }
}
