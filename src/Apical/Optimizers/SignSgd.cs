using System.Runtime.CompilerServices;
using Apical.Parameters;

namespace Apical.Optimizers;

/// <summary>Every weight moves by η against the sign of its gradient; only the signs need be told.</summary>
/// <remarks>
/// <code>
///   w ← w − η sign(g)              g includes λ w; sign(0) = 0
/// </code>
/// </remarks>
/// <param name="learningRate">η, the size of every move. Default 0.001 (ours).</param>
public sealed class SignSgd(double learningRate = SignSgd.DefaultLearningRate) : Optimizer(learningRate)
{
    /// <summary>η when none is given.</summary>
    /// <value>0.001 (ours)</value>
    public const double DefaultLearningRate = 0.001;

    /// <inheritdoc/>
    public override string Name => "signsgd";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => [];

    /// <inheritdoc/>
    protected override void Move(in Update update, ParameterState state, double eta, double lambda) =>
        Apply<Formula>(in update, state, new(eta, lambda));

    private readonly struct Formula : IUpdateFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<V, T>(ref V w, ref V unused1, ref V unused2, V gradient, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged
        {
            V eta = c.A, lambda = c.B;

            V g = gradient + (lambda * w);
            w -= eta * LaneFunctions.Sign<V, T>(g);
        }
    }
}
