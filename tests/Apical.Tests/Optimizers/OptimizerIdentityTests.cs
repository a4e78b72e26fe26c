using Apical.Optimizers;

namespace Apical.Tests.Optimizers;

/// <summary>Relations between optimizers that theory promises, whatever the numbers.</summary>
public sealed class OptimizerIdentityTests
{
    private static readonly double[] s_gradients = [0.5, -0.25, 1.75, 3, -0.125, 0.0625, -2];

    [Fact]
    public void Without_velocity_momentum_and_nag_are_gradient_descent()
    {
        double[] expected = Walk.Of(new Sgd(0.125), 1, s_gradients);         // dyadic numbers: exact in every order of operations

        Assert.Equal(expected, Walk.Of(new Momentum(0.125) { Mu = 0 }, 1, s_gradients));
        Assert.Equal(expected, Walk.Of(new Nag(0.125) { Mu = 0 }, 1, s_gradients));
    }

    /// <summary>With a constant gradient, the velocity tends to g/(1 − μ): both move ten times as far per step in the end.</summary>
    [Fact]
    public void Velocity_grows_to_ten_gradients()
    {
        double[] gradients = [.. Enumerable.Repeat(1.0, 400)];
        double[] heavy = Walk.Of(new Momentum(0.1), 0, gradients), nag = Walk.Of(new Nag(0.1), 0, gradients);

        Assert.Equal(-1, heavy[^1] - heavy[^2], 1e-12);
        Assert.Equal(-1, nag[^1] - nag[^2], 1e-12);
    }

    /// <summary>
    /// The thesis's form, in plain numbers: u ← μ u + η ∇J(θ − μ u), θ ← θ − u, on J = ½ a θ². Our weight must be the point θ − μ u where
    /// the next gradient is taken.
    /// </summary>
    [Fact]
    public void Nag_walks_the_look_ahead_points_of_the_thesis()
    {
        const double a = 1.7, eta = 0.05, mu = 0.8;
        double theta = 1, u = 0;
        var w = new Parameter("w", Matrix.Of([[1]], Precision.Double));
        var nag = new Nag(eta) { Mu = mu };
        for (int step = 0; step < 50; step++)
        {
            u = (mu * u) + (eta * a * (theta - (mu * u)));
            theta -= u;

            var updates = new Updates();
            updates.Add(w, w.Value.Scaled(a));
            nag.Step(updates, 0);

            Assert.Equal(theta - (mu * u), w.Value[0, 0], 1e-13);
        }
    }

    /// <summary>The thesis's form of momentum, u ← μ u + η g, θ ← θ − u, is the same path while η stays.</summary>
    [Fact]
    public void Momentum_walks_the_path_of_the_thesis_at_a_constant_rate()
    {
        double theta = 1, u = 0;
        double[] path = [.. s_gradients.Select(g => theta -= u = (0.9 * u) + (0.1 * g))];

        double[] ours = Walk.Of(new Momentum(0.1), 1, s_gradients);

        Assert.All(path.Zip(ours), p => Assert.Equal(p.First, p.Second, 1e-14));
    }

    /// <summary>m̂ = g and v̂ = g² after one step, so w moves by η g/(|g| + ε).</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(-7)]
    [InlineData(1e4)]
    public void Adam_and_adagrad_first_move_by_the_rate(double g)
    {
        double moved = 0.1 * g / (Math.Abs(g) + 1e-8);
        Assert.Equal(-moved, Walk.Of(new Adam(0.1), 0, g)[0], 1e-14);
        Assert.Equal(-0.1 * Math.Sign(g), Walk.Of(new Adagrad(0.1), 0, g)[0], 1e-7);
    }

    [Theory]
    [InlineData("signsgd")]
    [InlineData("rprop")]
    public void Some_see_only_the_signs(string name)
    {
        double[] expected = Walk.Of(Optimizer.Create(name, 0.1), 1, s_gradients);

        foreach (double factor in new[] { 1e-200, 3, 1e200 })
        {
            Assert.Equal(expected, Walk.Of(Optimizer.Create(name, 0.1), 1, [.. s_gradients.Select(g => g * factor)]));
        }
    }

    /// <summary>The others see a ratio of gradients: only ε breaks the symmetry.</summary>
    [Theory]
    [InlineData("adagrad")]
    [InlineData("rmsprop")]
    [InlineData("adam")]
    public void Adaptive_rates_cancel_the_gradients_size(string name)
    {
        double[] expected = Walk.Of(Optimizer.Create(name, 0.1), 1, s_gradients);
        double[] scaled = Walk.Of(Optimizer.Create(name, 0.1), 1, [.. s_gradients.Select(g => g * 1000)]);

        Assert.All(expected.Zip(scaled), p => Assert.Equal(p.First, p.Second, 1e-6));
        Assert.NotEqual(expected, scaled);
    }

    /// <summary>When E[g²] and E[Δ²] keep nothing of the past, Adadelta's first move is √ε/√(g² + ε) g.</summary>
    [Fact]
    public void Adadelta_without_memory_begins_with_moves_of_size_root_epsilon() =>
        Assert.Equal(-Math.Sqrt(1e-6 / (4 + 1e-6)) * 2, Walk.Of(new Adadelta { Rho = 0 }, 0, 2)[0], 1e-15);

    /// <summary>Far from 0, ε matters neither inside nor outside.</summary>
    [Fact]
    public void The_place_of_epsilon_matters_only_for_small_gradients()
    {
        double[] small = [1e-4, 2e-4];
        (Optimizer Outside, Optimizer Inside)[] pairs =
        [
            (new Adam(), new Adam { EpsilonInsideRoot = true }),
            (new RmsProp(), new RmsProp { EpsilonInsideRoot = true }),
            (new Adagrad { Epsilon = 1e-8 }, new Adagrad { Epsilon = 1e-8, EpsilonInsideRoot = true }),
        ];
        foreach ((Optimizer outside, Optimizer inside) in pairs)
        {
            Assert.All(Walk.Of(outside.NewLike(), 1, s_gradients).Zip(Walk.Of(inside.NewLike(), 1, s_gradients)), p => Assert.Equal(p.First, p.Second, 1e-6));
            Assert.True(Walk.Of(outside, 1, small)[^1] < Walk.Of(inside, 1, small)[^1] - 1e-4, outside.Name);
        }
    }
}
