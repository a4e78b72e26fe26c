using System.Reflection;
using Apical.Learning;
using Apical.Networks;
using Apical.Rules;

namespace Apical.Pipelines;

/// <summary>Which rules can be trained with layers on different stages, and how much there is to do in each layer.</summary>
public static class LayerWork
{
    /// <summary>Multiply-adds of a training step, by layer, per sample.</summary>
    /// <remarks>
    /// <code>
    ///   c_i = n_i n_{i−1}
    ///   dfa, mdfa, drtp     2 c_i + n_i n_L                  forward, update, B_i δ_L            (2 c_L at the output)
    ///   ddtp-linear         (1 + i) c_i + 3 n_i n_L          and the noise of each layer below passes up, Q_i learns
    ///   bp                  3 c_i, 2 c_1                     forward, update, Wᵀ δ down to the layer below
    /// </code>
    /// </remarks>
    /// <param name="rule">One that <see cref="Require"/> takes.</param>
    /// <returns>Of layers 1 .. L.</returns>
    public static IReadOnlyList<double> Costs(LearningRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        Network network = rule.Network;
        int L = network.L;
        return [.. Enumerable.Range(1, L).Select(i =>
        {
            double c = (double)network[i].FanIn * network[i].FanOut, direct = i < L ? (double)network[i].FanOut * network[L].FanOut : 0;
            return rule switch
            {
                INoisyFeedback => ((1 + i) * c) + (3 * direct),
                IDirectRule => (2 * c) + direct,
                _ => i > 1 ? 3 * c : 2 * c,
            };
        })];
    }

    /// <summary>Sees to it that layers can be trained on different stages.</summary>
    /// <param name="learner">What learns.</param>
    /// <param name="name">The name of the rule.</param>
    /// <returns>The learner as a network with a rule.</returns>
    /// <exception cref="ArgumentException">They cannot; the message says why.</exception>
    public static NetworkLearner Require(ILearner learner, string name)
    {
        if (learner is not NetworkLearner network || network.Rule is not (IDirectRule or Backpropagation))
        {
            throw new ArgumentException($"Layers that learn by {name} cannot be on different ranks: the rules that bring each layer its signal straight can "
                + "(dfa, mdfa, drtp, ddtp-linear), and bp for comparison.");
        }

        if (network.Rule is IDirectRule && Unseen(network.Rule) is { } unseen)
        {
            throw new ArgumentException($"Layers that learn by {name} cannot be on different ranks: the rule {unseen}, which layers by themselves do not see. "
                + "Train it without --parallel layers.");
        }

        for (int i = 1; i <= network.Network.L; i++)
        {
            Layer layer = network.Network[i];
            string? what = !layer.Connections.IsFull ? $"is {layer}" : layer.Gates is not null ? "has gates" : layer.Pooling is not null ? "pools"
                : layer.NormalisesInput ? "normalises what it takes in" : layer.Dropout > 0 ? "drops units out"
                : i == 1 && network.Network.InputDropout > 0 ? "is given what dropout leaves of its inputs" : null;
            if (what is not null)
            {
                throw new ArgumentException($"Layer {i} {what}, and layers on different ranks are fully connected, without gates, pooling, batch normalisation "
                    + "and dropout. Train it without --parallel layers.");
            }
        }

        return network is { FeedbackSteps: 1, FeedbackPretraining: 0, FeedbackAlternates: false } ? network
            : throw new ArgumentException("With layers on different ranks, feedback that learns takes one step in each training step: leave out "
                + "--feedback-steps, --feedback-pretraining and --feedback-alternates.");
    }

    // What a direct rule, of a plugin too, may do for the whole network at once; null where it does nothing of that kind.
    private static string? Unseen(LearningRule rule)
    {
        bool Has(string method)
        {
            Type[] taken = [.. typeof(LearningRule).GetMethod(method)!.GetParameters().Select(parameter => parameter.ParameterType)];
            return rule.GetType().GetMethod(method, taken)!.DeclaringType != typeof(LearningRule);
        }

        return rule is ISettles ? $"lets activities settle ({nameof(ISettles)})"
            : rule is IFollowsWeights ? $"follows the steps of the weights ({nameof(IFollowsWeights)})"
            : rule is not INoisyFeedback && Has(nameof(LearningRule.LearnFeedback))
                ? $"has feedback that learns ({nameof(LearningRule.LearnFeedback)}) otherwise than by {nameof(INoisyFeedback)}"
            : Has(nameof(LearningRule.Constrain)) && !ConstrainsLayers(rule)
                ? $"puts weights back ({nameof(LearningRule.Constrain)}), but not layer by layer ({nameof(IDirectRule)}.{nameof(IDirectRule.Constrain)})"
            : null;
    }

    private static bool ConstrainsLayers(LearningRule rule)
    {
        InterfaceMapping map = rule.GetType().GetInterfaceMap(typeof(IDirectRule));
        int place = Array.FindIndex(map.InterfaceMethods, method => method.Name == nameof(IDirectRule.Constrain));
        return map.TargetMethods[place].DeclaringType != typeof(IDirectRule);
    }
}
