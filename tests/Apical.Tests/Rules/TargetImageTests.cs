using Apical.Learning;
using Apical.Optimizers;
using Apical.Probes;

namespace Apical.Tests.Rules;

/// <summary>Rules with targets on convolutions and local layers, by what these are: dense layers without some connections, which may share weights.</summary>
public sealed class TargetImageTests
{
    public static TheoryData<string> Rules => ["dtp", "dtp-original", "ao-sdtp", "dtp-drl", "ddtp-linear", "gauss-newton"];

    /// <summary>Names of <see cref="RuleCases"/>.</summary>
    public static TheoryData<string> Cases =>
        [.. RuleCases.All.Where(rule => !rule.Value.NeedsFullLayers && typeof(ITargetRule).IsAssignableFrom(rule.Value.Type)).Select(rule => rule.Key)];

    [Theory, MemberData(nameof(Rules))]
    public void With_patches_as_large_as_the_image_they_are_what_they_are_on_dense_layers(string id)
    {
        Alike(id, "1x2x3-conv2@1x1-5-4-3", "1x2x3-conv2@1x1-conv5@2x3-4-3");
        Alike(id, "1x2x3-conv2@1x1-5-4-3", "1x2x3-conv2@1x1-local5@2x3-4-3");
        Alike(id, "6-7-5-3", "6x1x1-conv7@1x1-conv5@1x1-3");
        Alike(id, "6-7-5-3", "2x3-local7@2x3-local5@1x1-3");
    }

    [Theory]
    [InlineData("dtp-original:adapt=line-search")]
    [InlineData("ao-sdtp:adapt=ratio:decay=0.1")]
    public void And_so_are_searched_steps(string id) => With_patches_as_large_as_the_image_they_are_what_they_are_on_dense_layers(id);

    /// <summary>A convolution is a local layer whose units of a map have the same weights, so its gradient is the sum of theirs.</summary>
    [Theory, MemberData(nameof(Rules))]
    public void A_convolution_learns_the_sum_of_what_local_units_with_its_weights_learn(string id)
    {
        const string Net = "2x5x6-conv3@2x3+same-conv4@2x2/2-3";
        World shared = new(21, Net), local = new(21, Net.Replace("conv", "local"));
        LearningRule one = Make(id, shared), other = Make(id, local);
        for (int i = 1; i <= 3; i++)
        {
            Repeat(shared.Network[i].W.Value, local.Network[i].W.Value);
            Repeat(shared.Network[i].Bias!.Value, local.Network[i].Bias!.Value);
        }

        for (int q = 0; q < one.Feedback.Count; q++)
        {
            Repeat(one.Feedback[q].Value.T.ToMatrix(), other.Feedback[q].Value, transposed: true);
        }

        local.Network.Forward(local.Batch.X, local.Pass);
        (TeachingSignals expected, Updates sums) = Ask(local, other);
        (TeachingSignals actual, Updates updates) = Ask(shared, one);
        for (int i = 1; i <= 3; i++)
        {
            Matrices.Close(expected[i], actual[i], 1e-12, $"δ_{i}");
        }

        Assert.Equal(sums.Count, updates.Count);
        for (int u = 0; u < updates.Count; u++)
        {
            Matrix all = sums[u].Gradient(), gradient = updates[u].Gradient(), sum = new(gradient.Rows, gradient.Columns, Precision.Double);
            for (int r = 0; r < all.Rows; r++)
            {
                for (int c = 0; c < all.Columns; c++)
                {
                    sum[r * gradient.Rows / all.Rows, c * gradient.Columns / all.Columns] += all[r, c];
                }
            }

            Matrices.Close(sum, gradient, 1e-11, updates[u].Parameter.Name);
        }
    }

    /// <summary>A_i is what the step takes off a_i, found here by taking it; at the best length what is left of the way stands upright on D_i ⊙ A_i.</summary>
    [Theory]
    [InlineData(World.Strides)]
    [InlineData(World.Local)]
    public void The_searched_step_is_the_best_along_its_direction(string net)
    {
        var world = new World(22, net);
        var rule = (TargetPropagation)RuleCatalog.Make("dtp-original:adapt=line-search", world.Network, world.Rng);
        Matrix?[] targets = [.. rule.Targets(world.Pass, world.Batch)];
        TeachingSignals signals = rule.Teach(world.Pass, world.Batch);
        for (int i = 1; i < world.Network.L; i++)
        {
            Layer layer = world.Network[i];
            var updates = new Updates();
            layer.AddUpdates(signals[i], world.Pass.Input(i), updates);
            Layer moved = layer.With();
            moved.W.Value.Add(updates.GradientOf(layer.W)!.Negated());
            moved.Bias!.Value.Add(updates.GradientOf(layer.Bias!)!.Negated());
            Matrix a = new(signals[i].Rows, 6, Precision.Double);
            moved.Compute(world.Pass.Input(i), a, new Matrix(a.Rows, 6, Precision.Double));
            Matrix change = world.Pass.A[i].Minus(a).Times(world.Pass.D(i)), way = world.Pass.H[i].Minus(targets[i]!);
            Assert.InRange(change.Norm() / way.Norm(), 1e-3, 2);
            Assert.Equal(0, way.Minus(change).InnerProduct(change) / (way.Norm() * change.Norm()), 1e-10);
        }
    }

    [Theory]
    [InlineData("dtp-original:init=glorot", World.Strides)]
    [InlineData("ao-sdtp", World.Local)]
    [InlineData("tp-ai", "5-7-6-3")]
    public void The_jacobian_of_a_decoder_is_how_it_answers_to_a_small_change(string id, string net)
    {
        var world = new World(26, net);
        BackwardMapping g = ((ITargetRule)RuleCatalog.Make(id, world.Network, world.Rng)).Backward!;
        for (int i = 1; i < world.Network.L; i++)
        {
            Matrix h = i + 1 == world.Network.L ? world.Pass.A[i + 1] : world.Pass.H[i + 1], v = new(h.Rows, h.Columns, Precision.Double);
            v.FillNormal(new Rng(27));
            Matrix change = g.Of(world.Pass, i, h.Plus(v.Scaled(1e-5))).Minus(g.Of(world.Pass, i, h.Minus(v.Scaled(1e-5)))).Scaled(0.5e5);
            Matrices.Close(change, g.Jacobian(world.Pass, i, v), 1e-8, $"layer {i}");
        }
    }

    [Fact]
    public void The_probe_of_targets_measures_every_hidden_layer()
    {
        var world = new World(28, World.Strides);
        LearningRule rule = RuleCatalog.Make("dtp-original", world.Network, world.Rng);
        var found = new List<Measurement>();
        var probe = new TargetsProbe();
        probe.Measure(new(new Teaching(rule, world.Batch)), found);
        Assert.Equal(probe.Metrics.Count * (world.Network.L - 1), found.Count);
    }

    /// <summary>Stripes that run across, down and aslant, wherever they begin.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void A_hundred_steps_or_two_tell_stripes_apart(string name)
    {
        RuleCase rule = RuleCases.All[name];
        foreach (string net in new[] { "6x6-conv6@3x3/2+same-conv8@2x2-3", "6x6-local3@3x3/2+same-local4@2x2-3" })
        {
            Network network = Network.Dense(net, new Rng(23), Activation.Tanh);
            var learner = new NetworkLearner(rule.Make(network, new Rng(24)), new Adam(0.01), new Adam(0.001));
            Batch all = Stripes(0, 60);
            double before = network.Loss.Mean(network.Forward(all.X), all.T);
            for (int step = 0; step < (rule.TeachesOneLayer ? 200 : 100); step++)
            {
                learner.Learn(Stripes(1 + step, 20), new Moment(step));
            }

            Assert.InRange(network.Loss.Mean(network.Forward(all.X), all.T), 0, 0.8 * before);
        }
    }

    private static Batch Stripes(int step, int size)
    {
        Rng rng = new Rng(25).Fork("step", step);
        Matrix x = new(36, size), t = new(3, size);
        x.FillNormal(rng, 0, 0.3);
        for (int c = 0; c < size; c++)
        {
            int k = c % 3, phase = rng.NextInt(4);
            t[k, c] = 1;
            for (int pixel = 0; pixel < 36; pixel++)
            {
                int along = k switch { 0 => pixel / 6, 1 => pixel % 6, _ => (pixel / 6) + (pixel % 6) };
                x[pixel, c] += (along + phase) % 4 < 2 ? 1 : -1;
            }
        }

        return new Batch(x, t);
    }

    private static void Alike(string id, string dense, string patches)
    {
        World plain = new(20, dense), image = new(20, patches);
        LearningRule one = Make(id, plain), other = Make(id, image);
        for (int q = 0; q < one.Feedback.Count; q++)
        {
            other.Feedback[q].Value.CopyFrom(one.Feedback[q].Value);
        }

        (TeachingSignals expected, Updates asked) = Ask(plain, one);
        (TeachingSignals actual, Updates told) = Ask(image, other);
        Assert.Equal(asked.Count, told.Count);
        for (int i = 1; i <= plain.Network.L; i++)
        {
            Matrices.Close(expected[i], actual[i], 1e-12, $"δ_{i}");
        }

        for (int u = 0; u < asked.Count; u++)
        {
            Matrices.Close(asked[u].Gradient(), told[u].Gradient(), 1e-12, asked[u].Parameter.Name);
        }
    }

    private static LearningRule Make(string id, World world) =>
        RuleCatalog.Make(id.StartsWith("gauss", StringComparison.Ordinal) ? id : id + ":init=glorot", world.Network, world.Rng);

    private static (TeachingSignals Signals, Updates Updates) Ask(World world, LearningRule rule)
    {
        var updates = new Updates();
        TeachingSignals signals = rule.Teach(world.Pass, world.Batch);
        world.Network.AddUpdates(world.Pass, signals, updates);
        rule.LearnFeedback(world.Pass, signals, world.Batch, default, updates);
        return (signals, updates);
    }

    // Row after row, each as often as there is room for.
    private static void Repeat(Matrix from, Matrix to, bool transposed = false)
    {
        int rows = transposed ? to.Columns : to.Rows, columns = transposed ? to.Rows : to.Columns;
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                to[transposed ? c : r, transposed ? r : c] = from[r * from.Rows / rows, c];
            }
        }
    }
}
