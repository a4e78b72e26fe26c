using Apical.Learning;
using Apical.Models;
using Apical.Optimizers;
using Apical.Probes;

namespace Apical.Tests.Rules;

/// <summary>The C# of docs/rules, which stands there word for word (<see cref="RulePageTests"/>), compiled and run.</summary>
public sealed class RulePageExamples
{
    private static readonly Dictionary<string, Func<Network, Rng, LearningRule>> s_examples = new()
    {
        ["bp"] = (network, rng) =>
        {
            var rule = new Backpropagation(network);
            return rule;
        },
        ["shallow"] = (network, rng) =>
        {
            var rule = new ShallowLearning(network);
            return rule;
        },
        ["node-perturbation"] = (network, rng) =>
        {
            var rule = new NodePerturbation(network, rng, new() { Sigma = 0.001, Samples = 10 });
            return rule;
        },
        ["fa"] = (network, rng) =>
        {
            var rule = new FeedbackAlignment(network, rng, new() { Feedback = new() { Scale = 2 }, Sparsity = 0.5 });
            return rule;
        },
        ["dfa"] = (network, rng) =>
        {
            var rule = new DirectFeedbackAlignment(network, rng, new() { Scale = 2 });
            return rule;
        },
        ["sign-symmetry"] = (network, rng) =>
        {
            var rule = new SignSymmetry(network, rng, new() { Magnitude = SignSymmetryMagnitude.Fixed });
            return rule;
        },
        ["drtp"] = (network, rng) =>
        {
            var rule = new DirectRandomTargetProjection(network, rng, new() { Scale = 0.5 });
            return rule;
        },
        ["kolen-pollack"] = (network, rng) =>
        {
            var rule = new KolenPollack(network, rng);
            var learner = new NetworkLearner(rule, new Sgd(0.1) { WeightDecay = 1e-3 });
            Assert.Equal(1e-3, learner.FeedbackOptimizer.WeightDecay);
            return rule;
        },
        ["burstccn"] = (network, rng) =>
        {
            var rule = new BurstCcn(network, rng, new() { Bursts = BurstFeedback.Symmetric, Silent = true });
            var learner = new NetworkLearner(rule, new Sgd(0.3));
            Assert.Same(rule, learner.Rule);
            return rule;
        },
        ["weight-mirror"] = (network, rng) =>
        {
            var rule = new WeightMirror(network, rng, new() { Samples = 200, Rate = 0.5 });
            return rule;
        },
        ["ridge-fa"] = (network, rng) =>
        {
            var rule = new RidgeFeedbackAlignment(network, rng, new() { Lambda = 0.1, Schedule = RidgeSchedule.Cutoff, Steps = 5000 });
            return rule;
        },
        ["mdfa"] = (network, rng) =>
        {
            var rule = new MonotoneDirectFeedbackAlignment(network, rng, new() { Floor = 0 });
            return rule;
        },
        ["mfa"] = (network, rng) =>
        {
            var rule = new MonotoneFeedbackAlignment(network, rng, new() { Feedback = new() { Initialiser = Initialiser.StandardUniform } });
            return rule;
        },
        ["pseudobackprop"] = (network, rng) =>
        {
            var rule = new PseudoBackpropagation(network);
            return rule;
        },
        ["bdfa"] = (network, rng) =>
        {
            var rule = new BidirectionalFeedbackAlignment(network, rng);
            return rule;
        },
        ["ntk"] = (network, rng) =>
        {
            Network gated = LazyNetworks.Gated(network, rng, Gate.Step);
            var rule = new Backpropagation(gated);
            return rule;
        },
        ["gaussian-features"] = (network, rng) =>
        {
            Network features = LazyNetworks.RandomFeatures(network, rng, Activation.Relu, Initialiser.GaussianFeatures);
            var rule = new ShallowLearning(features);
            return rule;
        },
        ["relu-features"] = (network, rng) =>
        {
            Network features = LazyNetworks.RandomFeatures(network, rng, Activation.Relu, Initialiser.UniformFanIn);
            var rule = new ShallowLearning(features);
            return rule;
        },
        ["linear-features"] = (network, rng) =>
        {
            Network features = LazyNetworks.RandomFeatures(network, rng, Activation.Identity, Initialiser.UniformFanIn);
            var rule = new ShallowLearning(features);
            return rule;
        },
        ["tp-ei"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new ExactInverse(network), rng);
            return rule;
        },
        ["rtp-ei"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new ExactInverse(network), rng, new() { OneLayer = true });
            return rule;
        },
        ["rmtp-ei"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new ExactInverse(network), rng, new() { OneLayer = true, InverseSlope = true });
            return rule;
        },
        ["mtp"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new PseudoInverse(network), rng, new() { InverseSlope = true });
            return rule;
        },
        ["rmtp"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new PseudoInverse(network), rng, new() { InverseSlope = true, OneLayer = true });
            return rule;
        },
        ["rtp"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new PseudoInverse(network), rng, new() { OneLayer = true });
            return rule;
        },
        ["tp-ai"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new LearnedInverse(network, rng), rng);
            return rule;
        },
        ["rtp-ai"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new LearnedInverse(network, rng), rng, new() { OneLayer = true });
            return rule;
        },
        ["dtp-ai"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new LearnedInverse(network, rng), rng, new() { Difference = true });
            return rule;
        },
        ["rdtp-ai"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new LearnedInverse(network, rng), rng, new() { Difference = true, OneLayer = true });
            return rule;
        },
        ["tp-original"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new LearnedDecoder(network, rng), rng, new() { Source = new("lee2015", "Lee et al. 2015") });
            return rule;
        },
        ["rtp-original"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new LearnedDecoder(network, rng), rng, new() { OneLayer = true });
            return rule;
        },
        ["dtp-original"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new LearnedDecoder(network, rng), rng, new() { Difference = true, Step = 0.05 });
            return rule;
        },
        ["rdtp-original"] = (network, rng) =>
        {
            var rule = new TargetPropagation(new LearnedDecoder(network, rng), rng, new() { Difference = true, OneLayer = true, Step = 0.05 });
            return rule;
        },
        ["dtp"] = (network, rng) =>
        {
            var decoder = new LearnedDecoder(network, rng, new() { Initialiser = Initialiser.Glorot, Sigma = 0.1, SkipsLastHidden = true });
            var rule = new TargetPropagation(decoder, rng, new() { Difference = true, LastHiddenByGradient = true });
            return rule;
        },
        ["ao-sdtp"] = (network, rng) =>
        {
            var decoder = new LearnedDecoder(network, rng, new() { Initialiser = Initialiser.Glorot, Sigma = 0.1, Auxiliary = 32 });
            var rule = new TargetPropagation(decoder, rng, new() { Difference = true });
            return rule;
        },
        ["dtp-drl"] = (network, rng) =>
        {
            var decoder = new LearnedDecoder(network, rng, new() { Initialiser = Initialiser.Glorot, Sigma = 0.1, ReconstructsDifference = true });
            var rule = new TargetPropagation(decoder, rng, new() { Difference = true });
            return rule;
        },
        ["ddtp-linear"] = (network, rng) =>
        {
            var rule = new DirectDifferenceTargetPropagation(network, rng, new() { Sigma = 0.05 });
            return rule;
        },
        ["dendritic-error"] = (network, rng) =>
        {
            var rule = new DendriticError(network, rng, new() { Interneurons = InterneuronKind.Tied, Lambda = 0.2 });
            return rule;
        },
        ["gauss-newton"] = (network, rng) =>
        {
            var rule = new GaussNewton(network, new() { Damping = 0.1, Omega = 0.9 });
            return rule;
        },
        ["dynamical-tp"] = (network, rng) =>
        {
            var rule = new DynamicalTargetPropagation(new EquilibriumInverse(network, rng), new() { Mu = 0.2 });
            return rule;
        },
        ["dynamical-dtp"] = (network, rng) =>
        {
            var rule = new DynamicalTargetPropagation(new EquilibriumInverse(network, rng), new() { TwoPhases = true });
            return rule;
        },
        ["multiplexed-tp"] = (network, rng) =>
        {
            var rule = new MultiplexedTargetPropagation(new EquilibriumInverse(network, rng));
            return rule;
        },
    };

    public static TheoryData<string> Ids => [.. RuleCatalog.All.Select(rule => rule.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Each_rule_has_an_example_that_makes_it_and_teaches(string id)
    {
        var world = new World(1, precision: Precision.Single, of: RuleCases.All.GetValueOrDefault(id));
        LearningRule rule = s_examples[id](world.Network, world.Rng);

        Assert.IsType(RuleCatalog.Make(id, world.Network, world.Rng).GetType(), rule);
        TeachingSignals signals = rule.Teach(rule.Network.Forward(world.Batch.X), world.Batch);
        Assert.Contains(Enumerable.Range(1, world.Network.L), signals.Learns);
    }

    [Fact]
    public void The_page_of_broadcast_fa_makes_a_learner()
    {
        var request = new ModelRequest { Net = NetworkSpec.Parse("3-4-2"), Rng = new Rng(1), Optimizer = new Sgd(0.1) };
        var learner = new BroadcastFeedbackAlignment(request, new BroadcastOptions { Input = BroadcastInput.Spikes, Gain = 0.25 });
        Assert.Equal((2, 5), (learner.Predict(new Matrix(3, 5)).Rows, learner.Predict(new Matrix(3, 5)).Columns));
    }

    [Fact]
    public void The_index_shows_how_to_make_a_learner_and_compare_two_rules()
    {
        var rng = new Rng(seed: 1);
        Network network = Network.Dense("784-200-200-10", rng, Activation.Tanh);
        LearningRule rule = RuleCatalog.Make("fa:scale=2", network, rng);
        var learner = new NetworkLearner(rule, new Sgd(0.1));
        Batch batch = World.Draw(network, rng.Fork("data"), 20);

        double before = learner.Learn(batch).Loss;
        for (int step = 0; step < 10; step++)
        {
            learner.Learn(batch);
        }

        Assert.InRange(learner.Learn(batch).Loss, 0, before);

        Pass pass = network.Forward(batch.X);
        TeachingSignals signals = rule.Teach(pass, batch);
        TeachingSignals reference = new Backpropagation(network).Teach(pass, batch);
        double degrees = Angle.Degrees(signals[1], reference[1]);

        Assert.InRange(degrees, 1, 179);
    }

    [Fact]
    public void The_page_of_segregated_dendrites_asks_a_learner_for_what_it_can()
    {
        var request = new ModelRequest { Net = NetworkSpec.Parse("3-2-2"), Rng = new Rng(1), Optimizer = new Sgd(1) };
        Batch batch = World.Draw(Network.Dense("3-2-2", new Rng(1)), new Rng(2), 4), one = World.Draw(Network.Dense("3-2-2", new Rng(1)), new Rng(2), 1);
        var learner = new SegregatedDendrites(request, new() { Mode = SegregatedMode.Rate, Feedback = SegregatedFeedback.Symmetric });
        DynamicsReading reading = learner.Capability<IConverges>()!.Watch(batch);
        Recording recording = learner.Capability<IRecords>()!.Record(one);
        ITaught taught = ITaught.Of(learner);
        Assert.Equal((2, 2, 2), (reading.Rates.Count, recording.Times.Count, taught.Network.L));
    }
}
