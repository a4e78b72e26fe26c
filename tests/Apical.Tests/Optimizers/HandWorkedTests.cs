using Apical.Optimizers;

namespace Apical.Tests.Optimizers;

/// <summary>Oracle: the published formulas, worked by hand for one weight; the numbers are chosen so that the roots come out whole.</summary>
public sealed class HandWorkedTests
{
    private const double Tolerance = 1e-14;

    /// <summary>w₁ = 1 − 0.1·2 = 0.8, w₂ = 0.8 − 0.1·(−1) = 0.9.</summary>
    [Fact]
    public void Sgd_follows_the_gradient() => Same([0.8, 0.9], Walk.Of(new Sgd(0.1), 1, 2, -1));

    /// <summary>λ = 0.5: w₁ = 1 − 0.1 (2 + 0.5) = 0.75, w₂ = 0.75 − 0.1 (−1 + 0.375) = 0.8125.</summary>
    [Fact]
    public void Sgd_with_weight_decay() => Same([0.75, 0.8125], Walk.Of(new Sgd(0.1) { WeightDecay = 0.5 }, 1, 2, -1));

    /// <summary>v₁ = 2, w₁ = 0.8; v₂ = 0.9·2 − 1 = 0.8, w₂ = 0.72.</summary>
    [Fact]
    public void Momentum_keeps_nine_tenths_of_its_velocity() => Same([0.8, 0.72], Walk.Of(new Momentum(0.1), 1, 2, -1));

    /// <summary>λ = 0.5, μ = 0.5: g = 2.5, v₁ = 2.5, w₁ = 0.75; g = −1 + 0.375 = −0.625, v₂ = 1.25 − 0.625 = 0.625, w₂ = 0.6875.</summary>
    [Fact]
    public void Momentum_with_weight_decay_puts_it_into_the_velocity() =>
        Same([0.75, 0.6875], Walk.Of(new Momentum(0.1) { Mu = 0.5, WeightDecay = 0.5 }, 1, 2, -1));

    /// <summary>v₁ = 2, w₁ = 1 − 0.1 (2 + 0.9·2) = 0.62; v₂ = 1.8 − 1 = 0.8, w₂ = 0.62 − 0.1 (−1 + 0.72) = 0.648.</summary>
    [Fact]
    public void Nag_adds_the_new_velocity_to_the_gradient() => Same([0.62, 0.648], Walk.Of(new Nag(0.1), 1, 2, -1));

    /// <summary>ε = 1. G = 9: w₁ = 1 − 0.1·3/(3 + 1) = 0.925; G = 9 + 16 = 25: w₂ = 0.925 − 0.1·4/(5 + 1).</summary>
    [Fact]
    public void Adagrad_has_epsilon_outside_the_root() =>
        Same([0.925, 0.925 - (0.4 / 6)], Walk.Of(new Adagrad(0.1) { Epsilon = 1 }, 1, 3, 4));

    /// <summary>ε = 16. G = 9: w₁ = 1 − 0.1·3/√25 = 0.94; G = 9 + 11 (as g = √11): w₂ = 0.94 − 0.1·√11/√36.</summary>
    [Fact]
    public void Adagrad_with_epsilon_inside_as_in_the_thesis() =>
        Same([0.94, 0.94 - (0.1 * Math.Sqrt(11) / 6)], Walk.Of(new Adagrad(0.1) { Epsilon = 16, EpsilonInsideRoot = true }, 1, 3, Math.Sqrt(11)));

    /// <summary>
    /// ρ = 0.5, ε = 1, η = 0.5. g = 4: E[g²] = 8, Δ = √1/√9 · 4 = 4/3, E[Δ²] = 8/9, w₁ = 1 − 2/3;
    /// g = 4 again: E[g²] = 4 + 8 = 12, Δ = √(17/9)/√13 · 4, w₂ = w₁ − Δ/2.
    /// </summary>
    [Fact]
    public void Adadelta_uses_the_mean_move_of_before() =>
        Same([1.0 / 3, (1.0 / 3) - (2 * Math.Sqrt(17.0 / 117))], Walk.Of(new Adadelta(0.5) { Rho = 0.5, Epsilon = 1 }, 1, 4, 4));

    /// <summary>The same, but E[Δ²] = ½ (½ · 4/3)² = 2/9 after the first: Δ = √(11/9)/√13 · 4.</summary>
    [Fact]
    public void Adadelta_of_the_released_code_remembers_the_scaled_move() =>
        Same([1.0 / 3, (1.0 / 3) - (2 * Math.Sqrt(11.0 / 117))], Walk.Of(new Adadelta(0.5) { Rho = 0.5, Epsilon = 1, RemembersScaled = true }, 1, 4, 4));

    /// <summary>ρ = 0.75, ε = 1. g = 2: E = 1, w₁ = 1 − 0.1·2/2 = 0.9; g = −√13: E = 0.75 + 13/4 = 4, w₂ = 0.9 + 0.1·√13/3.</summary>
    [Fact]
    public void Rmsprop_has_epsilon_outside_the_root() =>
        Same([0.9, 0.9 + (0.1 * Math.Sqrt(13) / 3)], Walk.Of(new RmsProp(0.1) { Rho = 0.75, Epsilon = 1 }, 1, 2, -Math.Sqrt(13)));

    /// <summary>ρ = 0.75, ε = 8. g = 2: w₁ = 1 − 0.1·2/√(1 + 8); g = 1: E = 0.75 + 0.25 = 1, w₂ = w₁ − 0.1/3.</summary>
    [Fact]
    public void Rmsprop_with_epsilon_inside_as_in_the_thesis() =>
        Same([1 - (0.2 / 3), 0.9], Walk.Of(new RmsProp(0.1) { Rho = 0.75, Epsilon = 8, EpsilonInsideRoot = true }, 1, 2, 1));

    /// <summary>
    /// β₁ = 0.5, β₂ = 0.75, ε = 1. g = 2: m̂ = 1/0.5 = 2, v̂ = 1/0.25 = 4, w₁ = 1 − 0.1·2/(2 + 1);
    /// g = 4: m = 0.5 + 2 = 2.5, m̂ = 2.5/0.75 = 10/3, v = 0.75 + 4 = 4.75, v̂ = 4.75/0.4375 = 76/7, w₂ = w₁ − 0.1·(10/3)/(√(76/7) + 1).
    /// </summary>
    [Fact]
    public void Adam_corrects_both_means_and_has_epsilon_outside_the_root()
    {
        double first = 1 - (0.2 / 3);
        Same([first, first - (1 / (3 * (Math.Sqrt(76.0 / 7) + 1)))], Walk.Of(new Adam(0.1) { Beta1 = 0.5, Beta2 = 0.75, Epsilon = 1 }, 1, 2, 4));
    }

    /// <summary>As above with ε = 5 inside: w₁ = 1 − 0.1·2/√(4 + 5), w₂ = w₁ − 0.1·(10/3)/√(76/7 + 5).</summary>
    [Fact]
    public void Adam_with_epsilon_inside_as_in_the_thesis()
    {
        double first = 1 - (0.2 / 3);
        Same(
            [first, first - (1 / (3 * Math.Sqrt(111.0 / 7)))],
            Walk.Of(new Adam(0.1) { Beta1 = 0.5, Beta2 = 0.75, Epsilon = 5, EpsilonInsideRoot = true }, 1, 2, 4));
    }

    [Fact]
    public void Signsgd_moves_by_the_rate_and_rests_at_a_zero_gradient() =>
        Same([0.9, 1, 1, 0.9], Walk.Of(new SignSgd(0.1), 1, 1e-30, -5, 0, double.PositiveInfinity));

    /// <summary>λ = 3: the sign is that of −2 + 3·1 = 1, then of −2 + 3·0.5 = −0.5.</summary>
    [Fact]
    public void Signsgd_takes_the_sign_after_weight_decay() => Same([0.5, 1], Walk.Of(new SignSgd(0.5) { WeightDecay = 3 }, 1, -2, -2));

    /// <summary>
    /// Steps: 0.1 (no sign before), 0.12 (same sign), 0.06 and a rest (sign changed), 0.06 (nothing to compare after a rest),
    /// 0.072 (same sign), 0.072 and no move (zero gradient), 0.072 (nothing to compare).
    /// </summary>
    [Fact]
    public void Rprop_grows_shrinks_and_rests() =>
        Same([0.9, 0.78, 0.78, 0.84, 0.912, 0.912, 0.84], Walk.Of(new Rprop(0.1), 1, 2, 3, -1, -1, -5, 0, 7));

    /// <summary>Growth 2 from 1 is held at 3: steps 1, 2, 3, 3; then shrinking by 4 is held at 1: 1 with a rest, then 1.</summary>
    [Fact]
    public void Rprop_holds_its_steps_between_the_limits() =>
        Same([-1, -3, -6, -9, -9, -8], Walk.Of(new Rprop(1) { Growth = 2, Shrinkage = 0.25, SmallestStep = 1, LargestStep = 3 }, 0, 1, 1, 1, 1, -1, -1));

    private static void Same(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], Tolerance);
        }
    }
}
