using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="DendriticError"/>. Where no source is named they are ours: the supplement with the paper's own was not available.</summary>
public sealed record DendriticErrorOptions
{
    private const string Share = "A mixing factor lies between 0 and 1 (both excluded).";

    /// <summary>Its settings on the command line.</summary>
    public static Settings<DendriticErrorOptions> Settings { get; } = new Settings<DendriticErrorOptions>(() => new())
        .Number("lambda", o => o.Lambda, (o, x) => o with { Lambda = x }, "λ, the apical share of hidden somas, between 0 and 1 (ours)")
        .Number("lambda-out", o => o.LambdaOut, (o, x) => o with { LambdaOut = x }, "λ_N, the share of the target at the output (ours)")
        .Number("lambda-interneuron", o => o.LambdaInterneuron, (o, x) => o with { LambdaInterneuron = x },
            "λ_I, the share of the layer above in interneurons (ours)")
        .Choice("mix", o => o.Mix, (o, x) => o with { Mix = x }, "how dendrites make a soma's potential: convex or additive")
        .Flag("rescale", o => o.Rescale, (o, x) => o with { Rescale = x }, "whether signals are divided by the mixing factors that they passed")
        .Choice("interneurons", o => o.Interneurons, (o, x) => o with { Interneurons = x }, "whether W^IP is learned or tied to W")
        .Choice("start", o => o.Start, (o, x) => o with { Start = x }, "how W^IP and W^PI start: self-predicting or random")
        .Number("lateral-rate", o => o.LateralRate, (o, x) => o with { LateralRate = x }, "rate of W^PI, as a multiple of the feedback's; 0 keeps it")
        .Number("top-down-rate", o => o.TopDownRate, (o, x) => o with { TopDownRate = x }, "rate of B_i, as a multiple of the feedback's; 0 keeps it")
        .Number("margin", o => o.Margin, (o, x) => o with { Margin = x }, "how far inside the range of an output targets are kept; positive (ours)")
        .Form("scale", FeedbackScale.Parse, o => o.Feedback.Scale, (o, x) => o with { Feedback = o.Feedback with { Scale = x } }, FeedbackScale.MeaningOfKnown)
        .Form("init", Initialiser.Parse, o => o.Feedback.Initialiser, (o, x) => o with { Feedback = o.Feedback with { Initialiser = x } },
            "how B_i is drawn: uniform ±1, as re-implementations do");

    /// <summary>λ, the share of the apical dendrite in the potential of hidden somas: g_A / (g_l + g_B + g_A).</summary>
    /// <value>Default 0.3 (a re-implementation's g_A = 0.471). Between 0 and 1, both excluded.</value>
    public double Lambda { get; init => field = Fraction(value, nameof(Lambda)); } = 0.3;

    /// <summary>λ_N, the share of the target in the potential of output somas: g_som / (g_l + g_B + g_som).</summary>
    /// <value>Default 0.1 (a re-implementation's g_som = 0.12). Between 0 and 1, both excluded.</value>
    public double LambdaOut { get; init => field = Fraction(value, nameof(LambdaOut)); } = 0.1;

    /// <summary>λ_I, the share of the pyramidal cell above in the potential of an interneuron: g_som / (g_l + g_D + g_som).</summary>
    /// <value>Default 0.1 (as <see cref="LambdaOut"/>). Between 0 and 1, both excluded.</value>
    public double LambdaInterneuron { get; init => field = Fraction(value, nameof(LambdaInterneuron)); } = 0.1;

    /// <summary>How a hidden soma's potential is made.</summary>
    /// <value>Default convex, as the paper has it.</value>
    public ApicalMix Mix { get; init; } = ApicalMix.Convex;

    /// <summary>Whether signals are divided by the mixing factors that they passed: δ_i by λ_N λ^{N−i}, that of an interneuron by λ_I.</summary>
    /// <value>Default true: the paper scales its learning rates so.</value>
    public bool Rescale { get; init; } = true;

    /// <summary>Where W^IP comes from.</summary>
    /// <value>Default learned, as the paper has it.</value>
    public InterneuronKind Interneurons { get; init; } = InterneuronKind.Learned;

    /// <summary>How W^IP and W^PI start.</summary>
    /// <value>Default self-predicting, as in the paper's MNIST task.</value>
    public LateralStart Start { get; init; } = LateralStart.SelfPredicting;

    /// <summary>The rate at which W^PI learns to silence apical dendrites, over the feedback's rate.</summary>
    /// <value>Default 0: it is fixed, as in the paper's MNIST task. At least 0.</value>
    public double LateralRate { get; init => field = Rate(value, nameof(LateralRate)); }

    /// <summary>The rate at which B_i learns to predict the layer below, over the feedback's rate.</summary>
    /// <value>Default 0: it is fixed, as in the paper's MNIST task with two hidden layers. At least 0.</value>
    public double TopDownRate { get; init => field = Rate(value, nameof(TopDownRate)); }

    /// <summary>How far inside the range of an output activation targets are kept, where they are turned into potentials.</summary>
    /// <value>Default 0.1 (the paper's low target). Positive, less than half the width of the range.</value>
    public double Margin
    {
        get;
        init => field = Checked.Positive(value, nameof(Margin), "A target on the edge has no potential: the margin is positive.");
    } = 0.1;

    /// <summary>How the top-down weights B_i are drawn.</summary>
    /// <value>Default: uniform ±1, as re-implementations of the paper do.</value>
    public FeedbackOptions Feedback { get; init; } = new() { Initialiser = Initialiser.Uniform(1) };

    private static double Rate(double value, string name) => Checked.NotNegative(value, name, "A rate is finite and at least 0; 0 keeps the weights.");

    private static double Fraction(double value, string name) =>
        value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, Share);
}
