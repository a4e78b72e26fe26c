using Apical.Learning;
using Apical.Pipelines;
using Apical.Training;

namespace Apical.Tests.Pipelines;

/// <summary>Small networks that are trained by stages that are threads.</summary>
internal static class Stages
{
    public const int Features = 6, Classes = 3;

    /// <summary>A learner of four layers, the same each time.</summary>
    public static ILearner Fresh(string rule, Precision precision = Precision.Single, Func<Recipe, Recipe>? with = null)
    {
        var recipe = new Recipe
        {
            Rule = rule,
            Net = $"{Features}-17-9-12-{Classes}",
            LearningRate = 0.1,
            Optimizer = "momentum",
            Precision = precision,
        };
        Matrix targets = OneHot.Encode([0, 1, 2, 0], Classes, precision: precision);
        return (with?.Invoke(recipe) ?? recipe).MakeLearner(
            new Dataset("few", new Matrix(4, Features, precision), targets, [0, 1, 2, 0], classes: Classes), run: 1);
    }

    /// <summary>The batch of a step.</summary>
    public static Batch Samples(int count, int step, Precision precision = Precision.Single)
    {
        Rng rng = new Rng(7).Fork("samples", step);
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => rng.NextInt(Classes))];
        double[] t = [.. Enumerable.Range(0, Classes).SelectMany(k => labels.Select(label => label == k ? 1.0 : 0))];
        double[] x = [.. Enumerable.Range(0, Features * count).Select(_ => rng.Normal())];
        return new(Matrix.Of(Features, count, x, precision), Matrix.Of(Classes, count, t, precision), labels);
    }

    /// <summary>Trains by stages, and brings all weights to all of them.</summary>
    public static (double[] State, StepResult[] Found)[] Train(string rule, int stages, int[] batches, PipelineOptions? options = null) =>
        ThreadLinks.Run(stages, links =>
        {
            var learner = new LayerParallelLearner(Fresh(rule), rule, links, options);
            StepResult[] found = [.. Steps(learner, batches)];
            learner.Settle(finish: true);
            return (Numbers(learner), found);
        });

    /// <summary>Trains by some steps.</summary>
    /// <param name="learner">What learns.</param>
    /// <param name="batches">Samples in each batch.</param>
    /// <param name="first">The number of the first step.</param>
    public static IEnumerable<StepResult> Steps(ILearner learner, int[] batches, int first = 0) =>
        batches.Select((count, step) => learner.Learn(Samples(count, first + step), new(first + step, (first + step) / 10.0)));

    /// <summary>All that a learner knows.</summary>
    public static double[] Numbers(ILearner learner) =>
        [.. learner.State.Matrices.OrderBy(one => one.Key, StringComparer.Ordinal).SelectMany(one => one.Value.ToArray())];
}
