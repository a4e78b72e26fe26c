using Apical.Training;

namespace Apical.Papers.Meulemans2019;

/// <summary>A row of table 3.1, or of the table that its numbers are from, that is trained here: a method, its settings, and the published error.</summary>
/// <param name="Name">The method, as the table calls it.</param>
/// <param name="Rule">The rule, with its settings.</param>
/// <param name="Rate">Rate of the weights at the start.</param>
/// <param name="Published">Test error in percent; NaN for a control that is not in the table.</param>
internal sealed record Table31Row(string Name, string Rule, double Rate, double Published)
{
    /// <summary>The set that it learns.</summary>
    public Need Data { get; init; } = Need.Mnist;

    /// <summary>The optimizer of the weights; null for that of all rows.</summary>
    public string? Optimizer { get; init; }

    /// <summary>L2 decay of the weights.</summary>
    public double Decay { get; init; }

    /// <summary>Rate of feedback that learns.</summary>
    public double? FeedbackRate { get; init; }

    /// <summary>The optimizer of feedback that learns; null for that of the weights.</summary>
    public string? FeedbackOptimizer { get; init; }

    /// <summary>Whether feedback and weights learn in turn, an epoch each: then there are twice as many epochs.</summary>
    public bool Alternates { get; init; }

    /// <summary>Time relative to backpropagation.</summary>
    public double Cost { get; init; } = 1;

    /// <summary>Where its settings come from.</summary>
    public string Source { get; init; } = "rule from section 3.1.2 or 3.2; its settings and rates ours, found by apical sweep (docs/tuning.md)";

    /// <summary>Whether the table has it.</summary>
    public bool IsPublished => double.IsFinite(Published);

    /// <summary>As parameters of the experiment.</summary>
    public IEnumerable<ISetting> Settings => [new Told(Name, Text, From), OwnRate, .. FeedbackRate is null ? Array.Empty<ISetting>() : [OwnFeedbackRate]];

    /// <summary>What to train.</summary>
    /// <param name="setup">Scale, seed, data.</param>
    /// <param name="common">What all rows share; its epochs are those of the weights.</param>
    public Recipe Recipe(Setup setup, Recipe common)
    {
        int epochs = Alternates ? 2 * common.Epochs : common.Epochs;
        return common with
        {
            Data = common.Data with { Set = setup.Choose(Data), Folder = setup.DataDir },
            Rule = Rule,
            Optimizer = Optimizer is null ? common.Optimizer : Optimizer,
            WeightDecay = Decay,
            LearningRate = OwnRate.Value,
            FeedbackLearningRate = FeedbackRate is null ? null : OwnFeedbackRate.Value,
            FeedbackOptimizer = FeedbackOptimizer is { } own ? new(own) : null,
            FeedbackAlternates = Alternates,
            Schedule = FormattableString.Invariant($"cosine:{epochs}"),
            Epochs = epochs,
            Seed = setup.Seed,
        };
    }

    private string From => IsPublished ? Source : "our control";

    private Fixed<double> OwnRate => new($"{Name}: rate", Rate, From);

    private Fixed<double> OwnFeedbackRate => new($"{Name}: feedback rate", FeedbackRate ?? 0, From);

    private string Text => string.Join(
        ", ", new[]
        {
            Rule,
            Optimizer,
            FeedbackOptimizer is null ? null : $"feedback {FeedbackOptimizer}",
            Alternates ? "in turn" : null,
            Decay > 0 ? FormattableString.Invariant($"decay {Decay}") : null,
        }.OfType<string>());
}
