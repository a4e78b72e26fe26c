using Apical.Data;
using Apical.Networks;
using Apical.Specs;

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
    /// <param name="taken">Names of feedback that comes from an earlier run: it stays as it was there.</param>
    public static void Begin(LearningRule? rule, ISamples train, IReadOnlyList<string> taken)
    {
        if (rule is not { FeedbackScale.IsBalanced: true })
        {
            return;
        }

        int[] numbers = [.. Enumerable.Range(0, Math.Min(Samples, train.Count))];
        Matrix x = new(train.Features, numbers.Length, train.Precision), t = new(train.Outputs, numbers.Length, train.Precision);
        train.Gather(numbers, x, t, []);
        PutOn(rule, new Batch(x, t), taken);
        rule.IsBalanced = true;
    }

    /// <summary>Finds the factors and puts them on.</summary>
    /// <param name="rule">Its feedback changes.</param>
    /// <param name="batch">What δ_i are measured on.</param>
    /// <param name="kept">Names of feedback that stays as it is.</param>
    public static void PutOn(LearningRule rule, Batch batch, IReadOnlyList<string> kept)
    {
        var workspace = new Workspace();
        var signals = new TeachingSignals(rule.Network.L);
        var pass = new Pass(rule.Network);

        // Before the first step there are no running statistics yet: signals are those of training, by the statistics of the batch.
        bool normalises = rule.Network.Layers.Any(layer => layer.NormalisesInput) && batch.Size >= rule.Network.SmallestBatch(training: true);
        foreach (Feedback B in rule.Feedback.Where(B => B is { Layer: >= 1, Kind: FeedbackKind.LayerByLayer or FeedbackKind.Direct }
            && !kept.Contains(B.Name)).Reverse())
        {
            using Workspace.Scope scope = workspace.Enter();
            rule.Network.Forward(batch.X, pass, normalises ? 0 : null);
            rule.Teach(pass, batch, default, signals);
            double size = signals.Learns(B.Layer) ? Rms(signals[B.Layer]) : 0, output = Rms(signals[rule.Network.L]);
            if (size > 0 && double.IsFinite(size) && output > 0 && double.IsFinite(output))
            {
                Multiply(rule.FeedbackScale, B.Name, B.Value, rule.FeedbackScale.RatioAt(B.Layer, rule.Network.L - 1) * output / size);
            }
        }
    }

    /// <summary>Multiplies feedback by a factor, be it given or found.</summary>
    /// <param name="scale">Where the factor comes from.</param>
    /// <param name="name">Of the feedback.</param>
    /// <param name="B">Changes.</param>
    /// <param name="factor">Positive and finite.</param>
    /// <exception cref="ArgumentException">The feedback leaves the range of its numbers.</exception>
    internal static void Multiply(FeedbackScale scale, string name, Matrix B, double factor)
    {
        double before = B.Norm();
        B.Scale(factor);
        double after = B.Norm();
        if (double.IsFinite(before) && (!double.IsFinite(after) || (after == 0 && before > 0)))
        {
            throw new ArgumentException($"scale={scale}: {name} times {ValueText.Show(factor)} is {(after == 0 ? "0" : "no finite number")} in "
                + $"{B.Precision.ToString().ToLowerInvariant()} precision. Give a scale nearer to 1.");
        }
    }

    private static double Rms(Matrix delta) => Math.Sqrt(delta.SumOfSquares() / delta.Count);
}
