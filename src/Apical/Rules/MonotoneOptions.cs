using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="MonotoneDirectFeedbackAlignment"/> and <see cref="MonotoneFeedbackAlignment"/>.</summary>
public sealed record MonotoneOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<MonotoneOptions> Settings { get; } = new Settings<MonotoneOptions>(() => new())
        .With(FeedbackOptions.Settings, o => o.Feedback, (o, x) => o with { Feedback = x })
        .Meaning("init", "how B_i is drawn: uniform from 0.001 to 1/√n_i; also standard-uniform or abs-normal")
        .Number("floor", o => o.Floor, (o, x) => o with { Floor = x }, "least weight above the first layer; 0 in the paper, 1e-6 in its released code");

    /// <summary>How B_i is drawn. No entry may be negative.</summary>
    /// <value>Default: uniform in [0.001, 1/√fan-in], as lechner2020 draws weights of mono-nets.</value>
    public FeedbackOptions Feedback { get; init; } = new() { Initialiser = Initialiser.PositiveFanIn };

    /// <summary>The least value of an entry of W_i, i &gt; 1.</summary>
    /// <value>Default 1e-6, as the authors' released code; the paper has 0. At least 0.</value>
    public double Floor
    {
        get;
        init => field = Checked.NotNegative(value, nameof(Floor), "Weights of a mono-net are not negative: give a floor of 0 or a little more.");
    } = 1e-6;
}
