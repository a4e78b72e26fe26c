using Apical.Learning;
using Apical.Models;
using Apical.Optimizers;

namespace Apical.Tests.Rules;

/// <summary>sacramento2018: the steady state of its circuits, and what it says of their errors.</summary>
public sealed class DendriticErrorTests
{
    /// <summary>
    /// Linear, x = 2, w₁ = 0.5, w₂ = 3, t = 1, B = −1; λ = 0.5, λ_N = λ_I = 0.25. Up: v₁ = 1, v₂ = 3, v^I = 3.
    /// Down: u₂ = ¾·3 + ¼·1 = 2.5, u^I = ¾·3 + ¼·2.5 = 2.875, v_A = −2.5 + 2.875 = 0.375, u₁ = ½·1 + ½·0.375 = 0.6875.
    /// So δ₂ = 3 − 2.5 against r₁ = 0.6875, and δ₁ = 0.5 − 0.6875 = −0.1875.
    /// ΔW^IP ∝ (3 − 2.875)·0.6875, ΔW^PI ∝ 0.375·2.875, ΔB ∝ (−2.5 − 0.6875)·2.5; signs as gradients.
    /// </summary>
    [Theory]
    [InlineData(false, 0.5, -0.1875, 0.125)]
    [InlineData(true, 0.5 / 0.25, -0.1875 / (0.25 * 0.5), 0.125 / 0.25)]
    public void Worked_by_hand(bool rescale, double output, double hidden, double interneuron)
    {
        Network network = Network.Dense("1-1-1", new Rng(0), Activation.Identity, Loss.SquaredError, bias: false, precision: Precision.Double);
        (network[1].W.Value[0, 0], network[2].W.Value[0, 0]) = (0.5, 3);
        var rule = new DendriticError(network, new Rng(0), new()
        {
            Lambda = 0.5,
            LambdaOut = 0.25,
            LambdaInterneuron = 0.25,
            Rescale = rescale,
            LateralRate = 1,
            TopDownRate = 1,
        });
        (World.Named(rule, "B1").Value[0, 0], World.Named(rule, "PI1").Value[0, 0]) = (-1, 1);
        Assert.Equal(3, World.Named(rule, "IP1").Value[0, 0]);
        var batch = new Batch(Matrix.Of([[2]], Precision.Double), Matrix.Of([[1]], Precision.Double));

        Pass pass = network.Forward(batch.X);
        TeachingSignals signals = rule.Teach(pass, batch);
        var updates = new Updates();
        rule.LearnFeedback(pass, signals, batch, default, updates);

        Assert.Equal(output, signals[2][0, 0], 1e-14);
        Assert.Equal(hidden, signals[1][0, 0], 1e-14);
        Assert.Equal(0.6875, signals.Presynaptic(2)![0, 0], 1e-14);
        Assert.Null(signals.Presynaptic(1));
        Assert.Equal(interneuron * 0.6875, updates.GradientOf(World.Named(rule, "IP1"))![0, 0], 1e-14);
        Assert.Equal(0.375 * 2.875, updates.GradientOf(World.Named(rule, "PI1"))![0, 0], 1e-14);
        Assert.Equal(-3.1875 * 2.5, updates.GradientOf(World.Named(rule, "B1"))![0, 0], 1e-14);
    }

    /// <summary>The basal share as part of the weights: u₁ = 1 + ½·0.375.</summary>
    [Fact]
    public void Additive_mixing_leaves_the_basal_potential_whole()
    {
        Network network = Network.Dense("1-1-1", new Rng(0), Activation.Identity, Loss.SquaredError, bias: false, precision: Precision.Double);
        (network[1].W.Value[0, 0], network[2].W.Value[0, 0]) = (0.5, 3);
        var rule = new DendriticError(network, new Rng(0), new() { Lambda = 0.5, LambdaOut = 0.25, LambdaInterneuron = 0.25, Mix = ApicalMix.Additive });
        World.Named(rule, "B1").Value[0, 0] = -1;
        var batch = new Batch(Matrix.Of([[2]], Precision.Double), Matrix.Of([[1]], Precision.Double));
        TeachingSignals signals = rule.Teach(network.Forward(batch.X), batch);
        Assert.Equal(1 + 0.5 * 0.375, signals.Presynaptic(2)![0, 0], 1e-14);
        Assert.Equal(-0.1875 / (0.25 * 0.5), signals[1][0, 0], 1e-14);
    }

    /// <summary>Section 2 of the paper: without nudging the apical dendrites of a self-predicting network are silent.</summary>
    [Theory]
    [InlineData(ApicalMix.Convex, InterneuronKind.Learned)]
    [InlineData(ApicalMix.Convex, InterneuronKind.Tied)]
    [InlineData(ApicalMix.Additive, InterneuronKind.Learned)]
    public void A_self_predicting_network_has_no_error_where_nothing_is_taught(ApicalMix mix, InterneuronKind interneurons)
    {
        var world = new World(1, World.Deep, loss: Loss.SquaredError);
        var rule = new DendriticError(world.Network, new Rng(2), new() { Mix = mix, Interneurons = interneurons, Rescale = false, Lambda = 0.9 });
        var untaught = new Batch(world.Batch.X, world.Pass.H[5].Clone());
        TeachingSignals signals = rule.Teach(world.Pass, untaught);
        for (int i = 1; i <= 5; i++)
        {
            Assert.InRange(signals[i].Abs().Max(), 0, 1e-12);
        }

        Assert.True(rule.Teach(world.Pass, world.Batch)[1].Abs().Max() > 1e-4);
    }

    /// <summary>Equation of the paper's section 2: u_k − u_k^- is of order λ^{N−k+1} when all mixing factors are λ.</summary>
    [Theory]
    [InlineData(ApicalMix.Convex)]
    [InlineData(ApicalMix.Additive)]
    public void The_signal_falls_with_a_power_of_lambda_for_each_layer(ApicalMix mix)
    {
        var world = new World(3, World.Deep);
        double[] Norms(double lambda)
        {
            TeachingSignals signals = new DendriticError(world.Network, new Rng(4), new()
            {
                Lambda = lambda,
                LambdaOut = lambda,
                LambdaInterneuron = lambda,
                Mix = mix,
                Rescale = false,
            }).Teach(world.Pass, world.Batch);
            return [.. Enumerable.Range(1, 5).Select(i => signals[i].Norm())];
        }

        // Doubles resolve λ⁵ to five digits; the next order is λ.
        double[] at = Norms(0.01), half = Norms(0.005);
        for (int i = 1; i <= 5; i++)
        {
            Assert.Equal(5 - i + 1, Math.Log2(at[i - 1] / half[i - 1]), 0.1);
        }
    }

    [Theory]
    [InlineData(World.Deep)]
    [InlineData(World.Local)]
    [InlineData(World.Strides)]
    public void With_symmetric_weights_it_becomes_backpropagation_as_lambda_goes_to_zero(string net)
    {
        var world = new World(5, net);
        TeachingSignals gradient = new Backpropagation(world.Network).Teach(world.Pass, world.Batch);
        double[] Angles(double lambda)
        {
            var rule = new DendriticError(world.Network, new Rng(6), new() { Lambda = lambda, LambdaOut = lambda, LambdaInterneuron = lambda });
            for (int i = 1; i < world.Network.L; i++)
            {
                World.Named(rule, $"B{i}").Value.CopyFrom(world.Network[i + 1].W.Value.T.ToMatrix());
            }

            TeachingSignals signals = rule.Teach(world.Pass, world.Batch);
            Matrices.Close(gradient[world.Network.L], signals[world.Network.L], 1e-9);
            return [.. Enumerable.Range(1, world.Network.L).Select(i => Matrices.Degrees(gradient[i], signals[i]))];
        }

        // The angle is of order λ: a quarter of it at a quarter of λ.
        double[] large = Angles(0.02), small = Angles(0.005);
        for (int i = 0; i < world.Network.L - 1; i++)
        {
            Assert.InRange(small[i], 0, 4);
            Assert.InRange(small[i], 0.2 * large[i], 0.3 * large[i]);
        }
    }

    [Fact]
    public void Tied_interneurons_are_self_predicting_ones()
    {
        var world = new World(7, World.Deep);
        TeachingSignals learned = new DendriticError(world.Network, new Rng(8)).Teach(world.Pass, world.Batch),
            tied = new DendriticError(world.Network, new Rng(8), new() { Interneurons = InterneuronKind.Tied }).Teach(world.Pass, world.Batch);
        for (int i = 1; i <= 5; i++)
        {
            Matrices.Close(learned[i], tied[i], 1e-9);
        }
    }

    /// <summary>From random weights, interneurons learn to predict, and apical dendrites fall silent.</summary>
    [Fact]
    public void Plastic_interneurons_find_the_self_predicting_state()
    {
        var world = new World(9, "5-7-6-3", loss: Loss.SquaredError);
        var rule = new DendriticError(world.Network, new Rng(10), new() { Start = LateralStart.Random, LateralRate = 1 });
        var untaught = new Batch(world.Batch.X, world.Pass.H[3].Clone());
        double before = rule.Teach(world.Pass, untaught)[1].Norm();
        var optimizer = new Sgd(0.3);
        for (int step = 0; step < 3000; step++)
        {
            var updates = new Updates();
            rule.LearnFeedback(world.Pass, rule.Teach(world.Pass, untaught), untaught, default, updates);
            optimizer.Step(updates, 0);
        }

        Assert.InRange(rule.Teach(world.Pass, untaught)[1].Norm(), 0, 0.06 * before);
    }

    [Theory]
    [InlineData("dendritic-error", 0.1, 0.1)]
    [InlineData("dendritic-error:interneurons=tied", 0.1, 0.1)]
    public void It_beats_shallow_learning_and_itself_with_frozen_hidden_layers(string text, double rate, double feedbackRate)
    {
        double rule = Loss(text, frozen: false);
        Assert.InRange(rule, 0, 0.7 * Loss("shallow", frozen: false));
        Assert.InRange(rule, 0, 0.7 * Loss(text, frozen: true));

        double Loss(string name, bool frozen)
        {
            Network network = Network.Dense("2-20-10-1", new Rng(11), Activation.Tanh, Apical.Networks.Loss.SquaredError);
            foreach (Layer layer in network.Layers.SkipLast(1))
            {
                layer.Frozen = frozen;
            }

            var learner = new NetworkLearner(RuleCatalog.Make(name, network, new Rng(12)), new Sgd(rate), new Sgd(feedbackRate));
            for (int step = 0; step < 3000; step++)
            {
                learner.Learn(Xor(step), new Moment(step));
            }

            Batch test = Xor(-1);
            return network.Loss.Mean(network.Forward(test.X), test.T);
        }
    }

    [Fact]
    public void Pooling_is_refused_in_the_catalog_too()
    {
        var image = new ModelRequest { Net = NetworkSpec.Parse(World.Images), Rng = new Rng(1), Optimizer = new Sgd() };
        Assert.StartsWith("Layer 1 pools its units, and this rule compares rates of somas one by one. Use strides instead of pooling",
            Assert.Throws<ArgumentException>(() => ModelChoice.Parse("dendritic-error").Make(image)).Message);
    }

    // The product of the signs of two normal numbers, which no layer of random features of this size has.
    private static Batch Xor(int step)
    {
        Matrix x = new(2, 20), t = new(1, 20);
        x.FillNormal(new Rng(13).Fork("step", step));
        for (int c = 0; c < 20; c++)
        {
            t[0, c] = x[0, c] * x[1, c] > 0 ? 0.8 : -0.8;
        }

        return new Batch(x, t);
    }
}
