namespace Apical.Tests.Rules;

public sealed class RuleErrorTests
{
    public static TheoryData<string> Names => RuleCases.Names;

    [Theory, MemberData(nameof(Names))]
    public void A_pass_through_another_network_is_refused(string name)
    {
        World world = new(1, "5-7-3", of: RuleCases.All[name]), other = new(2, "5-8-3");
        LearningRule rule = RuleCases.All[name].Make(world.Network, world.Rng);

        var error = Assert.Throws<ArgumentException>(() => rule.Teach(other.Pass, other.Batch));

        Assert.Equal($"This rule teaches a {world.Network.Widths} network; the pass went through another one (5-8-3). (Parameter 'pass')", error.Message);
    }

    [Theory, MemberData(nameof(Names))]
    public void Targets_that_do_not_fit_the_output_are_refused_with_both_shapes(string name)
    {
        var world = new World(1, "5-7-3", of: RuleCases.All[name]);
        LearningRule rule = RuleCases.All[name].Make(world.Network, world.Rng);

        var error = Assert.Throws<ArgumentException>(() => rule.Teach(world.Pass, new Batch(world.Batch.X, new Matrix(4, 6, Precision.Double))));

        Assert.Equal("The network put out [3, 6], the targets are [4, 6]; both must be [outputs, batch]. (Parameter 'targets')", error.Message);
    }

    [Fact]
    public void A_pass_that_nothing_went_through_is_refused()
    {
        var world = new World(1);
        var error = Assert.Throws<ArgumentException>(() => new Backpropagation(world.Network).Teach(new Pass(world.Network), world.Batch));
        Assert.Equal("Nothing was passed through yet: call Network.Forward(batch.X, pass) first. (Parameter 'pass')", error.Message);
    }

    [Fact]
    public void Signals_for_another_number_of_layers_are_refused()
    {
        var world = new World(1);
        var error = Assert.Throws<ArgumentException>(() => new Backpropagation(world.Network).Teach(world.Pass, world.Batch, default, new TeachingSignals(4)));
        Assert.Equal("This rule teaches 3 layers; the signals have room for 4. (Parameter 'signals')", error.Message);
    }

    [Fact]
    public void Settings_out_of_range_say_what_is_allowed()
    {
        Says("Feedback needs a positive, finite scale: with 0, no error reaches the hidden layers.", () => _ = new FeedbackOptions { Scale = 0 });
        Says("Feedback needs a positive, finite scale: with 0, no error reaches the hidden layers.", () => _ = new SignSymmetryOptions { Scale = double.NaN });
        Says("Sparsity is the fraction held at zero, from 0 up to 1 (excluded).", () => _ = new FeedbackAlignmentOptions { Sparsity = 1 });
        Says("Sparsity is the fraction held at zero, from 0 up to 1 (excluded).", () => _ = new FeedbackAlignmentOptions { Sparsity = double.NaN });
        Says("A perturbation needs a positive, finite standard deviation.", () => _ = new NodePerturbationOptions { Sigma = -1 });
        Says("At least one perturbed pass.", () => _ = new NodePerturbationOptions { Samples = 0 });
        Says("The mirror phase needs noise: a positive, finite standard deviation.", () => _ = new WeightMirrorOptions { Sigma = 0 });
        Says("At least one noise sample.", () => _ = new WeightMirrorOptions { Samples = 0 });
        Says("A positive, finite factor.", () => _ = new WeightMirrorOptions { Rate = double.PositiveInfinity });
    }

    private static void Says(string message, Action action) => Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(action).Message);
}
