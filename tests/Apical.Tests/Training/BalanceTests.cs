using Apical.Training;

namespace Apical.Tests.Training;

public sealed class BalanceTests
{
    /// <summary>n / (k · n_c) with n = 6, k = 2 and n_c = 4, 2; the class without samples counts in no way.</summary>
    [Fact]
    public void Each_class_counts_the_same()
    {
        var set = new Dataset("s", new Matrix(6, 1), OneHot.Encode([0, 0, 2, 0, 2, 0], 3), [0, 0, 2, 0, 2, 0], 3);
        Assert.Equal([0.75, 0, 1.5], Balance.WeightsOf(set));
        Assert.Contains("has no classes", Assert.Throws<ArgumentException>(() =>
            Balance.WeightsOf(new Dataset("s", new Matrix(2, 1), new Matrix(2, 1)))).Message, StringComparison.Ordinal);
    }

    /// <summary>A copy of a sample and a weight of two are the same to the gradient: of three samples, one of class 1, weights 3/4 and 3/2 as of four with
    /// that one twice.</summary>
    [Fact]
    public void A_rare_sample_is_learned_as_if_it_were_there_more_often()
    {
        var x = Matrix.Of(3, 2, [1, 0, 0, 1, 1, 1], Precision.Double);
        int[] labels = [0, 0, 1];
        Matrix Learned(Dataset set, ClassWeighting weights, double rate)
        {
            var recipe = new Recipe { Net = "2-3-2", Precision = Precision.Double, ClassWeights = weights, LearningRate = rate, Batch = set.Count, Epochs = 1 };
            var learner = recipe.MakeLearner(set, run: 1);
            learner.Learn(new Batch(set.Inputs.T.ToMatrix().Clone(), set.Targets.T.ToMatrix().Clone(), set.Labels));
            return learner.Parameters[0].Value;
        }

        var rare = new Dataset("s", x, OneHot.Encode(labels, 2, precision: Precision.Double), labels, 2);
        Dataset twice = rare.Select([0, 1, 2, 2]);
        double[] weighted = Learned(rare, ClassWeighting.Balanced, 0.5).ToArray(), copied = Learned(twice, ClassWeighting.None, 0.5).ToArray();
        Assert.Equal(copied, weighted, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.NotEqual(Learned(rare, ClassWeighting.None, 0.5).ToArray(), weighted);
    }
}
