namespace Apical.Parameters;

/// <summary>A matrix that learns, under the name it has in files and reports: <c>layer1/W</c>, <c>layer1/b</c>, <c>B1</c>.</summary>
public sealed class Parameter
{
    /// <summary>Names a matrix.</summary>
    /// <param name="name">Unique within a network and its rule.</param>
    /// <param name="value">The matrix; updated in place.</param>
    /// <param name="decays">Whether weight decay applies: true for weights and feedback, false for biases.</param>
    public Parameter(string name, Matrix value, bool decays = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        (Name, Value, Decays) = (name, value, decays);
    }

    /// <summary>The name in files and reports.</summary>
    public string Name { get; }

    /// <summary>The current value.</summary>
    public Matrix Value { get; }

    /// <summary>Whether weight decay applies.</summary>
    public bool Decays { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{Value.Rows}, {Value.Columns}]";
}
