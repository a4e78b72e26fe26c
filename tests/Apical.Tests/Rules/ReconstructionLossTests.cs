namespace Apical.Tests.Rules;

/// <summary>
/// What the feedback of the target rules learns is the gradient of the reconstruction losses of Lee et al. 2015 (meulemans2019, (3.13), (3.16)) and Meulemans
/// et al. 2020, written down
/// here sample by sample and differentiated by moving each weight.
/// </summary>
public sealed class ReconstructionLossTests
{
    private const double Sigma = 0.3, Decay = 0.2;
    private const int Auxiliary = 4;

    [Theory]
    [InlineData("dtp", "Q1")]
    [InlineData("dtp-original", "Q1", "Q2", "Q3")]
    [InlineData("ao-sdtp", "Q1", "Q2", "Q3", "Qz")]
    [InlineData("dtp-drl", "Q1", "Q2", "Q3")]
    [InlineData("ddtp-linear", "Q1", "Q2", "Q3")]
    public void Feedback_learns_along_the_gradient_of_its_loss(string id, params string[] names)
    {
        foreach (Loss loss in new[] { Loss.CrossEntropy, Loss.SquaredError })
        {
            var world = new World(11, id == "dtp" ? "5-7-6-3" : "5-7-6-4-3", batch: 3, loss: loss, output: loss == Loss.SquaredError ? Activation.Tanh : null);
            LearningRule rule = Make(world, id);
            var updates = new Updates();
            rule.LearnFeedback(world.Pass, rule.Teach(world.Pass, world.Batch), world.Batch, default, updates);

            Assert.Equal(names, rule.Feedback.Select(Q => Q.Name));
            foreach (Parameter Q in rule.Parameters)
            {
                int i = Q.Name == "Qz" ? world.Network.L - 1 : int.Parse(Q.Name[1..], System.Globalization.CultureInfo.InvariantCulture);
                Matrices.Close(Derivative(Q.Value, () => Reconstruction(world, rule, id, i) + (0.5 * Decay * Q.Value.ToArray().Sum(q => q * q))),
                    updates.GradientOf(Q)!, 1e-6, $"{id} {Q.Name} {loss}");
            }
        }
    }

    [Fact]
    public void The_auxiliary_output_goes_into_both_ends_of_the_difference()
    {
        // (3.16): ĥ_{L−1} = h_{L−1} + g(ô, z) − g(o, z), with ô a step down the gradient of the loss.
        var world = new World(12, "5-7-6-3", batch: 2);
        LearningRule rule = Make(world, "ao-sdtp");
        Matrix target = ((ITargetRule)rule).Targets(world.Pass, world.Batch)[2]!;
        for (int c = 0; c < 2; c++)
        {
            double[] h = Column(world.Pass.H[2], c), o = Column(world.Pass.A[3], c), p = Column(world.Pass.H[3], c), t = Column(world.Batch.T, c);
            double[] aim = [.. o.Select((a, k) => a - (0.1 * (p[k] - t[k])))], there = Decode(world, rule, 2, aim, h), here = Decode(world, rule, 2, o, h);
            for (int r = 0; r < h.Length; r++)
            {
                Assert.Equal(h[r] + there[r] - here[r], target[r, c], 1e-12);
            }
        }
    }

    [Fact]
    public void Simplified_difference_target_propagation_is_that_without_auxiliary_output()
    {
        var world = new World(13, "5-7-6-3");
        LearningRule one = RuleCatalog.Make("dtp-original:init=glorot:sigma=0.2", world.Network, new Rng(5)),
            other = RuleCatalog.Make("ao-sdtp:aux=0:sigma=0.2", world.Network, new Rng(5));
        Updates first = new(), second = new();
        one.LearnFeedback(world.Pass, one.Teach(world.Pass, world.Batch), world.Batch, default, first);
        other.LearnFeedback(world.Pass, other.Teach(world.Pass, world.Batch), world.Batch, default, second);
        for (int i = 1; i < 3; i++)
        {
            Matrices.SameBits(one.Teach(world.Pass, world.Batch)[i], other.Teach(world.Pass, world.Batch)[i]);
            Matrices.SameBits(first.GradientOf(one.Feedback[i - 1].Parameter)!, second.GradientOf(other.Feedback[i - 1].Parameter)!);
        }
    }

    private static LearningRule Make(World world, string id) =>
        RuleCatalog.Make(FormattableString.Invariant($"{id}:init=glorot:sigma={Sigma}:decay={Decay}{(id == "ao-sdtp" ? $":aux={Auxiliary}" : "")}"),
            world.Network, world.Rng);

    private static double Reconstruction(World world, LearningRule rule, string id, int i)
    {
        int L = world.Network.L;
        var noise = new Matrix(world.Network[i].FanOut, world.Batch.Size, Precision.Double);
        noise.FillNormal(world.Rng.Fork($"Q{i}", world.Moment.FeedbackDraw), 0, Sigma);
        double sum = 0;
        for (int c = 0; c < world.Batch.Size; c++)
        {
            double[] h = Column(world.Pass.H[i], c), epsilon = Column(noise, c), x = Plus(h, epsilon), y = Layer(world, i + 1, x);
            double[] back;
            if (id is "dtp-drl" or "ddtp-linear")
            {
                for (int j = i + 2; j <= L; j++)
                {
                    y = Layer(world, j, y);
                }

                if (id == "ddtp-linear")
                {
                    back = Plus(h, Times(World.Named(rule, $"Q{i}").Value, Plus(y, Output(world, L, c), -1)));
                }
                else
                {
                    for (int j = L - 1; j >= i; j--)
                    {
                        y = Plus(Plus(Column(world.Pass.H[j], c), Decode(world, rule, j, y, x)), Decode(world, rule, j, Output(world, j + 1, c), x), -1);
                    }

                    back = y;
                }
            }
            else
            {
                back = Decode(world, rule, i, y, x);
            }

            sum += 0.5 * Plus(back, x, -1).Sum(d => d * d);
        }

        return sum / world.Batch.Size / (id is "dtp-drl" or "ddtp-linear" ? Sigma * Sigma : 1);
    }

    // f_i; an output that belongs to the loss counts as linear.
    private static double[] Layer(World world, int i, double[] x)
    {
        double[] a = Plus(Times(world.Network[i].W.Value, x), Column(world.Network[i].Bias!.Value, 0));
        return i == world.Network.L && world.Network.Loss == Loss.CrossEntropy ? a : [.. a.Select(Math.Tanh)];
    }

    private static double[] Output(World world, int i, int c) =>
        Column(i == world.Network.L && world.Network.Loss == Loss.CrossEntropy ? world.Pass.A[i] : world.Pass.H[i], c);

    // tanh(Q h), or tanh(Q o + Qz z) with z = s_L(W̃ x)
    private static double[] Decode(World world, LearningRule rule, int i, double[] h, double[] x)
    {
        double[] a = Times(World.Named(rule, $"Q{i}").Value, h);
        if (i == world.Network.L - 1 && rule.Feedback.Any(Q => Q.Name == "Qz"))
        {
            var Wz = new Matrix(Auxiliary, x.Length, Precision.Double);
            Initialiser.UniformFanIn.Fill(Wz, world.Rng.Fork("Wz"), x.Length, Auxiliary);
            double[] z = Times(Wz, x);
            a = Plus(a, Times(World.Named(rule, "Qz").Value, world.Network.Loss == Loss.CrossEntropy ? z : [.. z.Select(Math.Tanh)]));
        }

        return [.. a.Select(Math.Tanh)];
    }

    private static Matrix Derivative(Matrix Q, Func<double> loss)
    {
        const double H = 1e-4;
        var derivative = new Matrix(Q.Rows, Q.Columns, Precision.Double);
        for (int r = 0; r < Q.Rows; r++)
        {
            for (int c = 0; c < Q.Columns; c++)
            {
                double at = Q[r, c];
                double At(double value)
                {
                    Q[r, c] = value;
                    double found = loss();
                    Q[r, c] = at;
                    return found;
                }

                derivative[r, c] = (At(at + H) - At(at - H)) / (2 * H);
            }
        }

        return derivative;
    }

    private static double[] Column(Matrix x, int c) => [.. Enumerable.Range(0, x.Rows).Select(r => x[r, c])];

    private static double[] Plus(double[] x, double[] y, double factor = 1) => [.. x.Zip(y, (a, b) => a + (factor * b))];

    private static double[] Times(Matrix W, double[] x) => [.. Enumerable.Range(0, W.Rows).Select(r => x.Select((v, c) => W[r, c] * v).Sum())];
}
