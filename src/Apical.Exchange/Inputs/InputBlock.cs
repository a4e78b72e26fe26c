using Apical.Numerics.Matrices;

namespace Apical.Exchange.Inputs;

/// <summary>Some inputs for a trained model, as they are measured.</summary>
/// <param name="Names">What each is called: its number in a table, from 1, or the path of its file.</param>
/// <param name="Inputs"><c>[samples, features]</c>, one sample a row.</param>
public sealed record InputBlock(IReadOnlyList<string> Names, Matrix Inputs)
{
    /// <summary>What each is said to be, where a table has a column for that; else empty.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How many of the images had another size and were brought to that of the model.</summary>
    public int Resized { get; init; }
}
