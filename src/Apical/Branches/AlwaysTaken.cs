namespace Apical.Branches;

/// <summary>Foretells that every branch is taken.</summary>
public sealed class AlwaysTaken : IBranchPredictor
{
    /// <inheritdoc/>
    public string Name => "always-taken";

    /// <inheritdoc/>
    public long Bits => 0;

    /// <inheritdoc/>
    public bool Predict(ulong address) => true;

    /// <inheritdoc/>
    public void Learn(bool taken)
    {
    }
}
