using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Parameters;
using Apical.Rules;

namespace Apical.Cluster;

/// <summary>Tells whether the updates of a rule are sums over samples, so that shares of a batch can be learned from apart.</summary>
public static class SampleSums
{
    private const int Most = 16;
    private const double Tolerance = 1e-3;              // of the length of the updates; sums in another order differ by 1e-6

    /// <summary>The learner as a network with a rule.</summary>
    /// <exception cref="ArgumentException">It has dynamics of its own.</exception>
    public static NetworkLearner RequireNetwork(ILearner learner) => learner as NetworkLearner
        ?? throw new ArgumentException("This model has dynamics of its own and cannot be trained by several ranks; rules on networks can.");

    /// <summary>
    /// Sees to it that the updates of a batch are the mean of those of its halves. They are not where a rule draws noise, takes statistics of the batch or
    /// keeps inverses, or where units are dropped. Nothing is changed.
    /// </summary>
    /// <param name="learner">What learns.</param>
    /// <param name="batch">Samples of the training set; a few will do.</param>
    /// <param name="name">The name of the rule.</param>
    /// <param name="sameBits">Whether the bits are to be those of one rank, which they are of rules whose feedback does not learn.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void Require(ILearner learner, Batch batch, string name, bool sameBits = false)
    {
        ArgumentNullException.ThrowIfNull(batch);
        NetworkLearner network = RequireNetwork(learner);
        int half = Math.Min(Most, batch.Size) / 2;
        if (network.Rule is IFollowsWeights)
        {
            throw Refuse(name);
        }

        if (half == 0)
        {
            return;
        }

        Batch whole = batch.RoomFor(2 * half);
        batch.CopyTo(0, whole);
        double[][] halves = [Of(network.Rule, Half(0), out _), Of(network.Rule, Half(half), out _)];
        double[] expected = Of(network.Rule, whole, out bool feedbackLearns);
        if (sameBits && feedbackLearns)
        {
            throw new ArgumentException($"The feedback of {name} learns, and its updates are sums that ranks round in their own way. Leave out --same-bits: "
                + "for a number of ranks the bits are the same each time.");
        }

        double length = Math.Sqrt(expected.Sum(x => x * x));
        double difference = Math.Sqrt(expected.Select((x, i) => x - (0.5 * (halves[0][i] + halves[1][i]))).Sum(d => d * d));
        if (!(difference <= Tolerance * length))
        {
            throw Refuse(name);
        }

        Batch Half(int first)
        {
            Batch share = batch.RoomFor(half);
            batch.CopyTo(first, share);
            return share;
        }
    }

    private static ArgumentException Refuse(string name) => new(
        $"The updates of {name} in this network are no sums over samples (noise, dropout, statistics of the batch or inverses are in them), so that ranks "
            + "cannot take shares of a batch. Train it without --parallel.");

    private static double[] Of(LearningRule rule, Batch batch, out bool feedbackLearns)
    {
        var pass = new Pass(rule.Network);
        rule.Network.Forward(batch.X, pass, 0);
        (rule as ISettles)?.Settle(pass);
        TeachingSignals signals = rule.Teach(pass, batch);
        Updates updates = new();
        rule.Network.AddUpdates(pass, signals, updates);
        int ofWeights = updates.Count;
        rule.LearnFeedback(pass, signals, batch, default, updates);
        feedbackLearns = updates.Count > ofWeights;
        return [signals.StepScale, .. Enumerable.Range(0, updates.Count).SelectMany(i => updates[i].Gradient().ToArray())];
    }
}
