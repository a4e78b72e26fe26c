namespace Apical.Rules;

/// <summary>The spikes of one unit.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="Unit">Number of the unit in its layer, from 1.</param>
/// <param name="Times">When it fired, in the recording's unit of time.</param>
public sealed record SpikeTrain(int Layer, int Unit, IReadOnlyList<double> Times);
