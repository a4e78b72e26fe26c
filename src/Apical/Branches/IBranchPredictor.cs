namespace Apical.Branches;

/// <summary>Foretells the outcome of each branch before it is known, and learns it at once.</summary>
public interface IBranchPredictor
{
    /// <summary>What it is, with its sizes: for tables and errors.</summary>
    string Name { get; }

    /// <summary>Bits of its state: tables, counters, weights, thresholds and history registers.</summary>
    long Bits { get; }

    /// <summary>Whether the branch at an address will be taken. Nothing is learned from being asked.</summary>
    /// <param name="address">Address of the branch.</param>
    bool Predict(ulong address);

    /// <summary>Learns the outcome of the branch that was predicted last.</summary>
    /// <param name="taken">Whether it was taken.</param>
    void Learn(bool taken);
}
