
namespace Apical.Tests.Networks;

/// <summary>Losses depend on differences of logits only, and keep their digits when the network is sure; expectations by log1p and exp in double.</summary>
public sealed class LossDigitsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1e4)]
    [InlineData(1e6)]
    [InlineData(-1e6)]
    public void Cross_entropy_does_not_see_what_is_added_to_all_logits(double shift) =>
        Assert.Equal(Math.Log(1 + Math.Exp(-3)), Mean(Loss.CrossEntropy, [shift + 2, shift - 1], [1, 0], Precision.Single), 2e-7);

    [Theory]
    [InlineData(12)]
    [InlineData(17)]
    [InlineData(40)]
    [InlineData(80)]
    public void A_sure_network_has_a_small_loss_and_not_none(double margin)
    {
        double expected = Math.Exp(-margin);            // ln(1 + e) − e is e²/2, far below
        foreach (Precision precision in new[] { Precision.Single, Precision.Double })
        {
            Assert.Equal(1, Mean(Loss.CrossEntropy, [margin, 0], [1, 0], precision) / expected, 1e-4);
            Assert.Equal(1, Mean(Loss.CrossEntropy, [500, 500 + margin], [0, 1], precision) / expected, 1e-4);
            Assert.Equal(1, Mean(Loss.BinaryCrossEntropy, [margin], [1], precision) / expected, 1e-4);
            Assert.Equal(1, Mean(Loss.BinaryCrossEntropy, [-margin], [0], precision) / expected, 1e-4);
        }
    }

    /// <summary>Two largest are equal: ln 2; and soft targets are as by hand.</summary>
    [Fact]
    public void Ties_and_soft_targets_are_right()
    {
        Assert.Equal(Math.Log(2), Mean(Loss.CrossEntropy, [7, 7, -90], [1, 0, 0], Precision.Double), 1e-15);
        Assert.Equal(-((0.3 * Math.Log(0.25)) + (0.7 * Math.Log(0.75))), Mean(Loss.CrossEntropy, [0, Math.Log(3)], [0.3, 0.7], Precision.Double), 1e-15);
        Assert.Equal(-((0.3 * Math.Log(0.75)) + (0.7 * Math.Log(0.25))), Mean(Loss.BinaryCrossEntropy, [Math.Log(3)], [0.3], Precision.Double), 1e-15);
    }

    /// <summary>The loss of one sample whose logits are the inputs: the only layer is the identity.</summary>
    private static double Mean(Loss loss, double[] logits, double[] targets, Precision precision)
    {
        Network network = Network.Dense($"{logits.Length}-{logits.Length}", new Rng(1), Activation.Tanh, loss: loss, bias: false, precision: precision);
        network[1].W.Value.Fill(0);
        for (int i = 0; i < logits.Length; i++)
        {
            network[1].W.Value[i, i] = 1;
        }

        return loss.Mean(network.Forward(Matrix.Of(logits.Length, 1, logits, precision)), Matrix.Of(targets.Length, 1, targets, precision));
    }
}
