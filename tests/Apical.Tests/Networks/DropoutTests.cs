using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

/// <summary>Oracle: a mask is 0 with the stated probability and 1/(1 − p) otherwise, so its mean is 1.</summary>
public sealed class DropoutTests
{
    private const int Units = 200, Batch = 50;

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void The_stated_fraction_is_dropped_and_the_rest_scaled_so_that_the_mean_stays(double p)
    {
        (Network network, Matrix x) = Make(p, Activation.Sigmoid);
        Pass quiet = network.Forward(x), pass = new(network);
        network.Forward(x, pass, trainingStep: 3);

        double[] full = quiet.H[1].ToArray(), dropped = pass.H[1].ToArray();
        double zeros = dropped.Count(h => h == 0) / (double)dropped.Length;
        Assert.Equal(p, zeros, 4 * Math.Sqrt(p * (1 - p) / dropped.Length));
        for (int i = 0; i < full.Length; i++)
        {
            Assert.True(dropped[i] == 0 || Math.Abs(dropped[i] - (full[i] / (1 - p))) < 1e-14);
        }

        double spread = Math.Sqrt(full.Average(h => h * h) * p / (1 - p) / full.Length);
        Assert.Equal(full.Average(), dropped.Average(), 4 * spread);
        Assert.Equal([.. quiet.A[1].ToArray()], pass.A[1].ToArray());
    }

    [Fact]
    public void Nothing_is_dropped_in_use()
    {
        (Network network, Matrix x) = Make(0.5, Activation.Sigmoid);
        Pass pass = new(network);
        network.Forward(x, pass, trainingStep: 0);
        Assert.True(pass.IsTraining);
        Assert.Equal(0, pass.TrainingStep);

        network.Forward(x, pass);

        Assert.False(pass.IsTraining);
        Assert.Null(pass.TrainingStep);
        Assert.True(pass.H[1].Min() > 0);
        Matrices.SameBits(network.Forward(x).H[2], pass.H[2]);
        Matrices.SameBits(network.Forward(x).D(1), pass.D(1));
    }

    [Theory]
    [InlineData("sigmoid")]
    [InlineData("identity")]
    [InlineData("relu")]
    public void D_is_the_slope_of_the_undropped_unit_times_the_mask(string activation)
    {
        Activation s = Activation.Parse(activation);
        (Network network, Matrix x) = Make(0.4, s);
        Pass quiet = network.Forward(x), pass = new(network);
        network.Forward(x, pass, trainingStep: 3);

        // The mask, from a layer whose units are all 1.
        (Network ones, _) = Make(0.4, Activation.Identity);
        ones[1].W.Value.Fill(0);
        ones[1].Bias!.Value.Fill(1);
        Pass mask = new(ones);
        ones.Forward(x, mask, trainingStep: 3);

        Matrices.Close(s.Slope(quiet.H[1]).Times(mask.H[1]), pass.D(1), 1e-15);
        Assert.False(pass.HasUnitSlope(1));
        Matrices.Close(pass.D(1), pass.ToA(mask.A[1], 1), 1e-15);
    }

    [Fact]
    public void Masks_depend_on_step_and_layer_and_are_the_same_when_asked_again()
    {
        Network network = Network.Dense("200-200-200-3", new Rng(1), Activation.Identity, dropout: 0.5, precision: Precision.Double);
        Matrix x = new(200, 50, Precision.Double);
        x.Fill(1);
        long[] At(long step, int layer)
        {
            var pass = new Pass(network);
            network.Forward(x, pass, step);
            return Matrices.Bits(pass.D(layer));
        }

        Assert.Equal(At(4, 1), At(4, 1));
        Assert.NotEqual(At(4, 1), At(5, 1));
        Assert.NotEqual(At(4, 1), At(4, 2));
    }

    [Fact]
    public void The_output_is_never_dropped()
    {
        Network network = Network.Dense("4-5-3", new Rng(1), dropout: 0.5);
        Assert.Equal([0.5, 0], network.Layers.Select(layer => layer.Dropout));
    }

    private static (Network Network, Matrix X) Make(double dropout, Activation hidden)
    {
        Network network = Network.Dense($"3-{Units}-2", new Rng(1), hidden, dropout: dropout, precision: Precision.Double);
        Matrix x = new(3, Batch, Precision.Double);
        x.FillNormal(new Rng(2));
        return (network, x);
    }
}
