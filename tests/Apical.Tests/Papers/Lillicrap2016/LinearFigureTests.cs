using Apical.Analysis;
using Apical.Papers;
using Apical.Papers.Lillicrap2016;
using Apical.Runs;

namespace Apical.Tests.Papers.Lillicrap2016;

/// <summary>Figures S10 to S13: what mathematics says of them.</summary>
public sealed class LinearFigureTests
{
    [Theory]
    [InlineData(-0.5, -2.1, true)]          // AW = 1.05: e < 0, A falls, away from the unstable equilibrium (−½, −2)
    [InlineData(-0.5, -1.9, false)]         // AW = 0.95: e > 0, A rises
    [InlineData(-2, -0.5, true)]            // on the stable lower branch
    [InlineData(-2, 2, false)]              // 2W − A² = 0: its parabola does not meet the lower branch
    [InlineData(-2, 0.4, true)]             // 2W − A² = −3.2
    [InlineData(0, -3, false)]
    [InlineData(1, -3, false)]
    public void Bad_starts_are_those_left_of_the_unstable_equilibrium(double a, double w, bool isBad)
    {
        Assert.Equal(isBad, S10FlowField.IsBad(a, w));

        Matrix One(double value) => Matrix.Of([[value]], Precision.Double);
        Matrix[] state = [One(a), One(w)];
        new OdeIntegrator(new LinearNetworkFlow(One(1), One(1)).Field()).AdvanceAdaptively(state, 0, 100);
        Assert.Equal(isBad, state[1].Sum() < 0);
        Assert.Equal(1, state[0].Sum() * state[1].Sum(), 1e-6);
    }

    [Fact]
    public void While_A_learns_alone_W_stays_and_half_its_square_grows_by_the_integral_of_the_trace()
    {
        (LinearNetworkFlow flow, Matrix[] state) = LinearNetwork.Draw([6, 4, 2], 1, 0.5, 0.1, new Rng(1));
        double before = state[0].SumOfSquares() / 2;
        Measurements found = LinearTraces.Follow(flow, state, [(1, true, false)], 200, _ => { });
        double[] trace = [.. found[LinearTraces.TraceABE]];
        double integral = trace.Zip(trace.Skip(1), (x, y) => (x + y) / 2).Sum() / 200;

        Assert.All(found[LinearTraces.TraceBW], value => Assert.Equal(found[LinearTraces.TraceBW][0], value));
        Assert.Equal(state[0].SumOfSquares() / 2, before + integral, 1e-3);         // equation 25
    }

    [Fact]
    public void Another_scale_of_the_initial_weights_changes_nothing_else()
    {
        var small = LinearNetwork.Draw([6, 4, 2], 1, 0.5, 0.001, new Rng(2));
        var large = LinearNetwork.Draw([6, 4, 2], 1, 0.5, 0.1, new Rng(2));

        Assert.Equal(small.Flow.T.ToArray(), large.Flow.T.ToArray());
        Assert.Equal(small.Flow.B.ToArray(), large.Flow.B.ToArray());
        Assert.True(large.State[0].Minus(small.State[0].Scaled(100)).Norm() < 1e-12);
        Assert.True(large.State[1].Minus(small.State[1].Scaled(100)).Norm() < 1e-12);
    }

    [Fact]
    public void A_trace_that_turns_negative_while_there_is_an_error_is_seen()
    {
        Measurements Run(double trace, double nse) => new Measurements().Add(LinearTraces.TraceABE, -1, 1, trace).Add(LinearTraces.Nse, 1, 0.5, nse);

        Assert.True(LinearTraces.StaysAligned(Run(0.1, 0.1), from: 1));
        Assert.False(LinearTraces.StaysAligned(Run(-0.1, 0.1), from: 1));
        Assert.True(LinearTraces.StaysAligned(Run(-1e-9, 1e-8), from: 1));
        Assert.False(LinearTraces.StaysAligned(Run(0.1, 0.1), from: 0));
    }

    [Fact]
    public void Variation_is_relative_to_the_greatest_mean()
    {
        Spread[] curve = [Spread.Of(1, 3), Spread.Of(10, 10)];              // standard deviations √2 and 0, greatest mean 10

        Assert.Equal(0.1, S12LargerLinear.Variation(curve), 1e-12);
    }
}
