using Apical.Numerics.Algebra;
using Apical.Papers.Meulemans2019;

namespace Apical.Tests.Rules;

/// <summary>What the algebra of chapter 6 of meulemans2019 says, to rounding.</summary>
public sealed class EquilibriumTheoryTests
{
    private const double Mu = 0.2, Q = Mu / (1 - Mu), Step = 0.1;

    private static readonly Activation s_leaky = Activation.LeakyRelu(0.35);

    /// <summary>
    /// Linear, x = 2, w = ½, 3, t = 1, μ = 0.2, η̂ = ½: h_1 = 0.8 + h_2/15 and 0.9 h_2 = 2.4 h_1 + 0.1, so h_1 = 109/111, h_2 = 101/37.
    /// One phase: δ_1 = 1 − h_1, δ_2 = 3 h_1 − h_2. Two: 1 − h_1, 3 − h_2. Multiplexed: ĥ_2 = 3 and 2, ĥ_1 = 1 and 2/3.
    /// </summary>
    [Theory]
    [InlineData("dynamical-tp", 2.0 / 111, 24.0 / 111, 109.0 / 111)]
    [InlineData("dynamical-dtp", 2.0 / 111, 30.0 / 111, 109.0 / 111)]
    [InlineData("multiplexed-tp", 1.0 / 3, 1, 1)]
    public void Numbers_worked_by_hand(string id, double first, double second, double presynaptic)
    {
        var world = new World(0, "1-1-1", hidden: Activation.Identity, loss: Loss.SquaredError, bias: false, batch: 1);
        world.Network[1].W.Value[0, 0] = 0.5;
        world.Network[2].W.Value[0, 0] = 3;
        var batch = new Batch(Matrix.Of([[2]], Precision.Double), Matrix.Of([[1]], Precision.Double));
        Pass pass = world.Network.Forward(batch.X);
        string mu = id[0] == 'd' ? ":mu=0.2" : "";
        foreach (string inverse in new[] { "exact", "pseudo", "learned", "noise" })
        {
            TeachingSignals signals = RuleCatalog.Make($"{id}:inverse={inverse}:init=pseudo-inverse:step=0.5{mu}", world.Network, world.Rng).Teach(pass, batch);
            Assert.Equal(first, signals[1][0, 0], 1e-9);
            Assert.Equal(second, signals[2][0, 0], 1e-9);
            Assert.Equal(presynaptic, (signals.Presynaptic(2) ?? pass.H[1])[0, 0], 1e-9);
        }
    }

    /// <summary>h_i = (1 − μ) f_i + μ g_i is f_i − h_i = −q (g_i − h_i), whatever f and g.</summary>
    [Theory]
    [InlineData("tanh", "6-6-5-4", "cross-entropy")]
    [InlineData("leaky-relu:0.35", "5-7-6-3", "squared-error")]
    [InlineData("sigmoid", "6-5-5-5", "squared-error")]
    [InlineData("leaky-relu:0.35", "5-4-4-2", "binary-cross-entropy")]
    public void At_rest_what_a_layer_lacks_is_what_feedback_brings(string hidden, string widths, string loss)
    {
        World world = Disturbed(hidden, widths, loss, out DynamicalTargetPropagation rule, out InverseMapping g);
        IReadOnlyList<Matrix> h = rule.Equilibrium.Rest(world.Pass, world.Batch);
        for (int i = 1; i < world.Network.L; i++)
        {
            Matrix f = F(world.Network, i, i == 1 ? world.Batch.X : h[i - 1]), brought = g.Of(world.Pass, i, h[i + 1]).Minus(h[i]);
            Near(f.Minus(h[i]), brought.Scaled(-Q), 1e-9);
            Assert.True(brought.Norm() > 1e-3);
        }
    }

    /// <summary>The signals of one phase are what the layers lack, of two phases the difference of two such rests.</summary>
    [Fact]
    public void Signals_are_made_of_activities_at_rest()
    {
        World world = Disturbed("tanh", "6-6-5-4", "cross-entropy", out DynamicalTargetPropagation single, out InverseMapping g);
        var two = new DynamicalTargetPropagation(g, new() { Mu = Mu, TwoPhases = true });
        Matrix[] on = [.. single.Equilibrium.Rest(world.Pass, world.Batch)], off = [.. single.Equilibrium.Rest(world.Pass, null)];
        TeachingSignals one = single.Teach(world.Pass, world.Batch), difference = two.Teach(world.Pass, world.Batch);
        for (int i = 1; i <= world.Network.L; i++)
        {
            Matrix f = F(world.Network, i, i == 1 ? world.Batch.X : on[i - 1]);
            Matrix slope = i == world.Network.L ? f.Map(ScalarFunction.GreaterThan, double.NegativeInfinity) : Activation.Tanh.Slope(f);
            Near(f.Minus(on[i]).Times(slope).Scaled(1.0 / world.Batch.Size), one[i], 1e-10);
            Near(off[i].Minus(on[i]).Times(slope).Scaled(1.0 / world.Batch.Size), difference[i], 1e-9);
            if (i > 1)
            {
                Near(on[i - 1], one.Presynaptic(i)!, 0);
            }
        }
    }

    /// <summary>(6.15) is exact in linear nets with exact inverses, and so is its decay by q a layer: W_L ⋯ W_{i+1} δ_i = η̂ q^(L+1−i) e_L.</summary>
    [Theory]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(6, false)]
    [InlineData(4, true)]
    public void In_linear_nets_the_error_comes_down_through_the_inverses_and_decays_by_q(int L, bool layerRates)
    {
        World world = Equal(L, Activation.Identity);
        var rule = Dynamical(world.Network, new() { Mu = Mu, Step = Step, Tolerance = 1e-14, LayerRates = layerRates });
        TeachingSignals signals = rule.Teach(world.Pass, world.Batch);
        Matrix error = rule.Equilibrium.Rest(world.Pass, world.Batch)[L].Minus(world.Batch.T).Scaled(Step / world.Batch.Size);
        for (int i = L; i >= 1; i--)
        {
            Matrices.Close(error.Scaled(layerRates ? 1 : Math.Pow(Q, L + 1 - i)), signals[i], 1e-8, $"layer {i}");
            error = LinearAlgebra.Inverse(world.Network[i].W.Value).Dot(error);
        }
    }

    /// <summary>What holds to first order in η̂ (6.15) leaves an error in proportion to it: slope 1 in the logarithms.</summary>
    [Fact]
    public void In_nonlinear_nets_the_error_of_the_formula_is_in_proportion_to_the_step()
    {
        World world = Equal(3, Activation.Softplus);
        double[] errors = [.. new[] { 1e-3, 1e-2 }.Select(step => Error(world, step))];
        Assert.Equal(1, Math.Log10(errors[1] / errors[0]), 0.1);
        Assert.True(errors[1] < 0.1, $"{errors[1]}");

        static double Error(World world, double step)
        {
            var rule = Dynamical(world.Network, new() { Mu = Mu, Step = step, Tolerance = 1e-15, Sweeps = 1000 });
            IReadOnlyList<Matrix> h = rule.Equilibrium.Rest(world.Pass, world.Batch);
            Matrix f = F(world.Network, 3, h[2]), carried = h[3].Minus(world.Batch.T).Scaled(step * Math.Pow(Q, 3));
            for (int i = 3; i >= 2; i--)
            {
                Matrix slope = world.Network[i].Activation.Slope(F(world.Network, i, h[i - 1]));
                carried = LinearAlgebra.Inverse(world.Network[i].W.Value).Dot(carried.DividedBy(slope));
            }

            Matrix d = F(world.Network, 1, world.Batch.X).Minus(h[1]);
            return d.Minus(carried).Norm() / carried.Norm();
        }
    }

    /// <summary>(6.19): but for the rates of the layers the update is that of target propagation with exact inverses.</summary>
    [Fact]
    public void Updates_point_as_those_of_target_propagation_with_exact_inverses()
    {
        World world = Equal(3, s_leaky, batch: 1);
        TeachingSignals tp = RuleCatalog.Make("tp-ei:step=0.01", world.Network, world.Rng).Teach(world.Pass, world.Batch);
        LearningRule rule = RuleCatalog.Make("dynamical-tp:inverse=exact:step=0.01:layer-rates=yes", world.Network, world.Rng);
        TeachingSignals dynamical = rule.Teach(world.Pass, world.Batch);
        for (int i = 1; i <= 3; i++)
        {
            Matrix expected = tp[i].Dot(world.Pass.H[i - 1].T), actual = dynamical[i].Dot((dynamical.Presynaptic(i) ?? world.Pass.H[i - 1]).T);
            Assert.InRange(Matrices.Degrees(expected, actual), 0, 2);
            Assert.InRange(actual.Norm() / expected.Norm(), 0.95, 1.05);
        }
    }

    /// <summary>With exact inverses, and no target, the convex mixture leaves the forward pass as it is, to the tolerance of a sweep.</summary>
    [Fact]
    public void Without_a_target_exact_inverses_leave_the_forward_pass_alone()
    {
        World world = Equal(4, s_leaky);
        IReadOnlyList<Matrix> h = Dynamical(world.Network, new() { Mu = 0.3 }).Equilibrium.Rest(world.Pass, null);
        for (int i = 1; i <= 4; i++)
        {
            Near(world.Pass.H[i], h[i], 1e-9);
        }
    }

    /// <summary>Linear nets with exact inverses: lower layers carry their part up, h_iᶠ − h_iˡ = (1 − q^i)/(1 − q) of what layer i lacks.</summary>
    [Fact]
    public void Two_phases_see_what_lower_layers_carry_over()
    {
        World world = Equal(4, Activation.Identity);
        InverseMapping g = new PseudoInverse(world.Network);
        TeachingSignals one = new DynamicalTargetPropagation(g, new() { Mu = Mu, Tolerance = 1e-14 }).Teach(world.Pass, world.Batch);
        TeachingSignals two = new DynamicalTargetPropagation(g, new() { Mu = Mu, Tolerance = 1e-14, TwoPhases = true }).Teach(world.Pass, world.Batch);
        double[] carried = [1, 1.25, 1.3125, 1.328125];                                  // q = ¼
        for (int i = 1; i <= 4; i++)
        {
            Matrices.Close(one[i].Scaled(carried[i - 1]), two[i], 1e-8, $"layer {i}");
        }
    }

    /// <summary>In linear nets the bursts bring exactly the signal of difference target propagation, whatever Q.</summary>
    [Fact]
    public void Multiplexing_is_difference_target_propagation_in_linear_nets()
    {
        World world = Equal(4, Activation.Identity);
        TeachingSignals dtp = RuleCatalog.Make("dtp-ai:init=glorot", world.Network, new Rng(3)).Teach(world.Pass, world.Batch);
        TeachingSignals bursts = RuleCatalog.Make("multiplexed-tp:init=glorot", world.Network, new Rng(3)).Teach(world.Pass, world.Batch);
        for (int i = 1; i <= 4; i++)
        {
            Matrices.Close(dtp[i], bursts[i], 1e-12, $"layer {i}");
        }
    }

    /// <summary>With orthogonal weights, whose inverses keep lengths, the signal is as long in every layer.</summary>
    [Fact]
    public void The_signal_of_multiplexing_does_not_decay()
    {
        World world = Equal(8, Activation.Identity);
        TeachingSignals signals = RuleCatalog.Make("multiplexed-tp:inverse=pseudo", world.Network, world.Rng).Teach(world.Pass, world.Batch);
        Assert.All(Enumerable.Range(1, 8), i => Assert.Equal(signals[8].Norm(), signals[i].Norm(), 1e-10));
    }

    /// <summary>Time and sweeps come to the same rest, whatever the time constants, with and without the target.</summary>
    [Theory]
    [InlineData(true, 1, 1, 1)]
    [InlineData(true, 0.5, 2, 1)]
    [InlineData(false, 2, 0.3, 1)]
    public void Time_and_sweeps_meet(bool taught, double tau1, double tau2, double tau3)
    {
        World world = Disturbed("tanh", "6-6-5-4", "cross-entropy", out DynamicalTargetPropagation rule, out _);
        Matrix[] rest = [.. rule.Equilibrium.Rest(world.Pass, taught ? world.Batch : null)];
        Matrix[] start = [.. rest.Skip(1).Select(h => new Matrix(h.Rows, h.Columns, Precision.Double))];
        var flow = new MixtureFlow(rule, world.Batch, taught, start, [tau1, tau2, tau3]);
        flow.Advance(0.1);
        Assert.True(flow.Activities[0].Minus(rest[1]).Norm() > 0.1, "nothing moved yet");
        flow.Advance(150);
        for (int i = 1; i <= 3; i++)
        {
            Near(rest[i], flow.Activities[i - 1], 1e-9);
        }
    }

    private static Matrix F(Network network, int i, Matrix below)
    {
        Matrix a = network[i].W.Value.Dot(below);
        a = network[i].Bias is { } b ? a.PlusColumn(b.Value) : a;
        return i == network.L && network.Loss.Output is not null ? a : network[i].Activation.Of(a);
    }

    private static void Near(Matrix expected, Matrix actual, double absolute) =>
        Assert.True(expected.Minus(actual).Abs().Max() <= absolute, $"off by {expected.Minus(actual).Abs().Max()}");

    private static DynamicalTargetPropagation Dynamical(Network network, DynamicalOptions options) => new(new PseudoInverse(network), options);

    private static World Equal(int L, Activation s, int batch = 6) => new(
        4, string.Join('-', Enumerable.Repeat(6, L + 1)), hidden: s, loss: Loss.SquaredError, output: s, initialiser: Initialiser.Orthogonal, batch: batch);

    // feedback that is no inverse
    private static World Disturbed(string hidden, string widths, string loss, out DynamicalTargetPropagation rule, out InverseMapping g)
    {
        Activation s = Activation.Parse(hidden);
        var world = new World(5, widths, hidden: s, loss: Loss.Parse(loss));
        g = new EquilibriumInverse(world.Network, world.Rng);
        foreach (Feedback feedback in g.Feedback)
        {
            var noise = new Matrix(feedback.Value.Rows, feedback.Value.Columns, Precision.Double);
            noise.FillNormal(new Rng(6).Fork(feedback.Name), 0, 0.1);
            feedback.Value.Add(noise);
        }

        rule = new(g, new() { Mu = Mu, Step = Step, Sweeps = 2000, Tolerance = 1e-13 });
        return world;
    }
}
