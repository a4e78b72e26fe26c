namespace Apical.Branches;

/// <summary>The last outcomes folded to a few bits by xor, kept up to date bit by bit.</summary>
/// <param name="length">Outcomes.</param>
/// <param name="width">Bits, from 1 to 31.</param>
internal struct FoldedHistory(int length, int width)
{
    private readonly int _leaves = length % width;      // where the oldest outcome stands in the fold when it leaves

    /// <summary>The fold: outcome i, counted from the newest, stands at bit i modulo the width.</summary>
    public uint Value { get; private set; }

    /// <summary>Takes in an outcome and forgets one.</summary>
    /// <param name="newest">The one that came.</param>
    /// <param name="oldest">The one that was the last of those remembered.</param>
    public void Push(bool newest, bool oldest)
    {
        uint value = (Value << 1) | (newest ? 1u : 0);
        value ^= oldest ? 1u << _leaves : 0;
        value ^= value >> width;
        Value = value & ((1u << width) - 1);
    }
}
