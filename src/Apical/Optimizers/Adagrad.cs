using System.Runtime.CompilerServices;
using Apical.Parameters;

namespace Apical.Optimizers;

/// <summary>A rate per weight that falls with the sum of its squared gradients, so rare features take larger steps.</summary>
/// <remarks>
/// <code>
///   G ← G + g²                     g includes λ w
///   w ← w − η g / (√G + ε)
/// </code>
/// PyTorch's form. The thesis (demirbilek2021 §1.4.2) has ε inside the root, η g / √(G + ε): see <see cref="EpsilonInsideRoot"/>.
/// </remarks>
/// <param name="learningRate">η. Default 0.01 (PyTorch).</param>
public sealed class Adagrad(double learningRate = Adagrad.DefaultLearningRate) : Optimizer(learningRate)
{
    /// <summary>η when none is given.</summary>
    /// <value>0.01 (PyTorch)</value>
    public const double DefaultLearningRate = 0.01;

    /// <inheritdoc/>
    public override string Name => "adagrad";

    /// <summary>ε, which keeps the quotient finite.</summary>
    /// <value>Default 10⁻¹⁰ (PyTorch); the thesis has 10⁻⁸. Above 0.</value>
    public double Epsilon
    {
        get;
        set => field = Setting.Positive(value, nameof(Epsilon), "a weight whose gradient is 0 from the start would become 0/0");
    }
    = 1e-10;

    /// <summary>Whether ε stands inside the root.</summary>
    /// <value>Default false (PyTorch); true is the thesis.</value>
    public bool EpsilonInsideRoot { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames { get; } = ["sum-of-squares"];

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, object>> OwnSettings => [new("epsilon", Epsilon), new("epsilonInsideRoot", EpsilonInsideRoot)];

    /// <inheritdoc/>
    protected override void Move(in Update update, ParameterState state, double eta, double lambda)
    {
        (double inside, double outside) = EpsilonInsideRoot ? (Epsilon, 0.0) : (0.0, Epsilon);
        Apply<Formula>(in update, state, new(eta, inside, outside, lambda));
    }

    private readonly struct Formula : IUpdateFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<V, T>(ref V w, ref V G, ref V unused, V gradient, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged
        {
            V eta = c.A, inside = c.B, outside = c.C, lambda = c.D;

            V g = gradient + (lambda * w);
            G += g * g;
            w -= eta * g / (V.Sqrt(G + inside) + outside);
        }
    }
}
