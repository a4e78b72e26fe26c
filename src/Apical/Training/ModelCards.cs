using Apical.Data;
using Apical.Models;

namespace Apical.Training;

/// <summary>Comes from a recipe and its data to what a model file must say.</summary>
public static class ModelCards
{
    /// <summary>The card of a model that a run trains.</summary>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="data">The data, loaded as the recipe says.</param>
    /// <param name="run">Number of the run, from 1.</param>
    /// <param name="epoch">Whole epochs behind it.</param>
    public static ModelCard Of(Recipe recipe, DataSplits data, int run, int epoch)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        Recipe r = recipe.Resolve(data.Train);
        ISamples train = data.Train;
        return new()
        {
            Rule = r.Rule.Text,
            Net = r.Net!.Text,
            Activation = r.Activation.Text,
            Output = r.Output!.Value.Name,
            Loss = r.Loss!.Value.Name,
            Bias = r.Bias,
            BatchNorm = r.BatchNorm!.Text,
            Precision = r.Precision,
            Seed = r.Seed,
            Run = run,
            Epoch = epoch,
            Data = r.Data.Set.Text,
            Classes = train.Classes,
            ClassNames = train.ClassNames,
            Targets = r.Data.Targets.Value is var (low, high) && train.Classes > 0 ? (low, high) : (0, 1),
            Shape = train.Shape,
            Preparation = r.Data.Set.Value.Preparation,
            FeatureNames = data.FeatureNames.Count == train.Features ? data.FeatureNames : [],
            OutputNames = data.TargetNames.Count == train.Outputs ? data.TargetNames : [],
            Normalisation = OfInputs(data.Fitted, train.Features),
            TargetNormalisation = data.FittedTargets,
            ClassWeights = r.ClassWeights == ClassWeighting.None ? [] : Balance.WeightsOf(train),
            Recipe = recipe.ToJson().ToJsonString(),
        };
    }

    // Samples that are made of several which were normalised before: the same can be done to the whole where all features are treated alike.
    private static Normalisation? OfInputs(Normalisation? how, int features) =>
        how is null || how.Scale.Count == 0 || how.Scale.Count == features ? how
            : how.Centre.Distinct().Count() == 1 && how.Scale.Distinct().Count() == 1
                ? Normalisation.Of([.. Enumerable.Repeat(how.Centre[0], features)], [.. Enumerable.Repeat(how.Scale[0], features)], how.Shift, how.Record)
            : null;
}
