namespace Apical.Papers.Lechner2020;

/// <summary>What was tuned for a model: section 4 names what, and does not give what was found.</summary>
/// <param name="Optimizer">As the optimizer catalog knows it.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="Initial">How forward weights are drawn.</param>
internal sealed record Tuning(string Optimizer, double Rate, string Initial)
{
    /// <summary>Weights that all start at zero.</summary>
    public const string Zeros = "zeros";

    /// <summary>Weights that start uniform, bounded by the root of the fan-in.</summary>
    public const string Uniform = "uniform-fan-in";

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Optimizer}, rate {Rate}, weights {Initial}");
}
