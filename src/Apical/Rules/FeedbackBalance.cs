using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>Scales fixed or initial feedback so that errors of a wanted size arrive at each layer.</summary>
/// <remarks>
/// <code>
///   B_i ← B_i · r_i rms(δ_L) / rms(δ_i)      i = L−1 .. 1, δ_i with what was found above it
/// </code>
/// r_i are the numbers behind <c>balanced</c>; the rms goes over units and samples of one batch. lillicrap2016, Note 5, finds such factors by trial.
/// </remarks>
internal static class FeedbackBalance
{
    private const int Samples = 256;                    // show sizes to a few per cent

    /// <summary>Balances the feedback of a rule that asks for it, with the first samples of its training set.</summary>
    /// <param name="rule">The rule; null for what has none.</param>
    /// <param name="train">The training set.</param>
    /// <param name="balanced">Whether its feedback comes from an earlier run, and so has its factors.</param>
    public static void Begin(LearningRule? rule, ISamples train, bool balanced)
    {
        if (rule is not { FeedbackScale.IsBalanced: true })
        {
            return;
        }

        rule.IsBalanced |= balanced;
        int[] numbers = [.. Enumerable.Range(0, Math.Min(Samples, train.Count))];
        Matrix x = new(train.Features, numbers.Length, train.Precision), t = new(train.Outputs, numbers.Length, train.Precision);
        train.Gather(numbers, x, t, []);
        rule.Balance(new Batch(x, t));
    }

    /// <summary>Finds the factors and puts them on.</summary>
    /// <param name="rule">Its feedback changes.</param>
    /// <param name="batch">What δ_i are measured on.</param>
    public static void PutOn(LearningRule rule, Batch batch)
    {
        var workspace = new Workspace();
        var signals = new TeachingSignals(rule.Network.L);
        foreach (Feedback B in rule.Feedback.Where(B => B is { Layer: >= 1, Kind: FeedbackKind.LayerByLayer or FeedbackKind.Direct }).Reverse())
        {
            using Workspace.Scope scope = workspace.Enter();
            rule.Teach(rule.Network.Forward(batch.X), batch, default, signals);
            double size = signals.Learns(B.Layer) ? Rms(signals[B.Layer]) : 0;
            if (size > 0 && double.IsFinite(size))
            {
                B.Value.Scale(rule.FeedbackScale.RatioAt(B.Layer, rule.Network.L - 1) * Rms(signals[rule.Network.L]) / size);
            }
        }
    }

    private static double Rms(Matrix delta) => Math.Sqrt(delta.SumOfSquares() / delta.Count);
}
