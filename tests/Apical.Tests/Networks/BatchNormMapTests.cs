using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

/// <summary>What is normalised together: the units of a map where a convolution is at either end, else each unit by itself.</summary>
public sealed class BatchNormMapTests
{
    /// <summary>Features of layer 1, 2, …, by the definition.</summary>
    [Theory]
    [InlineData("2x5x6-conv3@2x3+same:max2-conv4@2x2-5-3", 2, 3, 4, 5)]
    [InlineData("2x5x6-conv3@2x3-local4@2x2-5-3", 2, 3, 36, 5)]         // local4 hands up 4 maps of 3×3: each unit by itself
    [InlineData("2x5x6-local3@2x3-conv4@2x2-3", 60, 3, 4)]
    [InlineData("2x5x6-conv3@2x3:mean-3", 2, 3)]
    [InlineData("1x4x4-conv1@2x2-3", 1, 1)]
    [InlineData("6-5-3", 6, 5)]
    public void What_is_normalised_together_has_mean_0_and_variance_1(string net, params int[] features)
    {
        Network network = Network.Dense(net, new Rng(1), Activation.Tanh, Loss.SquaredError, precision: Precision.Double, batchNorm: BatchNorm.Learned);
        Batch batch = World.Draw(network, new Rng(2), 20);
        var pass = new Pass(network);
        network.Forward(batch.X, pass, trainingStep: 0);
        Assert.Equal(features, network.Layers.Select(layer => layer.Normalisation!.Features));
        for (int i = 1; i <= network.L; i++)
        {
            (double[] h, double[] x) = (pass.H[i - 1].ToArray(), pass.Input(i).ToArray());
            int together = x.Length / features[i - 1];
            for (int f = 0; f < features[i - 1]; f++)
            {
                double[] before = h[(f * together)..((f + 1) * together)], after = x[(f * together)..((f + 1) * together)];
                double mean = before.Average(), variance = before.Average(number => (number - mean) * (number - mean));
                Assert.Equal(before.Select(number => (number - mean) / Math.Sqrt(variance + 1e-5)), after, (one, other) => Math.Abs(one - other) < 1e-10);
            }
        }
    }

    [Fact]
    public void Maps_of_one_unit_need_two_samples_and_larger_ones_do_not()
    {
        foreach (BatchNorm form in new[] { BatchNorm.Plain, BatchNorm.Learned, BatchNorm.Batch })
        {
            bool always = form == BatchNorm.Batch;
            Assert.Equal((2, always ? 2 : 1), Smallest("6-5-3", form));
            Assert.Equal((1, 1), Smallest("1x4x4-conv2@2x2-3", form));
            Assert.Equal((2, always ? 2 : 1), Smallest("1x4x4-conv2@2x2:mean-3", form));
            Assert.Equal((2, always ? 2 : 1), Smallest("1x4x4-conv2@2x2-5-3", form));
        }

        Assert.Equal((1, 1), Smallest("6-5-3", BatchNorm.None));
    }

    [Fact]
    public void One_sample_of_a_map_is_enough_to_learn_from()
    {
        Network network = Network.Dense("1x4x4-conv2@2x2-3", new Rng(1), batchNorm: BatchNorm.Plain);
        Batch batch = World.Draw(network, new Rng(2), 1);
        var pass = new Pass(network);
        network.Forward(batch.X, pass, trainingStep: 0);
        Assert.All(pass.H[2].ToArray(), h => Assert.True(double.IsFinite(h)));
    }

    [Fact]
    public void A_normalisation_for_other_units_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Layer(new Dense(6, 2), Activation.Tanh, new Rng(1), "fc")
        {
            Normalisation = new InputNormalisation(BatchNorm.Plain, "fc", 2, 4),
        });
        Assert.StartsWith("fc takes in 6 units, the normalisation is made for 2 features of 4.", error.Message, StringComparison.Ordinal);
    }

    private static (int Training, int Use) Smallest(string net, BatchNorm form)
    {
        Network network = Network.Dense(net, new Rng(1), batchNorm: form);
        return (network.SmallestBatch(training: true), network.SmallestBatch(training: false));
    }
}
