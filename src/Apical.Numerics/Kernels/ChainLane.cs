namespace Apical.Numerics.Kernels;

/// <summary>How one vector of samples of a chain is doing.</summary>
internal struct ChainLane<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>1 where a sample still moves; sweeps so far; the largest change and activity of this sweep; the change of its last one.</summary>
    public V Active, Sweeps, Change, Largest, Last;

    public void Begin() => (Change, Largest) = (V.Zero, V.One);

    /// <summary>Ends a sweep: what is no number has not settled.</summary>
    public void End(V tolerance)
    {
        Sweeps += Active;
        Last = V.WhereGreater(Active, V.Zero, Change, Last);
        Active = V.WhereGreater(tolerance * Largest, Change, V.Zero, Active);
    }
}
