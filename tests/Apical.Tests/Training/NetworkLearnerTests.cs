using Apical.Learning;
using Apical.Optimizers;
using Apical.Probes;
using Apical.Tests.Probes;
using Apical.Tests.Rules;

namespace Apical.Tests.Training;

public sealed class NetworkLearnerTests
{
    public static TheoryData<string> Rules => RuleCases.Names;

    /// <summary>
    /// 1-1-1, linear: x = 2, w₁ = 0.5, w₂ = 3, B₁ = −1, t = 1. So h₁ = 1, y = 3, Loss = ½ · 4; δ₂ = 2, δ₁ = B₁ δ₂ = −2. With η = 0.1 and λ = 0.5:
    /// w₂ = 0.95 · 3 − 0.1 · δ₂ h₁ = 2.65, B₁ = 0.95 · (−1) − 0.1 · h₁ δ₂ = −1.15, w₁ = 0.95 · 0.5 − 0.1 · δ₁ x = 0.875.
    /// </summary>
    [Fact]
    public void A_Kolen_Pollack_step_by_hand()
    {
        KolenPollack rule = Chain();
        Network network = rule.Network;
        var learner = new NetworkLearner(rule, new Sgd(0.1) { WeightDecay = 0.5 });

        StepResult result = learner.Learn(new Batch(Matrix.Of([[2]], Precision.Double), Matrix.Of([[1]], Precision.Double)));

        Assert.Equal(2, result.Loss, 1e-12);
        Assert.Equal(2.65, network[2].W.Value[0, 0], 1e-12);
        Assert.Equal(-1.15, rule.Feedback[0].Value[0, 0], 1e-12);
        Assert.Equal(0.875, network[1].W.Value[0, 0], 1e-12);
    }

    /// <summary>
    /// The step by hand from above, without decay, at epochs that are whole and not: in turn, only B₁ moves, by −0.1 · h₁ δ₂, or only the weights; with a first
    /// epoch for the feedback, the turns begin after it.
    /// </summary>
    [Theory]
    [InlineData(0, 0, true, false)]
    [InlineData(0.99, 0, true, false)]
    [InlineData(1, 0, false, true)]
    [InlineData(1.5, 0, false, true)]
    [InlineData(2, 0, true, false)]
    [InlineData(7, 0, false, true)]
    [InlineData(0.5, 1, true, false)]
    [InlineData(1.5, 1, true, false)]
    [InlineData(2.5, 1, false, true)]
    [InlineData(3, 1, true, false)]
    public void Feedback_and_weights_may_learn_in_turn(double epoch, int pretraining, bool feedback, bool weights)
    {
        KolenPollack rule = Chain();
        var learner = new NetworkLearner(rule, new Sgd(0.1)) { FeedbackAlternates = true, FeedbackPretraining = pretraining };

        learner.Learn(new Batch(Matrix.Of([[2]], Precision.Double), Matrix.Of([[1]], Precision.Double)), new Moment(3, epoch));

        Assert.Equal(feedback ? -1.2 : -1, rule.Feedback[0].Value[0, 0], 1e-12);
        Assert.Equal(weights ? 2.8 : 3, rule.Network[2].W.Value[0, 0], 1e-12);
        Assert.Equal(weights ? 0.9 : 0.5, rule.Network[1].W.Value[0, 0], 1e-12);
    }

    /// <summary>
    /// The same gradients, 2, 2 and −4, each under an Adam of its own, whose first move is η g / (|g| + ε): 0.1 · 2/4 for B₁ with ε = 2; with η = 0.3 and
    /// ε = 4 for the weights 0.3 · 2/6 and −0.3 · 4/8.
    /// </summary>
    [Fact]
    public void Feedback_and_weights_may_have_an_optimizer_each()
    {
        KolenPollack rule = Chain();
        var learner = new NetworkLearner(rule, Optimizer.Create("adam:epsilon=4", 0.3), Optimizer.Create("adam:epsilon=2:beta1=0.5:beta2=0.25", 0.1));

        learner.Learn(new Batch(Matrix.Of([[2]], Precision.Double), Matrix.Of([[1]], Precision.Double)));

        Assert.Equal(-1.05, rule.Feedback[0].Value[0, 0], 1e-12);
        Assert.Equal(2.9, rule.Network[2].W.Value[0, 0], 1e-12);
        Assert.Equal(0.65, rule.Network[1].W.Value[0, 0], 1e-12);
    }

    /// <summary>A weight mirror sends its noise through W, so it would notice if W had moved already.</summary>
    [Fact]
    public void Both_optimizers_move_by_what_the_old_weights_said()
    {
        var world = new World(1);
        var rule = new WeightMirror(world.Network, world.Rng);
        Updates forward = world.UpdatesOf(rule), feedback = new();
        rule.LearnFeedback(world.Pass, rule.Teach(world.Pass, world.Batch), world.Batch, default, feedback);
        Matrix W = Stepped(world.Network[2].W, forward), B = Stepped(rule.Feedback[0].Parameter, feedback);

        new NetworkLearner(rule, new Sgd(0.1)).Learn(world.Batch);

        Matrices.Close(W, world.Network[2].W.Value, 1e-14, "W2");
        Matrices.Close(B, rule.Feedback[0].Value, 1e-14, "B1");

        static Matrix Stepped(Parameter parameter, Updates updates) => parameter.Value.Minus(updates.GradientOf(parameter)!.Scaled(0.1));
    }

    /// <summary>Decay moves B − Wᵀ by 1 − ηλ in each step and nothing else does (Akrout et al. 2019, appendix), so feedback and weights align.</summary>
    [Fact]
    public void Kolen_Pollack_with_weight_decay_contracts_the_difference_of_B_and_W()
    {
        var world = new World(2);
        var rule = new KolenPollack(world.Network, world.Rng);
        var learner = new NetworkLearner(rule, new Sgd(0.1) { WeightDecay = 0.2 });
        Matrix[] first = Differences();
        double[] angles = Angles();

        for (int step = 0; step < 60; step++)
        {
            learner.Learn(World.Draw(world.Network, world.Rng.Fork("batch", step), 6), new Moment(step));
        }

        foreach ((Matrix before, Matrix now) in first.Zip(Differences()))
        {
            Matrices.Close(before.Scaled(Math.Pow(0.98, 60)), now, 1e-12);
        }

        Assert.All(angles.Zip(Angles()), pair => Assert.True(pair.Second < pair.First));

        Matrix[] Differences() => [.. Enumerable.Range(1, 2).Select(i => rule.Feedback[i - 1].Value.Minus(world.Network[i + 1].W.Value.T.ToMatrix()))];

        double[] Angles()
        {
            Found found = new(new FeedbackAngleProbe(), rule, world.Batch);
            return [found["angleBW", 1], found["angleBW", 2]];
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public void No_layer_is_left_without_an_update(string rule)
    {
        var small = new Small(rule);
        NetworkLearner learner = small.MakeLearner();
        Matrix[] before = [.. learner.Network.Parameters.Select(parameter => parameter.Value.Clone())];
        Matrix[] feedback = [.. learner.Rule.Feedback.Select(parameter => parameter.Value.Clone())];

        for (int step = 0; step < (RuleCases.All[rule].TeachesOneLayer ? 30 : 1); step++)
        {
            learner.Learn(World.Draw(learner.Network, new Rng(1), small.FitBatch(8)), new Moment(step));
        }

        foreach ((Matrix was, Parameter now) in before.Zip(learner.Network.Parameters))
        {
            bool learns = RuleCases.All[rule].TeachesHiddenLayers || now.Name.StartsWith("layer3", StringComparison.Ordinal);
            Assert.Equal(learns, now.Value.Minus(was).Norm() > 0);
        }

        foreach ((Matrix was, Parameter now) in feedback.Zip(learner.Rule.Parameters))
        {
            bool isFixed = RuleCases.All[rule].FixedFeedback is { } name && now.Name.StartsWith(name, StringComparison.Ordinal);
            bool learns = !isFixed && (RuleCases.All[rule].FeedbackLearns || RuleCases.All[rule].HasExactInverses);
            Assert.Equal(learns, now.Value.Minus(was).Norm() > 0);
        }
    }

    [Fact]
    public void A_frozen_layer_stays_as_it_was()
    {
        NetworkLearner learner = new Small("bp") { WeightDecay = 0.1 }.MakeLearner();
        learner.Network[2].Frozen = true;
        Matrix[] before = [.. learner.Network[2].Parameters.Select(parameter => parameter.Value.Clone())];
        Matrix below = learner.Network[1].W.Value.Clone();

        learner.Learn(World.Draw(learner.Network, new Rng(1), 8));

        foreach ((Matrix was, Parameter now) in before.Zip(learner.Network[2].Parameters))
        {
            Matrices.SameBits(was, now.Value, now.Name);
        }

        Matrices.Differ(below, learner.Network[1].W.Value, "the layer below");
    }

    /// <summary>W = 1, x = 3, δ = 2, η = 0.1, so the whole step is −0.6.</summary>
    [Theory]
    [InlineData(1, 0.4)]
    [InlineData(0.5, 0.7)]
    [InlineData(0, 1)]
    public void A_rule_may_shorten_the_step(double scale, double expected)
    {
        Network network = Found.Linear([[1]]);
        var rule = new GivenSignals(network, (1, Matrix.Of([[2]], Precision.Double))) { StepScale = scale };
        new NetworkLearner(rule, new Sgd(0.1)).Learn(new Batch(Matrix.Of([[3]], Precision.Double), Matrix.Of([[0]], Precision.Double)));
        Assert.Equal(expected, network[1].W.Value[0, 0], 1e-12);
    }

    [Fact]
    public void Learning_rates_follow_the_epoch()
    {
        // Linear down to 1/5 over 4 epochs; after 2 of them 0.6.
        Network network = Found.Linear([[1]], Precision.Single);
        var rule = new GivenSignals(network, (1, Matrix.Of([[2]])));
        var learner = new NetworkLearner(rule, new Sgd(0.1) { Schedule = Schedule.Parse("linear:4") });
        var sampler = new BatchSampler(new Dataset("one", Matrix.Of([[3]]), Matrix.Of([[0]])), 1, new Rng(1));
        learner.Learn(sampler.Draw(2), new Moment(2, 2));
        Assert.Equal(1 - (0.6 * 0.6), network[1].W.Value[0, 0], 1e-6);
    }

    [Fact]
    public void Loss_and_hits_are_those_before_the_step()
    {
        // Outputs are the inputs: the largest of (1, 0), (0, 2), (3, 1) are 0, 1, 0.
        Network network = Found.Linear([[1, 0], [0, 1]], Precision.Single);
        Matrix x = Matrix.Of([[1, 0, 3], [0, 2, 1]]), t = Matrix.Of([[1, 0, 0], [0, 1, 1]]);
        var learner = new NetworkLearner(new Backpropagation(network), new Sgd(10));
        StepResult result = learner.Learn(new Batch(x, t, [0, 1, 1]));
        Assert.Equal(2, result.Correct);
        Assert.Equal((0 + 0.5 + 4.5) / 3, result.Loss, 1e-6);
        Assert.Equal(-1, learner.Learn(new Batch(x, t)).Correct);
    }

    [Fact]
    public void One_output_tells_no_hits()
    {
        Network network = Found.Linear([[1]], Precision.Single);
        Assert.Equal(-1, new NetworkLearner(new Backpropagation(network), new Sgd()).Learn(new Batch(Matrix.Of([[1]]), Matrix.Of([[1]]), [1])).Correct);
    }

    [Fact]
    public void Learning_drops_units_by_the_number_of_the_step()
    {
        Matrix[] first = Learned(0.5, 3), again = Learned(0.5, 3), later = Learned(0.5, 4), undropped = Learned(0, 3);
        Matrices.SameBits(first[0], again[0]);
        Matrices.Differ(first[0], later[0], "another step");
        Matrices.Differ(first[0], undropped[0], "no dropout");

        static Matrix[] Learned(double dropout, long step)
        {
            NetworkLearner learner = new Small("bp") { Dropout = dropout }.MakeLearner();
            learner.Learn(World.Draw(learner.Network, new Rng(1), 8), new Moment(step));
            return [.. learner.Network.Parameters.Select(parameter => parameter.Value)];
        }
    }

    [Fact]
    public void Predicting_drops_nothing_and_changes_nothing()
    {
        NetworkLearner with = new Small("bp") { Dropout = 0.5 }.MakeLearner(), without = new Small("bp").MakeLearner();
        Matrix x = World.Draw(with.Network, new Rng(1), 8).X;
        Matrices.SameBits(without.Network.Forward(x).H[3], with.Predict(x));
        Matrices.SameBits(with.Predict(x), with.Predict(x));
    }

    [Fact]
    public void Weights_are_constrained_from_the_start_and_after_every_step()
    {
        NetworkLearner learner = new Small("fa sparse") { Optimizer = "adam" }.MakeLearner();
        bool[] zero = Zeros();
        Assert.InRange(zero.Count(z => z), 1, zero.Length - 1);
        learner.Learn(World.Draw(learner.Network, new Rng(1), 8));
        Assert.Equal(zero, Zeros());

        bool[] Zeros() => [.. learner.Network[1].W.Value.ToArray().Select(w => w == 0)];
    }

    [Fact]
    public void The_feedback_optimizer_is_like_the_other_one_unless_given()
    {
        var world = new World(1);
        var rule = new KolenPollack(world.Network, world.Rng);
        Optimizer optimizer = new Adam(0.02) { Beta1 = 0.8, WeightDecay = 0.3 };
        NetworkLearner learner = new(rule, optimizer), given = new(rule, optimizer, new Sgd(0.5));
        Assert.NotSame(learner.Optimizer, learner.FeedbackOptimizer);
        Assert.Equal(learner.Optimizer.Settings, learner.FeedbackOptimizer.Settings);
        Assert.Equal("sgd", given.FeedbackOptimizer.Name);
    }

    [Fact]
    public void The_state_names_everything_once()
    {
        NetworkLearner learner = new Small("kolen-pollack") { Optimizer = "momentum" }.MakeLearner();
        learner.Learn(World.Draw(learner.Network, new Rng(1), 8));
        string[] names = [.. learner.State.Matrices.Keys];
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(["layer1/W", "layer1/b", "layer2/W", "layer2/b", "layer3/W", "layer3/b", "B1", "B2"],
            learner.Parameters.Select(parameter => parameter.Name));
        Assert.Contains("optimizer/layer2/b/velocity", names);
        Assert.Contains("feedback-optimizer/B1/velocity", names);
        Assert.DoesNotContain("optimizer/B1/velocity", names);
    }

    // w₁ = 0.5, w₂ = 3, B₁ = −1
    private static KolenPollack Chain()
    {
        Network network = Network.Dense("1-1-1", new Rng(0), Activation.Identity, Loss.SquaredError, bias: false, precision: Precision.Double);
        var rule = new KolenPollack(network, new Rng(0));
        network[1].W.Value[0, 0] = 0.5;
        network[2].W.Value[0, 0] = 3;
        rule.Feedback[0].Value[0, 0] = -1;
        return rule;
    }
}
