namespace Apical.Tests.Rules;

/// <summary>The rules of the target propagation family for <see cref="RuleCases"/>, as the catalog makes them.</summary>
internal static class TargetRuleCases
{
    // Signals are small differences of activations, carried through inverses.
    private const double Tolerance = 2e-3, Step = 0.5;

    public static Dictionary<string, RuleCase> All { get; } = new()
    {
        ["tp-ei"] = Exact("tp-ei"),
        ["rtp-ei"] = Exact("rtp-ei") with { TeachesOneLayer = true },
        ["rmtp-ei"] = Exact("rmtp-ei") with { TeachesOneLayer = true, OutputScale = null, LearningRate = 0.3 },
        ["mtp"] = Inverting("mtp", _ => []) with
        {
            FeedbackLearns = false,
            HasNoisyFeedback = false,
            OutputScale = null,
            LearningNet = "6-3-3",
            LearningRate = 0.02
        },
        ["rmtp"] = Inverting("rmtp", _ => []) with
        {
            FeedbackLearns = false,
            HasNoisyFeedback = false,
            TeachesOneLayer = true,
            OutputScale = null,
            LearningNet = Equal
        },
        ["rtp"] = Inverting("rtp", _ => []) with { FeedbackLearns = false, HasNoisyFeedback = false, TeachesOneLayer = true, LearningNet = Equal },
        ["tp-ai"] = Inverting("tp-ai", Upwards) with { LearningNet = Equal },
        ["rtp-ai"] = Inverting("rtp-ai", Upwards) with { TeachesOneLayer = true, LearningNet = Equal },
        ["dtp-ai"] = Inverting("dtp-ai", Upwards),
        ["rdtp-ai"] = Inverting("rdtp-ai", Upwards) with { TeachesOneLayer = true },
        ["tp-original"] = Of("tp-original", Upwards) with { NeedsFullLayers = true, FeedbackLearns = true, LearningNet = Equal },
        ["rtp-original"] = Of("rtp-original", Upwards) with { NeedsFullLayers = true, FeedbackLearns = true, TeachesOneLayer = true, LearningNet = Equal },
        ["dtp-original"] = Of("dtp-original", Upwards) with { FeedbackLearns = true },
        ["dtp-original noisy"] = Of("dtp-original:init=glorot:sigma=0.1", Upwards) with { FeedbackLearns = true, HasNoisyFeedback = true },
        ["rdtp-original"] = Of("rdtp-original", Upwards) with { FeedbackLearns = true, TeachesOneLayer = true },
        ["dtp"] = Of("dtp", network => Upwards(network).SkipLast(1)) with { FeedbackLearns = true, HasNoisyFeedback = true },
        ["ao-sdtp"] = Of("ao-sdtp", network => network.L > 1 ? Upwards(network).Append(("Qz", network[network.L].FanIn, 32))
            : []) with
        { FeedbackLearns = true, HasNoisyFeedback = true },
        ["dtp-drl"] = Of("dtp-drl", Upwards) with { FeedbackLearns = true, HasNoisyFeedback = true },
        ["ddtp-linear"] = Of("ddtp-linear", FromOutput) with { FeedbackLearns = true, HasNoisyFeedback = true },
        ["dtp-ai, line search"] = Inverting("dtp-ai:adapt=line-search", Upwards) with { OutputScale = null, LearningRate = 1 },
        ["rdtp-ai, ratio"] = Inverting("rdtp-ai:adapt=ratio", network => Upwards(network).Append(("step", 1, 1))) with
        {
            TeachesOneLayer = true,
            OutputScale = null,
            LearningRate = 1
        },
        ["gauss-newton"] = Of("gauss-newton", _ => []),
        ["gauss-newton full"] = Of("gauss-newton:curvature=full", _ => []),
        ["gauss-newton batch"] = Of("gauss-newton:curvature=batch", _ => []),
    };

    private const string Equal = "6-3-3-3";

    private static RuleCase Exact(string text) =>
        Of(text, network => Enumerable.Range(2, network.L - 1).Select(i => ($"Winverse{i}", network[i].FanOut, network[i].FanIn))) with
        {
            HasExactInverses = true,
            InvertsActivations = true,
            NeedsFullLayers = true,
            LearningNet = Equal,
        };

    private static RuleCase Inverting(string text, Func<Network, IEnumerable<(string Name, int Rows, int Columns)>> feedback) => Of(text, feedback) with
    {
        InvertsActivations = true,
        NeedsFullLayers = true,
        FeedbackLearns = true,
        HasNoisyFeedback = true,
    };

    private static RuleCase Of(string text, Func<Network, IEnumerable<(string Name, int Rows, int Columns)>> feedback)
    {
        // Divided by the slope, signals are larger.
        double step = text.Contains("mtp", StringComparison.Ordinal) ? 0.1 : Step;
        Type type = text.StartsWith("gauss", StringComparison.Ordinal) ? typeof(GaussNewton) : text.StartsWith("ddtp", StringComparison.Ordinal)
            ? typeof(DirectDifferenceTargetPropagation) : typeof(TargetPropagation);
        return new(type, (network, rng) => RuleCatalog.Make(FormattableString.Invariant($"{text}:step={step}"), network, rng), feedback)
        {
            OutputScale = step,
            SingleTolerance = Tolerance
        };
    }

    // Q_i [n_i, n_{i+1}]
    private static IEnumerable<(string Name, int Rows, int Columns)> Upwards(Network network) =>
        Enumerable.Range(1, network.L - 1).Select(i => ($"Q{i}", network[i].FanOut, network[i + 1].FanOut));

    // Q_i [n_i, n_L]
    private static IEnumerable<(string Name, int Rows, int Columns)> FromOutput(Network network) =>
        Enumerable.Range(1, network.L - 1).Select(i => ($"Q{i}", network[i].FanOut, network[network.L].FanOut));
}
