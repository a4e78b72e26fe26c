using Apical.Training;

namespace Apical.Papers.Meulemans2019;

/// <summary>A row of table 3.1 that is trained here: a method, its settings, and the published error.</summary>
/// <param name="Name">The method, as the table calls it.</param>
/// <param name="Rule">The rule, with its settings.</param>
/// <param name="Rate">Rate of the weights at the start.</param>
/// <param name="Published">Test error on MNIST in percent; NaN for a control that is not in the table.</param>
internal sealed record Table31Row(string Name, string Rule, double Rate, double Published)
{
    private const string Source = "rule from section 3.1.2 or 3.2; its settings and rates ours, found by apical sweep (docs/tuning.md)";

    /// <summary>L2 decay of the weights.</summary>
    public double Decay { get; init; }

    /// <summary>Rate of feedback that learns.</summary>
    public double? FeedbackRate { get; init; }

    /// <summary>Time relative to backpropagation.</summary>
    public double Cost { get; init; } = 1;

    /// <summary>Whether the table has it.</summary>
    public bool IsPublished => double.IsFinite(Published);

    /// <summary>As a parameter of the experiment.</summary>
    public ISetting Setting => new Fixed<string>(Name, Text, IsPublished ? Source : "our control");

    /// <summary>What to train.</summary>
    /// <param name="setup">Scale, seed, data.</param>
    /// <param name="common">What all rows share.</param>
    public Recipe Recipe(Setup setup, Recipe common) => common with
    {
        Data = common.Data with { Set = setup.Choose(Need.Mnist), Folder = setup.DataDir },
        Rule = Rule,
        WeightDecay = Decay,
        LearningRate = Rate,
        FeedbackLearningRate = FeedbackRate,
        Seed = setup.Seed,
    };

    private string Text => FormattableString.Invariant($"{Rule}, rate {Rate}")
        + (FeedbackRate is { } feedback ? FormattableString.Invariant($", feedback {feedback}") : "")
        + (Decay > 0 ? FormattableString.Invariant($", decay {Decay}") : "");
}
