using Apical.Learning;
using Apical.Optimizers;
using Apical.Probes;

namespace Apical.Tests.Rules;

/// <summary>
/// Signals through batch normalisation: gradients by moving weights, in training form and in use, and what scale and shift hear under other rules.
/// </summary>
public sealed class BatchNormRuleTests
{
    private const double H = 1e-6;                      // so small that no largest unit of a patch becomes another

    private static readonly string[] s_nets =
    [
        "4-5-3", "2x5x6-conv3@2x3+same:max2-conv4@2x2-5-3", "2x7x6-conv3@3x3/2+same-conv4@2x2:mean2-3", "1x5x5-conv2@2x2:max3/2-3",
            "2x5x6-local3@2x3-conv2@2x2-3",
    ];

    public static TheoryData<string, string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (string net in s_nets)
            {
                foreach (string form in new[] { "plain", "learned", "batch" })
                {
                    data.Add(net, form, 2);
                    data.Add(net, form, 5);
                }
            }

            data.Add("1x4x4-conv2@2x2-3", "learned", 1);
            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Backpropagation_is_the_gradient_in_training_and_in_use(string net, string form, int size)
    {
        (NetworkLearner learner, Batch batch) = Trained(net, form, size);
        Network network = learner.Network;
        foreach (long? step in new long?[] { 7, null })
        {
            var pass = new Pass(network);
            network.Forward(batch.X, pass, step);
            var updates = new Updates();
            network.AddUpdates(pass, new Backpropagation(network).Teach(pass, batch), updates);
            Parameter[] moved = [.. network.Parameters.Where(parameter => updates.GradientOf(parameter) is not null)];
            Assert.Equal(network.Parameters.Except(Statistics(network)), moved);
            foreach (Parameter parameter in moved)
            {
                Matrix w = parameter.Value, actual = updates.GradientOf(parameter)!;
                for (int entry = 0; entry < w.Count; entry++)
                {
                    (int r, int c) = (entry / w.Columns, entry % w.Columns);
                    double at = w[r, c];
                    double[] loss = [.. new[] { H, -H }.Select(move =>
                    {
                        w[r, c] = at + move;
                        network.Forward(batch.X, pass, step);
                        return network.Loss.Mean(pass, batch.T);
                    })];
                    w[r, c] = at;
                    double expected = (loss[0] - loss[1]) / (2 * H);
                    Assert.True(Math.Abs(expected - actual[r, c]) <= 1e-7 * (1 + Math.Abs(expected)),
                        $"{parameter} [{r}, {c}], step {step}: {actual[r, c]:R}, numerically {expected:R}");
                }
            }
        }
    }

    /// <summary>∂Loss/∂h by moving h of one sample, and with it, in training, the statistics.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void What_arrives_at_a_layer_is_the_gradient_by_its_activity(string net, string form, int size)
    {
        (NetworkLearner learner, Batch batch) = Trained(net, form, size);
        Network network = learner.Network;
        Pass pass = network.Forward(batch.X), other = new(network);
        TeachingSignals signals = new Backpropagation(network).Teach(pass, batch);
        for (int i = 0; i < network.L; i++)
        {
            Matrix told = pass.ToH(network[i + 1].W.Value.T, signals[i + 1], i).ToMatrix().Clone(), h = pass.H[i].Clone();
            for (int unit = 0; unit < h.Rows; unit++)
            {
                double[] loss = [.. new[] { H, -H }.Select(move =>
                {
                    Matrix moved = h.Clone();
                    moved[unit, size - 1] += move;
                    network.Forward(batch.X, other);
                    network.ForwardFrom(i, moved, other);
                    return network.Loss.Mean(other, batch.T);
                })];
                double expected = (loss[0] - loss[1]) / (2 * H);
                Assert.Equal(expected, told[unit, size - 1], 1e-7 * (1 + Math.Abs(expected)));
            }
        }
    }

    /// <summary>In use: on a batch of one and, with μ and σ constants, sample by sample.</summary>
    [Fact]
    public void Probes_hold_signals_against_the_gradient_of_the_network_as_it_is_used()
    {
        (NetworkLearner learner, Batch batch) = Trained(s_nets[1], "learned", 5);
        var results = new List<Measurement>();
        new SignalAngleProbe().Measure(new(learner, batch), results);
        Assert.Equal(learner.Network.L, results.Count(result => result.Metric == "angleToBackprop"));

        Teaching together = new(learner.Rule, batch), alone = new(learner.Rule, new Batch(First(batch.X), First(batch.T)));
        for (int i = 1; i <= learner.Network.L; i++)
        {
            Matrices.Close(First(together.Signals[i]).Scaled(5), alone.Signals[i], 1e-10, $"δ_{i}");     // signals carry 1/batch
        }
    }

    [Theory]
    [InlineData("fa")]
    [InlineData("kolen-pollack")]
    public void With_feedback_that_is_the_weights_scale_and_shift_follow_the_gradient(string id)
    {
        (NetworkLearner learner, Batch batch) = Trained(s_nets[1], "learned", 5);
        Network network = learner.Network;
        LearningRule rule = RuleCatalog.Make(id, network, new Rng(1));
        foreach (Feedback feedback in rule.Feedback)
        {
            feedback.Value.CopyFrom(network[feedback.Layer + 1].W.Value.T.ToMatrix());
        }

        Updates expected = UpdatesOf(new Backpropagation(network), batch), actual = UpdatesOf(rule, batch);
        foreach (Parameter parameter in network.Layers.Skip(1).SelectMany(layer => new[] { layer.Normalisation!.Scale!, layer.Normalisation.Shift! }))
        {
            Matrices.Close(expected.GradientOf(parameter)!, actual.GradientOf(parameter)!, 1e-12, parameter.Name);
        }
    }

    /// <summary>B_i δ_L comes to h_i and stands for the signal at what layer i + 1 makes of it: γ gets Σ B_i δ_L ⊙ x̃, β its sum.</summary>
    [Theory]
    [InlineData("dfa", 1)]
    [InlineData("mdfa", 1)]
    [InlineData("drtp", 0)]
    public void Feedback_straight_from_the_output_is_what_scale_and_shift_above_hear(string id, double ofError)
    {
        (NetworkLearner learner, Batch batch) = Trained(s_nets[1], "learned", 5);
        Network network = learner.Network;
        LearningRule rule = RuleCatalog.Make(id, network, new Rng(1));
        var pass = new Pass(network);
        network.Forward(batch.X, pass, trainingStep: 3);
        TeachingSignals signals = rule.Teach(pass, batch);
        var updates = new Updates();
        network.AddUpdates(pass, signals, updates);
        for (int i = 2; i <= network.L; i++)
        {
            InputNormalisation norm = network[i].Normalisation!;
            Matrix told = ofError > 0 ? signals[network.L] : batch.T.Scaled(-1.0 / batch.Size);
            Matrix g = rule.Feedback[i - 2].Value.Dot(told), x = pass.Input(i);
            for (int f = 0; f < norm.Features; f++)
            {
                double scale = 0, shift = 0;
                for (int unit = f * norm.Positions; unit < (f + 1) * norm.Positions; unit++)
                {
                    for (int sample = 0; sample < batch.Size; sample++)
                    {
                        shift += g[unit, sample];
                        scale += g[unit, sample] * (x[unit, sample] - norm.Shift!.Value[f, 0]) / norm.Scale!.Value[f, 0];
                    }
                }

                Assert.Equal(scale, updates.GradientOf(norm.Scale!)![f, 0], 1e-12);
                Assert.Equal(shift, updates.GradientOf(norm.Shift!)![f, 0], 1e-12);
            }
        }
    }

    /// <summary>Every rule that teaches a layer moves its scale and shift; where it brings no signal to what comes in, along W_iᵀ δ_i.</summary>
    [Theory, MemberData(nameof(RuleNames))]
    public void Scale_and_shift_learn_under_every_rule(string name)
    {
        RuleCase rule = RuleCases.All[name];
        if (rule.FitBatchNorm(BatchNorm.Learned) == BatchNorm.None)
        {
            return;
        }

        var world = new World(9, RuleConformanceTests.Images(name), of: rule, batchNorm: BatchNorm.Learned);
        var learner = new NetworkLearner(rule.Make(world.Network, world.Rng), new Sgd(0.1) { WeightDecay = 0.5 });
        for (int step = 0; step < 20; step++)
        {
            learner.Learn(world.Batch, new Moment(step));           // twenty, as some teach one layer in each
        }

        for (int i = rule.TeachesHiddenLayers ? 2 : world.Network.L; i <= world.Network.L; i++)
        {
            InputNormalisation norm = world.Network[i].Normalisation!;
            Assert.True(norm.Scale!.Value.Shifted(-1).Norm() > 0 && norm.Shift!.Value.Norm() > 0, $"layer {i}");
            Assert.False(norm.Scale.Decays || norm.Shift.Decays || norm.Mean!.Decays || norm.Variance!.Decays);
        }

        Assert.Null(world.Network[1].Normalisation!.Scale);
    }

    [Fact]
    public void Scales_of_a_mono_net_are_not_negative()
    {
        (NetworkLearner learner, _) = Trained("4-5-3", "learned", 5);
        learner.Network[2].Normalisation!.Scale!.Value.Fill(-1);
        MonoNet.Project(learner.Network, 0);
        Assert.Equal(0, learner.Network[2].Normalisation!.Scale!.Value.Min());
    }

    [Fact]
    public void Targets_come_back_through_scale_and_shift()
    {
        (NetworkLearner learner, Batch batch) = Trained("4-5-3", "learned", 5);
        Pass pass = learner.Network.Forward(batch.X);
        Matrices.Close(pass.H[1], pass.Denormalise(2, pass.Input(2)), 1e-12);
        Matrices.Close(pass.Input(2), pass.Normalise(2, pass.H[1]), 1e-12);
        Matrices.Close(pass.H[1].Minus(pass.H[1].Scaled(2)), pass.DenormaliseChange(2, pass.Input(2).Minus(pass.Normalise(2, pass.H[1].Scaled(2)))), 1e-12);
    }

    [Fact]
    public void A_copy_of_a_layer_has_statistics_of_its_own()
    {
        (NetworkLearner learner, _) = Trained("4-5-3", "learned", 5);
        Layer layer = learner.Network[2], copy = layer.With(Activation.Identity);
        Assert.Equal(layer.Normalisation!.Parameters.Select(parameter => parameter.Name), copy.Normalisation!.Parameters.Select(parameter => parameter.Name));
        copy.Normalisation.Mean!.Value.Fill(7);
        Assert.NotEqual(7, layer.Normalisation.Mean!.Value[0, 0]);
    }

    /// <summary>The target of the last hidden layer by gradient: ĥ = h − η̂ ∂Loss/∂h, through the normalisation above.</summary>
    [Fact]
    public void Dtp_takes_the_gradient_at_the_last_hidden_layer_through_the_normalisation()
    {
        (NetworkLearner learner, Batch batch) = Trained("4-5-5-3", "learned", 5);
        Network network = learner.Network;
        Pass pass = network.Forward(batch.X);
        var rule = (ITargetRule)RuleCatalog.Make("dtp", network, new Rng(1));
        TeachingSignals gradient = new Backpropagation(network).Teach(pass, batch);
        Matrix way = pass.ToH(network[3].W.Value.T, gradient[3], 2).ToMatrix().Scaled(-rule.OutputStep * batch.Size);
        Matrices.Close(way, rule.Targets(pass, batch)[2]!.Minus(pass.H[2]), 1e-10);
    }

    public static TheoryData<string> RuleNames => RuleCases.Names;

    /// <summary>A network whose statistics, scales and shifts are not what they started as.</summary>
    private static (NetworkLearner Learner, Batch Batch) Trained(string net, string form, int size)
    {
        Network network = Network.Dense(net, new Rng(1), Activation.Tanh, precision: Precision.Double, batchNorm: BatchNorm.Parse(form));
        var learner = new NetworkLearner(new Backpropagation(network), new Sgd(0.2));
        for (int step = 0; step < 3; step++)
        {
            learner.Learn(World.Draw(network, new Rng(5).Fork("batch", step), 6), new Moment(step));
        }

        return (learner, World.Draw(network, new Rng(6), size));
    }

    private static IEnumerable<Parameter> Statistics(Network network) =>
        network.Layers.SelectMany(layer => new[] { layer.Normalisation?.Mean, layer.Normalisation?.Variance }).OfType<Parameter>();

    private static Updates UpdatesOf(LearningRule rule, Batch batch)
    {
        var pass = new Pass(rule.Network);
        rule.Network.Forward(batch.X, pass, trainingStep: 3);
        var updates = new Updates();
        rule.Network.AddUpdates(pass, rule.Teach(pass, batch), updates);
        return updates;
    }

    private static Matrix First(Matrix x) => Matrix.Of(x.Rows, 1, [.. Enumerable.Range(0, x.Rows).Select(r => x[r, 0])], x.Precision);
}
