using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>How fixed or learned feedback matrices start.</summary>
public sealed record FeedbackOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<FeedbackOptions> Settings { get; } = new Settings<FeedbackOptions>(() => new())
        .Number("scale", o => o.Scale, (o, x) => o with { Scale = x }, "factor on B_i as it is drawn; positive")
        .Form("init", Initialiser.Parse, o => o.Initialiser, (o, x) => o with { Initialiser = x }, "how B_i is drawn: uniform ±1/√n_i (ours)");

    /// <summary>How B_i is drawn; it is given the fan-in and fan-out of the connection that it carries back.</summary>
    /// <value>Default: uniform ±1/√fan-in, as the forward weights (ours; lillicrap2016 draws uniformly and scales by trial).</value>
    public Initialiser Initialiser { get; init; } = Initialiser.UniformFanIn;

    /// <summary>Factor on the drawn entries, so that the error arrives at a useful size.</summary>
    /// <value>Default 1. Positive: 0 would silence every hidden layer.</value>
    public double Scale
    {
        get;
        init => field = Checked.Positive(value, nameof(Scale), "Feedback needs a positive, finite scale: with 0, no error reaches the hidden layers.");
    } = 1;
}
