using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>Makes the entries of <see cref="TargetRules"/> that share a backward mapping.</summary>
internal static class TargetRuleForms
{
    public static RuleInfo Exact(string id, string title, string summary, string equation, TargetPropagationOptions options, double rate) =>
        Of(id, title, summary, equation, options, ExactInverseOptions.Settings, (network, _, inverse) => new ExactInverse(network, inverse)) with
        {
            LearningRate = rate,
        };

    public static RuleInfo Pseudo(string id, string title, string summary, string equation, TargetPropagationOptions options, double rate,
        bool batchNorm = false) =>
        Of(id, title, summary, equation, options, PseudoInverseOptions.Settings, (network, _, inverse) => new PseudoInverse(network, inverse)) with
        {
            LearningRate = rate,
            BatchNorm = batchNorm,
            InvertsLayers = !options.Difference,
        };

    public static RuleInfo Approximate(string id, string title, string summary, string equation, TargetPropagationOptions options, double rate,
        double feedbackRate) =>
        Of(id, title, summary, equation, options, LearnedInverseOptions.Settings, (network, rng, inverse) => new LearnedInverse(network, rng, inverse)) with
        {
            LearningRate = rate,
            FeedbackLearningRate = feedbackRate,
            FeedbackLearns = true,
            InvertsLayers = !options.Difference,
        };

    public static RuleInfo Decoder(
        string id, string title, string summary, string equation, TargetPropagationOptions options, double rate,
            Settings<LearnedDecoderOptions>? settings = null) =>
        Of(id, title, summary, equation, options, settings ?? LearnedDecoderOptions.Settings, (network, rng, decoder) =>
            new LearnedDecoder(network, rng, decoder)) with
        {
            LearningRate = rate,
            FeedbackLearningRate = 0.01,
            FeedbackLearns = true,
            InvertsLayers = !options.Difference,
        };

    private static RuleInfo Of<TMapping>(
        string id, string title, string summary, string equation, TargetPropagationOptions options, Settings<TMapping> mapping,
            Func<Network, Rng, TMapping, BackwardMapping> make) =>
        RuleInfo.Of(
            id, title, summary, equation,
            new Settings<(TargetPropagationOptions Rule, TMapping Mapping)>(() => (options, mapping.Defaults))
                .With(TargetPropagationOptions.Settings, both => both.Rule, (both, rule) => (rule, both.Mapping))
                .With(mapping, both => both.Mapping, (both, changed) => (both.Rule, changed)),
            (network, rng, both) => new TargetPropagation(make(network, rng, both.Mapping), rng, both.Rule));
}
