using Apical.Learning;
using Apical.Probes;
using Apical.Training;

namespace Apical.Tests.Models;

/// <summary>
/// Probes measure signals whoever makes them. By hand, with W₁ = 1, W₂ = diag(2, −½), x = (1, 1) and e = (1, 1): δ₁ = W₂⁻¹ e = (½, −2) against
/// backpropagation's (2, −½), which is a cosine of 2 / 4¼; so is that of W₂⁻¹ and W₂ᵀ.
/// </summary>
public sealed class InverseTaughtTests
{
    private static readonly double s_degrees = double.RadiansToDegrees(Math.Acos(8.0 / 17));

    [Theory]
    [InlineData("angleToBackprop", false)]
    [InlineData("angleToBackpropPerSample", false)]
    [InlineData("angleOfUpdateToBackprop", false)]
    [InlineData("angleBW", true)]
    public void Angles_of_a_learner_without_a_rule_are_measured(string metric, bool hiddenOnly)
    {
        IReadOnlyList<Measurement> found = [.. Look().Where(one => one.Metric == metric)];
        Assert.Equal(s_degrees, found.Single(one => one.Layer == 1).Value, 1e-9);
        Assert.Equal(hiddenOnly ? [] : [0.0], found.Where(one => one.Layer == 2).Select(one => Math.Round(one.Value, 5)));
    }

    [Fact]
    public void A_probe_asks_for_what_only_some_can_tell()
    {
        IReadOnlyList<Measurement> found = Look();
        Assert.Equal((0, 0.75), (found.Single(one => one.Metric == "inverseError").Value,
            found.Single(one => one.Metric == "shermanMorrisonDenominator").Value));
        Assert.DoesNotContain(found, one => one.Metric == "reconstructionError");        // it has no targets
    }

    [Fact]
    public void A_network_with_a_rule_is_asked_for_what_its_rule_can_tell()
    {
        ILearner learner = new Recipe { Net = "2-2-2", Rule = "dtp" }.MakeLearner(TwoMoons.Create(40, new Rng(1)), 1), plain = Make();
        Assert.Same(((NetworkLearner)learner).Rule, learner.Capability<ITargetRule>());
        Assert.Same(((NetworkLearner)learner).Network, ITaught.Of(learner).Network);
        Assert.Null(learner.Capability<IKeepsInverses>());
        Assert.Same(plain, ITaught.Of(plain));
    }

    private static InverseTaught Make()
    {
        Network network = Network.Dense("2-2-2", new Rng(0), Activation.Identity, Loss.SquaredError, bias: false, precision: Precision.Double);
        network[1].W.Value.CopyFrom(Matrix.Of([[1, 0], [0, 1]], Precision.Double));
        network[2].W.Value.CopyFrom(Matrix.Of([[2, 0], [0, -0.5]], Precision.Double));
        return new(network, Matrix.Of([[0.5, 0], [0, -2]], Precision.Double));
    }

    private static List<Measurement> Look()
    {
        var at = new Probing(Make(), new Batch(Matrix.Of([[1], [1]], Precision.Double), Matrix.Of([[1], [-1.5]], Precision.Double)));
        var found = new List<Measurement>();
        foreach (ProbeInfo probe in ProbeCatalog.All)
        {
            probe.Make().Measure(at, found);
        }

        return found;
    }
}
