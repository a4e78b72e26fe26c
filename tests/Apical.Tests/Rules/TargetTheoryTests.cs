using Apical.Learning;
using Apical.Numerics.Algebra;
using Apical.Optimizers;

namespace Apical.Tests.Rules;

/// <summary>What the theory of target propagation says of its rules (meulemans2019, chapter 4).</summary>
public sealed class TargetTheoryTests
{
    private static readonly Activation s_leaky = Activation.LeakyRelu(0.35);

    /// <summary>
    /// Linear units, x = (1, 2), t = (1, 0), W_1 = I, W_2 = [[2, 0], [1, 1]]: h_2 = (2, 3), e = (1, 3), η̂ = ½: ĥ_2 = (1.5, 1.5), ĥ_1 = W_2⁻¹ ĥ_2 = (0.75,
    /// 0.75), δ_1 = (0.25, 1.25).
    /// </summary>
    [Fact]
    public void Numbers_worked_by_hand()
    {
        World world = Linear([[1, 0], [0, 1]], [[2, 0], [1, 1]], [1, 2], [1, 0]);
        foreach (string id in new[] { "tp-ei", "rtp", "tp-ai", "dtp-ai" })
        {
            for (long step = 0; step < 20; step++)
            {
                TeachingSignals signals = RuleCatalog.Make(id + ":step=0.5", world.Network, world.Rng).Teach(world.Pass, world.Batch, new Moment(step));
                Says([0.25, 1.25], signals, 1);
                Says([0.5, 1.5], signals, 2);
            }
        }
    }

    /// <summary>
    /// A 2-2-1 net: W_1 = I, W_2 = (3, 4), x = (1, 2), t = 1: h_2 = 11, e = 10, η̂ = 0.1: ĥ_2 = 10. W_2⁺ = (3, 4)/25.
    /// Plain: ĥ_1 = (1.2, 1.6), δ_1 = (−0.2, 0.4). Difference and Gauss–Newton: h_1 − ĥ_1 = W_2⁺ · 1 = (0.12, 0.16). By gradient: η̂ W_2ᵀ e = (3, 4).
    /// </summary>
    [Fact]
    public void Numbers_worked_by_hand_for_two_units_and_one_output()
    {
        World world = Linear([[1, 0], [0, 1]], [[3, 4]], [1, 2], [1]);
        Says([-0.2, 0.4], Teach("tp-ai"), 1);
        Says([0.12, 0.16], Teach("dtp-ai"), 1);
        Says([0.12, 0.16], Teach("dtp-original"), 1);
        Says([0.12, 0.16], Teach("gauss-newton:damping=0"), 1);
        Says([0.12, 0.16], Teach("gauss-newton:damping=0:curvature=full"), 1);
        Says([3.0 / 35, 4.0 / 35], Teach("gauss-newton:damping=10"), 1);                // (25 + 10)⁻¹ · (3, 4) · 10 · 0.1
        Says([3.0 / 35, 4.0 / 35], Teach("gauss-newton:damping=10:curvature=batch"), 1);
        Says([3, 4], Teach("dtp"), 1);
        Says([1], Teach("dtp"), 2);

        TeachingSignals Teach(string text) => RuleCatalog.Make(text, world.Network, world.Rng).Teach(world.Pass, world.Batch);
    }

    [Fact]
    public void With_the_exact_inverse_for_Q_all_forms_are_the_same()
    {
        var world = new World(1, "5-4-4-4", hidden: s_leaky, loss: Loss.SquaredError);
        TeachingSignals exact = RuleCatalog.Make("tp-ei", world.Network, world.Rng).Teach(world.Pass, world.Batch);
        foreach (string id in new[] { "tp-ai", "dtp-ai" })
        {
            TeachingSignals learned = RuleCatalog.Make(id, world.Network, world.Rng).Teach(world.Pass, world.Batch);
            for (int i = 1; i <= 3; i++)
            {
                Matrices.Close(exact[i], learned[i], 1e-9, $"{id} {i}");
            }
        }
    }

    /// <summary>Theorems 4.6 and 4.7, for square, contracting and expanding layers.</summary>
    [Theory]
    [InlineData("4-4-4", 0)]
    [InlineData("4-5-3", 0)]
    [InlineData("4-3-5", 0)]
    [InlineData("4-4-4", 0.5)]
    [InlineData("4-5-3", 0.5)]
    [InlineData("4-3-5", 0.5)]
    public void White_noise_teaches_the_pseudo_inverse_damped_by_the_penalty(string widths, double lambda)
    {
        const double Sigma = 0.8;
        var world = new World(4, widths, hidden: s_leaky, loss: Loss.SquaredError, batch: 200, initialiser: Initialiser.Orthogonal);
        world.Network[2].W.Value.Scale(1.5);
        string init = widths == "4-3-5" && lambda == 0 ? "zeros" : "glorot";            // what lies beside the range of W stays where it starts
        LearningRule rule = RuleCatalog.Make(FormattableString.Invariant($"dtp-ai:init={init}:sigma={Sigma}:decay={lambda}"), world.Network, world.Rng);
        Matrix Q = World.Named(rule, "Q1").Value, W = world.Network[2].W.Value;
        var workspace = new Workspace();
        for (int step = 0; step < 1500; step++)
        {
            using Workspace.Scope scope = workspace.Enter();
            var updates = new Updates();
            rule.LearnFeedback(world.Pass, new TeachingSignals(2), world.Batch, new Moment(step), updates);
            Q.AddScaled(step < 500 ? -0.2 : -0.2 * 500 / (step + 1), updates.GradientOf(rule.Feedback[0].Parameter)!);
        }

        Matrix gram = W.Dot(W.T);
        gram.AddScaled(lambda / (Sigma * Sigma), LinearAlgebra.Identity(W.Rows));
        Matrix expected = lambda == 0 ? LinearAlgebra.PseudoInverse(W) : W.T.Dot(LinearAlgebra.Inverse(gram));
        Assert.InRange(Q.Minus(expected).Norm() / expected.Norm(), 0, 0.02);
    }

    /// <summary>δ_i = (h_i − ĥ_i) ⊙ D_i⁻¹ in the rules that are called modified, (h_i − ĥ_i) ⊙ D_i in the others (meulemans2019, (5.34)).</summary>
    [Theory]
    [InlineData("mtp", true)]
    [InlineData("rmtp", true)]
    [InlineData("rmtp-ei", true)]
    [InlineData("rtp", false)]
    [InlineData("rtp-ei", false)]
    public void Modified_rules_divide_by_the_slope_and_others_multiply(string id, bool modified)
    {
        var world = new World(6, "5-5-5-5", hidden: s_leaky, loss: Loss.SquaredError, batch: 1);
        var rule = (TargetPropagation)RuleCatalog.Make(id, world.Network, world.Rng);
        var seen = new HashSet<int>();
        for (int step = 0; step < 50; step++)
        {
            Matrix?[] targets = [.. rule.Targets(world.Pass, world.Batch, new Moment(step))];
            TeachingSignals signals = rule.Teach(world.Pass, world.Batch, new Moment(step));
            for (int i = 1; i < world.Network.L; i++)
            {
                if (signals.Learns(i) && seen.Add(i))
                {
                    Matrix way = world.Pass.H[i].Minus(targets[i]!), slopes = world.Pass.D(i);
                    Matrices.Close(modified ? way : way.Times(slopes), modified ? signals[i].Times(slopes) : signals[i], 1e-12);
                }
            }
        }

        Assert.Equal(world.Network.L - 1, seen.Count);
    }

    [Theory]
    [InlineData("tp-ei")]
    [InlineData("rtp-ei")]
    [InlineData("rmtp-ei")]
    public void Sherman_Morrison_keeps_the_inverse_in_step_over_many_steps(string id)
    {
        var rng = new Rng(5);
        Network network = Network.Dense("6-6-6-6", rng, s_leaky, Loss.SquaredError, initialiser: Initialiser.Conditioned(0.4), precision: Precision.Double);
        Network teacher = Network.Dense("6-6-6-6", rng.Fork("teacher"), s_leaky, Loss.SquaredError, initialiser: Initialiser.Conditioned(0.4),
            precision: Precision.Double);
        var rule = (TargetPropagation)RuleCatalog.Make(id, network, rng);
        var learner = new NetworkLearner(rule, new Sgd(id == "rmtp-ei" ? 0.0005 : 0.005));
        for (int step = 0; step < 3000; step++)
        {
            Batch drawn = World.Draw(network, rng.Fork("batch", step), 1);
            learner.Learn(new Batch(drawn.X, teacher.Forward(drawn.X).H[3]), new Moment(step));
        }

        for (int i = 2; i <= 3; i++)
        {
            Assert.InRange(World.Named(rule, $"Winverse{i}").Value.Dot(network[i].W.Value).Minus(LinearAlgebra.Identity(6)).Norm(), 0, 1e-6);
        }
    }

    /// <summary>A step that would make W singular, d = −1, is shortened to β = 1/(1 + ε), and the inverse is that of the weights as they then are.</summary>
    [Fact]
    public void A_step_towards_singular_weights_is_shortened()
    {
        World world = Linear([[1, 0], [0, 1]], [[2, 0], [0, 1]], [1, 1], [0, 1]);
        var rule = new TargetPropagation(new ExactInverse(world.Network, new() { Epsilon = 0.5 }), world.Rng, new() { Step = 1 });

        // δ_2 = (2, 0), v = (1, 1), W⁻¹δ = (1, 0): d = −η, so η = 1 gives d = −1 and β = ⅔: W_2 − ⅔ (2, 0)ᵀ(1, 1) = [[⅔, −4/3], [0, 1]]
        new NetworkLearner(rule, new Sgd(1)).Learn(world.Batch);

        Matrices.Close(Matrix.Of([[2.0 / 3, -4.0 / 3], [0, 1]], Precision.Double), world.Network[2].W.Value, 1e-12);
        Matrices.Close(Matrix.Of([[1.5, 2], [0, 1]], Precision.Double), World.Named(rule, "Winverse2").Value, 1e-12);
        Assert.Equal(0, ((ExactInverse)rule.Backward).Denominator(2), 1e-12);
    }

    [Fact]
    public void The_last_hidden_target_of_dtp_is_the_gradient_step()
    {
        foreach (Loss loss in new[] { Loss.CrossEntropy, Loss.BinaryCrossEntropy, Loss.SquaredError })
        {
            var world = new World(6, loss: loss);
            TeachingSignals signals = RuleCatalog.Make("dtp:step=0.3", world.Network, world.Rng).Teach(world.Pass, world.Batch);
            TeachingSignals gradient = new Backpropagation(world.Network).Teach(world.Pass, world.Batch);
            Matrices.Close(gradient[2].Scaled(0.3), signals[2], 1e-12, loss.Name);
            Matrices.Close(gradient[3].Scaled(0.3), signals[3], 1e-12, loss.Name);
        }
    }

    [Fact]
    public void With_small_noise_direct_feedback_inverts_the_whole_way_up()
    {
        var world = new World(7, "4-5-5-3", hidden: Activation.Identity, loss: Loss.SquaredError, batch: 100, initialiser: Initialiser.Orthogonal);
        LearningRule rule = RuleCatalog.Make("ddtp-linear", world.Network, world.Rng);
        Matrix path = world.Network[3].W.Value.Dot(world.Network[2].W.Value), Q = World.Named(rule, "Q1").Value;
        for (int step = 0; step < 300; step++)
        {
            var updates = new Updates();
            rule.LearnFeedback(world.Pass, new TeachingSignals(3), world.Batch, new Moment(step), updates);
            Q.AddScaled(-0.3 / (1 + (step / 20.0)), updates.GradientOf(rule.Feedback[0].Parameter)!);
        }

        Assert.InRange(Q.Minus(LinearAlgebra.PseudoInverse(path)).Norm() / Q.Norm(), 0, 0.1);
    }

    [Fact]
    public void What_cannot_be_taught_says_so()
    {
        var relu = new World(8, "5-4-4-4", hidden: Activation.Relu);
        Says("Layer 2 has the activation relu, which has no inverse", () => RuleCatalog.Make("tp-ai", relu.Network, relu.Rng));
        var wide = new World(8);
        Says("Exact inverses need as many units in layer 2 as in the one below, this is a 5-7-6-3 network.", () =>
            RuleCatalog.Make("tp-ei", wide.Network, wide.Rng));
        var square = new World(8, "5-4-4-4");
        LearningRule exact = RuleCatalog.Make("tp-ei", square.Network, square.Rng);
        Says("The Sherman–Morrison update follows steps of rank 1: train exact inverses with batches of 1, not 6", () =>
            new NetworkLearner(exact, new Sgd(0.1)).Learn(square.Batch));
        Says("This rule keeps inverses in step with the weights, which it can under plain gradient descent only", () => new NetworkLearner(exact, new Adam()));
        LearningRule strict = RuleCatalog.Make("tp-ai:margin=0:step=1000", square.Network, square.Rng);
        Says("The inverse of tanh needs entries between -1 and 1, excluded", () => strict.Teach(square.Pass, square.Batch));
        RuleCatalog.Make("tp-ai:step=1000", square.Network, square.Rng).Teach(square.Pass, square.Batch);
    }

    private static World Linear(double[][] w1, double[][] w2, double[] x, double[] t)
    {
        var world = new World(0, $"2-2-{t.Length}", hidden: Activation.Identity, loss: Loss.SquaredError, bias: false, batch: 1);
        world.Network[1].W.Value.CopyFrom(Matrix.Of(w1, Precision.Double));
        world.Network[2].W.Value.CopyFrom(Matrix.Of(w2, Precision.Double));
        world.Batch.X.CopyFrom(Matrix.Of(2, 1, x, Precision.Double));
        world.Batch.T.CopyFrom(Matrix.Of(t.Length, 1, t, Precision.Double));
        world.Network.Forward(world.Batch.X, world.Pass);
        return world;
    }

    private static void Says(double[] expected, TeachingSignals signals, int i)
    {
        if (signals.Learns(i))
        {
            Matrices.Close(Matrix.Of(expected.Length, 1, expected, Precision.Double), signals[i], 1e-10, $"δ_{i}");
        }
    }

    private static void Says(string message, Action action) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
