namespace Apical.Data;

/// <summary>How a data set is to be loaded.</summary>
public sealed record DataRequest
{
    /// <summary>Where the files are: the folder itself, or the one above it. Sets that are made need none.</summary>
    /// <value>Default null: see <see cref="DataFolder"/>.</value>
    public string? Folder { get; init; }

    /// <summary>Precision of inputs and targets.</summary>
    /// <value>Default single.</value>
    public Precision Precision { get; init; } = Precision.Single;

    /// <summary>Whether samples that cannot be read are an error; else they are left out (<see cref="DataSplits.Skipped"/>).</summary>
    /// <value>Default no.</value>
    public bool Strict { get; init; }

    /// <summary>Seed of sets that are made. Not the seed of the training: all runs see the same data.</summary>
    /// <value>Default null: the set's own.</value>
    public ulong? Seed { get; init; }
}
