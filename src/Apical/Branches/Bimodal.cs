namespace Apical.Branches;

/// <summary>
/// A 2-bit counter for each address, modulo a number: taken adds 1, at most 3, not taken subtracts 1, at least 0; taken is foretold from 2 on.
/// </summary>
/// <remarks>Smith 1981. All counters begin at 2.</remarks>
public sealed class Bimodal : IBranchPredictor
{
    private readonly byte[] _counters;
    private readonly ulong _modulus;
    private int _at;

    /// <summary>Fresh counters.</summary>
    /// <param name="counters">How many.</param>
    /// <param name="modulus">The address is taken modulo this; at most <paramref name="counters"/>, and by default the same.</param>
    public Bimodal(int counters, int? modulus = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(modulus ?? counters, counters, nameof(modulus));
        ArgumentOutOfRangeException.ThrowIfLessThan(modulus ?? counters, 1, nameof(modulus));
        _counters = new byte[counters];
        _counters.AsSpan().Fill(2);
        _modulus = (ulong)(modulus ?? counters);
    }

    /// <inheritdoc/>
    public string Name => $"bimodal {_counters.Length}";

    /// <inheritdoc/>
    public long Bits => 2L * _counters.Length;

    /// <inheritdoc/>
    public bool Predict(ulong address)
    {
        _at = (int)(address % _modulus);
        return _counters[_at] >= 2;
    }

    /// <inheritdoc/>
    public void Learn(bool taken) => Move(ref _counters[_at], taken);

    /// <summary>A 2-bit counter, one up or down, staying at its ends.</summary>
    internal static void Move(ref byte counter, bool up) => counter = (byte)(up ? Math.Min(counter + 1, 3) : Math.Max(counter - 1, 0));
}
