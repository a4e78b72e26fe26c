using Apical.Specs;

namespace Apical.Models;

/// <summary>The settings of <see cref="SegregatedDendrites"/>. Times are in milliseconds, which are the steps of the simulation.</summary>
public sealed record SegregatedOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<SegregatedOptions> Settings { get; } = new Settings<SegregatedOptions>(() => new())
        .Choice("mode", o => o.Mode, (o, x) => o with { Mode = x }, "spiking, or rate: two steps a phase, without noise")
        .Choice("kernel", o => o.Kernel, (o, x) => o with { Kernel = x }, "strength of a spike: paper, or code, which is 0.51 of it")
        .Choice("feedback", o => o.Feedback, (o, x) => o with { Feedback = x }, "what Y_i is: random, sparse or symmetric")
        .Number("ga", o => o.ApicalConductance, (o, x) => o with { ApicalConductance = x }, "g_a, of the apical dendrite to the soma; at least 0")
        .Number("feedback-rate", o => o.FeedbackRate, (o, x) => o with { FeedbackRate = x }, "η_b, rate at which Y_i learns; 0 for not at all")
        .Number("output-step", o => o.OutputStep, (o, x) => o with { OutputStep = x }, "factor on the step of the output layer; positive")
        .Flag("hidden", o => o.HiddenLearns, (o, x) => o with { HiddenLearns = x }, "whether hidden layers learn")
        .Whole("phase", o => o.Phase, (o, x) => o with { Phase = x }, "ms of a phase in training, before what is drawn", least: 2, most: 500)
        .Whole("test", o => o.Test, (o, x) => o with { Test = x }, "ms that an answer takes", least: 2, most: 1000)
        .Whole("settling", o => o.Settling, (o, x) => o with { Settling = x }, "ms of both that averages leave out", least: 0, most: 999)
        .Flag("random-phases", o => o.RandomPhases, (o, x) => o with { RandomPhases = x }, "whether each phase lasts longer by a Wald draw of mean 2");

    /// <summary>How units talk.</summary>
    /// <value>Default spiking (paper). In the released code rate is the default.</value>
    public SegregatedMode Mode { get; init; }

    /// <summary>How strong a spike is.</summary>
    /// <value>Default paper.</value>
    public SegregatedKernel Kernel { get; init; }

    /// <summary>What Y_i is.</summary>
    /// <value>Default random (paper).</value>
    public SegregatedFeedback Feedback { get; init; }

    /// <summary>g_a.</summary>
    /// <value>Default 0 (paper); there 0.05 is weak and 0.6 strong.</value>
    public double ApicalConductance { get; init => field = Checked.NotNegative(value, nameof(ApicalConductance), "A conductance is at least 0."); }

    /// <summary>η_b.</summary>
    /// <value>Default 0 (released code). Symmetric feedback follows the weights whatever it is.</value>
    public double FeedbackRate { get; init => field = Checked.NotNegative(value, nameof(FeedbackRate), "A learning rate is at least 0."); }

    /// <summary>Factor on the step of the output layer.</summary>
    /// <value>Default 1. The paper has 0.12/0.23 with two hidden layers, 1 with one.</value>
    public double OutputStep { get; init => field = Checked.Positive(value, nameof(OutputStep), "Without steps the output layer learns nothing."); } = 1;

    /// <summary>Whether hidden layers learn; if not, they stay as they were drawn: a control.</summary>
    /// <value>Default true.</value>
    public bool HiddenLearns { get; init; } = true;

    /// <summary>Length of a phase in training.</summary>
    /// <value>Default 50 (paper).</value>
    public int Phase { get; init; } = 50;

    /// <summary>Length of the one phase in use.</summary>
    /// <value>Default 250 (released code); 500 in the paper.</value>
    public int Test { get; init; } = 250;

    /// <summary>The part of <see cref="Phase"/> and <see cref="Test"/> that averages leave out; what is drawn on top is left out too.</summary>
    /// <value>Default 30 (paper).</value>
    public int Settling { get; init; } = 30;

    /// <summary>Whether phases in training have random lengths.</summary>
    /// <value>Default true (paper).</value>
    public bool RandomPhases { get; init; } = true;
}
