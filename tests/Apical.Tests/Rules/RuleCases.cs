namespace Apical.Tests.Rules;

/// <summary>Every rule, in each of its forms. A rule without an entry here fails <see cref="RuleConformanceTests"/>.</summary>
internal static class RuleCases
{
    // Perturbations of 0.01 change a loss near 1 by some 1e-3, of which a single resolves 1e-4: so much for its last digits.
    private const double PerturbationTolerance = 5e-3;

    public static readonly Dictionary<string, RuleCase> All = new([.. TargetRuleCases.All, .. EquilibriumRuleCases.All, .. DendriteRuleCases.All])
    {
        ["bp"] = new(typeof(Backpropagation), (n, _) => new Backpropagation(n), Nothing),
        ["shallow"] = new(typeof(ShallowLearning), (n, _) => new ShallowLearning(n), Nothing) { TeachesHiddenLayers = false },
        ["node-perturbation"] = new(typeof(NodePerturbation), (n, r) => new NodePerturbation(n, r), Nothing)
        {
            HasNoisySignals = true,
            OutputScale = null,
            SingleTolerance = PerturbationTolerance,
        },
        ["node-perturbation x3"] = new(typeof(NodePerturbation), (n, r) => new NodePerturbation(n, r, new() { Samples = 3 }), Nothing)
        {
            HasNoisySignals = true,
            OutputScale = null,
            SingleTolerance = PerturbationTolerance,
        },
        ["fa"] = new(typeof(FeedbackAlignment), (n, r) => new FeedbackAlignment(n, r), LayerByLayer),
        ["fa sparse"] = new(typeof(FeedbackAlignment), (n, r) => new FeedbackAlignment(n, r, new() { Sparsity = 0.3 }), LayerByLayer),
        ["dfa"] = new(typeof(DirectFeedbackAlignment), (n, r) => new DirectFeedbackAlignment(n, r), FromOutput),
        ["sign-symmetry uniform"] = new(typeof(SignSymmetry), (n, r) => new SignSymmetry(n, r), Nothing),
        ["sign-symmetry fixed"] = new(typeof(SignSymmetry), (n, r) => new SignSymmetry(n, r, new() { Magnitude = SignSymmetryMagnitude.Fixed }), Magnitudes),
        ["sign-symmetry redrawn"] = new(typeof(SignSymmetry), (n, r) => new SignSymmetry(n, r, new() { Magnitude = SignSymmetryMagnitude.Redrawn }), Nothing)
        {
            HasNoisySignals = true,
        },
        ["drtp"] = new(typeof(DirectRandomTargetProjection), (n, r) => new DirectRandomTargetProjection(n, r), FromOutput),
        ["kolen-pollack"] = new(typeof(KolenPollack), (n, r) => new KolenPollack(n, r), LayerByLayer) { FeedbackLearns = true },
        ["weight-mirror"] = new(typeof(WeightMirror), (n, r) => new WeightMirror(n, r), LayerByLayer) { FeedbackLearns = true, HasNoisyFeedback = true },
        ["ridge-fa"] = new(typeof(RidgeFeedbackAlignment), (n, r) => new RidgeFeedbackAlignment(n, r), LayerByLayer),
        ["ridge-fa exponential"] = new(
            typeof(RidgeFeedbackAlignment), (n, r) => new RidgeFeedbackAlignment(n, r,
                new() { Lambda = 0.1, Schedule = RidgeSchedule.Exponential, Steps = 20 }), LayerByLayer),
        ["mdfa"] = new(typeof(MonotoneDirectFeedbackAlignment), (n, r) => new MonotoneDirectFeedbackAlignment(n, r), FromOutput),
        ["mfa"] = new(typeof(MonotoneFeedbackAlignment), (n, r) => new MonotoneFeedbackAlignment(n, r), LayerByLayer),
        ["pseudobackprop"] = new(typeof(PseudoBackpropagation), (n, _) => new PseudoBackpropagation(n), Nothing),
        ["bdfa"] = new(typeof(BidirectionalFeedbackAlignment), (n, r) => new BidirectionalFeedbackAlignment(n, r), DownToTheInput) { FeedbackLearns = true },
        ["burstccn"] = new(typeof(BurstCcn), (n, r) => new BurstCcn(n, r), BurstsAndEvents) { FeedbackLearns = true, FixedFeedback = "B" },
        ["burstccn silent"] = new(typeof(BurstCcn), (n, r) => new BurstCcn(n, r, new() { Silent = true, Baseline = 0.3 }), LayerByLayer),
        ["burstccn symmetric"] = new(
            typeof(BurstCcn), (n, r) => new BurstCcn(n, r, new() { Silent = true, Bursts = BurstFeedback.Symmetric }), Nothing),
        ["burstccn learned"] = new(typeof(BurstCcn), (n, r) => new BurstCcn(n, r, new() { Bursts = BurstFeedback.Learned }), BurstsAndEvents)
        {
            FeedbackLearns = true,
        },
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<string, Precision> NamesAndPrecisions
    {
        get
        {
            var data = new TheoryData<string, Precision>();
            foreach (string name in All.Keys)
            {
                data.Add(name, Precision.Single);
                data.Add(name, Precision.Double);
            }

            return data;
        }
    }

    private static IEnumerable<(string Name, int Rows, int Columns)> Nothing(Network network) => [];

    // B_i [n_i, n_{i+1}]
    private static IEnumerable<(string Name, int Rows, int Columns)> LayerByLayer(Network network) =>
        Enumerable.Range(1, network.L - 1).Select(i => ($"B{i}", network[i].FanOut, network[i + 1].FanOut));

    // B_i and Q_i [n_i, n_{i+1}]
    private static IEnumerable<(string Name, int Rows, int Columns)> BurstsAndEvents(Network network) =>
        LayerByLayer(network).Concat(LayerByLayer(network).Select(B => (B.Name.Replace('B', 'Q'), B.Rows, B.Columns)));

    // B_i [n_i, n_{i+1}], the input's too
    private static IEnumerable<(string Name, int Rows, int Columns)> DownToTheInput(Network network) =>
        Enumerable.Range(0, network.L).Select(i => ($"B{i}", network[i + 1].FanIn, network[i + 1].FanOut));

    // B_i [n_i, n_L]
    private static IEnumerable<(string Name, int Rows, int Columns)> FromOutput(Network network) =>
        Enumerable.Range(1, network.L - 1).Select(i => ($"B{i}", network[i].FanOut, network[network.L].FanOut));

    // M_i as W_i, for the layers that signals pass on their way back
    private static IEnumerable<(string Name, int Rows, int Columns)> Magnitudes(Network network) =>
        Enumerable.Range(2, network.L - 1).Select(i => ($"M{i}", network[i].FanOut, network[i].FanIn));
}
