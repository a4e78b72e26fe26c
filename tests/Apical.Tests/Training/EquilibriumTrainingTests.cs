using Apical.Learning;
using Apical.Models;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>Rules at equilibrium, trained as the command trains.</summary>
public sealed class EquilibriumTrainingTests
{
    private readonly DataSplits _digits = new Recipe { Data = new() { Set = "digits" } }.LoadData();

    /// <summary>Hidden layers that learn must be worth something: the same net, data and epochs, with the output layer alone learning.</summary>
    [Theory]
    [InlineData("dynamical-tp", "784-10-10")]
    [InlineData("dynamical-dtp", "784-32-32-10")]
    [InlineData("multiplexed-tp", "784-32-32-10")]
    public void Each_is_far_better_than_an_output_layer_that_learns_alone(string rule, string net)
    {
        double taught = Accuracy(rule, net), shallow = Math.Max(Accuracy("shallow", net), Accuracy("shallow", net, 1));
        Assert.True(taught > shallow + 0.1, $"{rule} {taught}, shallow {shallow}");
    }

    /// <summary>Feedback acts in use, so what is saved must hold it: the model that comes back answers with the same bits.</summary>
    [Fact]
    public void A_model_file_is_enough_to_predict()
    {
        Recipe recipe = With("dynamical-dtp", "784-16-16-10") with { Epochs = 1 };
        ILearner learner = recipe.MakeLearner(_digits.Train, run: 1);
        recipe.MakeTrainer(learner, _digits.Training, run: 1).Run(TestContext.Current.CancellationToken);
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");
        try
        {
            TrainedModel.Of(ModelCards.Of(recipe, _digits, run: 1, epoch: 1), learner).Save(file);
            var loaded = TrainedModel.Load(file);
            var x = new Matrix(784, 5);
            x.FillUniform(new Rng(1), 0, 1);
            Assert.Equal(learner.Predict(x).ToArray(), loaded.Learner.Predict(x).ToArray());
            Assert.NotEqual(((NetworkLearner)learner).Network.Forward(x).H[3].ToArray(), loaded.Learner.Predict(x).ToArray());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Recipe With(string rule, string net) => new()
    {
        Data = new() { Set = "digits" },
        Rule = rule,
        Net = net,
        Activation = "leaky-relu:0.35",
        Initialiser = "orthogonal",
        Epochs = 5,
    };

    private double Accuracy(string rule, string net, double? rate = null)
    {
        Recipe recipe = With(rule, net) with { LearningRate = rate };
        ILearner learner = recipe.MakeLearner(_digits.Train, run: 1);
        recipe.MakeTrainer(learner, _digits.Training, run: 1).Run(TestContext.Current.CancellationToken);
        return learner.Evaluate(_digits.Test!).Accuracy;
    }
}
