using Apical.Data;
using Apical.Networks;
using Apical.Runs;

namespace Apical.Models;

/// <summary>
/// What a model file says beside its numbers: all that it takes to build the learner again, to bring inputs into the form it was trained on, and to read its
/// answers. In words, as they stand on the command line.
/// </summary>
public sealed record ModelCard
{
    /// <summary>The rule or model that was trained, with its settings.</summary>
    public required string Rule { get; init; }

    /// <summary>Units per layer and how they are connected, as <see cref="NetworkSpec"/> reads it.</summary>
    public required string Net { get; init; }

    /// <summary>Activation of the hidden layers.</summary>
    public required string Activation { get; init; }

    /// <summary>Activation of the output layer.</summary>
    public required string Output { get; init; }

    /// <summary>The loss.</summary>
    public required string Loss { get; init; }

    /// <summary>Whether layers have biases.</summary>
    /// <value>Default true.</value>
    public bool Bias { get; init; } = true;

    /// <summary>How layers normalise what they take in.</summary>
    /// <value>Default none.</value>
    public string BatchNorm { get; init; } = "none";

    /// <summary>The format of all numbers.</summary>
    /// <value>Default single.</value>
    public Precision Precision { get; init; }

    /// <summary>The seed; a model with noise predicts by it.</summary>
    public ulong Seed { get; init; }

    /// <summary>Number of the run, from 1.</summary>
    /// <value>Default 1.</value>
    public int Run { get; init; } = 1;

    /// <summary>Whole epochs of training behind it; null where nobody counted.</summary>
    public int? Epoch { get; init; }

    /// <summary>The data set it was trained on.</summary>
    public string Data { get; init; } = "";

    /// <summary>Number of classes; 0 for regression.</summary>
    public int Classes { get; init; }

    /// <summary>Names of the classes, in the order of the outputs; empty when they have numbers only.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Target values of the other classes and of the right one. A single output decides by their middle.</summary>
    /// <value>Default 0 and 1.</value>
    public (double Low, double High) Targets { get; init; } = (0, 1);

    /// <summary>By how much samples of each class count in the loss; empty where all count once.</summary>
    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    /// <summary>How an input forms an image, if it does.</summary>
    public ImageShape? Shape { get; init; }

    /// <summary>How an image file becomes an input (<see cref="DataEntry.Preparation"/>), or null.</summary>
    public string? Preparation { get; init; }

    /// <summary>Names of the inputs, such as the columns of a table; empty when they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>Names of the outputs of a regression; empty when they have none.</summary>
    public IReadOnlyList<string> OutputNames { get; init; } = [];

    /// <summary>What was done to inputs; null when that cannot be done to others by what the file holds.</summary>
    public Normalisation? Normalisation { get; init; }

    /// <summary>What was done to the numbers that a regression learned, and is undone in answers; null for nothing.</summary>
    public Normalisation? TargetNormalisation { get; init; }

    /// <summary>Version of Apical that trained it.</summary>
    /// <value>Default: the version of this assembly.</value>
    public string ApicalVersion { get; init; } = typeof(RunDescription).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>The whole recipe of the run as JSON, for those that know recipes; null without one.</summary>
    public string? Recipe { get; init; }

    /// <summary>All but the numbers and the recipe as JSON, as it stands in a model file (docs/runs.md).</summary>
    public string Json => ModelCardText.Texts(this)[ModelCardText.Key];

    /// <summary>Numbers in an input.</summary>
    public int Features => NetworkSpec.Parse(Net).Widths[0];

    /// <summary>Numbers in an answer.</summary>
    public int Outputs => NetworkSpec.Parse(Net).Widths[^1];

    /// <summary>Whether it tells classes apart: with an output for each, or one for two.</summary>
    public bool Classifies => Classes > 0 && (Outputs == Classes || (Outputs == 1 && Classes == 2));

    /// <summary>Whether the answers of a classifier are probabilities: a softmax, or sigmoids.</summary>
    public bool GivesProbabilities => Classifies && Output is "softmax" or "sigmoid";

    /// <summary>The name of a class: its number where it has none.</summary>
    /// <param name="number">From 0.</param>
    public string NameOfClass(int number) => NameIn(ClassNames, number, $"{number}");

    /// <summary>The name of an output of a regression: <c>y</c>, or <c>y1</c>, <c>y2</c>… where they have none.</summary>
    /// <param name="number">From 0.</param>
    public string NameOfOutput(int number) => NameIn(OutputNames, number, Outputs == 1 ? "y" : $"y{number + 1}");

    private static string NameIn(IReadOnlyList<string> names, int number, string other) => number < names.Count ? names[number] : other;
}
