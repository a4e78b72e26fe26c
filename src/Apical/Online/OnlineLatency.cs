using System.Numerics;

namespace Apical.Online;

/// <summary>
/// How long the chain is from the outcome of a sample to the last weight that learns from it, in multiply-adds that must wait for each other, however
/// many can be done at once.
/// </summary>
/// <remarks>
/// <code>
///   all:         δ_L = h_L − t, then η δ_L;  at the end of each path W −= (η δ_i) h_{i−1}         1 + 1 + … + 1
///   dfa, mdfa:   B_i (η δ_L), then ⊙ D_i                                                        2 for every hidden layer, side by side
///   bp:          the same with W_L in the top hidden layer, then for each below W_{i+1}ᵀ δ_{i+1}, a sum of n_{i+1} terms, and ⊙ D_i
/// </code>
/// A sum of n terms is 1 + ⌈log₂ n⌉ as a tree, n one after the other. What is known before the outcome, such as D_i, is not counted; the floor of
/// mdfa is a comparison. With a single output, bp too could be done ahead of the outcome, as far as the factor δ_L: then it is the chain between two
/// predictions that it lengthens.
/// </remarks>
public static class OnlineLatency
{
    /// <summary>The chain.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="hidden">Units of the hidden layers, from the bottom; at least one layer.</param>
    /// <param name="trees">Whether sums are trees, rather than one term after the other.</param>
    public static int Chain(OnlineRule rule, IReadOnlyList<int> hidden, bool trees = true)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentOutOfRangeException.ThrowIfZero(hidden.Count);
        const int Error = 2, Top = 2, Update = 1, Slope = 1;
        return Error + Top + Update + (rule == OnlineRule.Bp ? hidden.Skip(1).Sum(n => Sum(n, trees) + Slope) : 0);
    }

    /// <summary>Multiply-adds of a prediction: one for each weight.</summary>
    /// <param name="widths">Units from the input to the output.</param>
    public static int Predict(IReadOnlyList<int> widths) => widths.Zip(widths.Skip(1), (below, above) => below * above).Sum();

    /// <summary>Multiply-adds of learning: one for each weight, and what carries the signals.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="widths">Units from the input to the output.</param>
    public static int Learn(OnlineRule rule, IReadOnlyList<int> widths)
    {
        ArgumentNullException.ThrowIfNull(widths);
        int units = widths.Skip(1).SkipLast(1).Sum();
        return Predict(widths) + units + (rule == OnlineRule.Bp ? Predict([.. widths.Skip(1)]) : units);
    }

    private static int Sum(int terms, bool trees) => trees ? 1 + BitOperations.Log2((uint)terms) + (BitOperations.IsPow2(terms) ? 0 : 1) : terms;
}
