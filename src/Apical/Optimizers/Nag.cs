using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;
using Apical.Parameters;

namespace Apical.Optimizers;

/// <summary>Nesterov's accelerated gradient: momentum that corrects itself by the gradient found ahead.</summary>
/// <remarks>
/// <code>
///   v ← μ v + g                    g includes λ w
///   w ← w − η (g + μ v)            with the new v
/// </code>
/// PyTorch's form, which takes the gradient at the weights as they stand. The thesis (demirbilek2021 §1.4.1) takes it ahead of them:
/// u ← μ u + η ∇J(θ − μ u), θ ← θ − u. For a constant η the two are the same path: our w is the thesis's look-ahead point θ − μ u, and u = η v.
/// </remarks>
/// <param name="learningRate">η. Default 0.01 (ours).</param>
public sealed class Nag(double learningRate = Nag.DefaultLearningRate) : MomentumOptimizer(learningRate)
{
    /// <summary>η when none is given.</summary>
    /// <value>0.01 (ours): with μ = 0.9 the steps add up to ten times that.</value>
    public const double DefaultLearningRate = 0.01;

    /// <inheritdoc/>
    public override string Name => "nag";

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
            w -= eta * (g + (mu * v));
        }
    }
}
