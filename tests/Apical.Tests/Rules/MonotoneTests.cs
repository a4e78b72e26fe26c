using Apical.Learning;
using Apical.Optimizers;

namespace Apical.Tests.Rules;

/// <summary>lechner2020, section 3, for the direct rule and the layer-by-layer one.</summary>
public sealed class MonotoneTests
{
    public static TheoryData<string> Rules => ["mdfa", "mfa"];

    /// <summary>Theorem 2: with one output and one sample, no entry of an update has the opposite sign of the gradient's.</summary>
    [Theory, MemberData(nameof(Rules))]
    public void With_one_output_every_update_has_the_sign_of_the_gradient(string id)
    {
        foreach (Activation hidden in new[] { Activation.Tanh, Activation.Sigmoid, Activation.HardTanh, Activation.Relu })
        {
            for (ulong seed = 1; seed <= 20; seed++)
            {
                var world = new World(seed, "6-8-7-5-1", batch: 1, hidden: hidden, loss: Loss.BinaryCrossEntropy);
                LearningRule rule = RuleCatalog.Make(id, world.Network, world.Rng);
                rule.Constrain();
                world.Network.Forward(world.Batch.X, world.Pass);
                Updates gradient = world.UpdatesOf(new Backpropagation(world.Network)), update = world.UpdatesOf(rule);
                foreach (Parameter parameter in world.Network.Parameters)
                {
                    Assert.True(gradient.GradientOf(parameter)!.Times(update.GradientOf(parameter)!).Min() >= 0, $"{parameter}, seed {seed}, {hidden}");
                }
            }
        }
    }

    [Fact]
    public void Unconstrained_direct_feedback_has_no_such_luck()
    {
        var world = new World(1, "6-8-7-5-1", batch: 1, loss: Loss.BinaryCrossEntropy);
        Updates gradient = world.UpdatesOf(new Backpropagation(world.Network)), update = world.UpdatesOf(new DirectFeedbackAlignment(world.Network, world.Rng));
        Assert.True(gradient.GradientOf(world.Network[2].W)!.Times(update.GradientOf(world.Network[2].W)!).Min() < 0);
    }

    [Theory, MemberData(nameof(Rules))]
    public void Weights_above_the_first_layer_stay_at_the_floor_or_above_whatever_the_optimizer(string id)
    {
        foreach (string optimizer in new[] { "sgd", "adam", "rprop" })
        {
            Network network = Network.Dense("5-6-4-2", new Rng(1), Activation.Tanh, precision: Precision.Double);
            var learner = new NetworkLearner(RuleCatalog.Make(id + ":floor=0.002", network, new Rng(2)), Optimizer.Create(optimizer, 0.05));
            CheckFloor(network);
            for (int step = 0; step < 30; step++)
            {
                learner.Learn(World.Draw(network, new Rng(3).Fork("step", step), 6), new Moment(step));
                CheckFloor(network);
            }

            Assert.All(learner.Rule.Feedback, B => Assert.True(B.Value.Min() >= 0));
            Assert.True(network[1].W.Value.Min() < 0, "the first layer is free");
            Assert.True(network[2].Bias!.Value.Min() < 0.002, "biases are free");
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public void Signals_are_those_of_the_rule_without_constraints_on_the_same_feedback(string id)
    {
        var world = new World(4);
        LearningRule rule = RuleCatalog.Make(id, world.Network, world.Rng);
        LearningRule free = RuleCatalog.Make(id[1..] + ":init=positive-fan-in", world.Network, world.Rng);
        TeachingSignals expected = free.Teach(world.Pass, world.Batch), actual = rule.Teach(world.Pass, world.Batch);
        for (int i = 1; i <= 3; i++)
        {
            Matrices.SameBits(expected[i], actual[i], $"δ{i}");
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public void A_layer_whose_gates_may_close_is_not_monotone_unless_it_is_the_first(string id)
    {
        Network network = Network.Dense("5-6-4-2", new Rng(1));
        RuleCatalog.Make(id, network.WithHidden((i, layer) => i == 1 ? layer.With(gates: new Gates(layer, new Rng(1))) : layer), new Rng(2));
        var error = Assert.Throws<ArgumentException>(() => RuleCatalog.Make(id, LazyNetworks.Gated(network, new Rng(1)), new Rng(2)));
        Assert.StartsWith("A mono-net needs monotone increasing layers, and layer 2 (fully connected, gated, identity) is none. Use dense layers with tanh",
            error.Message);
    }

    private static void CheckFloor(Network network)
    {
        for (int i = 2; i <= network.L; i++)
        {
            Assert.True(network[i].W.Value.Min() >= 0.002, $"W{i}");
        }
    }
}
