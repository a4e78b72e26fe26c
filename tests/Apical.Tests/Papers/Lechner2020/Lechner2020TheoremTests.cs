using Apical.Papers;
using Apical.Papers.Lechner2020;

namespace Apical.Tests.Papers.Lechner2020;

/// <summary>The checks of lechner2020's theorems hold under the theorems' premises and fail where a premise is broken on purpose.</summary>
public sealed class Lechner2020TheoremTests
{
    private static readonly Rng s_rng = new Rng(1).Fork("run", 1);

    [Fact]
    public void The_mono_net_of_theorem_1_is_the_sigmoid_network()
    {
        Measurements found = Theorem1MonoNet.Check(s_rng, 20, 50, halved: true);
        Assert.InRange(found.Last(Theorem1MonoNet.InDouble), 0, 1e-14);
        Assert.True(found.Last(Theorem1MonoNet.LeastWeight) >= 0);
        Assert.Equal(2, found.Last(Theorem1MonoNet.Units));
    }

    [Fact]
    public void Without_the_half_inside_tanh_it_is_another_function() =>
        Assert.True(Theorem1MonoNet.Check(s_rng, 20, 50, halved: false).Last(Theorem1MonoNet.InDouble) > 1e-3);

    [Fact]
    public void Theorem_2_has_no_exception_among_mono_nets()
    {
        Measurements found = Theorem2Signs.Check(s_rng, 4, 100);
        Assert.True(found.Last(Theorem2Signs.Moving) > 1000);
        Assert.Equal(0, found.Last(Theorem2Signs.Opposite));
    }

    [Fact]
    public void Theorem_2_fails_with_a_negative_weight() =>
        Assert.True(Theorem2Signs.Check(s_rng, 4, 100, negativeWeight: true).Last(Theorem2Signs.Opposite) > 0);

    [Fact]
    public void Theorem_2_is_about_single_samples() => Assert.True(Theorem2Signs.Check(s_rng, 4, 30, samples: 16).Last(Theorem2Signs.Opposite) > 0);

    [Fact]
    public void Two_outputs_go_against_the_gradient_and_one_does_not()
    {
        Assert.Equal(0, Theorem5TwoOutputs.Frequency(s_rng, 1, 50).Last(Theorem5TwoOutputs.Opposite));
        Assert.True(Theorem5TwoOutputs.Frequency(s_rng, 2, 50).Last(Theorem5TwoOutputs.Opposite) > 0);
    }

    [Fact]
    public void The_counterexample_by_hand()
    {
        // W_2ᵀ (1, −1) = (−1, 1) and B_2 (1, −1) = (1, −1): opposite. As printed: (50) is [1 0; 0 −1] swap swap = [1 0; 0 −1], (53) is [1 0; 0 −1] swap = [0
        // 1; −1 0].
        Measurements found = Theorem5TwoOutputs.Counterexample();
        Assert.Equal([-1.0, -1.0], found[Theorem5TwoOutputs.Product]);
        Assert.Equal(180, found.Last(Theorem5TwoOutputs.Angles), 1e-9);
        Assert.Equal([1.0, 0, 0, -1], found[Theorem5TwoOutputs.GradientPrinted]);
        Assert.Equal([0.0, 1, -1, 0], found[Theorem5TwoOutputs.UpdatePrinted]);
    }
}
