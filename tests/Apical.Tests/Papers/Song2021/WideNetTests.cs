using Apical.Learning;
using Apical.Optimizers;
using Apical.Papers.Song2021;

namespace Apical.Tests.Papers.Song2021;

/// <summary>The networks of song2021 in the coordinates of their samples must be the networks themselves.</summary>
public sealed class WideNetTests
{
    private const int Inputs = 9, Samples = 4, Hidden = 30, Steps = 40;
    private const double Eta = 0.3, Lambda = 0.05;

    [Fact]
    public void A_linear_network_in_its_few_directions_is_the_network()
    {
        WideStart start = Start(out _);
        var plain = new WideNet(start, ScalarFunction.Identity, Step.OfSum(0.02));
        var few = new LinearWideNet(start, Step.OfSum(0.02));
        for (int t = 0; t < Steps; t++)
        {
            plain.Step(Lambda);
            few.Step(Lambda);
            Assert.Equal(plain.SquaredError, few.SquaredError, 1e-9 * plain.SquaredError);
            Assert.Equal(plain.Cosine, few.Cosine, 1e-10);
        }
    }

    [Theory]
    [InlineData(ScalarFunction.Tanh)]
    [InlineData(ScalarFunction.Relu)]
    [InlineData(ScalarFunction.Sigmoid)]
    [InlineData(ScalarFunction.Identity)]
    public void The_steps_of_W_X_are_those_of_the_weights_under_ridge_fa(ScalarFunction psi)
    {
        // f = V ψ(W x) with V = βᵀ/√p: steps of η/p on V are steps of η on β, and the feedback of the plain network is b/√p.
        WideStart start = Start(out Matrix w);
        double rootP = Math.Sqrt(Hidden);
        var hidden = new Layer(new Dense(Inputs, Hidden), Activation.Parse(psi.ToString().ToLowerInvariant()), new Rng(0), "layer1", Initialiser.Zeros,
            bias: false, precision: Precision.Double);
        var output = new Layer(new Dense(Hidden, 1), Activation.Identity, new Rng(0), "layer2", Initialiser.Zeros, bias: false, precision: Precision.Double);
        var network = new Network([hidden, output], Loss.SquaredError);
        hidden.W.Value.CopyFrom(w);
        output.W.Value.CopyFrom(start.Beta.T.ToMatrix().Scaled(1 / rootP));
        var rule = new RidgeFeedbackAlignment(network, new Rng(0), new() { Lambda = Lambda * Hidden });
        rule.Feedback[0].Value.CopyFrom(start.B.Scaled(1 / rootP));
        var batch = new Batch(start.X, start.Y);
        Optimizer first = Optimizer.Create("sgd", Eta), second = Optimizer.Create("sgd", Eta / Hidden);

        var net = new WideNet(start, psi, new Step(Eta, 1.0 / Samples));
        for (int t = 0; t < Steps; t++)
        {
            Pass pass = network.Forward(start.X);
            var updates = new Updates();
            network.AddUpdates(pass, rule.Teach(pass, batch), updates);
            first.Step(Only(updates, hidden.W), t);
            second.Step(Only(updates, output.W), t);
            net.Step(Lambda);
        }

        Assert.True(net.A.Minus(hidden.W.Value.Dot(start.X)).Abs().Max() < 1e-10);
        Assert.True(net.Beta.Scaled(1 / rootP).Minus(output.W.Value.T.ToMatrix()).Abs().Max() < 1e-10);
        Assert.True(net.A.Minus(start.A).Norm() > 0.1, "The weights must have moved.");

        static Updates Only(Updates all, Parameter parameter)
        {
            var some = new Updates();
            for (int i = 0; i < all.Count; i++)
            {
                if (all[i].Parameter == parameter)
                {
                    some.Add(parameter, all[i].Delta, all[i].Presynaptic!);
                    some.Penalise(parameter, all[i].Penalty);
                }
            }

            return some;
        }
    }

    [Fact]
    public void Dropout_that_silences_nobody_changes_nothing_and_half_changes_much()
    {
        WideStart start = Start(out _);
        WideNet plain = new(start, ScalarFunction.Tanh, Step.OfSum(0.05)), none = new(start, ScalarFunction.Tanh, Step.OfSum(0.05), new Rng(4), 0),
            half = new(start, ScalarFunction.Tanh, Step.OfSum(0.05), new Rng(4), 0.5);
        for (int t = 0; t < Steps; t++)
        {
            plain.Step(0);
            none.Step(0);
            half.Step(0);
        }

        Assert.Equal(plain.Cosine, none.Cosine);
        Assert.True(Math.Abs(plain.Cosine - half.Cosine) > 1e-3);
    }

    [Fact]
    public void A_warm_step_allocates_nothing()
    {
        WideStart start = Start(out _);
        IWideNet[] nets = [new WideNet(start, ScalarFunction.Tanh, Step.OfSum(0.05)),
            new WideNet(start, ScalarFunction.Relu, Step.OfSum(0.05), new Rng(4), 0.5), new LinearWideNet(start, Step.OfSum(0.05))];
        foreach (IWideNet net in nets)
        {
            net.Step(Lambda);
            net.Step(Lambda);
            long before = GC.GetAllocatedBytesForCurrentThread();
            net.Step(Lambda);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void The_network_of_figure_3_takes_the_steps_of_the_paper()
    {
        const int P = 25, Classes = 3;
        const double Rate = 0.2;
        RidgeFeedbackAlignment rule = Fig3Mnist.Make(new Rng(3), Inputs, P, Classes, Lambda);
        Network network = rule.Network;
        Matrix x = Normal(Inputs, Samples, "x", Precision.Single), t = Matrix.Of([[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0]]);
        double rootP = Math.Sqrt(P);
        Matrix w = network[1].W.Value.Scaled(rootP), beta = network[2].W.Value.Clone(), b = rule.Feedback[0].Value.Scaled(P);

        // All of the paper's weights are N(0, 1): 225, 75 and 75 of them here.
        Assert.All(new[] { w, beta, b }, weights => Assert.InRange(Math.Sqrt(weights.SumOfSquares() / weights.Count), 0.75, 1.25));

        // f = softmax(βᵀ relu(W x)/√p), W ← W − η/√p (b e ⊙ relu′) xᵀ, βᵀ ← (1 − ηλ) βᵀ − η/√p e hᵀ, with e averaged over the batch
        Matrix h = w.Dot(x).Map(ScalarFunction.Relu), e = beta.Dot(h).Scaled(1 / rootP).Softmax().Minus(t).Scaled(1.0 / Samples);
        w.AddProduct(-Rate / rootP, b.Dot(e).Times(h.Map(ScalarFunction.ReluSlope)), x.T);
        beta.AddProduct(-Rate / rootP, e, h.T, keep: 1 - (Rate * Lambda));

        var learner = new NetworkLearner(rule, Optimizer.Create("sgd", Rate));
        Matrix before = network[1].W.Value.Clone();
        learner.Learn(new Batch(x, t, [0, 1, 2, 0]));
        Assert.True(network[1].W.Value.Scaled(rootP).Minus(w).Abs().Max() < 1e-5);
        Assert.True(network[2].W.Value.Minus(beta).Abs().Max() < 1e-5);
        Assert.True(network[1].W.Value.Minus(before).Abs().Max() > 1e-4, "The weights must have moved.");
    }

    private static WideStart Start(out Matrix w)
    {
        w = Normal(Hidden, Inputs, "W", Precision.Double);
        Matrix x = Normal(Inputs, Samples, "x", Precision.Double);
        return new(x, w.Dot(x), Normal(Hidden, 1, "beta", Precision.Double), Normal(Hidden, 1, "b", Precision.Double),
            Normal(1, Samples, "y", Precision.Double));
    }

    private static Matrix Normal(int rows, int columns, string name, Precision precision)
    {
        var drawn = new Matrix(rows, columns, precision);
        drawn.FillNormal(new Rng(5).Fork(name));
        return drawn;
    }
}
