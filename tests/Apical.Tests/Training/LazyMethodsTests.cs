using Apical.Learning;
using Apical.Tests.Rules;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>demirbilek2021, 1.3: methods that are a kind of network, by their names in the catalog.</summary>
public sealed class LazyMethodsTests
{
    private static readonly DataSplits s_digits = DataCatalog.Find("digits").Load(new DataRequest()).Limit(64, 32);

    [Theory]
    [InlineData("gaussian-features", "relu")]
    [InlineData("relu-features", "relu")]
    [InlineData("linear-features", "identity")]
    public void Features_stay_as_they_are_drawn_and_the_output_learns(string id, string activation)
    {
        NetworkLearner learner = Learner(id);
        Network network = learner.Network;
        Assert.Equal((activation, true), (network[1].Activation.Name, network[1].Frozen));
        Matrix[] before = [.. network.Parameters.Select(p => p.Value.Clone())];
        Steps(learner, 5);
        for (int i = 0; i < before.Length; i++)
        {
            bool output = network[network.L].Parameters.Contains(network.Parameters[i]);
            Assert.Equal(!output, before[i].ToArray().SequenceEqual(network.Parameters[i].Value.ToArray()));
        }
    }

    /// <summary>An sd of √(6/(784 + 512)) = 0.068 and a width of 1/√784 = 0.036: far apart for 400,000 draws.</summary>
    [Fact]
    public void Features_have_the_spread_of_the_released_code()
    {
        Network network = Network.Dense("784-512-10", new Rng(1));
        Matrix gaussian = RuleCatalog.Make("gaussian-features", network, new Rng(2)).Network[1].W.Value;
        Matrix uniform = RuleCatalog.Make("relu-features", network, new Rng(2)).Network[1].W.Value;
        Assert.Equal(Math.Sqrt(6.0 / (784 + 512)), gaussian.Norm() / Math.Sqrt(gaussian.Count), 5e-4);
        Assert.Equal(1.0 / 28, uniform.Max(), 1e-4);
        Assert.Equal(1.0 / 28 / Math.Sqrt(3), uniform.Norm() / Math.Sqrt(uniform.Count), 5e-4);
    }

    [Fact]
    public void The_kernel_network_learns_its_linear_part_and_keeps_its_gates()
    {
        NetworkLearner learner = Learner("ntk");
        Layer layer = learner.Network[1];
        double[] g = layer.Gates!.G.Value.ToArray(), w = layer.W.Value.ToArray();
        Steps(learner, 5);
        Assert.Equal(g, layer.Gates.G.Value.ToArray());
        Assert.NotEqual(w, layer.W.Value.ToArray());
        Assert.Contains(learner.Parameters, parameter => parameter.Name == "layer1/G");
    }

    /// <summary>With one hidden layer and fixed output weights the output is linear in W: f(W + W′) = f(W) + f(W′).</summary>
    [Theory]
    [InlineData("ntk")]
    [InlineData("ntk:gate=step")]
    public void The_kernel_network_is_linear_in_its_hidden_weights(string id)
    {
        Network network = Network.Dense("6-9-2", new Rng(1), loss: Loss.SquaredError, bias: false, precision: Precision.Double);
        network = RuleCatalog.Make(id, network, new Rng(2)).Network;
        Matrix x = World.Draw(network, new Rng(3), 5).X, W = network[1].W.Value, first = W.Clone(), second = new(9, 6, Precision.Double);
        second.FillNormal(new Rng(4));
        Matrix sum = network.Forward(x).H[2].Clone();
        W.CopyFrom(second);
        sum.Add(network.Forward(x).H[2]);
        W.Add(first);
        Matrices.Close(sum, network.Forward(x).H[2], 1e-13);
    }

    [Fact]
    public void They_start_from_the_output_weights_that_other_rules_start_from()
    {
        double[] bp = Learner("bp").Network[2].W.Value.ToArray();
        Assert.All(["ntk", "gaussian-features", "relu-features", "linear-features"], (string id) => Assert.Equal(bp, Learner(id).Network[2].W.Value.ToArray()));
        Assert.Equal(Learner("bp").Network[1].W.Value.ToArray(), Learner("ntk").Network[1].W.Value.ToArray());
    }

    [Fact]
    public void They_can_be_compared_with_other_rules()
    {
        string[] rules = ["bp", "ntk", "relu-features"];
        var comparison = new Comparison([.. rules.Select(rule => new Recipe { Rule = rule, Net = "784-20-10", Epochs = 2 })], runs: 1,
            s_digits)
        { Threads = 1 };
        Assert.All(comparison.Run(TestContext.Current.CancellationToken), result => Assert.Equal(0, result.Failed));
    }

    private static NetworkLearner Learner(string id) =>
        Assert.IsType<NetworkLearner>(new Recipe { Rule = id, Net = "784-20-10" }.MakeLearner(s_digits.Train, 1));

    private static void Steps(NetworkLearner learner, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            learner.Learn(World.Draw(learner.Network, new Rng(1).Fork("step", step), 8), new Moment(step));
        }
    }
}
