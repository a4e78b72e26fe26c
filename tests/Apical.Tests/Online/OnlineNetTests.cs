using Apical.Learning;
using Apical.Online;
using Apical.Optimizers;

namespace Apical.Tests.Online;

/// <summary>The online learner is the ordinary network and rule, sample by sample.</summary>
public sealed class OnlineNetTests
{
    private const int Steps = 10_000;

    public static TheoryData<OnlineRule, string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<OnlineRule, string, string, string>();
            foreach (OnlineRule rule in Enum.GetValues<OnlineRule>())
            {
                foreach (string activation in new[] { "tanh", "hard-tanh" })
                {
                    cases.Add(rule, "7-5-1", activation, "binary-cross-entropy");
                    cases.Add(rule, "12-16-1", activation, "squared-error");
                    cases.Add(rule, "6-9-3-1", activation, "binary-cross-entropy");
                    cases.Add(rule, "5-17-2-6-1", activation, "squared-error");
                }
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Equals_the_ordinary_network_and_rule_over_ten_thousand_steps(OnlineRule kind, string net, string activation, string loss)
    {
        const double Rate = 0.02;
        LearningRule rule = Ordinary(kind, net, activation, loss);
        OnlineNet<double> online = OnlineNet<double>.Of(rule, Rate);
        var learner = new NetworkLearner(rule, new Sgd(Rate));
        Network after = Network.Dense(net, new Rng(99), Activation.Parse(activation), Loss.Parse(loss), precision: Precision.Double);
        Stream(online.Inputs, (step, x, t) =>
        {
            var batch = new Batch(Matrix.Of(x.Length, 1, x, Precision.Double), Matrix.Of(1, 1, [t], Precision.Double));
            double expected = step % 100 == 0 ? learner.Predict(batch.X)[0, 0] : double.NaN;
            double found = online.Predict(x);
            if (!double.IsNaN(expected))
            {
                Assert.Equal(expected, found, 1e-9);
            }

            learner.Learn(batch);
            online.Learn(t);
        });

        online.CopyTo(after);
        foreach ((Parameter expected, Parameter found) in rule.Network.Parameters.Zip(after.Parameters))
        {
            Assert.All(expected.Value.ToArray().Zip(found.Value.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        }
    }

    [Theory]
    [InlineData(OnlineRule.Mdfa)]
    [InlineData(OnlineRule.Dfa)]
    [InlineData(OnlineRule.Bp)]
    public void Single_precision_follows_double(OnlineRule kind)
    {
        LearningRule rule = Ordinary(kind, "8-12-4-1", "tanh", "binary-cross-entropy");
        OnlineNet<double> wide = OnlineNet<double>.Of(rule, 0.05);
        OnlineNet<float> narrow = OnlineNet<float>.Of(rule, 0.05);
        Stream(8, (_, x, t) =>
        {
            Assert.Equal(wide.Predict(x), narrow.Predict([.. x.Select(one => (float)one)]), 2e-3);
            wide.Learn(t);
            narrow.Learn((float)t);
        }, 1000);
    }

    [Fact]
    public void Categories_are_inputs_of_zero_or_one()
    {
        var options = new OnlineOptions { Categories = 6, Active = 2, Rule = OnlineRule.Bp };
        var sparse = new OnlineNet<double>("5-7-1", new Rng(3), options);
        Network network = Network.Dense("11-7-1", new Rng(4), Activation.Tanh, Loss.BinaryCrossEntropy, precision: Precision.Double);
        sparse.CopyTo(network);
        OnlineNet<double> dense = OnlineNet<double>.Of(new Backpropagation(network), options.LearningRate);
        Stream(5, (step, x, t) =>
        {
            int first = step % 6, second = (step * step + 1) % 6;
            double[] ones = new double[6];
            ones[first]++;
            ones[second]++;
            Assert.Equal(dense.PredictAndLearn([.. x, .. ones], t), sparse.PredictAndLearn(x, t, first, second), 1e-9);
        }, 1000);
    }

    [Theory]
    [InlineData(OnlineRule.Mdfa)]
    [InlineData(OnlineRule.Dfa)]
    [InlineData(OnlineRule.Bp)]
    public void Learns_the_exclusive_or_of_two_inputs_among_fair_ones(OnlineRule kind)
    {
        var net = new OnlineNet<float>("16-16-1", new Rng(1), new() { Rule = kind });
        var rng = new Rng(2);
        float[] x = new float[16];
        int wrong = 0;
        for (int step = 0; step < 60_000; step++)
        {
            ulong bits = rng.NextUInt64();
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = (bits >> i & 1) == 1 ? 1 : -1;
            }

            float t = x[3] * x[11] < 0 ? 1 : 0;
            wrong += step >= 30_000 && net.PredictAndLearn(x, t) > 0.5f != t > 0.5f ? 1 : 0;
            if (step < 30_000)
            {
                net.PredictAndLearn(x, t);
            }
        }

        Assert.InRange(wrong / 30_000.0, 0, 0.015);
    }

    [Fact]
    public void Allocates_nothing()
    {
        foreach (OnlineRule kind in Enum.GetValues<OnlineRule>())
        {
            var net = new OnlineNet<float>("32-16-8-1", new Rng(1), new() { Rule = kind, Categories = 10, Active = 1 });
            float[] x = new float[32];
            int[] active = [4];                             // a literal among the arguments would be allocated where code is not optimised
            net.PredictAndLearn(x, 1, active);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < 1000; step++)
            {
                net.Predict(x, active);
                net.Learn(step & 1);
                net.PredictAndLearn(x, 1, active);
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void Says_how_large_its_state_is()
    {
        // 16 · 32 weights, 16 biases, 16 of feedback, 16 + 1 of the output
        Assert.Equal(4 * (512 + 16 + 16 + 17), new OnlineNet<float>("32-16-1", new Rng(1)).StateBytes);
        Assert.Equal(8 * (512 + 16 + 17), new OnlineNet<double>("32-16-1", new Rng(1), new() { Rule = OnlineRule.Bp }).StateBytes);
        Assert.Equal(4 * (512 + 16 + 16 + 17 + 160), new OnlineNet<float>("32-16-1", new Rng(1), new() { Categories = 10, Active = 1 }).StateBytes);
    }

    [Fact]
    public void Weights_above_the_first_layer_never_fall_below_the_floor()
    {
        var net = new OnlineNet<float>("4-6-5-1", new Rng(1), new() { LearningRate = 1, Floor = 0.01 });
        Network network = Network.Dense("4-6-5-1", new Rng(2), Activation.Tanh, Loss.BinaryCrossEntropy);
        Stream(4, (_, x, t) => net.PredictAndLearn([.. x.Select(one => (float)one)], (float)t), 500);
        net.CopyTo(network);
        Assert.Equal(0.01f, Math.Min(network[2].W.Value.Min(), network[3].W.Value.Min()), 1e-8);
        Assert.True(network[1].W.Value.Min() < 0);
    }

    [Fact]
    public void Refuses_what_it_cannot_be()
    {
        Assert.Contains("such as 32-16-1; got '32-1'", Assert.Throws<ArgumentException>(() => new OnlineNet<float>("32-1", new Rng(1))).Message);
        Assert.Contains("one output", Assert.Throws<ArgumentException>(() => new OnlineNet<float>("32-16-2", new Rng(1))).Message);
        Assert.Contains("not relu", Assert.Throws<ArgumentException>(() => new OnlineOptions { Activation = Activation.Relu }).Message);
        Assert.Contains("not cross-entropy", Assert.Throws<ArgumentException>(() => new OnlineOptions { Loss = Loss.CrossEntropy }).Message);
        var many = new OnlineOptions { Categories = 1, Active = 2 };
        Assert.Contains("2 of 1", Assert.Throws<ArgumentException>(() => new OnlineNet<float>("3-2-1", new Rng(1), many)).Message);
        var net = new OnlineNet<float>("3-2-1", new Rng(1), new() { Categories = 2, Active = 1 });
        Assert.Contains("Expected 3 numbers and 1 categories, got 2 and 1", Assert.Throws<ArgumentException>(() => net.Predict([1, 2], 0)).Message);
        Assert.Contains("0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => net.Predict([1, 2, 3], 2)).Message);
        Network other = Network.Dense("3-2-1", new Rng(1), Activation.Relu, Loss.BinaryCrossEntropy);
        Assert.Contains("not relu", Assert.Throws<ArgumentException>(() => OnlineNet<float>.Of(new Backpropagation(other), 0.1)).Message);
        Network tanh = Network.Dense("3-2-1", new Rng(1), Activation.Tanh, Loss.BinaryCrossEntropy);
        Assert.Contains("not by ShallowLearning", Assert.Throws<ArgumentException>(() => OnlineNet<float>.Of(new ShallowLearning(tanh), 0.1)).Message);
        Assert.Throws<NotSupportedException>(() => new OnlineNet<Half>("3-2-1", new Rng(1)));
    }

    private static LearningRule Ordinary(OnlineRule kind, string net, string activation, string loss)
    {
        var rng = new Rng(11);
        Network network = Network.Dense(net, rng, Activation.Parse(activation), Loss.Parse(loss), precision: Precision.Double);
        return kind switch
        {
            OnlineRule.Mdfa => new MonotoneDirectFeedbackAlignment(network, rng),
            OnlineRule.Dfa => new DirectFeedbackAlignment(network, rng),
            _ => new Backpropagation(network),
        };
    }

    // Normal inputs; the target is whether the product of the first two is positive.
    private static void Stream(int inputs, Action<int, double[], double> use, int steps = Steps)
    {
        var rng = new Rng(5);
        for (int step = 0; step < steps; step++)
        {
            double[] x = [.. Enumerable.Range(0, inputs).Select(_ => rng.Normal())];
            use(step, x, x[0] * x[1] > 0 ? 1 : 0);
        }
    }
}
