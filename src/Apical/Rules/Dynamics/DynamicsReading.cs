namespace Apical.Rules;

/// <summary>What an equilibrium or a simulation was doing on a batch.</summary>
public sealed record DynamicsReading
{
    /// <summary>Sweeps, or steps of integration, until a sample had settled; mean over the batch.</summary>
    /// <value>Default NaN: nothing settles here.</value>
    public double Sweeps { get; init; } = double.NaN;

    /// <summary>The largest residual of the fixed point that was left in any sample.</summary>
    /// <value>Default NaN: nothing settles here.</value>
    public double Residual { get; init; } = double.NaN;

    /// <summary>Fraction of the samples that had not settled when the sweeps ran out.</summary>
    /// <value>Default NaN: nothing settles here.</value>
    public double Unsettled { get; init; } = double.NaN;

    /// <summary>Spikes per second of each layer 1..L, mean over its units, the samples and all phases.</summary>
    /// <value>Default empty: there are no spikes.</value>
    public IReadOnlyList<double> Rates { get; init; } = [];
}
