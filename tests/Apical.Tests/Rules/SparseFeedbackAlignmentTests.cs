namespace Apical.Tests.Rules;

public sealed class SparseFeedbackAlignmentTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_stated_fraction_of_weights_and_feedback_is_held_at_zero(double sparsity)
    {
        var world = new World(1, "50-60-40", batch: 1);
        var rule = new FeedbackAlignment(world.Network, world.Rng, new() { Sparsity = sparsity });
        rule.Constrain();

        foreach (Matrix w in new[] { world.Network[1].W.Value, world.Network[2].W.Value, rule.Feedback[0].Value })
        {
            // binomial: sd √(p q / n)
            double fraction = w.ToArray().Count(x => x == 0) / (double)w.Count;
            Assert.Equal(sparsity, fraction, 4 * Math.Sqrt(sparsity * (1 - sparsity) / w.Count));
        }
    }

    [Fact]
    public void The_same_entries_are_held_for_good_and_the_others_are_left_alone()
    {
        var world = new World(2, "10-12-5");
        Matrix before = world.Network[1].W.Value.Clone();
        var rule = new FeedbackAlignment(world.Network, world.Rng, new() { Sparsity = 0.5 });
        Matrices.SameBits(before, world.Network[1].W.Value, "made, not yet constrained");

        rule.Constrain();
        Matrix constrained = world.Network[1].W.Value.Clone();
        world.Network[1].W.Value.Fill(7);
        rule.Constrain();

        double[] first = constrained.ToArray(), later = world.Network[1].W.Value.ToArray(), free = before.ToArray();
        for (int i = 0; i < first.Length; i++)
        {
            Assert.Equal(first[i] == 0 ? 0 : 7, later[i]);
            Assert.True(first[i] == 0 || first[i] == free[i]);
        }
    }

    [Fact]
    public void All_weights_and_feedback_have_masks_of_their_own()
    {
        // All of one shape, so that shared masks would show; the feedback also transposed, as it stands for Wᵀ.
        var world = new World(3, "30-30-30-30", batch: 1);
        var rule = new FeedbackAlignment(world.Network, world.Rng, new() { Sparsity = 0.5 });
        rule.Constrain();
        Matrix[] feedback = [.. rule.Feedback.Select(B => B.Value)];
        Matrix[] all = [.. world.Network.Layers.Select(layer => layer.W.Value), .. feedback, .. feedback.Select(B => B.T.ToMatrix())];
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                // Independent halves agree in half of 900 entries: sd 0.017
                double agree = all[i].ToArray().Zip(all[j].ToArray()).Count(pair => (pair.First == 0) == (pair.Second == 0)) / 900.0;
                Assert.InRange(agree, 0.43, 0.57);
            }
        }
    }

    [Fact]
    public void Without_sparsity_nothing_is_constrained()
    {
        var world = new World(4);
        Matrix before = world.Network[2].W.Value.Clone();
        new FeedbackAlignment(world.Network, world.Rng).Constrain();
        Matrices.SameBits(before, world.Network[2].W.Value);
    }
}
