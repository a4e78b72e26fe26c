using Apical.Online;

namespace Apical.Tests.Online;

/// <summary>What would ruin a net is refused, and nothing was learned.</summary>
public sealed class OnlineSafetyTests
{
    [Theory]
    [InlineData("3-5-1")]
    [InlineData("8-9-4-1")]
    [InlineData("21-3-1")]
    public void Inputs_that_are_not_finite_are_refused_wherever_they_stand(string net)
    {
        foreach (OnlineRule rule in Enum.GetValues<OnlineRule>())
        {
            var options = new OnlineOptions { Rule = rule };
            var attacked = new OnlineNet<float>(net, new Rng(1), options);
            var twin = new OnlineNet<float>(net, new Rng(1), options);
            var rng = new Rng(2);
            for (int place = 0; place < attacked.Inputs; place++)
            {
                foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
                {
                    float[] x = [.. Enumerable.Range(0, attacked.Inputs).Select(_ => (float)rng.Normal())];
                    float[] spoilt = [.. x];
                    spoilt[place] = bad;
                    string told = Assert.Throws<ArgumentException>(() => attacked.PredictAndLearn(spoilt, 1)).Message;
                    Assert.StartsWith($"Input {place + 1} of {x.Length} is", told, StringComparison.Ordinal);
                    Assert.Contains("Predict one first", Assert.Throws<InvalidOperationException>(() => attacked.Learn(1)).Message);
                    Assert.Equal(twin.PredictAndLearn(x, place % 2), attacked.PredictAndLearn(x, place % 2));
                }
            }
        }
    }

    [Fact]
    public void Targets_that_are_not_finite_are_refused()
    {
        foreach (Loss loss in new[] { Loss.BinaryCrossEntropy, Loss.SquaredError })
        {
            var net = new OnlineNet<double>("2-3-1", new Rng(1), new() { Loss = loss });
            double before = net.Predict([1, 2]);
            foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            {
                Assert.Contains("finite target", Assert.Throws<ArgumentException>(() => net.Learn(bad)).Message, StringComparison.Ordinal);
                Assert.Throws<ArgumentException>(() => net.PredictAndLearn([1, 2], bad));
            }

            Assert.Equal(before, net.Predict([1, 2]));
            net.Learn(1);
            Assert.NotEqual(before, net.Predict([1, 2]));
        }
    }

    /// <summary>−(t ln h + (1 − t) ln (1 − h)) has no lower end where t is no probability: weights would grow for ever.</summary>
    [Theory]
    [InlineData(-0.001)]
    [InlineData(1.001)]
    [InlineData(2)]
    [InlineData(-1e300)]
    public void Targets_that_are_no_probability_are_refused_by_binary_cross_entropy_alone(double bad)
    {
        var net = new OnlineNet<double>("2-3-1", new Rng(1), new() { Rule = OnlineRule.Bp });
        double before = net.Predict([1, 2]);
        Assert.Contains("a probability between", Assert.Throws<ArgumentException>(() => net.Learn(bad)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => net.PredictAndLearn([1, 2], bad));
        Assert.Equal(before, net.Predict([1, 2]));
        foreach (double good in new[] { 0, 0.25, 1 })
        {
            net.PredictAndLearn([1, 2], good);
        }

        new OnlineNet<double>("2-3-1", new Rng(1), new() { Loss = Loss.SquaredError, LearningRate = 1e-300 }).PredictAndLearn([1, 2], bad);
    }

    [Fact]
    public void Nothing_is_learned_before_something_was_predicted()
    {
        Assert.Contains("Predict one first", Assert.Throws<InvalidOperationException>(() => new OnlineNet<float>("2-3-1", new Rng(1)).Learn(1)).Message);
        Assert.Contains("Predict one first", Assert.Throws<InvalidOperationException>(() => new OnlineNet<double>("2-3-1", new Rng(1)).Learn(1)).Message);
        var net = new OnlineNet<float>("2-3-1", new Rng(1), new() { Categories = 2, Active = 1 });
        net.Predict([1, 2], 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => net.Predict([1, 2], 2));
        Assert.Throws<InvalidOperationException>(() => net.Learn(1));
    }

    [Fact]
    public void Rates_that_are_not_positive_and_finite_are_refused()
    {
        var net = new OnlineNet<float>("2-3-1", new Rng(1));
        foreach (double rate in new[] { 0, -0.1, double.NaN, double.PositiveInfinity, 1e-60, 1e60 })
        {
            Assert.Contains("positive and finite", Assert.Throws<ArgumentOutOfRangeException>(() => net.LearningRate = rate).Message);
        }

        Assert.Equal(0.1, net.LearningRate);
        new OnlineNet<double>("2-3-1", new Rng(1)).LearningRate = 1e-60;
    }

    [Fact]
    public void A_net_that_runs_away_says_so_while_its_weights_are_still_numbers()
    {
        var net = new OnlineNet<float>("2-3-1", new Rng(1), new() { Loss = Loss.SquaredError, LearningRate = 1e4 });
        Exception error = Assert.ThrowsAny<Exception>(() =>
        {
            for (int step = 0; step < 100; step++)
            {
                net.PredictAndLearn([1, -1], step % 2);
            }
        });
        Assert.True(error is ArithmeticException or ArgumentException, error.ToString());
        Network network = Network.Dense("2-3-1", new Rng(2), Activation.Tanh, Loss.SquaredError);
        net.CopyTo(network);
        Assert.All(network.Parameters, parameter => Assert.All(parameter.Value.ToArray(), value => Assert.True(double.IsFinite(value))));
    }

    [Fact]
    public void Networks_that_compute_something_else_are_refused()
    {
        var net = new OnlineNet<float>("3-2-1", new Rng(1));
        foreach (Network other in new[]
        {
            Network.Dense("3-2-1", new Rng(1), Activation.Relu, Loss.BinaryCrossEntropy),
            Network.Dense("3-2-1", new Rng(1), Activation.HardTanh, Loss.BinaryCrossEntropy),
            Network.Dense("3-2-1", new Rng(1), Activation.Tanh, Loss.SquaredError),
            Network.Dense("3-2-1", new Rng(1), Activation.Tanh, Loss.BinaryCrossEntropy, bias: false),
            Network.Dense("3-2-1", new Rng(1), Activation.Tanh, Loss.BinaryCrossEntropy, dropout: 0.5),
            Network.Dense("3-2-1", new Rng(1), Activation.Tanh, Loss.BinaryCrossEntropy, inputDropout: 0.5),
            Network.Dense("3-4-1", new Rng(1), Activation.Tanh, Loss.BinaryCrossEntropy),
        })
        {
            Assert.Throws<ArgumentException>(() => net.CopyTo(other));
        }

        Network squashed = Network.Dense("3-2-1", new Rng(1), Activation.Tanh, Loss.SquaredError, output: Activation.Tanh);
        Assert.Contains("as its loss wants it", Assert.Throws<ArgumentException>(() => OnlineNet<float>.Of(new Backpropagation(squashed), 0.1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => OnlineNet<float>.Of(
            new Backpropagation(Network.Dense("3-2-1", new Rng(1), Activation.Tanh, Loss.BinaryCrossEntropy)), double.NaN));
    }
}
