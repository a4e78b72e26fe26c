using Apical.Learning;
using Apical.Training;

namespace Apical.Tests.Models;

/// <summary>Segregated dendrites that tests train on the built-in digits.</summary>
internal static class SegregatedNets
{
    public const string Rule = "segregated-dendrites", Rate = Rule + ":mode=rate", Brief = Rule + ":phase=20:test=30:settling=10";

    public static Batch BatchOf(DataSplits data, int samples)
    {
        Matrix x = new(data.Test.Features, samples), t = new(data.Test.Outputs, samples);
        int[] labels = new int[samples];
        data.Test.Gather([.. Enumerable.Range(0, samples)], x, t, labels);
        return new(x, t, labels);
    }

    public static Recipe Recipe(string rule, string net, int samples, int epochs, double rate) => new()
    {
        Data = new() { Set = "digits", TrainSamples = samples, TestSamples = 200, Normalise = "unit" },
        Net = net,
        Rule = rule,
        Epochs = epochs,
        Batch = 4,
        LearningRate = rate,
        Seed = 2,
    };

    public static (ILearner Learner, DataSplits Data) Make(string rule, string net, int samples)
    {
        Recipe recipe = Recipe(rule, net, samples, 1, 0.5);
        DataSplits data = recipe.LoadData();
        return (recipe.MakeLearner(data.Train, 1), data);
    }
}
