namespace Apical.Tests.Rules;

/// <summary>Every form of the rules whose errors are told by dendrites.</summary>
internal static class DendriteRuleCases
{
    // Signals are differences of rates that lie λ_N λ^{L−i} apart, some 1e-3 in layer 1 of five: a single has four digits of them.
    private const double DifferenceTolerance = 1e-3;

    public static readonly Dictionary<string, RuleCase> All = new()
    {
        ["dendritic-error"] = Form(new(), Learned("IP", "IPb")) with { FeedbackLearns = true, FixedFeedback = "B" },
        ["dendritic-error tied"] = Form(new() { Interneurons = InterneuronKind.Tied }, Learned()),
        ["dendritic-error additive"] = Form(new() { Mix = ApicalMix.Additive, Interneurons = InterneuronKind.Tied, Rescale = false }, Learned()) with
        {
            LearningRate = 0.5,                         // λ_N is still in the signals
        },
        ["dendritic-error plastic"] = Form(
            new() { LateralRate = 0.1, TopDownRate = 0.1, Lambda = 0.1 }, Learned("IP", "IPb", "PI")) with
        {
            FeedbackLearns = true,
            SingleTolerance = 10 * DifferenceTolerance,         // λ is a third
        },
    };

    private static RuleCase Form(DendriticErrorOptions options, Func<Network, IEnumerable<(string Name, int Rows, int Columns)>> feedback) =>
        new(typeof(DendriticError), (n, r) => new DendriticError(n, r, options), feedback)
        {
            SingleTolerance = DifferenceTolerance,
            OutputScale = null,                         // backpropagation's to rounding only: DendriticErrorTests
        };

    // B_i [n_i, n_{i+1}] and W^PI_i as W_{i+1}ᵀ, W^IP_i as W_{i+1}
    private static Func<Network, IEnumerable<(string Name, int Rows, int Columns)>> Learned(params string[] kinds) => network =>
        from kind in kinds.Prepend("B")
        from i in Enumerable.Range(1, network.L - 1)
        let above = network[i + 1]
        select ($"{kind}{i}", kind is "IP" or "IPb" ? above.FanOut : above.FanIn, kind switch { "IP" => above.FanIn, "IPb" => 1, _ => above.FanOut });
}
