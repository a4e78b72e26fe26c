using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;
using Apical.Parameters;

namespace Apical.Optimizers;

/// <summary>Gradient descent with a velocity that averages out zigzags and gains speed along valleys.</summary>
/// <remarks>
/// <code>
///   v ← μ v + g                    g includes λ w
///   w ← w − η v
/// </code>
/// PyTorch's form. The thesis (demirbilek2021 §1.4.1) has η inside the velocity, v ← μ v + η g, w ← w − v: the same while η stays,
/// different for a few steps after a schedule has changed it.
/// </remarks>
/// <param name="learningRate">η. Default 0.01 (ours).</param>
public sealed class Momentum(double learningRate = Momentum.DefaultLearningRate) : MomentumOptimizer(learningRate)
{
    /// <summary>η when none is given.</summary>
    /// <value>0.01 (ours): with μ = 0.9 the steps add up to ten times that.</value>
    public const double DefaultLearningRate = 0.01;

    /// <inheritdoc/>
    public override string Name => "momentum";

    /// <inheritdoc/>
    protected override void Move(in Update update, ParameterState state, double eta, double lambda) =>
        Apply<Formula>(in update, state, new(eta, Mu, lambda));

    private readonly struct Formula : IUpdateFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<V, T>(ref V w, ref V v, ref V unused, V gradient, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged
        {
            V eta = c.A, mu = c.B, lambda = c.C;

            V g = gradient + (lambda * w);
            v = (mu * v) + g;
            w -= eta * v;
        }
    }
}
