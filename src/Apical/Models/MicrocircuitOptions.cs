using Apical.Networks;
using Apical.Rules;
using Apical.Specs;

namespace Apical.Models;

/// <summary>
/// Settings of <see cref="DendriticMicrocircuit"/>. The supplement with the paper's own numbers was not available: where it is said so, they are those of
/// re-implementations. Times are in ms, conductances in 1/ms (relative to a capacitance of 1), potentials without unit.
/// </summary>
public sealed record MicrocircuitOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<MicrocircuitOptions> Settings { get; } = new Settings<MicrocircuitOptions>(() => new())
        .Number("leak", o => o.Leak, (o, x) => o with { Leak = x }, "g_l, conductance of the leak, 0 or more (re-implementations)")
        .Number("basal", o => o.Basal, (o, x) => o with { Basal = x }, "g_B = g_D, of basal and interneuron dendrites, positive (re-implementations)")
        .Number("apical", o => o.Apical, (o, x) => o with { Apical = x }, "g_A, of apical dendrites, positive (re-implementations)")
        .Number("nudge", o => o.Nudge, (o, x) => o with { Nudge = x }, "g_som, of nudging, positive (re-implementations)")
        .Number("dt", o => o.Step, (o, x) => o with { Step = x }, "step of the explicit Euler integration in ms, positive (re-implementations)")
        .Number("pattern", o => o.Pattern, (o, x) => o with { Pattern = x }, "ms that each sample is shown, positive (re-implementations)")
        .Number("lag", o => o.Lag, (o, x) => o with { Lag = x }, "ms after each new sample in which nothing is learned, 0 or more (ours)")
        .Number("settle", o => o.Settle, (o, x) => o with { Settle = x }, "ms that the circuit is given to settle in use, 0 or more (ours)")
        .Number("input-lowpass", o => o.InputLowPass, (o, x) => o with { InputLowPass = x },
            "τ of the low-pass on inputs in ms; 0 for none (re-implementations)")
        .Number("weight-lowpass", o => o.WeightLowPass, (o, x) => o with { WeightLowPass = x },
            "τ_w of the low-pass on weight changes in ms; 0 for none (re-implementations)")
        .Number("noise", o => o.Noise, (o, x) => o with { Noise = x }, "σ of the noise at somas in training, per √ms; 0 for none (re-implementations)")
        .Flag("rescale", o => o.Rescale, (o, x) => o with { Rescale = x }, "whether the rate rises by (g_l + g_B + g_A) / g_A for each layer down")
        .Number("interneuron-rate", o => o.InterneuronRate, (o, x) => o with { InterneuronRate = x },
            "rate of W^IP, as a multiple; 0 keeps it (re-implementations)")
        .Number("lateral-rate", o => o.LateralRate, (o, x) => o with { LateralRate = x }, "rate of W^PI, as a multiple; 0 keeps it")
        .Number("top-down-rate", o => o.TopDownRate, (o, x) => o with { TopDownRate = x }, "rate of top-down weights B_i, as a multiple; 0 keeps them")
        .Choice("start", o => o.Start, (o, x) => o with { Start = x }, "how W^IP and W^PI start: self-predicting or random")
        .Flag("parallel", o => o.Parallel, (o, x) => o with { Parallel = x },
            "whether the samples of a batch are shown side by side, to circuits with the same weights (ours)")
        .Number("margin", o => o.Margin, (o, x) => o with { Margin = x }, "how far inside the range of an output targets are kept; positive (ours)")
        .Form("scale", FeedbackScale.Parse, o => o.Feedback.Scale, (o, x) => o with { Feedback = o.Feedback with { Scale = x } }, FeedbackScale.MeaningOfKnown)
        .Form("init", Initialiser.Parse, o => o.Feedback.Initialiser, (o, x) => o with { Feedback = o.Feedback with { Initialiser = x } },
            "how B_i is drawn: uniform ±1, as re-implementations do");

    /// <summary>g_l, the leak.</summary>
    /// <value>Default 0.1. At least 0.</value>
    public double Leak { get; init => field = NotNegative(value, nameof(Leak)); } = 0.1;

    /// <summary>g_B = g_D, the coupling of basal dendrites and of those of interneurons to their somas.</summary>
    /// <value>Default 1. Positive.</value>
    public double Basal { get; init => field = Positive(value, nameof(Basal)); } = 1;

    /// <summary>g_A, the coupling of apical dendrites.</summary>
    /// <value>Default 0.8. Positive.</value>
    public double Apical { get; init => field = Positive(value, nameof(Apical)); } = 0.8;

    /// <summary>g_som, the conductance of nudging: of outputs by targets, and of interneurons by the pyramidal cells that they predict.</summary>
    /// <value>Default 0.8. Positive.</value>
    public double Nudge { get; init => field = Positive(value, nameof(Nudge)); } = 0.8;

    /// <summary>dt</summary>
    /// <value>Default 0.1 ms. Positive; an Euler step must not overshoot, see <see cref="DendriticMicrocircuit"/>.</value>
    public double Step { get; init => field = Positive(value, nameof(Step)); } = 0.1;

    /// <summary>How long each sample is shown.</summary>
    /// <value>Default 100 ms. Positive.</value>
    public double Pattern { get; init => field = Positive(value, nameof(Pattern)); } = 100;

    /// <summary>How long after a new sample nothing is learned.</summary>
    /// <value>Default 0, as in the paper; a re-implementation needed 20 ms for its task. At least 0.</value>
    public double Lag { get; init => field = NotNegative(value, nameof(Lag)); }

    /// <summary>How long the circuit settles when it is used, and when its signals are looked at.</summary>
    /// <value>Default 20 ms. At least 0; with 0 it answers with its bottom-up pass.</value>
    public double Settle { get; init => field = NotNegative(value, nameof(Settle)); } = 20;

    /// <summary>Time constant of the low-pass on inputs.</summary>
    /// <value>Default 3 ms. At least 0; 0 is none.</value>
    public double InputLowPass { get; init => field = NotNegative(value, nameof(InputLowPass)); } = 3;

    /// <summary>τ_w, the time constant of the low-pass on weight changes.</summary>
    /// <value>Default 30 ms. At least 0; 0 is none.</value>
    public double WeightLowPass { get; init => field = NotNegative(value, nameof(WeightLowPass)); } = 30;

    /// <summary>σ of the white noise at somas while learning.</summary>
    /// <value>Default 0.1. At least 0. An integration step adds σ √dt times a normal number.</value>
    public double Noise { get; init => field = NotNegative(value, nameof(Noise)); } = 0.1;

    /// <summary>Whether the rate of W_i rises by 1/λ for each layer down, to make up for the decay of the signal.</summary>
    /// <value>Default true, as in the paper.</value>
    public bool Rescale { get; init; } = true;

    /// <summary>η_IP over η.</summary>
    /// <value>Default 2.375 (1.1875e-3 over 5e-4). At least 0.</value>
    public double InterneuronRate { get; init => field = NotNegative(value, nameof(InterneuronRate)); } = 2.375;

    /// <summary>η_PI over η.</summary>
    /// <value>
    /// Default 0: it stays where it predicts, as in the paper's MNIST task; with a random start it must learn (1 in re-implementations), and then it also
    /// silences what is taught. At least 0.
    /// </value>
    public double LateralRate { get; init => field = NotNegative(value, nameof(LateralRate)); }

    /// <summary>The rate of top-down weights over η.</summary>
    /// <value>Default 0: they are fixed, as in all but one of the paper's tasks. At least 0.</value>
    public double TopDownRate { get; init => field = NotNegative(value, nameof(TopDownRate)); }

    /// <summary>How W^IP and W^PI start.</summary>
    /// <value>Default self-predicting.</value>
    public LateralStart Start { get; init; } = LateralStart.SelfPredicting;

    /// <summary>Whether the samples of a batch are shown at the same time, each to a circuit of its own with shared weights that starts at rest.</summary>
    /// <value>Default false: one after the other to one circuit, as in the paper.</value>
    public bool Parallel { get; init; }

    /// <summary>How far inside the range of the output activation targets are kept, where they are turned into potentials.</summary>
    /// <value>Default 0.1. Positive, less than half the width of the range.</value>
    public double Margin { get; init => field = Positive(value, nameof(Margin)); } = 0.1;

    /// <summary>How the top-down weights B_i are drawn.</summary>
    /// <value>Default: uniform ±1, as re-implementations of the paper do.</value>
    public FeedbackOptions Feedback { get; init; } = new() { Initialiser = Initialiser.Uniform(1) };

    /// <summary>λ = g_A / (g_l + g_B + g_A), the apical share of hidden somas.</summary>
    internal double Lambda => Apical / (Leak + Basal + Apical);

    /// <summary>g_l + g_B, with g_A where there is an apical dendrite: the inverse of a soma's time constant.</summary>
    internal double Conductance(bool hidden) => Leak + Basal + (hidden ? Apical : 0);

    private static double Positive(double value, string name) => Checked.Positive(value, name, "It is positive and finite.");

    private static double NotNegative(double value, string name) => Checked.NotNegative(value, name, "It is finite and at least 0.");
}
