using Apical.Papers;
using Apical.Papers.Demirbilek2021;
using Apical.Probes;
using Apical.Runs;
using Apical.Training;

namespace Apical.Tests.Papers.Demirbilek2021;

public sealed class DemirbilekTests
{
    [Fact]
    public void The_discs_of_the_released_code_are_found()
    {
        Clusters clusters = ClusterTask.Released(5);

        Assert.Equal([0, 1, 1, 1, 1, 0, 1, 0, 0], clusters.Classes);
        Dataset set = clusters.Create(50, new Rng(1));
        Assert.Equal(6, set.Features);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(1, set.Inputs[i, 0]));
    }

    /// <summary>The layer's input from a whole sample is the sum of what it gets from each of its digits: no biases.</summary>
    [Fact]
    public void A_sample_is_the_sum_of_its_digits()
    {
        const int K = 3;
        var rng = new Rng(3);
        var digit = new ImageShape(1, 2, 4);
        Matrix pixels = new(5, digit.Features, Precision.Double);
        pixels.FillNormal(rng);
        var digits = new Dataset("digits", pixels, new Matrix(5, 1, Precision.Double), [0, 1, 2, 3, 4], 5, digit);
        Network network = Network.Dense("24-7-1", rng, bias: false, precision: Precision.Double);

        // One sample that has digits 0, 1 and 2 side by side, row by row.
        var sample = new Matrix(K * digit.Features, 1, Precision.Double);
        for (int place = 0; place < K; place++)
        {
            for (int p = 0; p < digit.Features; p++)
            {
                sample[(((p / digit.Width * K) + place) * digit.Width) + (p % digit.Width), 0] = pixels[place, p];
            }
        }

        double[] whole = network.Forward(sample).A[1].ToArray();
        Matrix[] parts = [.. Enumerable.Range(0, K).Select(place => DigitRepresentation.Of(DigitRepresentation.Weights(network[1], digit, K, place), digits))];
        for (int unit = 0; unit < whole.Length; unit++)
        {
            Assert.Equal(whole[unit], parts[0][unit, 0] + parts[1][unit, 1] + parts[2][unit, 2], 12);
        }
    }

    /// <summary>
    /// With one output a unit's gradients under DFA and BP are one vector g_k times B_k or W₂_k: unit by unit the cosine is the product of their signs, and
    /// for an input j it is that of the vectors g_kj B_k and g_kj W₂_k.
    /// </summary>
    [Fact]
    public void The_cosine_of_gradients_counts_equal_signs_by_unit_and_weighs_them_by_input()
    {
        Network network = Network.Dense("6-8-1", new Rng(1), Activation.Tanh, Loss.BinaryCrossEntropy, bias: false, precision: Precision.Double);
        LearningRule rule = RuleCatalog.Make("dfa", network, new Rng(2));
        Matrix B = rule.Feedback[0].Value, W = network[2].W.Value;
        var batch = new Batch(new Matrix(6, 20, Precision.Double), new Matrix(1, 20, Precision.Double));
        batch.X.FillNormal(new Rng(4));
        var found = new List<Measurement>();
        new AlignmentProbe().Measure(new Probing(new Teaching(rule, batch)), found);

        double signs = Enumerable.Range(0, 8).Average(i => Math.Sign(B[i, 0] * W[0, i]));
        Assert.Equal(signs, found.Single(one => one.Metric == AlignmentProbe.ByUnit.Name).Value, 9);
        Pass pass = network.Forward(batch.X);
        Matrix slope = pass.D(1), error = network.Loss.OutputError(pass, batch.T);
        double[] byInput = new double[6];
        for (int j = 0; j < 6; j++)
        {
            double[] g = [.. Enumerable.Range(0, 8).Select(k => Enumerable.Range(0, 20).Sum(s => error[0, s] * slope[k, s] * batch.X[j, s]))];
            double ofB = g.Select((x, k) => x * x * B[k, 0] * B[k, 0]).Sum(), ofW = g.Select((x, k) => x * x * W[0, k] * W[0, k]).Sum();
            byInput[j] = g.Select((x, k) => x * x * B[k, 0] * W[0, k]).Sum() / Math.Sqrt(ofB * ofW);
        }

        Assert.Equal(byInput.Average(), found.Single(one => one.Metric == AlignmentProbe.ByInput.Name).Value, 9);
        double product = Enumerable.Range(0, 8).Sum(i => B[i, 0] * W[0, i]);
        double cosine = product / Math.Sqrt(Enumerable.Range(0, 8).Sum(i => B[i, 0] * B[i, 0]) * Enumerable.Range(0, 8).Sum(i => W[0, i] * W[0, i]));
        Assert.Equal(cosine, found.Single(one => one.Metric == AlignmentProbe.Feedback.Name).Value, 9);
    }

    /// <summary>Two pairs at distance 1, ten apart: a = 1, b = (10 + √101)/2 for each point.</summary>
    [Fact]
    public void Silhouettes_by_hand()
    {
        Matrix points = Matrix.Of([[0, 0, 10, 10], [0, 1, 0, 1]], Precision.Double);
        double b = (10 + Math.Sqrt(101)) / 2;

        Assert.Equal((b - 1) / b, FigB2HiddenDigits.SilhouetteOf(points, [0, 0, 1, 1]), 12);
        Assert.True(FigB2HiddenDigits.SilhouetteOf(points, [0, 1, 0, 1]) < 0);
    }

    [Fact]
    public void A_claim_of_better_accuracy_can_fail()
    {
        var results = new Results([Trained("a", 0.5, 0.9), Trained("b", 0.95, 0.7)]);
        var setup = new Setup { Scale = Scale.Paper };

        Assert.True(ParityTask.Better(setup, results, "a", "b", "").Holds);
        Assert.False(ParityTask.Better(setup, results, "b", "a", "").Holds);
        Assert.False(ParityTask.Better(setup, results, "a", "not done", "").Holds);
        Assert.Equal(0.7, ParityTask.Accuracy(new Setup(), results, "a").Mean, 12);     // quick: the mean of the last epochs
    }

    [Fact]
    public void Absolute_numbers_are_claimed_for_the_papers_own_parameters_and_data_only()
    {
        var results = new Results([Trained("a", 0.7)]);

        Assert.Empty(ParityTask.AsPublished(new Setup(), results, "a", "a", 0.7));
        Assert.Empty(ParityTask.AsPublished(new Setup { Scale = Scale.Paper, DataDir = Path.Combine(Path.GetTempPath(), "no such folder") }, results, "a",
            "a", 0.7));
    }

    private static JobResult<Measurements> Trained(string group, params double[] accuracy) =>
        new(group, 1, new Measurements().Add(TrainingJob.TestAccuracy, accuracy), null, 1);
}
