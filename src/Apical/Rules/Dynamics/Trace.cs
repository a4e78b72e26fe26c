namespace Apical.Rules;

/// <summary>One quantity of one unit over time.</summary>
/// <param name="Quantity">What it is, with the unit: traces of one quantity share axes.</param>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="Unit">Number of the unit in its layer, from 1.</param>
/// <param name="Values">One for each of the recording's times.</param>
public sealed record Trace(string Quantity, int Layer, int Unit, IReadOnlyList<double> Values);
