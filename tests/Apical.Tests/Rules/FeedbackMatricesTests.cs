namespace Apical.Tests.Rules;

/// <summary>How the feedback of the rules is drawn.</summary>
public sealed class FeedbackMatricesTests
{
    private static readonly Func<Network, Rng, FeedbackOptions?, LearningRule>[] s_rules =
    [
        (n, r, o) => new FeedbackAlignment(n, r, new() { Feedback = o ?? new() }),
        (n, r, o) => new DirectFeedbackAlignment(n, r, o),
        (n, r, o) => new DirectRandomTargetProjection(n, r, o),
        (n, r, o) => new KolenPollack(n, r, o),
        (n, r, o) => new WeightMirror(n, r, new() { Feedback = o ?? new() }),
    ];

    [Fact]
    public void By_default_B_is_uniform_in_plus_minus_one_over_the_root_of_its_rows()
    {
        foreach (var make in s_rules)
        {
            var world = new World(1, "4-90-60-30", batch: 1);
            foreach (Feedback B in make(world.Network, world.Rng, null).Feedback)
            {
                // uniform: |entries| ≤ limit, mean square limit²/3; the largest of n lies within 10/n of the limit nearly always
                double limit = 1 / Math.Sqrt(B.Value.Rows), largest = Math.Max(B.Value.Max(), -B.Value.Min());
                Assert.InRange(largest, limit * (1 - (10.0 / B.Value.Count)), limit);
                Assert.Equal(1, B.Value.SumOfSquares() / B.Value.Count / (limit * limit / 3), 0.12);
                Assert.Equal(0, B.Value.Mean() / limit, 4 / Math.Sqrt(3.0 * B.Value.Count));
            }
        }
    }

    [Fact]
    public void Scale_and_initialiser_are_settings()
    {
        foreach (var make in s_rules)
        {
            var world = new World(1);
            var plain = make(world.Network, world.Rng, new() { Initialiser = Initialiser.StandardNormal }).Feedback;
            var scaled = make(world.Network, world.Rng, new() { Initialiser = Initialiser.StandardNormal, Scale = 4 }).Feedback;
            foreach ((Feedback one, Feedback four) in plain.Zip(scaled))
            {
                Matrices.SameBits(one.Value.Scaled(4), four.Value, one.Name);
                Assert.True(one.Value.Max() > 0.7, "normal numbers, not the default's small ones");
            }
        }
    }

    [Fact]
    public void Each_layer_draws_from_its_own_stream()
    {
        // Layers of one size: B_1 and B_2 would be equal if they shared one.
        var world = new World(1, "6-6-6-6");
        foreach (var make in s_rules)
        {
            var feedback = make(world.Network, world.Rng, null).Feedback;
            Matrices.Differ(feedback[0].Value, feedback[1].Value, "B1 and B2");
        }
    }

    [Fact]
    public void A_deeper_network_keeps_the_feedback_of_the_layers_it_shares()
    {
        World shallow = new(1, "5-7-6-3"), deep = new(1, "5-7-6-3-4");
        Matrices.SameBits(
            new FeedbackAlignment(shallow.Network, shallow.Rng).Feedback[0].Value, new FeedbackAlignment(deep.Network, deep.Rng).Feedback[0].Value);
    }
}
