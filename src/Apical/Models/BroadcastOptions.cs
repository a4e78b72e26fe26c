using Apical.Specs;

namespace Apical.Models;

/// <summary>Settings of <see cref="BroadcastFeedbackAlignment"/>. The values are those of a third party's code (see docs/rules/broadcast-fa.md).</summary>
public sealed record BroadcastOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<BroadcastOptions> Settings { get; } = new Settings<BroadcastOptions>(() => new())
        .Choice("input", o => o.Input, (o, x) => o with { Input = x }, "inputs as a constant current, or as Bernoulli spikes")
        .Number("gain", o => o.Gain, (o, x) => o with { Gain = x }, "factor on inputs; positive")
        .Whole("steps", o => o.Steps, (o, x) => o with { Steps = x }, "steps of 0.25 ms for which an input is shown", least: 1)
        .Whole("settling", o => o.Settling, (o, x) => o with { Settling = x }, "steps at the beginning without learning; less than steps", least: 0)
        .Number("threshold", o => o.Threshold, (o, x) => o with { Threshold = x }, "voltage at which a unit fires; positive")
        .Number("sd", o => o.Deviation, (o, x) => o with { Deviation = x }, "standard deviation of W as it is drawn; positive")
        .Number("feedback-sd", o => o.FeedbackDeviation, (o, x) => o with { FeedbackDeviation = x }, "standard deviation of B as it is drawn; positive")
        .Flag("hidden", o => o.Hidden, (o, x) => o with { Hidden = x }, "whether hidden layers learn; off for a control");

    /// <summary>How inputs reach the first layer.</summary>
    /// <value>Default: constant current (the paper, by a third party's account; that party's own code has spikes with a gain of 0.25).</value>
    public BroadcastInput Input { get; init; }

    /// <summary>Factor on inputs.</summary>
    /// <value>Default 1. Positive.</value>
    public double Gain { get; init => field = Positive(value, nameof(Gain)); } = 1;

    /// <summary>Steps of 0.25 ms for which an input is shown.</summary>
    /// <value>Default 100 (third party's code).</value>
    public int Steps { get; init; } = 100;

    /// <summary>Steps at the beginning without learning.</summary>
    /// <value>Default 20 (third party's code).</value>
    public int Settling { get; init; } = 20;

    /// <summary>Voltage at which a unit fires; it is set to 0 then.</summary>
    /// <value>Default 0.4 (the paper, by a third party's account). Positive.</value>
    public double Threshold { get; init => field = Positive(value, nameof(Threshold)); } = 0.4;

    /// <summary>Standard deviation of W as it is drawn.</summary>
    /// <value>Default 0.055 (third party's code). Positive.</value>
    public double Deviation { get; init => field = Positive(value, "sd"); } = 0.055;

    /// <summary>Standard deviation of B as it is drawn.</summary>
    /// <value>Default 0.055 (third party's code). Positive.</value>
    public double FeedbackDeviation { get; init => field = Positive(value, "feedback-sd"); } = 0.055;

    /// <summary>Whether hidden layers learn.</summary>
    /// <value>Default true.</value>
    public bool Hidden { get; init; } = true;

    private static double Positive(double value, string name) => Checked.Positive(value, name, $"Spiking units need a positive, finite {name}.");
}
