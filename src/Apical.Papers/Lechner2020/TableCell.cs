using Apical.Training;

namespace Apical.Papers.Lechner2020;

/// <summary>One cell of tables 1 to 6: a model of a network with an activation, on so many classes.</summary>
/// <param name="Model">BP, DFA, FA or mDFA.</param>
/// <param name="Kind">FC or CNN.</param>
/// <param name="Activation">Of the hidden layers.</param>
/// <param name="Classes">n</param>
/// <param name="Tuning">Optimizer, rate and initial weights.</param>
internal sealed record TableCell(string Model, string Kind, string Activation, int Classes, Tuning Tuning)
{
    /// <summary>The kinds of networks, as the tables call them.</summary>
    public const string Dense = "FC", Convolutional = "CNN";

    /// <summary>The layers before the output.</summary>
    public required string Layers { get; init; }

    /// <summary>Published training accuracy and its standard deviation, and test accuracy, in percent; null where the paper has none.</summary>
    public (double Train, double Sd, double Test)? Published { get; init; }

    /// <summary>Time relative to other cells of one class.</summary>
    public double Cost { get; init; } = 1;

    /// <summary>What tells it from others of its table in which all else is alike.</summary>
    public string Note { get; init; } = "";

    /// <summary>The name of its replicates.</summary>
    public string Group => string.Join(' ', new[] { Model, Kind, Activation, Classes == 2 ? "" : $"n={Classes}", Note }.Where(part => part.Length > 0));

    /// <summary>What to train, but for the data.</summary>
    public Recipe Recipe => new()
    {
        Net = $"{Layers}-{(Classes == 2 ? 1 : Classes)}",
        Activation = Activation,
        Loss = Classes == 2 ? "binary-cross-entropy" : "cross-entropy",
        Rule = Rules.First(rule => rule.Model == Model).Rule,
        Optimizer = Tuning.Optimizer,
        LearningRate = Tuning.Rate,
        Initialiser = Tuning.Initial,
    };

    /// <summary>Whether the other differs in the model only.</summary>
    public bool IsBeside(TableCell other) => (Kind, Activation, Classes) == (other.Kind, other.Activation, other.Classes) && Note.Length == 0;

    private static readonly (string Model, string Rule)[] Rules =
    [
        (ClassTable.Bp, "bp"), (ClassTable.Dfa, "dfa"), (ClassTable.Fa, "fa"), (ClassTable.Mdfa, "mdfa"),
    ];
}
