using Apical.Learning;
using Apical.Optimizers;
using Apical.Probes;

namespace Apical.Tests.Rules;

/// <summary>What rules are on convolutions, by algebra: the identities that hold for dense layers hold for shared weights and pooling.</summary>
public sealed class ConvolutionRuleTests
{
    private const string Pooled = "2x7x6-conv3@3x2+same:max2-conv4@2x2:mean2-5-3";
    private const string Strided = "2x7x6-conv3@3x3/2+same-conv4@2x2-3";

    public static TheoryData<string> Nets => [Pooled, Strided, "1x5x5-conv2@2x2:max3/2-3"];

    public static TheoryData<string> LayerByLayer => ["fa", "ridge-fa", "kolen-pollack", "weight-mirror", "fa:unshared=yes"];

    [Theory, MemberData(nameof(LayerByLayer))]
    public void Feedback_in_the_place_of_the_weights_is_backpropagation(string id)
    {
        foreach (string net in new[] { Pooled, Strided })
        {
            var world = new World(3, net);
            LearningRule rule = RuleCatalog.Make(id, world.Network, world.Rng);
            foreach (Feedback feedback in rule.Feedback)
            {
                Matrix W = world.Network[feedback.Layer + 1].W.Value;
                int repeats = feedback.Value.Columns / W.Rows;
                for (int tap = 0; tap < W.Columns; tap++)
                {
                    for (int unit = 0; unit < feedback.Value.Columns; unit++)
                    {
                        feedback.Value[tap, unit] = W[unit / repeats, tap];
                    }
                }
            }

            TeachingSignals expected = new Backpropagation(world.Network).Teach(world.Pass, world.Batch), actual = rule.Teach(world.Pass, world.Batch);
            for (int i = 1; i <= world.Network.L; i++)
            {
                Matrices.Close(expected[i], actual[i], 1e-13, $"δ_{i}");
            }

            var angles = new List<Measurement>();
            new FeedbackAngleProbe().Measure(new(new Teaching(rule, world.Batch)), angles);
            Assert.All(angles, angle => Assert.Equal(0, angle.Value, 1e-5));
            Assert.Equal(world.Network.L - 1, angles.Count(angle => angle.Metric == "angleBW"));
        }
    }

    [Fact]
    public void Feedback_that_is_not_shared_has_a_column_for_each_unit()
    {
        var world = new World(3, Strided);
        LearningRule shared = RuleCatalog.Make("fa", world.Network, world.Rng), unshared = RuleCatalog.Make("fa:unshared=yes", world.Network, world.Rng);
        Assert.Equal((12, 4), (shared.Feedback[0].Value.Rows, shared.Feedback[0].Value.Columns));
        Assert.Equal((12, 4 * 3 * 2), (unshared.Feedback[0].Value.Rows, unshared.Feedback[0].Value.Columns));
        Assert.Equal(shared.Feedback[1].Value.ToArray(), unshared.Feedback[1].Value.ToArray());       // below a dense layer there is nothing to share
    }

    [Theory, MemberData(nameof(Nets))]
    public void Direct_feedback_goes_to_the_whole_map_and_is_fa_with_one_hidden_layer(string net)
    {
        var world = new World(4, net);
        LearningRule dfa = RuleCatalog.Make("dfa", world.Network, world.Rng), fa = RuleCatalog.Make("fa", world.Network, world.Rng);
        Assert.All(dfa.Feedback, B => Assert.Equal((world.Network[B.Layer].FanOut, world.Network[world.Network.L].FanOut), (B.Value.Rows, B.Value.Columns)));
        if (world.Network.L == 2)
        {
            Matrices.SameBits(fa.Teach(world.Pass, world.Batch)[1], dfa.Teach(world.Pass, world.Batch)[1], "δ_1");
        }
    }

    /// <summary>lechner2020, theorem 2, which asks for monotone functions only: shared weights, padding and either pooling are.</summary>
    [Theory]
    [InlineData("mdfa", "2x7x6-conv3@3x2+same:max2-conv4@2x2-5-1")]
    [InlineData("mfa", "2x7x6-conv3@3x2/2-conv4@2x2:mean2-1")]
    [InlineData("mdfa", "2x9x9-conv6@5x5/2-conv6@2x2-conv6@2x2-1")]
    public void With_one_output_every_update_of_a_convolutional_mono_net_has_the_sign_of_the_gradient(string id, string net)
    {
        foreach (Activation hidden in new[] { Activation.Tanh, Activation.HardTanh, Activation.Relu })
        {
            for (ulong seed = 1; seed <= 10; seed++)
            {
                var world = new World(seed, net, batch: 1, hidden: hidden, loss: Loss.BinaryCrossEntropy);
                LearningRule rule = RuleCatalog.Make(id, world.Network, world.Rng);
                rule.Constrain();
                world.Network.Forward(world.Batch.X, world.Pass);
                TeachingSignals gradient = new Backpropagation(world.Network).Teach(world.Pass, world.Batch), told = rule.Teach(world.Pass, world.Batch);
                for (int i = 1; i <= world.Network.L; i++)
                {
                    Assert.True(gradient[i].Times(told[i]).Min() >= 0, $"layer {i}, seed {seed}, {hidden}");
                }
            }
        }
    }

    [Fact]
    public void Kolen_pollack_contracts()
    {
        const double Eta = 0.1, Lambda = 0.2;
        var world = new World(5, Pooled);
        var rule = new KolenPollack(world.Network, world.Rng);
        var learner = new NetworkLearner(rule, new Sgd(Eta) { WeightDecay = Lambda });
        Matrix[] Differences() => [.. rule.Feedback.Select(B => B.Value.Minus(world.Network[B.Layer + 1].W.Value.T.ToMatrix()).Clone())];
        Matrix[] before = Differences();
        for (int step = 0; step < 10; step++)
        {
            learner.Learn(World.Draw(world.Network, world.Rng.Fork("batch", step), 4), new Moment(step));
        }

        Matrix[] after = Differences();
        for (int i = 0; i < before.Length; i++)
        {
            Matrices.Close(before[i].Scaled(Math.Pow(1 - (Eta * Lambda), 10)), after[i], 1e-12, $"B_{i + 1} − Wᵀ");
        }
    }

    /// <summary>E[ξ rᵀ] = σ² Wᵀ at each position, so that the mean over positions is what a kernel must learn, at the edges too.</summary>
    [Theory]
    [InlineData("weight-mirror:samples=4000")]
    [InlineData("weight-mirror:samples=40000:unshared=yes")]
    public void The_weight_mirror_turns_feedback_kernels_to_the_weights(string id)
    {
        var world = new World(6, "1x5x4-conv2@2x2-conv3@3x3+same-3");
        LearningRule rule = RuleCatalog.Make(id, world.Network, world.Rng);
        TeachingSignals signals = rule.Teach(world.Pass, world.Batch);
        var updates = new Updates();
        rule.LearnFeedback(world.Pass, signals, world.Batch, default, updates);
        Matrix B = World.Named(rule, "B1").Value, W = world.Network[2].W.Value, learned = B.Minus(updates.GradientOf(World.Named(rule, "B1"))!);
        int repeats = B.Columns / W.Rows;
        double worst = 0;
        for (int tap = 0; tap < W.Columns; tap++)
        {
            for (int unit = 0; unit < B.Columns; unit++)
            {
                // Where no unit is to be seen there is nothing to learn: the taps of unshared feedback that lie outside.
                bool isOutside = repeats > 1 && learned[tap, unit] == 0;
                worst = Math.Max(worst, isOutside ? 0 : Math.Abs(learned[tap, unit] - W[unit / repeats, tap]));
            }
        }

        // The sd of an entry is at most ‖w‖ √2 / √samples with ‖w‖ ≤ 1: 0.022 and 0.007; of some hundred entries none is five times as far off.
        Assert.InRange(worst, 0, 5 * Math.Sqrt(2.0 / (id.Contains("40000") ? 40000 : 4000)));
    }

    /// <summary>The signal that arrives at h_i, not only gradients of weights: ∂Loss/∂h by moving h, through each kind of layer.</summary>
    [Theory, MemberData(nameof(Nets))]
    public void What_arrives_at_a_layer_is_the_gradient_of_the_loss_by_its_activity(string net)
    {
        const double H = 1e-5;
        var world = new World(8, net, batch: 2);
        Network network = world.Network;
        TeachingSignals signals = new Backpropagation(network).Teach(world.Pass, world.Batch);
        for (int i = 0; i < network.L; i++)
        {
            Matrix told = world.Pass.ToH(network[i + 1].W.Value.T, signals[i + 1], i).ToMatrix().Clone(), h = world.Pass.H[i].Clone();
            var other = new Pass(network);
            for (int unit = 0; unit < h.Rows; unit++)
            {
                double[] loss = [.. new[] { H, -H }.Select(move =>
                {
                    Matrix moved = h.Clone();
                    moved[unit, 1] += move;
                    network.Forward(world.Batch.X, other);
                    network.ForwardFrom(i, moved, other);
                    return network.Loss.Mean(other, world.Batch.T);
                })];
                Assert.Equal((loss[0] - loss[1]) / (2 * H), told[unit, 1], 1e-7);
            }
        }
    }

    [Theory, MemberData(nameof(RuleNames))]
    public void Every_layer_moves_under_every_rule(string name)
    {
        RuleCase rule = RuleCases.All[name];
        foreach (string net in new[] { RuleConformanceTests.Images(name), RuleConformanceTests.Local(name) }.Where(net => net != World.Deep))
        {
            var world = new World(9, net, batch: rule.FitBatch(6), of: rule);
            var learner = new NetworkLearner(rule.Make(world.Network, world.Rng), new Sgd(0.1));
            Matrix[] before = [.. world.Network.Layers.Select(layer => layer.W.Value.Clone())];

            // Where one layer learns in a step, each has its turn.
            for (int step = 0; step < (rule.TeachesOneLayer ? 100 : 1); step++)
            {
                learner.Learn(world.Batch, new Moment(step));
            }

            for (int i = rule.TeachesHiddenLayers ? 1 : world.Network.L; i <= world.Network.L; i++)
            {
                Assert.True(world.Network[i].W.Value.Minus(before[i - 1]).Norm() > 0, $"layer {i} of {net}");
            }
        }
    }

    public static TheoryData<string> RuleNames => RuleCases.Names;
}
