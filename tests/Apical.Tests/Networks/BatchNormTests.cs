using Apical.Learning;
using Apical.Optimizers;
using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

/// <summary>Layers that normalise their input over the batch, and what the learner does for feedback that takes several steps.</summary>
public sealed class BatchNormTests
{
    private static readonly Network s_network = Network.Dense("5-4-3-2", new Rng(1), Activation.Tanh, Loss.SquaredError, precision: Precision.Double,
        batchNorm: BatchNorm.Batch);

    [Fact]
    public void What_enters_a_layer_has_mean_0_and_variance_1_per_unit()
    {
        Batch batch = World.Draw(s_network, new Rng(2), 50);
        Pass pass = s_network.Forward(batch.X);
        for (int i = 1; i <= 3; i++)
        {
            Assert.All(pass.Input(i).RowSums().ToArray(), sum => Assert.Equal(0, sum / 50, 1e-12));
            Assert.All(pass.Input(i).RowSumsOfSquares().ToArray(), sum => Assert.Equal(1, sum / 50, 1e-3));
            Matrices.Close(pass.H[i - 1], pass.Denormalise(i, pass.Input(i)), 1e-12);
            Matrices.Close(pass.Input(i), pass.Normalise(i, pass.H[i - 1]), 1e-12);
        }
    }

    [Fact]
    public void Backpropagation_takes_the_gradient_through_the_statistics()
    {
        Batch batch = World.Draw(s_network, new Rng(3), 7);
        var updates = new Updates();
        Pass pass = s_network.Forward(batch.X);
        s_network.AddUpdates(pass, new Backpropagation(s_network).Teach(pass, batch), updates);
        foreach (Layer layer in s_network.Layers)
        {
            Matrix W = layer.W.Value, gradient = updates.GradientOf(layer.W)!;
            for (int r = 0; r < W.Rows; r++)
            {
                double was = W[r, 1];
                W[r, 1] = was + 1e-5;
                double up = s_network.Loss.Mean(s_network.Forward(batch.X), batch.T);
                W[r, 1] = was - 1e-5;
                double down = s_network.Loss.Mean(s_network.Forward(batch.X), batch.T);
                W[r, 1] = was;
                Assert.Equal((up - down) / 2e-5, gradient[r, 1], 1e-8);
            }
        }
    }

    [Fact]
    public void One_sample_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => s_network.Forward(new Matrix(5, 1, Precision.Double)));
        Assert.StartsWith("Layer 1 normalises its input over the batch, which takes at least two samples; this batch has 1.", error.Message,
            StringComparison.Ordinal);
    }

    /// <summary>Targets that are the outputs themselves come back as the activations: the normalisation is undone on the way.</summary>
    [Fact]
    public void Target_propagation_turns_the_normalisation_back()
    {
        Network network = Network.Dense("5-4-4-4", new Rng(4), Activation.Tanh, Loss.SquaredError, initialiser: Initialiser.Orthogonal,
            precision: Precision.Double, batchNorm: BatchNorm.Batch);
        Batch batch = World.Draw(network, new Rng(5), 9);
        Pass pass = network.Forward(batch.X);
        var targets = ((ITargetRule)RuleCatalog.Make("mtp", network, new Rng(6))).Targets(pass, new Batch(batch.X, pass.H[3].Clone()));
        Matrices.Close(pass.H[2], targets[2]!, 1e-10);
        Matrices.Close(pass.H[1], targets[1]!, 1e-10);
    }

    [Fact]
    public void Feedback_takes_the_steps_asked_for_with_other_noise_in_each_and_pretraining_leaves_the_weights()
    {
        var world = new World(7);
        LearningRule rule = RuleCatalog.Make("dtp-ai:init=glorot", world.Network, world.Rng);
        Matrix Q = rule.Feedback[0].Value, start = Q.Clone(), W = world.Network[1].W.Value.Clone();
        var updates = new Updates();
        for (int step = 0; step < 3; step++)
        {
            updates.Clear();
            rule.LearnFeedback(world.Pass, new TeachingSignals(3), world.Batch, new Moment(0, FeedbackStep: step), updates);
            Q.AddScaled(-0.1, updates.GradientOf(rule.Feedback[0].Parameter)!);
        }

        Matrix expected = Q.Clone();
        Q.CopyFrom(start);
        new NetworkLearner(rule, new Sgd(0.1)) { FeedbackSteps = 3, FeedbackPretraining = 1 }.Learn(world.Batch);

        Matrices.Close(expected, Q, 1e-12);
        Matrices.SameBits(W, world.Network[1].W.Value);
    }
}
