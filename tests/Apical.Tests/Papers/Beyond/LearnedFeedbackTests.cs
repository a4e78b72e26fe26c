using Apical.Papers;
using Apical.Papers.Beyond;
using Apical.Runs;
using Apical.Training;

namespace Apical.Tests.Papers.Beyond;

/// <summary>Learned feedback beside the logs of Akrout et al. 2019: rates, shapes and initial weights of the released code, and that each claim can fail.</summary>
public sealed class LearnedFeedbackTests
{
    private static readonly LearnedFeedback s_experiment = new();

    // As the logs have it: accuracy (%), angle of signals, angle of B to Wᵀ of the output layer.
    private static readonly (string Name, double Accuracy, double Signal, double Matrix)[] s_logged =
        [("BP", 98.5, 0, 0), ("FA", 97.8, 34.9, 40.0), ("weight mirror", 98.49, 3.2, 3.8), ("Kolen–Pollack", 98.45, 3.1, 3.6)];

    /// <summary>The files experiment_config.txt of the logs, and main.py.</summary>
    [Theory]
    [InlineData("BP", 0.2)]
    [InlineData("FA", 0.2)]
    [InlineData("weight mirror", 0.05)]
    [InlineData("Kolen–Pollack", 0.3)]
    public void Rows_are_trained_as_the_logged_runs(string name, double rate)
    {
        Recipe recipe = LearnedFeedback.RecipeOf(new() { Scale = Scale.Paper }, name);

        Assert.Equal((rate, 128, 400, "784-500-10"), (recipe.LearningRate, recipe.Batch, recipe.Epochs, recipe.Net!.Text));
        Assert.Equal((0, null, null), (recipe.WeightDecay, recipe.Data.TrainSamples, recipe.Data.TestSamples));
        Assert.Equal(("sigmoid", "binary-cross-entropy", "none"), (recipe.Activation.Text, recipe.Loss!.Text, recipe.Data.Normalise.Text));
    }

    /// <summary>W and B ~ N(0, 1/(fan-in + fan-out)): 500 × 10 entries of variance 1/510.</summary>
    [Fact]
    public void Weights_and_feedback_are_drawn_as_in_the_released_code()
    {
        Recipe recipe = LearnedFeedback.RecipeOf(new() { Scale = Scale.Paper }, "FA");
        Network network = Network.Dense(recipe.Net!.Text, new Rng(1), recipe.Activation.Value, initialiser: recipe.Initialiser.Value);
        double[] w = network[2].W.Value.ToArray(), b = RuleCatalog.Make(recipe.Rule.Text, network, new Rng(2)).Feedback.Single().Value.ToArray();

        Assert.All(new[] { w, b }, entries => Assert.Equal(1.0 / 510, entries.Average(x => x * x), 0.1 / 510));
    }

    [Fact]
    public void Logged_numbers_hold_and_each_claim_can_fail()
    {
        Assert.All(Conclude(s_logged), claim => Assert.True(claim.Holds, claim.Text));

        // A weight mirror that learns nothing: fixed feedback's angles, and less accuracy.
        (string, double, double, double)[] worse = [.. s_logged.Select(row => row.Name is "BP" or "FA" ? row : (row.Name, 90, 35, 40))];
        Assert.All(Conclude(worse).Where(claim => !claim.Text.StartsWith("BP", StringComparison.Ordinal) && !claim.Text.StartsWith("FA", StringComparison.Ordinal)),
            claim => Assert.False(claim.Holds, claim.Text));
        Assert.All(Conclude([.. s_logged.Select(row => row.Name is "BP" or "FA" ? (row.Name, 90, 90, 90) : row)]).Where(claim =>
            claim.Text.StartsWith("BP", StringComparison.Ordinal) || claim.Text.StartsWith("FA", StringComparison.Ordinal)),
            claim => Assert.False(claim.Holds, claim.Text));
    }

    private static IReadOnlyList<Claim> Conclude((string Name, double Accuracy, double Signal, double Matrix)[] rows) => s_experiment.Conclude(
        new() { Scale = Scale.Paper },
        new(rows.Select(row => new JobResult<Measurements>(row.Name, 1,
            new Measurements().Add(TrainingJob.TestAccuracy, row.Accuracy / 100).Add(new Track("angleToBackpropPerSample/1"), row.Signal)
                .Add(new Track("angleBW/1"), row.Matrix),
            null, 0)))).Claims;
}
