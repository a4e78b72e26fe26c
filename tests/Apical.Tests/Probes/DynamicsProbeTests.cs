using Apical.Probes;
using Apical.Tests.Models;
using Apical.Tests.Rules;

namespace Apical.Tests.Probes;

public sealed class DynamicsProbeTests
{
    [Fact]
    public void Passes_on_what_a_learner_says_of_its_dynamics()
    {
        var found = new List<Measurement>();
        new DynamicsProbe().Measure(new Probing(new Recorded(2), new Batch(new Matrix(3, 1), new Matrix(2, 1))), found);

        Assert.Equal(
            [("sweeps", (int?)null, 7.0), ("residual", null, 1e-6), ("unsettled", null, 0.25), ("firingRate", 1, 24), ("firingRate", 2, 12.5)],
            found.Select(one => (one.Metric, one.Layer, one.Value)));
    }

    /// <summary>What is NaN in the reading does not exist: no row.</summary>
    [Fact]
    public void A_rule_by_itself_is_asked_too_and_what_does_not_exist_has_no_row()
    {
        var world = new World(1);

        Assert.Equal(["residual"], new Found(new DynamicsProbe(), new WatchedRule(world.Network, new() { Residual = 0.5 }), world.Batch).All
            .Select(one => one.Metric));
        Assert.Empty(new Found(new DynamicsProbe(), new Backpropagation(world.Network), world.Batch).All);
    }
}
