using Apical.Numerics.Algebra;
using Apical.Papers;
using Apical.Papers.Meulemans2019;
using Apical.Runs;
using Apical.Training;

namespace Apical.Tests.Papers.Meulemans2019;

/// <summary>What the experiments of chapter 6 measure, against mathematics worked by hand; and with the premise broken on purpose.</summary>
public sealed class MixtureTests
{
    private const double Mu = 0.2, Q = Mu / (1 - Mu);

    /// <summary>E‖ε N(0, 1/n)‖² over n × n entries is ε² n.</summary>
    [Fact]
    public void Feedback_is_the_inverse_and_an_error_of_known_size()
    {
        var exact = new MixtureNet(new Rng(1), 4, MixtureNet.Leaky);
        Assert.InRange(exact.Backward.V(2).Dot(exact.Network[3].W.Value).Minus(LinearAlgebra.Identity(6)).Norm(), 0, 1e-12);
        Assert.True(exact.Backward.IsExact);

        double square = Enumerable.Range(0, 200).Average(seed =>
        {
            var net = new MixtureNet(new Rng((ulong)seed), 2, MixtureNet.Leaky, 0.1);
            double norm = net.Backward.V(1).Minus(LinearAlgebra.Inverse(net.Network[2].W.Value)).Norm();
            return norm * norm;
        });
        Assert.Equal(0.01 * 6, square, 0.005);
    }

    /// <summary>What is carried down through the inverses of the Jacobians comes back up as the error of the output.</summary>
    [Fact]
    public void Down_and_up_again_is_where_it_was()
    {
        var net = new MixtureNet(new Rng(3), 5, MixtureNet.Leaky, samples: 3);
        Matrix?[] carried = net.Carried(net.Forward), feedback = net.CarriedByFeedback(net.Forward);
        Matrix error = net.Forward[5].Minus(net.Batch.T);
        for (int i = 1; i <= 5; i++)
        {
            Assert.InRange(net.Raised(i, carried[i]!, net.Forward).Minus(error).Norm(), 0, 1e-11);
            Assert.InRange(feedback[i]!.Minus(carried[i]!).Norm(), 0, 1e-11);
        }
    }

    [Fact]
    public void The_formula_is_exact_in_linear_nets_and_of_first_order_in_smooth_ones()
    {
        Assert.All(SinglePhase.Formula(Context(), 5, 4, MixtureNet.Linear, Mu, 0.1)[SinglePhase.Error], error => Assert.InRange(error, 0, 1e-8));
        Assert.All(SinglePhase.Formula(Context(), 5, 4, MixtureNet.Smooth, Mu, 0.1)[SinglePhase.Error], error => Assert.InRange(error, 1e-6, 10));
        Assert.Equal(1, SinglePhase.FirstOrder(Context(), 20, 3, MixtureNet.Smooth, Mu, [1e-3, 1e-2])[SinglePhase.Slope].Average(), 0.1);
    }

    [Theory]
    [InlineData(0.1, 9)]
    [InlineData(0.2, 4)]
    public void Signals_gain_what_they_lose_on_their_way_down(double mu, double factor) =>
        Assert.All(SinglePhase.Decay(Context(), 5, 4, MixtureNet.Leaky, mu, 0.01)[SinglePhase.Slope], slope => Assert.Equal(Math.Log(factor), slope, 0.01));

    /// <summary>With the inverse itself there is nothing to be wrong; with an error there is, more of it in one phase than in two.</summary>
    [Fact]
    public void Errors_of_the_inverse_turn_one_phase_away_and_two_phases_little()
    {
        Measurements exact = MixtureAngles.Measure(Context(), 4, MixtureNet.Linear, 0, 10), wrong = MixtureAngles.Measure(Context(), 4,
            MixtureNet.Linear, 0.1, 50);

        Assert.InRange(exact[MixtureAngles.Single].Max(), 0, 1e-3);
        Assert.InRange(exact[MixtureAngles.Two].Max(), 0, 1e-3);
        Assert.True(wrong[MixtureAngles.Single].Average() > 3 * wrong[MixtureAngles.Two].Average());
        Assert.True(wrong[MixtureAngles.SingleError].Average() > 10 * wrong[MixtureAngles.PhaseError].Average());
    }

    /// <summary>A pattern has one signal in each layer, which a plastic Q takes away; more patterns than units, with answers of their own, leave
    /// some.</summary>
    [Fact]
    public void A_plastic_inverse_cancels_the_target_of_few_patterns_only()
    {
        Assert.InRange(SinglePhase.Cancels(Context(), 2, 1, 400, Mu, 0.1)[SinglePhase.Left].Max(), 0, 1e-6);
        Assert.InRange(SinglePhase.Cancels(Context(), 2, 16, 50, Mu, 0.1)[SinglePhase.Left].Min(), 0.05, 1);
    }

    [Fact]
    public void Asleep_the_inverse_is_found()
    {
        Assert.InRange(SinglePhase.Sleep(Context(), 2, 2, 0, Mu, 0.1, 0.1)[SinglePhase.Inverse].Min(), 0.05, 1);
        Assert.InRange(SinglePhase.Sleep(Context(), 2, 2, 1000, Mu, 0.1, 0.1)[SinglePhase.Inverse].Max(), 0, 1e-6);
    }

    /// <summary>q = 1/4: 1, 1 + q, 1 + q + q².</summary>
    [Fact]
    public void Lower_layers_carry_their_part_up()
    {
        Measurements found = TwoPhases.CarryOver(Context(), 5, 3, Mu, 0.1);

        Assert.Equal(1, found[TwoPhases.Factors][0], 1e-9);
        Assert.Equal(1.25, found[TwoPhases.Factors][1], 1e-9);
        Assert.Equal(1.3125, found[TwoPhases.Factors][2], 1e-9);
        Assert.InRange(found.Last(TwoPhases.Worst), 0, 1e-9);
    }

    /// <summary>Two layers: sizes q² and q(1 + q), so ln((1 + q)/q); the noise at 45° is in proportion, and averaging divides it by the root.</summary>
    [Fact]
    public void Noise_at_45_degrees_goes_with_the_signal()
    {
        double slope = Math.Log((1 + Q) / Q);
        Assert.Equal(slope, Ch6TwoPhase.NoiseSlope(Q, 2), 1e-12);

        Measurements found = TwoPhases.NoiseLimit(Context(), 20, 2, Mu, 0.1, 9);
        Assert.Equal(slope, found.Last(TwoPhases.Slope), 0.1);
        Assert.Equal(3, found.Last(TwoPhases.Gain), 0.3);
    }

    /// <summary>A trace as slow as many phases keeps to the mean of both, so that what it differs by from the learning phase is half of the
    /// difference.</summary>
    [Fact]
    public void A_slow_trace_of_phases_in_turn_points_as_the_stored_phase_does() =>
        Assert.InRange(TwoPhases.Trace(Context(), 1, Mu, 0.1, 0.1, 20, 10, 20)[TwoPhases.Angles][^1], 0, 5);

    [Fact]
    public void Bursts_do_not_decay_and_are_the_difference_targets()
    {
        Measurements linear = Bursts.Measure(Context(), 50, 4, MixtureNet.Linear, 0.1, 0.1), leaky = Bursts.Measure(Context(), 50, 4,
            MixtureNet.Leaky, 0, 0.01);

        Assert.Equal(0, linear[Bursts.Slope].Average(), 0.05);
        Assert.InRange(linear[Bursts.ToDtp].Max(), 0, 1e-3);
        Assert.InRange(leaky[Bursts.ToDtp].Max(), 0, 1e-3);
        Assert.InRange(leaky[Bursts.Slope].Average(), Math.Log(0.35), -0.1);
    }

    /// <summary>A network for which the formula is off by more than the band makes its claim fail.</summary>
    [Fact]
    public void One_network_out_of_the_band_breaks_the_claim()
    {
        Measurements found = SinglePhase.Formula(Context(), 2, 2, MixtureNet.Linear, Mu, 0.1);
        Claim First(Measurements all) => new Ch6Single().Conclude(
            new Setup(), new Results([new JobResult<Measurements>("(6.15), linear, L = 2", 1, all, null, 0)])).Claims[0];

        Assert.True(First(found).Holds);
        Assert.False(First(found.Add(SinglePhase.Error, 1e-7)).Holds);
    }

    private static JobContext Context() => new(new JobState("", 1), new Rng(7));
}
