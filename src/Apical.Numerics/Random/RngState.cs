namespace Apical.Numerics.Random;

/// <summary>Everything an <see cref="Rng"/> knows: enough to continue it exactly, draws and forks alike.</summary>
/// <param name="S0">First word of the generator's state.</param>
/// <param name="S1">Second word of the generator's state.</param>
/// <param name="S2">Third word of the generator's state.</param>
/// <param name="S3">Fourth word of the generator's state. The four must not all be zero.</param>
/// <param name="Key">What forks are derived from. Drawing does not change it.</param>
public readonly record struct RngState(ulong S0, ulong S1, ulong S2, ulong S3, ulong Key);
