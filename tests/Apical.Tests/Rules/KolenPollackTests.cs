using Apical.Optimizers;

namespace Apical.Tests.Rules;

/// <summary>Oracle: W and Bᵀ get the same update, so only decay moves their difference, by 1 − ηλ in each step.</summary>
public sealed class KolenPollackTests
{
    [Theory]
    [InlineData(0.1, 0.5)]
    [InlineData(0.05, 0.01)]
    [InlineData(0.1, 0)]
    public void The_difference_shrinks_by_one_minus_eta_lambda_in_each_step(double eta, double lambda)
    {
        World world = MakeWorld(out KolenPollack rule);
        Matrix[] first = Differences(world, rule);
        for (int step = 0; step < 20; step++)
        {
            ByHand(world, rule, eta, lambda, step);
            CheckShrunk(first, Differences(world, rule), Math.Pow(1 - (eta * lambda), step + 1));
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    public void So_it_does_with_gradient_descent_on_both(double lambda)
    {
        World world = MakeWorld(out KolenPollack rule);
        Matrix[] first = Differences(world, rule);
        Optimizer forward = new Sgd(0.1) { WeightDecay = lambda }, feedback = forward.NewLike();
        Updates updates = new(), feedbackUpdates = new();
        for (int step = 0; step < 20; step++)
        {
            var batch = World.Draw(world.Network, world.Rng.Fork("batch", step), 6);
            Propose(world, rule, batch, updates, feedbackUpdates);
            forward.Step(updates, 0);
            feedback.Step(feedbackUpdates, 0);
        }

        CheckShrunk(first, Differences(world, rule), Math.Pow(1 - (0.1 * lambda), 20));
    }

    [Fact]
    public void The_weights_do_move()
    {
        World world = MakeWorld(out KolenPollack rule);
        Matrix before = rule.Feedback[0].Value.Clone();
        ByHand(world, rule, 0.1, 0, 0);
        Assert.True(rule.Feedback[0].Value.Minus(before).Norm() > 1e-3);
    }

    [Fact]
    public void Feedback_rests_with_the_frozen_layer_above_it()
    {
        World world = MakeWorld(out KolenPollack rule);
        world.Network[2].Frozen = true;
        Updates updates = new(), feedbackUpdates = new();
        Propose(world, rule, world.Batch, updates, feedbackUpdates);

        Assert.Null(feedbackUpdates.GradientOf(World.Named(rule, "B1")));           // B1 goes with W2
        Assert.NotNull(feedbackUpdates.GradientOf(World.Named(rule, "B2")));
    }

    private static World MakeWorld(out KolenPollack rule)
    {
        var world = new World(5, "5-7-6-3");
        rule = new KolenPollack(world.Network, world.Rng);
        return world;
    }

    private static Matrix[] Differences(World world, LearningRule rule) =>
        [.. Enumerable.Range(1, world.Network.L - 1).Select(i => World.Named(rule, $"B{i}").Value.Minus(world.Network[i + 1].W.Value.T.ToMatrix()))];

    private static void CheckShrunk(Matrix[] first, Matrix[] now, double factor)
    {
        for (int i = 0; i < first.Length; i++)
        {
            Matrices.Close(first[i].Scaled(factor), now[i], 1e-13, $"B{i + 1} − W{i + 2}ᵀ");
        }
    }

    private static void Propose(World world, LearningRule rule, Batch batch, Updates updates, Updates feedbackUpdates)
    {
        updates.Clear();
        feedbackUpdates.Clear();
        Pass pass = world.Network.Forward(batch.X);
        TeachingSignals signals = rule.Teach(pass, batch);
        world.Network.AddUpdates(pass, signals, updates);
        rule.LearnFeedback(pass, signals, batch, default, feedbackUpdates);
    }

    private static void ByHand(World world, LearningRule rule, double eta, double lambda, long step)
    {
        Updates updates = new(), feedbackUpdates = new();
        Propose(world, rule, World.Draw(world.Network, world.Rng.Fork("batch", step), 6), updates, feedbackUpdates);
        foreach (Updates set in new[] { updates, feedbackUpdates })
        {
            for (int i = 0; i < set.Count; i++)
            {
                double decay = set[i].Parameter.Decays ? lambda : 0;
                if (set[i].Presynaptic is { } h)
                {
                    set[i].Parameter.Value.AddProduct(-eta, set[i].Delta, h.T, keep: 1 - (eta * decay));
                }
                else
                {
                    set[i].Parameter.Value.Blend(1 - (eta * decay), -eta, set[i].Delta);
                }
            }
        }
    }
}
