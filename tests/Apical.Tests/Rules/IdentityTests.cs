namespace Apical.Tests.Rules;

/// <summary>Oracle: algebra. With the right feedback, one rule is another, for any network and data.</summary>
public sealed class IdentityTests
{
    private const int Seeds = 25;

    public static TheoryData<Precision> Precisions => [Precision.Single, Precision.Double];

    [Theory, MemberData(nameof(Precisions))]
    public void Feedback_alignment_is_backpropagation_when_B_is_the_transposed_weight_matrix(Precision precision) =>
        BecomesBackpropagation(precision, (network, rng) => new FeedbackAlignment(network, rng));

    [Theory, MemberData(nameof(Precisions))]
    public void Kolen_Pollack_is_backpropagation_when_B_is_the_transposed_weight_matrix(Precision precision) =>
        BecomesBackpropagation(precision, (network, rng) => new KolenPollack(network, rng));

    [Theory, MemberData(nameof(Precisions))]
    public void Weight_mirror_is_backpropagation_when_B_is_the_transposed_weight_matrix(Precision precision) =>
        BecomesBackpropagation(precision, (network, rng) => new WeightMirror(network, rng));

    [Theory, MemberData(nameof(Precisions))]
    public void Direct_feedback_alignment_is_feedback_alignment_with_one_hidden_layer(Precision precision) => ForSeeds("5-8-3", precision, world =>
    {
        // The same stream and shape, so the same B_1.
        var fa = new FeedbackAlignment(world.Network, world.Rng);
        var dfa = new DirectFeedbackAlignment(world.Network, world.Rng);

        Matrices.SameBits(fa.Feedback[0].Value, dfa.Feedback[0].Value, "B1");
        AllSignals(world, fa, dfa, 0);
    });

    [Theory, MemberData(nameof(Precisions))]
    public void Direct_feedback_alignment_is_backpropagation_in_a_linear_network_when_B_is_the_product_of_the_weights_above(Precision precision)
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            var world = new World(seed, "5-7-6-4-3", precision, hidden: Activation.Identity);
            Network n = world.Network;
            var dfa = new DirectFeedbackAlignment(n, world.Rng);
            Matrix path = n[4].W.Value.T.ToMatrix();
            dfa.Feedback[2].Value.CopyFrom(path);
            dfa.Feedback[1].Value.CopyFrom(path = n[3].W.Value.T.Dot(path));
            dfa.Feedback[0].Value.CopyFrom(n[2].W.Value.T.Dot(path));

            AllSignals(world, new Backpropagation(n), dfa, Tolerance(precision));
        }
    }

    [Theory, MemberData(nameof(Precisions))]
    public void Sign_symmetry_is_backpropagation_when_all_weights_have_the_magnitude_of_the_feedback(Precision precision)
    {
        foreach (double scale in new[] { 1.0, 3.0 })
        {
            ForSeeds("5-7-6-3", precision, world =>
            {
                for (int i = 1; i <= world.Network.L; i++)
                {
                    // Scale / (2 √fan-in), as the options say
                    Matrix W = world.Network[i].W.Value;
                    W.Apply(ScalarFunction.Sign);
                    W.Scale(scale / (2 * Math.Sqrt(W.Columns)));
                }

                world.Network.Forward(world.Batch.X, world.Pass);

                AllSignals(world, new Backpropagation(world.Network), new SignSymmetry(world.Network, world.Rng, new() { Scale = scale }),
                    Tolerance(precision));
            });
        }
    }

    [Theory, MemberData(nameof(Precisions))]
    public void Shallow_learning_gives_backpropagations_output_update_and_nothing_below(Precision precision) => ForSeeds("5-7-6-3", precision, world =>
    {
        var expected = world.UpdatesOf(new Backpropagation(world.Network));
        var actual = world.UpdatesOf(new ShallowLearning(world.Network));

        Layer top = world.Network[3];
        Assert.Equal(2, actual.Count);
        Matrices.SameBits(expected.GradientOf(top.W)!, actual.GradientOf(top.W)!, "W3");
        Matrices.SameBits(expected.GradientOf(top.Bias!)!, actual.GradientOf(top.Bias!)!, "b3");
    });

    [Theory, MemberData(nameof(Precisions))]
    public void Every_rule_gives_backpropagations_signal_at_the_output_unless_it_knows_only_the_loss(Precision precision)
    {
        foreach ((string name, RuleCase rule) in RuleCases.All.Where(entry => entry.Value.OutputScale is not null))
        {
            var world = new World(3, precision: precision, of: rule);
            TeachingSignals signals = rule.Make(world.Network, world.Rng).Teach(world.Pass, world.Batch);
            Matrix expected = new Backpropagation(world.Network).Teach(world.Pass, world.Batch)[3];
            if (rule.OutputScale == 1)
            {
                Matrices.SameBits(expected, signals[3], name);
            }
            else if (signals.Learns(3))
            {
                // A target is h plus a small step, so some of the digits are gone.
                Matrices.Close(expected.Scaled(rule.OutputScale!.Value), signals[3], precision == Precision.Double ? 1e-13 : 1e-5, name);
            }
        }
    }

    [Theory, MemberData(nameof(Precisions))]
    public void Target_projection_tells_hidden_layers_minus_B_times_the_target_times_the_slope_over_the_batch(Precision precision) =>
        ForSeeds("5-7-6-3", precision, world =>
    {
        var rule = new DirectRandomTargetProjection(world.Network, world.Rng);
        var signals = rule.Teach(world.Pass, world.Batch);

        for (int i = 1; i <= 2; i++)
        {
            Matrix B = World.Named(rule, $"B{i}").Value, h = world.Pass.H[i];
            var expected = new Matrix(h.Rows, h.Columns, precision);
            for (int k = 0; k < h.Rows; k++)
            {
                for (int c = 0; c < h.Columns; c++)
                {
                    // One-hot targets choose a column of B; tanh′ = 1 − h².
                    expected[k, c] = -B[k, world.Batch.Labels[c]] * (1 - (h[k, c] * h[k, c])) / h.Columns;
                }
            }

            Matrices.Close(expected, signals[i], Tolerance(precision), $"layer {i}");
        }
    });

    [Fact]
    public void Target_projection_does_not_look_at_the_output()
    {
        var world = new World(1);
        var rule = new DirectRandomTargetProjection(world.Network, world.Rng);
        Matrix before = rule.Teach(world.Pass, world.Batch)[1].Clone();

        world.Network[3].W.Value.Scale(5);
        world.Network.Forward(world.Batch.X, world.Pass);

        Matrices.SameBits(before, rule.Teach(world.Pass, world.Batch)[1]);
    }

    private static void BecomesBackpropagation(Precision precision, Func<Network, Rng, LearningRule> make)
    {
        foreach (Activation hidden in new[] { Activation.Relu, Activation.Tanh })
        {
            foreach (double dropout in new[] { 0, 0.3 })
            {
                for (ulong seed = 1; seed <= Seeds; seed++)
                {
                    var world = new World(seed, "5-7-6-4-3", precision, hidden: hidden, dropout: dropout);
                    LearningRule rule = make(world.Network, world.Rng);
                    for (int i = 1; i <= 3; i++)
                    {
                        World.Named(rule, $"B{i}").Value.CopyFrom(world.Network[i + 1].W.Value.T.ToMatrix());
                    }

                    AllSignals(world, new Backpropagation(world.Network), rule, Tolerance(precision));
                }
            }
        }
    }

    private static void AllSignals(World world, LearningRule expected, LearningRule actual, double tolerance)
    {
        TeachingSignals e = expected.Teach(world.Pass, world.Batch), a = actual.Teach(world.Pass, world.Batch);
        for (int i = 1; i <= world.Network.L; i++)
        {
            Matrices.Close(e[i], a[i], tolerance, $"δ{i}");
        }
    }

    private static void ForSeeds(string widths, Precision precision, Action<World> check)
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            check(new World(seed, widths, precision));
        }
    }

    // Only the order of additions may differ.
    private static double Tolerance(Precision precision) => precision == Precision.Single ? 2e-6 : 1e-14;
}
