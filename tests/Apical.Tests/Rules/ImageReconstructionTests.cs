using Apical.Tests.Networks;

namespace Apical.Tests.Rules;

/// <summary>
/// <see cref="ReconstructionLossTests"/> on images: decoders as dense matrices in which the connections outside of the patches are missing, the loss
/// differentiated
/// by moving each weight.
/// </summary>
public sealed class ImageReconstructionTests
{
    private const double Sigma = 0.3, Decay = 0.2;
    private const int Auxiliary = 4;

    // What lies below layer 2: 2 maps of 4×3 units; patches of 3×2, two apart, reaching over the edge.
    private static readonly PatchShape s_second = new(2, 4, 3, 3, 3, 2, Stride: 2, Same: true);

    [Theory]
    [InlineData("dtp", "conv", "Q1")]
    [InlineData("dtp", "local", "Q1")]
    [InlineData("dtp-original", "conv", "Q1", "Q2")]
    [InlineData("dtp-original", "local", "Q1", "Q2")]
    [InlineData("ao-sdtp", "conv", "Q1", "Q2", "Qz")]
    [InlineData("ao-sdtp", "local", "Q1", "Q2", "Qz")]
    [InlineData("dtp-drl", "conv", "Q1", "Q2")]
    [InlineData("dtp-drl", "local", "Q1", "Q2")]
    public void Decoders_learn_along_the_gradient_of_their_loss(string id, string kind, params string[] names) =>
        Check(id, $"5x4-{kind}2@2x2-{kind}3@3x2/2+same-3", names, (world, rule, i) =>
        {
            (Matrix x, Pass up) = Disturbed(world, i);
            if (id != "dtp-drl")
            {
                return Distance(Decode(world, rule, i, Output(up, i + 1), x), x);
            }

            Matrix y = Output(up, 3);
            for (int j = 2; j >= i; j--)
            {
                y = world.Pass.H[j].Plus(Decode(world, rule, j, y, x)).Minus(Decode(world, rule, j, Output(world.Pass, j + 1), x));
            }

            return Distance(y, x) / (Sigma * Sigma);
        });

    [Fact]
    public void Feedback_straight_from_the_output_does_with_pooling_too() =>
        Check("ddtp-linear", "5x4-conv2@2x2:max2/1-local3@2x2+same:mean2-3", ["Q1", "Q2"], (world, rule, i) =>
        {
            (Matrix x, Pass up) = Disturbed(world, i);
            Matrix back = world.Pass.H[i].Plus(World.Named(rule, $"Q{i}").Value.Dot(Output(up, 3).Minus(Output(world.Pass, 3))));
            return Distance(back, x) / (Sigma * Sigma);
        });

    /// <summary>(3.15) in dense matrices: ĥ_1 = h_1 + s(Q ĥ_2) − s(Q h_2).</summary>
    [Theory]
    [InlineData("conv")]
    [InlineData("local")]
    public void Targets_go_down_through_a_convolution_transposed(string kind)
    {
        var world = new World(32, $"5x4-{kind}2@2x2-{kind}3@3x2/2+same-3", batch: 3);
        LearningRule rule = Make(world, "dtp-original");
        IReadOnlyList<Matrix?> targets = ((ITargetRule)rule).Targets(world.Pass, world.Batch);
        Matrix expected = world.Pass.H[1].Plus(Decode(world, rule, 1, targets[2]!, world.Pass.H[1])).Minus(Decode(world, rule, 1, world.Pass.H[2],
            world.Pass.H[1]));
        Matrices.Close(expected, targets[1]!, 1e-13, "ĥ_1");
        Assert.InRange(expected.Minus(world.Pass.H[1]).Norm(), 1e-3, 10);
    }

    private static void Check(string id, string net, string[] names, Func<World, LearningRule, int, double> loss)
    {
        var world = new World(31, net, batch: 3);
        LearningRule rule = Make(world, id);
        var updates = new Updates();
        rule.LearnFeedback(world.Pass, rule.Teach(world.Pass, world.Batch), world.Batch, default, updates);

        Assert.Equal(names, rule.Feedback.Select(Q => Q.Name));
        foreach (Feedback Q in rule.Feedback)
        {
            Matrix told = updates.GradientOf(Q.Parameter)!;
            for (int r = 0; r < Q.Value.Rows; r++)
            {
                for (int c = 0; c < Q.Value.Columns; c++)
                {
                    const double H = 1e-4;
                    double at = Q.Value[r, c];
                    double[] moved = [.. new[] { H, -H }.Select(move =>
                    {
                        Q.Value[r, c] = at + move;
                        return loss(world, rule, Q.Layer) + (0.5 * Decay * Q.Value.SumOfSquares());
                    })];
                    Q.Value[r, c] = at;
                    Assert.Equal((moved[0] - moved[1]) / (2 * H), told[r, c], 1e-6);
                }
            }
        }
    }

    private static LearningRule Make(World world, string id) => RuleCatalog.Make(
        FormattableString.Invariant($"{id}:init=glorot:sigma={Sigma}:decay={Decay}{(id == "ao-sdtp" ? $":aux={Auxiliary}" : "")}"), world.Network, world.Rng);

    // h_i + ε, and the way up from there
    private static (Matrix X, Pass Up) Disturbed(World world, int i)
    {
        var x = new Matrix(world.Network[i].FanOut, world.Batch.Size, Precision.Double);
        x.FillNormal(world.Rng.Fork($"Q{i}", world.Moment.FeedbackDraw), 0, Sigma);
        x.Add(world.Pass.H[i]);
        var up = new Pass(world.Network);
        world.Network.Forward(world.Batch.X, up);
        world.Network.ForwardFrom(i, x, up);
        return (x, up);
    }

    // The softmax belongs to the loss.
    private static Matrix Output(Pass pass, int i) => i == pass.L ? pass.A[i] : pass.H[i];

    private static double Distance(Matrix back, Matrix x) => 0.5 * back.Minus(x).SumOfSquares() / x.Columns;

    // s(Q h), or s(Q o + Qz z) with z = W̃ x
    private static Matrix Decode(World world, LearningRule rule, int i, Matrix h, Matrix x)
    {
        Matrix Q = World.Named(rule, $"Q{i}").Value;
        Matrix a = i == 1 ? PlainPatches.Spread(s_second, Q.T.ToMatrix()).T.Dot(h) : Q.Dot(h);
        if (i == 2 && rule.Feedback.Any(feedback => feedback.Name == "Qz"))
        {
            var Wz = new Matrix(Auxiliary, x.Rows, Precision.Double);
            Initialiser.UniformFanIn.Fill(Wz, world.Rng.Fork("Wz"), x.Rows, Auxiliary);
            a = a.Plus(World.Named(rule, "Qz").Value.Dot(Wz.Dot(x)));
        }

        return Activation.Tanh.Of(a);
    }
}
