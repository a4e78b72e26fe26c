using Apical.Learning;
using Apical.Networks;
using Apical.Rules;

namespace Apical.Models;

/// <summary>The first model: a feed-forward network with a rule, which is one model for each rule.</summary>
internal static class NetworkModel
{
    /// <summary>Networks that learn by this rule.</summary>
    public static ModelInfo Of(RuleInfo rule) =>
        new(rule, spec =>
        {
            Func<Network, Rng, LearningRule> make = rule.Read(spec);
            return request => Make(request, make, rule.Id);
        });

    private static NetworkLearner Make(ModelRequest request, Func<Network, Rng, LearningRule> make, string id)
    {
        Network network = request.Net
            .With(request.Hidden, request.Output, request.Initialiser, request.Bias, request.Dropout, request.BatchNorm, request.InputDropout)
            .Build(request.Rng.Fork("network"), request.Loss, request.Precision);
        request.Start?.Take(network);                   // before the rule, which may look at them
        LearningRule rule = make(network, request.Rng.Fork("rule"));
        request.Start?.TakeFeedback(id, rule.Parameters);
        return new NetworkLearner(rule, request.Optimizer, request.FeedbackOptimizer, request.Pool)
        {
            FeedbackSteps = request.FeedbackSteps,
            FeedbackPretraining = request.FeedbackPretraining,
            FeedbackAlternates = request.FeedbackAlternates,
        };
    }
}
