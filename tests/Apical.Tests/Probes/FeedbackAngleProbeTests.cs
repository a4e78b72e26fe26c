using Apical.Probes;
using Apical.Tests.Rules;

namespace Apical.Tests.Probes;

public sealed class FeedbackAngleProbeTests
{
    /// <summary>Rules whose B_i stands in the place of W_{i+1}ᵀ.</summary>
    public static TheoryData<string> LayerByLayer => ["fa", "kolen-pollack", "weight-mirror"];

    /// <summary>Rules whose B_i comes straight from the output.</summary>
    public static TheoryData<string> Direct => ["dfa", "drtp"];

    [Theory, MemberData(nameof(LayerByLayer))]
    public void The_transposed_weights_are_at_no_angle_and_their_negative_is_opposite(string name)
    {
        var world = new World(1, World.Deep);
        LearningRule rule = RuleCatalog.Make(name, world.Network, world.Rng);
        foreach ((double factor, double degrees) in new[] { (2.0, 0.0), (-1.0, 180.0) })
        {
            for (int i = 1; i < world.Network.L; i++)
            {
                rule.Feedback[i - 1].Value.CopyFrom(world.Network[i + 1].W.Value.T.ToMatrix().Scaled(factor));
            }

            Check(rule, world, degrees);
        }
    }

    /// <summary>
    /// W_2ᵀ has the rows (1, 0, 0) and (0, 1, 0), B_1 (1, 1, 0) and (0, 0, 1): 45° and 90° per unit, and 1 / (√2 √3) over all.
    /// By columns it would be 0° and 90°, and 45° in the mean.
    /// </summary>
    [Fact]
    public void A_unit_is_a_row_of_B()
    {
        var world = new World(2, "4-2-3");
        world.Network[2].W.Value.CopyFrom(Matrix.Of([[1, 0], [0, 1], [0, 0]], Precision.Double));
        var fa = new FeedbackAlignment(world.Network, world.Rng);
        fa.Feedback[0].Value.CopyFrom(Matrix.Of([[1, 1, 0], [0, 0, 1]], Precision.Double));

        Found found = new(new FeedbackAngleProbe(), fa, world.Batch);

        Assert.Equal(67.5, found["angleBWPerNeuron", 1], 1e-9);
        Assert.Equal(65.9051575, found["angleBW", 1], 1e-6);
    }

    /// <summary>What feedback stands for is said by the rule: neither its name nor its shape tells.</summary>
    [Theory]
    [InlineData(FeedbackKind.LayerByLayer, 2)]
    [InlineData(FeedbackKind.Direct, 2)]
    [InlineData(FeedbackKind.Inverse, 0)]
    [InlineData(FeedbackKind.Other, 0)]
    public void Kind_and_layer_are_read_and_not_the_name(FeedbackKind kind, int measured)
    {
        var world = new World(5, "4-4-4-4", hidden: Activation.Identity);
        Matrix path = world.Network[3].W.Value.T.ToMatrix();
        if (kind == FeedbackKind.Direct)
        {
            path = world.Network[2].W.Value.T.Dot(path);
        }

        var rule = new GivenSignals(world.Network) { Owned = [new(new Parameter("B9", path), kind == FeedbackKind.Direct ? 1 : 2, kind)] };
        List<Measurement> found = [];
        new FeedbackAngleProbe().Measure(new Probing(new Teaching(rule, world.Batch)), found);

        Assert.Equal(measured, found.Count);
        Assert.All(found, one => Assert.Equal(0, one.Value, 1e-5));
    }

    /// <summary>A path through a layer that pools is no product of matrices; the layers above it have theirs.</summary>
    [Theory, MemberData(nameof(Direct))]
    public void Direct_feedback_past_a_layer_that_pools_stands_for_nothing(string name)
    {
        Network network = NetworkSpec.Parse("6x6-1@2x2-2@2x2:mean2-3").With(output: Activation.Identity).Build(new Rng(1), Loss.SquaredError, Precision.Double);
        LearningRule rule = RuleCatalog.Make(name, network, new Rng(2));

        Found found = new(new FeedbackAngleProbe(), rule, World.Draw(network, new Rng(3), 4));

        Assert.Equal([2], found.Layers("angleBW"));
        Assert.InRange(found["angleBW", 2], 0, 180);
    }

    /// <summary>In the network of one width the shape of B does not tell what it stands for; the rule does.</summary>
    [Theory, MemberData(nameof(Direct))]
    public void Direct_feedback_stands_for_the_product_of_all_weights_above(string name)
    {
        foreach (string widths in new[] { "5-7-6-4-3", "4-4-4-4-4" })
        {
            var world = new World(3, widths, hidden: Activation.Identity);
            LearningRule rule = RuleCatalog.Make(name, world.Network, world.Rng);
            for (int i = 1; i < world.Network.L; i++)
            {
                Matrix path = world.Network[i + 1].W.Value.T.ToMatrix();
                for (int above = i + 2; above <= world.Network.L; above++)
                {
                    path = path.Dot(world.Network[above].W.Value.T);
                }

                rule.Feedback[i - 1].Value.CopyFrom(path);
            }

            Check(rule, world, 0);
        }
    }

    [Fact]
    public void Layer_by_layer_feedback_stands_for_the_next_weights_where_all_layers_are_of_one_width()
    {
        var world = new World(4, "4-4-4-4-4");
        var fa = new FeedbackAlignment(world.Network, world.Rng);
        for (int i = 1; i < world.Network.L; i++)
        {
            fa.Feedback[i - 1].Value.CopyFrom(world.Network[i + 1].W.Value.T.ToMatrix());
        }

        Check(fa, world, 0);
    }

    [Theory]
    [InlineData("bp")]
    [InlineData("shallow")]
    [InlineData("node-perturbation")]
    [InlineData("sign-symmetry:magnitude=fixed")]
    public void Rules_without_such_feedback_have_no_angle(string name)
    {
        foreach (string widths in new[] { "5-7-6-3", "4-4-4-4" })
        {
            var world = new World(5, widths);
            Assert.Empty(new Found(new FeedbackAngleProbe(), RuleCatalog.Make(name, world.Network, world.Rng), world.Batch).All);
        }
    }

    private static void Check(LearningRule rule, World world, double degrees)
    {
        Found found = new(new FeedbackAngleProbe(), rule, world.Batch);
        Assert.Equal(Enumerable.Range(1, world.Network.L - 1).Select(i => (int?)i), found.Layers("angleBW"));
        Assert.All(found.All, one => Assert.Equal(degrees, one.Value, 1e-5));
        Assert.Equal(2 * (world.Network.L - 1), found.All.Count);
    }
}
