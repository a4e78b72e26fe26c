namespace Apical.Branches;

/// <summary>2-bit counters, as <see cref="Bimodal"/>, chosen by the address xor the last outcomes of all branches.</summary>
/// <remarks>McFarling 1993. There are 2^h counters for h outcomes; newest in bit 0, taken as 1, all 0 at the start.</remarks>
public sealed class GShare : IBranchPredictor
{
    private readonly byte[] _counters;
    private readonly int _length;
    private uint _history;
    private int _at;

    /// <summary>Fresh counters.</summary>
    /// <param name="history">h, from 1 to 26.</param>
    public GShare(int history)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(history, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(history, 26);
        _length = history;
        _counters = new byte[1 << history];
        _counters.AsSpan().Fill(2);
    }

    /// <inheritdoc/>
    public string Name => $"gshare {_length}";

    /// <inheritdoc/>
    public long Bits => (2L * _counters.Length) + _length;

    /// <inheritdoc/>
    public bool Predict(ulong address)
    {
        _at = (int)((uint)address ^ _history) & (_counters.Length - 1);
        return _counters[_at] >= 2;
    }

    /// <inheritdoc/>
    public void Learn(bool taken)
    {
        Bimodal.Move(ref _counters[_at], taken);
        _history = ((_history << 1) | (taken ? 1u : 0)) & (uint)(_counters.Length - 1);
    }
}
