using Apical.Learning;

namespace Apical.Tests.Probes;

/// <summary>Worked by hand, mostly on a network that puts out its inputs.</summary>
public sealed class EvaluationTests
{
    public static TheoryData<Precision> Precisions => [Precision.Single, Precision.Double];

    /// <summary>h − t = (0, 0), (−1, 0), (2, 0): losses 0, ½, 2. Mean target (2/3, 1): Σ (t − t̄)² = 6/9 + 2 = 8/3.</summary>
    [Theory, MemberData(nameof(Precisions))]
    public void Loss_and_normalised_squared_error_by_hand(Precision precision)
    {
        var data = new Dataset("hand", Matrix.Of([[1, 0], [0, 1], [2, 2]], precision), Matrix.Of([[1, 0], [1, 1], [0, 2]], precision));
        Evaluation found = Evaluation.Of(Through(2, precision), data);

        Assert.Equal(2.5 / 3, found.Loss, 1e-6);
        Assert.Equal(5 / (8.0 / 3), found.NormalisedSquaredError, 1e-6);
        Assert.Equal(double.NaN, found.Accuracy);       // no labels
    }

    /// <summary>The normalised error is a quotient: it does not depend on the unit of the targets, also where their squares are no numbers.</summary>
    [Theory]
    [InlineData(Precision.Double, 1e-200)]
    [InlineData(Precision.Double, 1e-30)]
    [InlineData(Precision.Double, 1e30)]
    [InlineData(Precision.Double, 1e200)]
    [InlineData(Precision.Single, 1e-30)]
    [InlineData(Precision.Single, 1e30)]
    public void The_normalised_squared_error_does_not_depend_on_the_unit(Precision precision, double unit)
    {
        Matrix x = Matrix.Of([[1, 0], [0, 1], [2, 2]], precision).Scaled(unit), t = Matrix.Of([[1, 0], [1, 1], [0, 2]], precision).Scaled(unit);
        Assert.Equal(5 / (8.0 / 3), Evaluation.Of(Through(2, precision), new Dataset("hand", x, t)).NormalisedSquaredError, 1e-6);
    }

    [Theory, MemberData(nameof(Precisions))]
    public void A_perfect_network_has_no_error(Precision precision)
    {
        var x = new Matrix(40, 3, precision);
        x.FillNormal(new Rng(1));
        Evaluation found = Evaluation.Of(Through(3, precision), new Dataset("itself", x, x));
        Assert.Equal((0, 0), (found.Loss, found.NormalisedSquaredError));
    }

    /// <summary>Also far from zero, where Σ t² and n t̄² are nearly the same large number.</summary>
    [Theory]
    [InlineData(Precision.Single, 0)]
    [InlineData(Precision.Single, 1000)]
    [InlineData(Precision.Double, 1000)]
    public void Answering_the_mean_target_gives_a_normalised_squared_error_of_one(Precision precision, double offset)
    {
        Matrix x = new(1300, 2, precision), t = new(1300, 3, precision);
        x.FillNormal(new Rng(1));
        t.FillNormal(new Rng(2), offset, 1);
        Network network = Network.Dense("2-3", new Rng(3), loss: Loss.SquaredError, precision: precision);
        network[1].W.Value.Fill(0);
        for (int output = 0; output < 3; output++)
        {
            network[1].Bias!.Value[output, 0] = Enumerable.Range(0, t.Rows).Average(sample => t[sample, output]);
        }

        Assert.Equal(1, Evaluation.Of(network, new Dataset("means", x, t)).NormalisedSquaredError, 1e-5);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-0.9, 0.9)]
    public void Several_outputs_decide_by_the_largest(double low, double high)
    {
        int[] labels = [1, 0, 0, 1];
        Matrix inputs = Matrix.Of([[0.2, 0.9], [0.8, 0.1], [-0.6, -0.4], [5, 5.1]]);
        var data = new Dataset("classes", inputs, OneHot.Encode(labels, 2, low, high), labels, 2);
        Assert.Equal(0.75, Evaluation.Of(Through(2), data).Accuracy);
    }

    [Theory]
    [InlineData(0, 1, 0.4, 0.7, 0.45, 0.55)]
    [InlineData(-0.9, 0.9, -0.1, 0.1, -2, 0.01)]
    public void One_output_decides_by_its_side_of_the_middle(double low, double high, double class0, double class1, double class1Wrong, double class0Wrong)
    {
        int[] labels = [0, 1, 1, 0, 1];
        Matrix inputs = Matrix.Of([[class0], [class1], [class1Wrong], [class0Wrong], [class1]]);
        var data = new Dataset("sides", inputs, OneHot.EncodeBinary(labels, low, high), labels, 2);
        Assert.Equal(0.6, Evaluation.Of(Through(1), data).Accuracy);
    }

    [Theory]
    [InlineData(0, 1, 0.3, 0.8)]
    [InlineData(-0.9, 0.9, -0.3, 0.2)]
    public void A_set_of_one_class_is_judged_too(double low, double high, double saysClass0, double saysClass1)
    {
        foreach (int label in new[] { 0, 1 })
        {
            int[] labels = [label, label, label];
            Matrix inputs = Matrix.Of([[saysClass0], [saysClass1], [saysClass1]]);
            var data = new Dataset("one class", inputs, OneHot.EncodeBinary(labels, low, high), labels, 2);
            Assert.Equal(label == 0 ? 1 / 3.0 : 2 / 3.0, Evaluation.Of(Through(1), data).Accuracy);
        }
    }

    [Fact]
    public void Outputs_that_do_not_stand_for_classes_have_no_accuracy()
    {
        Matrix x = Matrix.Of([[1, 2, 3], [4, 5, 6]]);
        Assert.Equal(double.NaN, Evaluation.Of(Through(3), new Dataset("autoencoder", x, x, [0, 1], 2)).Accuracy);
    }

    /// <summary>Numbers of samples around the portions that a set is passed through in.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(499)]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(1203)]
    public void Any_number_of_samples_counts_as_in_one_pass(int count)
    {
        Network network = Network.Dense("4-9-3", new Rng(1), Activation.Tanh, precision: Precision.Double);
        var x = new Matrix(count, 4, Precision.Double);
        x.FillNormal(new Rng(2));
        int[] labels = [.. Enumerable.Range(0, count).Select(i => (i * i) % 3)];
        var data = new Dataset("many", x, OneHot.Encode(labels, 3, precision: Precision.Double), labels, 3);

        Pass pass = network.Forward(x.T.ToMatrix());
        Matrix h = pass.H[2], t = data.Targets.T.ToMatrix();
        int right = Enumerable.Range(0, count).Count(c => Enumerable.Range(0, 3).MaxBy(r => h[r, c]) == labels[c]);
        double[] means = [.. Enumerable.Range(0, 3).Select(k => labels.Average(label => label == k ? 1.0 : 0.0))];
        double spread = labels.Sum(label => Enumerable.Range(0, 3).Sum(k => Math.Pow((label == k ? 1 : 0) - means[k], 2)));

        Evaluation found = Evaluation.Of(network, data);

        Assert.Equal(network.Loss.Mean(pass, t), found.Loss, 1e-12);
        Assert.Equal((double)right / count, found.Accuracy, 1e-12);
        Assert.Equal(h.Minus(t).SumOfSquares() / spread, found.NormalisedSquaredError, 1e-9);
    }

    [Fact]
    public void Nothing_is_dropped_out()
    {
        Network with = Network.Dense("4-9-3", new Rng(1), dropout: 0.5), without = Network.Dense("4-9-3", new Rng(1));
        var x = new Matrix(20, 4);
        x.FillNormal(new Rng(2));
        int[] labels = [.. Enumerable.Range(0, 20).Select(i => i % 3)];
        var data = new Dataset("few", x, OneHot.Encode(labels, 3), labels, 3);
        Assert.Equal(Evaluation.Of(without, data), Evaluation.Of(with, data));
    }

    [Fact]
    public void What_others_hold_in_the_current_workspace_stays_theirs()
    {
        var data = new Dataset("small", Matrix.Of([[1, 0], [0, 1]]), Matrix.Of([[0, 0], [1, 1]]));
        var workspace = new Workspace();
        using Workspace.Scope scope = workspace.Enter();
        Matrix mine = data.Inputs.Scaled(7);
        Evaluation first = Evaluation.Of(Through(2), data);
        Assert.Equal([7, 0, 0, 7], mine.ToArray());
        Assert.Equal(first, Evaluation.Of(Through(2), data));
    }

    /// <summary>One linear layer whose output is its input.</summary>
    private static Network Through(int units, Precision precision = Precision.Single)
    {
        Network network = Network.Dense($"{units}-{units}", new Rng(0), loss: Loss.SquaredError, bias: false, precision: precision);
        network[1].W.Value.Fill(0);
        for (int i = 0; i < units; i++)
        {
            network[1].W.Value[i, i] = 1;
        }

        return network;
    }
}
