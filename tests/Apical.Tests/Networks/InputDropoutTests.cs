using Apical.Learning;
using Apical.Optimizers;
using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

/// <summary>Oracle: h_0 is x where the mask is 1/(1 − p), else 0; in use it is x.</summary>
public sealed class InputDropoutTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.7)]
    public void The_stated_fraction_is_dropped_and_the_rest_scaled(double p)
    {
        (Network network, Matrix x) = Make(p);
        Pass pass = new(network);
        network.Forward(x, pass, trainingStep: 3);
        double[] given = x.ToArray(), left = pass.H[0].ToArray();
        Assert.Equal(p, left.Count(h => h == 0) / (double)left.Length, 4 * Math.Sqrt(p * (1 - p) / left.Length));
        for (int i = 0; i < given.Length; i++)
        {
            Assert.True(left[i] == 0 || Math.Abs(left[i] - (given[i] / (1 - p))) < 1e-14);
        }

        Assert.Same(x, pass.X);
        Matrices.SameBits(network.Forward(pass.H[0]).H[2], pass.H[2], "what layers compute from it");
    }

    [Fact]
    public void Nothing_is_dropped_in_use()
    {
        (Network network, Matrix x) = Make(0.5);
        Pass pass = new(network);
        network.Forward(x, pass, trainingStep: 0);
        network.Forward(x, pass);
        Assert.Same(x, pass.H[0]);
        var learner = new NetworkLearner(new Backpropagation(network), new Sgd(0.1));
        Matrices.SameBits(Make(0).Network.Forward(x).H[2], learner.Predict(x));
    }

    [Fact]
    public void Masks_depend_on_the_step_and_leave_those_of_layers_alone()
    {
        Matrix ones = new(200, 50, Precision.Double);
        ones.Fill(1);
        Matrix Left(double inputs, long step, int i)
        {
            Network network = Network.Dense("200-200-3", new Rng(1), Activation.Identity, dropout: 0.5, precision: Precision.Double, inputDropout: inputs);
            var pass = new Pass(network);
            network.Forward(ones, pass, step);
            return i == 0 ? pass.H[0] : pass.D(1);
        }

        Matrices.SameBits(Left(0.2, 4, 0), Left(0.2, 4, 0));
        Matrices.Differ(Left(0.2, 4, 0), Left(0.2, 5, 0), "another step");
        Matrices.Differ(Left(0.5, 4, 0), Left(0.5, 4, 1), "the layer's mask");
        Matrices.SameBits(Left(0, 4, 1), Left(0.2, 4, 1), "the layer's mask, with and without");
        Matrices.SameBits(
            Left(0.2, 4, 0), Dropped(Network.Dense("200-200-3", new Rng(1), dropout: 0.5, precision: Precision.Double, inputDropout: 0.2)
                .WithHidden((_, layer) => layer)), "other hidden layers");

        Matrix Dropped(Network network)
        {
            var pass = new Pass(network);
            network.Forward(ones, pass, 4);
            return pass.H[0];
        }
    }

    [Fact]
    public void Backpropagation_is_the_gradient_behind_the_mask()
    {
        Network network = Network.Dense("4-6-3", new Rng(3), Activation.Tanh, precision: Precision.Double, inputDropout: 0.4);
        Batch batch = World.Draw(network, new Rng(4), 5);
        var pass = new Pass(network);
        network.Forward(batch.X, pass, 7);
        var updates = new Updates();
        network.AddUpdates(pass, new Backpropagation(network).Teach(pass, batch), updates);
        Matrix expected = NumericalGradient.Of(network, batch, network[1].W, 7);
        Matrices.Close(expected, updates.GradientOf(network[1].W)!, 1e-6);
    }

    [Fact]
    public void Perturbed_passes_see_the_same_inputs()
    {
        // To first order in the noise, what it finds averages to the gradient of the loss behind one mask; behind two it would not.
        Network network = Network.Dense("3-2", new Rng(3), loss: Loss.SquaredError, precision: Precision.Double, inputDropout: 0.5);
        Batch batch = World.Draw(network, new Rng(4), 4);
        var pass = new Pass(network);
        network.Forward(batch.X, pass, 7);
        Matrix exact = new Backpropagation(network).Teach(pass, batch)[1].Clone();
        Matrix found = new NodePerturbation(network, new Rng(5), new() { Samples = 4000, Sigma = 1e-3 }).Teach(pass, batch, new Moment(7))[1];
        Matrices.Close(exact, found, 0.15);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void What_is_no_probability_is_refused(double p) => Assert.Throws<ArgumentOutOfRangeException>(() => Make(p));

    private static (Network Network, Matrix X) Make(double p)
    {
        Network network = Network.Dense("200-8-2", new Rng(1), Activation.Sigmoid, precision: Precision.Double, inputDropout: p);
        Matrix x = new(200, 50, Precision.Double);
        x.FillNormal(new Rng(2));
        return (network, x);
    }
}
