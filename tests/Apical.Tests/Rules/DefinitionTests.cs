namespace Apical.Tests.Rules;

/// <summary>Oracle: the equation of each rule, entry by entry in plain loops, on a network with layers of different sizes.</summary>
public sealed class DefinitionTests
{
    private readonly World _world = new(1, "5-7-6-4-3", batch: 4);

    [Fact]
    public void Backpropagation() =>
        Check(new Backpropagation(_world.Network), (i, k, j) => _world.Network[i + 1].W.Value[j, k]);

    [Fact]
    public void Feedback_alignment()
    {
        var rule = new FeedbackAlignment(_world.Network, _world.Rng);
        Check(rule, (i, k, j) => World.Named(rule, $"B{i}").Value[k, j]);
    }

    [Fact]
    public void Kolen_Pollack()
    {
        var rule = new KolenPollack(_world.Network, _world.Rng);
        Check(rule, (i, k, j) => World.Named(rule, $"B{i}").Value[k, j]);
    }

    [Fact]
    public void Weight_mirror()
    {
        var rule = new WeightMirror(_world.Network, _world.Rng);
        Check(rule, (i, k, j) => World.Named(rule, $"B{i}").Value[k, j]);
    }

    [Fact]
    public void Sign_symmetry_with_uniform_magnitudes() =>
        Check(
            new SignSymmetry(_world.Network, _world.Rng, new() { Scale = 1.5 }),
            (i, k, j) => Math.Sign(_world.Network[i + 1].W.Value[j, k]) * 1.5 / (2 * Math.Sqrt(_world.Network[i].FanOut)));

    [Fact]
    public void Sign_symmetry_with_fixed_magnitudes()
    {
        var rule = new SignSymmetry(_world.Network, _world.Rng, new() { Magnitude = SignSymmetryMagnitude.Fixed });
        Check(rule, (i, k, j) => Math.Sign(_world.Network[i + 1].W.Value[j, k]) * World.Named(rule, $"M{i + 1}").Value[j, k]);
    }

    [Fact]
    public void Direct_feedback_alignment()
    {
        var rule = new DirectFeedbackAlignment(_world.Network, _world.Rng);
        Check(rule, (i, k, j) => World.Named(rule, $"B{i}").Value[k, j], fromOutput: true);
    }

    /// <summary>δ_i[k] = Σ_j feedback(i, k, j) δ_above[j] · (1 − h_i[k]²), δ_above that of the next layer or of the output, which is (h − t)/batch.</summary>
    private void Check(LearningRule rule, Func<int, int, int, double> feedback, bool fromOutput = false)
    {
        Pass pass = _world.Pass;
        int L = pass.L, batch = _world.Batch.Size;
        var delta = new double[L + 1][,];
        delta[L] = new double[pass.H[L].Rows, batch];
        Fill(delta[L], (k, c) => (pass.H[L][k, c] - _world.Batch.T[k, c]) / batch);
        for (int i = L - 1; i >= 1; i--)
        {
            double[,] above = delta[fromOutput ? L : i + 1];
            delta[i] = new double[pass.H[i].Rows, batch];
            Fill(delta[i], (k, c) => Enumerable.Range(0, above.GetLength(0)).Sum(j =>
                feedback(i, k, j) * above[j, c]) * (1 - (pass.H[i][k, c] * pass.H[i][k, c])));
        }

        TeachingSignals signals = rule.Teach(pass, _world.Batch);
        for (int i = 1; i <= L; i++)
        {
            Matrices.Close(Matrix.Of(delta[i].GetLength(0), batch, [.. delta[i].Cast<double>()], Precision.Double), signals[i], 1e-13, $"δ{i}");
        }
    }

    private static void Fill(double[,] x, Func<int, int, double> of)
    {
        for (int k = 0; k < x.GetLength(0); k++)
        {
            for (int c = 0; c < x.GetLength(1); c++)
            {
                x[k, c] = of(k, c);
            }
        }
    }
}
