using Apical.Learning;
using Apical.Networks;
using Apical.Numerics.Random;
using Apical.Rules;

namespace Apical.Models;

/// <summary>The first model: a feed-forward network with a rule, which is one model for each rule.</summary>
internal static class NetworkModel
{
    /// <summary>Networks that learn by this rule.</summary>
    public static ModelInfo Of(RuleInfo rule) =>
        new(rule.Id, rule.Title, rule.Summary, rule.Settings, spec =>
        {
            Func<Network, Rng, LearningRule> make = rule.Read(spec);
            return request => Make(request, make);
        })
        {
            Equation = rule.Equation,
            LearningRate = rule.LearningRate,
            FeedbackLearningRate = rule.FeedbackLearningRate,
            FeedbackLearns = rule.FeedbackLearns,
            BatchNorm = rule.BatchNorm,
            WeightDecay = rule.WeightDecay,
            Source = rule.Source,
        };

    private static NetworkLearner Make(ModelRequest request, Func<Network, Rng, LearningRule> rule)
    {
        Network network = Network.Dense(
            request.Net, request.Rng.Fork("network"), request.Hidden, request.Loss, request.Output, request.Initialiser, request.Bias, request.Dropout,
            request.Precision, request.BatchNorm);
        return new NetworkLearner(rule(network, request.Rng.Fork("rule")), request.Optimizer, request.FeedbackOptimizer, request.Pool)
        {
            FeedbackSteps = request.FeedbackSteps,
            FeedbackPretraining = request.FeedbackPretraining,
        };
    }
}
