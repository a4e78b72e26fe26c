using Apical.Probes;
using Apical.Tests.Rules;

namespace Apical.Tests.Probes;

public sealed class NormsProbeTests
{
    /// <summary>W = (3, 4), samples (1, 0) and (0, 2): h = 3 and 8. t = −3 and 0: δ = (6, 8) / 2 = (3, 4), and δ xᵀ = (3, 8).</summary>
    [Fact]
    public void Norms_by_hand()
    {
        Network network = Found.Linear([[3, 4]]);
        var batch = new Batch(Matrix.Of([[1, 0], [0, 2]], Precision.Double), Matrix.Of([[-3, 0]], Precision.Double));

        Found found = new(new NormsProbe(), new Backpropagation(network), batch);

        Assert.Equal(5, found["weightNorm", 1], 1e-12);
        Assert.Equal(Math.Sqrt(73 / 2.0), found["activationNorm", 1], 1e-12);
        Assert.Equal(5, found["signalNorm", 1], 1e-12);
        Assert.Equal(Math.Sqrt(73), found["updateNorm", 1], 1e-12);
        Assert.Equal(4, found.All.Count);
    }

    [Fact]
    public void Layers_that_do_not_learn_have_weights_and_activations_only()
    {
        var world = new World(1);
        Found found = new(new NormsProbe(), new ShallowLearning(world.Network), world.Batch);
        Assert.Equal([1, 2, 3], found.Layers("weightNorm"));
        Assert.Equal([1, 2, 3], found.Layers("activationNorm"));
        Assert.Equal([3], found.Layers("signalNorm"));
        Assert.Equal([3], found.Layers("updateNorm"));
    }
}
