using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="FeedbackAlignment"/>.</summary>
public sealed record FeedbackAlignmentOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<FeedbackAlignmentOptions> Settings { get; } = new Settings<FeedbackAlignmentOptions>(() => new())
        .With(FeedbackOptions.LayerByLayer, o => o.Feedback, (o, x) => o with { Feedback = x })
        .Number("sparsity", o => o.Sparsity, (o, x) => o with { Sparsity = x }, "fraction of W_i and B_i held at zero, from 0 up to 1 (excluded)");

    /// <summary>How B_i is drawn.</summary>
    public FeedbackOptions Feedback { get; init; } = new();

    /// <summary>Fraction of the entries of each W_i and B_i that is held at zero: sparse feedback alignment.</summary>
    /// <value>Default 0. From 0 up to 1 (excluded).</value>
    public double Sparsity
    {
        get;
        init => field = value is >= 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(Sparsity), value, "Sparsity is the fraction held at zero, from 0 up to 1 (excluded).");
    }
}
