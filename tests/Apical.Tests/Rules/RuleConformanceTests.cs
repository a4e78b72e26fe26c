namespace Apical.Tests.Rules;

/// <summary>What every rule owes to those who use it: purity, and noise that comes from the step number alone.</summary>
public sealed class RuleConformanceTests
{
    public static TheoryData<string> Names => RuleCases.Names;

    public static TheoryData<string, Precision> NamesAndPrecisions => RuleCases.NamesAndPrecisions;

    [Fact]
    public void Every_rule_in_the_assembly_is_under_test() => Assert.Equal(
        typeof(LearningRule).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(LearningRule))).Select(t => t.Name).Order(),
        RuleCases.All.Values.Select(rule => rule.Type.Name).Distinct().Order());

    [Theory, MemberData(nameof(Names))]
    public void Each_entry_makes_the_rule_that_it_says(string name)
    {
        var world = new World(1, of: RuleCases.All[name]);
        Assert.IsType(RuleCases.All[name].Type, RuleCases.All[name].Make(world.Network, world.Rng));
    }

    [Theory, MemberData(nameof(NamesAndPrecisions))]
    public void Teaching_and_learning_feedback_change_nothing(string name, Precision precision)
    {
        BatchNorm none = BatchNorm.None, learned = BatchNorm.Learned;
        foreach ((string net, double dropout, BatchNorm norm) in new[]
        {
            (World.Deep, 0, none), (World.Deep, 0.3, none), (Local(name), 0.3, none), (Images(name), 0.3, none), (World.Deep, 0, learned),
                (Images(name), 0.3, learned),
        })
        {
            var world = new World(2, net, precision, dropout: dropout, of: RuleCases.All[name], batchNorm: norm);
            LearningRule rule = RuleCases.All[name].Make(world.Network, world.Rng);
            Matrix[] all = Everything(world, rule);
            long[][] before = [.. all.Select(Matrices.Bits)];
            RngState rng = world.Rng.State;

            TeachingSignals signals = rule.Teach(world.Pass, world.Batch);
            rule.LearnFeedback(world.Pass, signals, world.Batch, default, new Updates());

            for (int i = 0; i < all.Length; i++)
            {
                Assert.True(before[i].SequenceEqual(Matrices.Bits(all[i])), $"matrix {i} of [{all[i].Rows}, {all[i].Columns}] changed");
            }

            Assert.Equal(rng, world.Rng.State);
        }
    }

    [Theory, MemberData(nameof(NamesAndPrecisions))]
    public void Asking_twice_gives_the_same_bits_whatever_was_asked_between(string name, Precision precision)
    {
        foreach (string net in new[] { World.Deep, Local(name), Images(name) })
        {
            var world = new World(3, net, precision, step: 5, of: RuleCases.All[name]);
            LearningRule rule = RuleCases.All[name].Make(world.Network, world.Rng), twin = RuleCases.All[name].Make(world.Network, world.Rng);
            Matrix[] first = Ask(world, rule, 5);
            Ask(world, rule, 6);
            world.Rng.NextUInt64();

            Equal(first, Ask(world, rule, 5), same: true, name);
            Equal(first, Ask(world, twin, 5), same: true, name + ", made again");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Another_step_brings_other_noise_to_noisy_rules_and_nothing_new_to_the_others(string name)
    {
        RuleCase expected = RuleCases.All[name];
        var world = new World(4, World.Deep, of: expected);
        LearningRule rule = expected.Make(world.Network, world.Rng);
        int signals = expected.TeachesOneLayer || !expected.TeachesHiddenLayers ? 1 : world.Network.L;

        Matrix[] first = Ask(world, rule, 5), second = Ask(world, rule, 6);

        // Sign-symmetry's noise does not reach the output.
        // Where one layer learns, it may be the same again.
        int noisy = expected.TeachesOneLayer ? 0 : expected.Type == typeof(SignSymmetry) ? signals - 1 : signals;
        Equal(first[..noisy], second[..noisy], same: !expected.HasNoisySignals, name);
        Equal(first[signals..], second[signals..], same: !expected.HasNoisyFeedback, name + " feedback");
    }

    [Theory, MemberData(nameof(NamesAndPrecisions))]
    public void Any_number_of_threads_gives_the_same_bits(string name, Precision precision)
    {
        // Large enough for products and entry-by-entry work of the first two layers to be shared out.
        string image = Images(name) switch
        {
            World.Images => "3x9x9-conv20@3x3/2+same:mean2-conv30@2x2-10",
            World.Strides => "3x9x9-conv20@3x3/2+same-conv30@2x2-10",
            _ => "60-30-10",
        };
        AnyNumberOfThreads(name, precision, "60-300-40-10");
        AnyNumberOfThreads(name, precision, image);
        AnyNumberOfThreads(name, precision, image, BatchNorm.Learned);
        AnyNumberOfThreads(name, precision, "60-300-40-10", BatchNorm.Batch);
    }

    private static void AnyNumberOfThreads(string name, Precision precision, string net, BatchNorm? batchNorm = null)
    {
        var world = new World(5, net, precision, batch: 60, of: RuleCases.All[name], batchNorm: batchNorm);
        LearningRule rule = RuleCases.All[name].Make(world.Network, world.Rng);
        Matrix[] alone = Step(world, rule);
        foreach (int threads in new[] { 2, 3 })
        {
            using var pool = new WorkerPool(threads);
            using (new Workspace(pool).Enter())
            {
                Equal(alone, Step(world, rule), same: true, $"{name} on {threads} threads");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Rules_with_targets_refuse_layers_that_they_cannot_undo_and_name_those_that_can(string name)
    {
        Network local = Network.Dense(World.Local, new Rng(1), Activation.Tanh), pooled = Network.Dense(World.Images, new Rng(1), Activation.Tanh);
        if (RuleCases.All[name].NeedsFullLayers)
        {
            Says(local, "Targets of this rule are inverses of whole layers; it needs fully connected ones without gates or pooling; layer 1 of 30-24-18-5-3 "
                + "is: 2 maps of 3×3 patches on 1×5×6. ");
        }
        else if (RuleCases.All[name].Type == typeof(TargetPropagation))
        {
            Says(pooled, "Decoders go down through the connections of a layer, and cannot undo pooling or gates; layer 1 of 60-18-8-5-3 is: convolution, 3 "
                + "maps of 2×3 patches on 2×5×6");
        }

        void Says(Network network, string start)
        {
            string message = Assert.Throws<ArgumentException>(() => RuleCases.All[name].Make(network, new Rng(1))).Message;
            Assert.StartsWith(start, message);
            Assert.Contains("On images, dtp, dtp-original, rdtp-original, ao-sdtp and dtp-drl take strides but no pooling; ddtp-linear and gauss-newton "
                + "take pooling too, and so do error-transport rules such as dfa.", message);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Single_and_double_precision_agree(string name)
    {
        Agree(name, "5-7-6-3");
        Agree(name, Local(name));
        Agree(name, Images(name));
    }

    private static void Agree(string name, string net)
    {
        RuleCase rule = RuleCases.All[name];
        World narrow = new(6, net, Precision.Single, of: rule), wide = new(6, net, Precision.Double, of: rule);
        Matrix[] expected = Ask(wide, rule.Make(wide.Network, wide.Rng), 0), actual = Ask(narrow, rule.Make(narrow.Network, narrow.Rng), 0);

        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(Precision.Single, actual[i].Precision);
            Matrices.Close(expected[i], actual[i].To(Precision.Double), rule.SingleTolerance, $"{name} {i}");
        }
    }

    // Pseudobackprop needs all connections above the first layer, rules that invert layers everywhere, and they say so.
    internal static string Local(string name) => RuleCases.All[name].Type == typeof(PseudoBackpropagation) ? "5x6-2@3x3-7-5-3"
        : RuleCases.All[name].NeedsFullLayers ? World.Deep : World.Local;

    // The same, and what runs units downwards too, as decoders do, cannot tell apart what was pooled.
    internal static string Images(string name) => RuleCases.All[name] switch
    {
        { NeedsFullLayers: true } => World.Deep,
        { Type: var type } when type == typeof(PseudoBackpropagation) => "2x5x6-conv3@2x3+same:max2-7-5-3",
        { Type: var type } when type == typeof(BidirectionalFeedbackAlignment) || type == typeof(TargetPropagation) || type == typeof(DendriticError)
            || type == typeof(MultiplexedTargetPropagation) => World.Strides,
        _ => World.Images,
    };

    private static Matrix[] Everything(World world, LearningRule rule) =>
    [
        world.Batch.X, world.Batch.T, .. world.Network.Parameters.Select(p => p.Value), .. rule.Feedback.Select(p => p.Value), .. world.Pass.A[1..],
            .. world.Pass.H,
    ];

    /// <summary>All signals of the layers that learn, bottom up, then all feedback updates.</summary>
    private static Matrix[] Ask(World world, LearningRule rule, long step)
    {
        var moment = new Moment(step);
        TeachingSignals signals = rule.Teach(world.Pass, world.Batch, moment);
        var updates = new Updates();
        rule.LearnFeedback(world.Pass, signals, world.Batch, moment, updates);
        return
        [
            .. Enumerable.Range(1, world.Network.L).Where(signals.Learns).Select(i => signals[i].Clone()),
            .. Enumerable.Range(0, updates.Count).Select(i => updates[i].Gradient().Clone()),
        ];
    }

    private static Matrix[] Step(World world, LearningRule rule)
    {
        world.Network.Forward(world.Batch.X, world.Pass);
        TeachingSignals signals = rule.Teach(world.Pass, world.Batch);
        var updates = new Updates();
        world.Network.AddUpdates(world.Pass, signals, updates);
        rule.LearnFeedback(world.Pass, signals, world.Batch, default, updates);
        return
        [
            .. Enumerable.Range(1, world.Network.L).Where(signals.Learns).Select(i => signals[i].Clone()),
            .. Enumerable.Range(0, updates.Count).Select(i => updates[i].Gradient().Clone()),
        ];
    }

    private static void Equal(Matrix[] expected, Matrix[] actual, bool same, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (same)
            {
                Matrices.SameBits(expected[i], actual[i], $"{what}, matrix {i}");
            }
            else
            {
                Matrices.Differ(expected[i], actual[i], $"{what}, matrix {i}");
            }
        }
    }
}
