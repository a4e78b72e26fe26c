using Apical.Learning;
using Apical.Optimizers;

namespace Apical.Tests.Rules;

/// <summary>What every rule does for a network: each layer is taught, in every form of network, and the loss falls.</summary>
public sealed class RuleLearningTests
{
    public static TheoryData<string> Names => RuleCases.Names;

    [Theory, MemberData(nameof(Names))]
    public void No_layer_is_left_without_an_update(string name)
    {
        foreach (string widths in new[] { World.Deep, "5-7-3", "5-3" })
        {
            foreach (int batch in new[] { 1, 6 })
            {
                foreach (bool bias in new[] { true, false })
                {
                    foreach (double dropout in new[] { 0, 0.2 })
                    {
                        RuleCase rule = RuleCases.All[name];
                        CheckUpdates(new World(7, widths, batch: batch, bias: bias, dropout: dropout, of: rule), rule);
                    }
                }
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Works_with_every_loss(string name)
    {
        foreach (Loss loss in new[] { Loss.CrossEntropy, Loss.BinaryCrossEntropy, Loss.SquaredError })
        {
            RuleCase rule = RuleCases.All[name];
            CheckUpdates(new World(8, loss: loss, of: rule), rule);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_frozen_layer_rests_while_those_below_learn(string name)
    {
        for (int frozen = 1; frozen <= 5; frozen++)
        {
            RuleCase expected = RuleCases.All[name];
            var world = new World(9, World.Deep, of: expected);
            LearningRule rule = expected.Make(world.Network, world.Rng);
            Updates before = world.UpdatesOf(rule);
            world.Network[frozen].Frozen = true;
            Updates after = world.UpdatesOf(rule);

            for (int i = expected.TeachesHiddenLayers ? 1 : 5; i <= 5; i++)
            {
                Matrix? gradient = after.GradientOf(world.Network[i].W);
                if (i == frozen)
                {
                    Assert.Null(gradient);
                    Assert.Null(after.GradientOf(world.Network[i].Bias!));
                }
                else if (before.GradientOf(world.Network[i].W) is not null || !expected.TeachesOneLayer)
                {
                    Matrices.SameBits(before.GradientOf(world.Network[i].W)!, gradient!, $"layer {i}, frozen {frozen}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Feedback_has_the_documented_names_and_shapes_and_updates_where_it_learns(string name)
    {
        RuleCase expected = RuleCases.All[name];
        var world = new World(10, World.Deep, of: expected);
        LearningRule rule = expected.Make(world.Network, world.Rng);
        var updates = new Updates();
        rule.LearnFeedback(world.Pass, rule.Teach(world.Pass, world.Batch), world.Batch, default, updates);

        Assert.Equal(expected.Feedback(world.Network), rule.Feedback.Select(p => (p.Name, p.Value.Rows, p.Value.Columns)));
        Assert.Equal(rule.Feedback.Select(p => p.Name), rule.Feedback.Select(p => p.Name).Distinct());
        Assert.Empty(rule.Feedback.Select(p => p.Name).Intersect(world.Network.Parameters.Select(p => p.Name)));
        // A number that the rule keeps, such as an output step, is no weight: it does not decay, and optimizers leave it alone.
        Parameter[] weights = [.. rule.Parameters.Where(p => p.Value.Count > 1 || p.Decays)];
        bool Learns(Parameter p) =>
            expected.FeedbackLearns && !(expected.FixedFeedback is { } fixedName && p.Name.StartsWith(fixedName, StringComparison.Ordinal));
        Assert.All(rule.Parameters, p => Assert.True(p.Value.Norm() > 0 && p.Value.Precision == Precision.Double, p.Name));

        // Nor does a bias, here as in layers.
        Assert.All(rule.Parameters, p => Assert.True(p.Decays == (weights.Contains(p) && !p.Name.StartsWith("IPb", StringComparison.Ordinal)), p.Name));
        Assert.All(weights, p => Assert.Equal(Learns(p), updates.GradientOf(p)?.Norm() > 0));
        Assert.Equal(weights.Count(Learns), updates.Count);
    }

    [Theory, MemberData(nameof(Names))]
    public void Says_where_it_comes_from(string name)
    {
        var world = new World(11, of: RuleCases.All[name]);
        Citation source = RuleCases.All[name].Make(world.Network, world.Rng).Source;
        Assert.Matches("^[a-z]+[0-9]{4}$", source.Key);
        Assert.Contains(source.Key[^4..], source.Text);
        Assert.Contains(source.Key[..^4], source.Text.Replace('ø', 'o'), StringComparison.OrdinalIgnoreCase);
    }

    [Theory, MemberData(nameof(Names))]
    public void Two_hundred_steps_of_gradient_descent_lower_the_loss(string name)
    {
        // Three clouds of points, one per class.
        RuleCase expected = RuleCases.All[name];
        Network network = Network.Dense(expected.LearningNet ?? "6-15-10-3", new Rng(12), Activation.Tanh);
        LearningRule rule = expected.Make(network, new Rng(13));
        Batch all = Clouds(0, 30);
        double before = network.Loss.Mean(network.Forward(all.X), all.T);
        var learner = new NetworkLearner(rule, new Sgd(expected.LearningRate), new Sgd(0.05));
        for (int step = 0; step < 200; step++)
        {
            learner.Learn(Clouds(step, expected.FitBatch(30)), new Moment(step));
        }

        Assert.InRange(network.Loss.Mean(network.Forward(all.X), all.T), 0, 0.8 * before);
    }

    private static void CheckUpdates(World world, RuleCase expected)
    {
        LearningRule rule = expected.Make(world.Network, world.Rng);
        if (!expected.TeachesOneLayer)
        {
            CheckUpdates(world, world.UpdatesOf(rule), expected.TeachesHiddenLayers ? 1 : world.Network.L, world.Network.L);
            return;
        }

        // Each layer has its turn, and no two at once.
        var turns = new HashSet<int>();
        for (long step = 0; step < 200 && turns.Count < world.Network.L; step++)
        {
            Updates updates = world.UpdatesOf(rule, step);
            int k = Enumerable.Range(1, world.Network.L).Single(i => updates.GradientOf(world.Network[i].W) is not null);
            CheckUpdates(world, updates, k, k);
            turns.Add(k);
        }

        Assert.Equal(world.Network.L, turns.Count);
    }

    private static void CheckUpdates(World world, Updates updates, int from, int to)
    {
        Parameter[] expected = [.. Enumerable.Range(from, to - from + 1).SelectMany(i => world.Network[i].Parameters)];
        Assert.Equal(expected.Select(p => p.Name), Enumerable.Range(0, updates.Count).Select(i => updates[i].Parameter.Name));
        Assert.All(expected, p => Assert.True(updates.GradientOf(p)!.Norm() is > 0 and < double.PositiveInfinity, $"{p} in {world.Network.Widths}"));
    }

    private static Batch Clouds(int step, int size)
    {
        Rng rng = new Rng(14).Fork("step", step);
        Matrix x = new(6, size), t = new(3, size);
        x.FillNormal(rng, 0, 0.5);
        for (int c = 0; c < size; c++)
        {
            int k = (c + step) % 3;
            t[k, c] = 1;
            x[k, c] += 1.5;
            x[3 + k, c] -= 1.5;
        }

        return new Batch(x, t);
    }
}
