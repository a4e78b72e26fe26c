using Apical.Probes;
using Apical.Tests.Rules;

namespace Apical.Tests.Probes;

/// <summary>The probes that set signals and updates beside backpropagation's.</summary>
public sealed class AngleToBackpropTests
{
    public static TheoryData<Precision> Precisions => [Precision.Single, Precision.Double];

    [Theory, MemberData(nameof(Precisions))]
    public void Backpropagation_is_at_no_angle_to_itself(Precision precision)
    {
        var world = new World(1, World.Deep, precision);
        Found signals = new(new SignalAngleProbe(), new Backpropagation(world.Network), world.Batch);
        Found updates = new(new UpdateAngleProbe(), new Backpropagation(world.Network), world.Batch);
        Assert.Equal([1, 2, 3, 4, 5], signals.Layers("angleToBackprop"));
        for (int i = 1; i <= world.Network.L; i++)
        {
            Assert.Equal(0, signals["angleToBackprop", i]);
            Assert.Equal(0, signals["angleToBackpropPerSample", i]);
            Assert.Equal(1, signals["cosineToBackprop", i]);
            Assert.Equal(0, updates["angleOfUpdateToBackprop", i]);
        }
    }

    [Fact]
    public void Layers_without_a_signal_have_no_angle()
    {
        var world = new World(1);
        var shallow = new ShallowLearning(world.Network);
        Assert.All(new Found(new SignalAngleProbe(), shallow, world.Batch).All, one => Assert.Equal(3, one.Layer));
        Assert.Equal([3], new Found(new UpdateAngleProbe(), shallow, world.Batch).Layers("angleOfUpdateToBackprop"));
    }

    [Theory, MemberData(nameof(Precisions))]
    public void Feedback_alignment_through_the_transposed_weights_is_at_no_angle(Precision precision)
    {
        var world = new World(2, World.Deep, precision);
        var fa = new FeedbackAlignment(world.Network, world.Rng);
        for (int i = 1; i < world.Network.L; i++)
        {
            fa.Feedback[i - 1].Value.CopyFrom(world.Network[i + 1].W.Value.T.ToMatrix());
        }

        Found found = new(new SignalAngleProbe(), fa, world.Batch);
        for (int i = 1; i <= world.Network.L; i++)
        {
            Assert.Equal(0, found["angleToBackprop", i], precision == Precision.Single ? 1e-3 : 1e-5);
            Assert.Equal(0, found["angleToBackpropPerSample", i], precision == Precision.Single ? 1e-3 : 1e-5);
        }
    }

    /// <summary>One linear output: δ_1 = B e against W_2ᵀ e, so the angle is that between B = (1, 1) and W_2 = (1, 0), and 180° for B = −W_2ᵀ.</summary>
    [Fact]
    public void With_one_output_the_angle_of_the_signals_is_the_angle_of_the_weights()
    {
        var world = new World(3, "4-2-1", hidden: Activation.Identity, loss: Loss.SquaredError);
        world.Network[2].W.Value.CopyFrom(Matrix.Of([[1, 0]], Precision.Double));
        var fa = new FeedbackAlignment(world.Network, world.Rng);
        foreach ((double b1, double b2, double degrees) in new[] { (1.0, 1.0, 45.0), (0, 2, 90), (-3, 0, 180) })
        {
            fa.Feedback[0].Value.CopyFrom(Matrix.Of([[b1], [b2]], Precision.Double));
            Found found = new(new SignalAngleProbe(), fa, world.Batch);
            Assert.Equal(degrees, found["angleToBackprop", 1], 1e-5);
            Assert.Equal(degrees, found["angleToBackpropPerSample", 1], 1e-5);
            Assert.Equal(Math.Cos(double.DegreesToRadians(degrees)), found["cosineToBackprop", 1], 1e-9);
        }
    }

    /// <summary>
    /// W = 0 and t = −2 · 1, so backpropagation says δ = 1 (two units, two samples). The rule says 1 and 2 at unit 1.
    /// Signals as one: 1 / (√5 √2), 71.6°. Per sample: 0° and 90°. Updates, with the inputs 1 and 2: (5, 0) against (1, 2), cos = 1 / √5.
    /// </summary>
    [Fact]
    public void Signals_flattened_signals_per_sample_and_updates_are_three_things()
    {
        Network network = Found.Linear([[0], [0]]);
        var batch = new Batch(Matrix.Of([[1, 2]], Precision.Double), Matrix.Of([[-2, 0], [0, -2]], Precision.Double));
        var rule = new GivenSignals(network, (1, Matrix.Of([[1, 2], [0, 0]], Precision.Double)));

        Found signals = new(new SignalAngleProbe(), rule, batch), updates = new(new UpdateAngleProbe(), rule, batch);

        Assert.Equal(71.5650512, signals["angleToBackprop", 1], 1e-6);
        Assert.Equal(0.3162277660, signals["cosineToBackprop", 1], 1e-9);
        Assert.Equal(45, signals["angleToBackpropPerSample", 1], 1e-9);
        Assert.Equal(63.4349488, updates["angleOfUpdateToBackprop", 1], 1e-6);
    }
}
