using Apical.Training;

namespace Apical.Papers.Lechner2020;

/// <summary>Where the classes of a table come from, and the networks that are to tell them apart.</summary>
internal sealed class ClassTask
{
    /// <summary>The set.</summary>
    public required Need Need { get; init; }

    /// <summary>What is said where the set is missing.</summary>
    public required string Missing { get; init; }

    /// <summary>The data of so many classes, the draw with a number.</summary>
    public required Func<Setup, int, int, DataRecipe> Data { get; init; }

    /// <summary>Counts the classes of the set, which is there.</summary>
    public required Func<Setup, int> Count { get; init; }

    /// <summary>The layers before the output, of a network of some kind at a scale.</summary>
    public required Func<string, Scale, string> Layers { get; init; }

    /// <summary>What a convolutional network costs where a fully connected one costs 1.</summary>
    public required double ConvolutionalCost { get; init; }

    /// <summary>What was tuned on it.</summary>
    public required TunedModels Tuned { get; init; }

    /// <summary>What tuned rates are multiplied by, for a kind of network at a scale.</summary>
    /// <value>Default 1.</value>
    public Func<string, Scale, double> RateOf { get; init; } = (_, _) => 1;

    /// <summary>What a reader must know at the paper's scale.</summary>
    public required Func<Setup, string[]> Notes { get; init; }

    /// <summary>How many classes there are; 0 where the set is missing.</summary>
    public int Classes(Setup setup) => IsThere(setup) ? Count(setup) : 0;

    /// <summary>Whether the set is there.</summary>
    public bool IsThere(Setup setup) => setup.Has(Need.Name);

    /// <summary>The outcome where the set is missing; null where it is there.</summary>
    public Outcome? Skip(Setup setup) => IsThere(setup) ? null : Outcome.Skip(Missing);

    /// <summary>A cell of a table.</summary>
    /// <param name="model">BP, DFA, FA or mDFA.</param>
    /// <param name="kind">FC or CNN.</param>
    /// <param name="activation">Of the hidden layers.</param>
    /// <param name="classes">n</param>
    /// <param name="scale">Networks may differ by it.</param>
    public TableCell Cell(string model, string kind, string activation, int classes, Scale scale)
    {
        Tuning tuned = Tuned.Of(model, kind, activation);
        return new(model, kind, activation, classes, tuned with { Rate = tuned.Rate * RateOf(kind, scale) })
        {
            Layers = Layers(kind, scale),
            Cost = kind == TableCell.Convolutional ? ConvolutionalCost : 1,
        };
    }
}
