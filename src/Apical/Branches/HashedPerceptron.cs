namespace Apical.Branches;

/// <summary>Sixteen tables of 8-bit weights, each chosen by the address xor another length of history, folded: the sign of the sum is foretold.</summary>
/// <remarks>
/// Tarjan and Skadron 2005, in the form of ChampSim: history lengths 0, 3, 4, 6, 8, 10, 14, 19, 26, 36, 49, 67, 91, 125, 170, 232; taken is foretold
/// where the sum is at least 1; weights move where that was wrong or |sum| &lt; θ. θ begins at 10, rises by 1 after 18 more misses than weak hits and
/// falls by 1 after 18 more weak hits. A history of n is cut into pieces as long as an index, newest first, which are joined by xor.
/// </remarks>
public sealed class HashedPerceptron : IBranchPredictor
{
    private const int Speed = 18, LongestHistory = 232, ThresholdBits = 16, CounterBits = 6;

    private static readonly int[] s_lengths = [0, 3, 4, 6, 8, 10, 14, 19, 26, 36, 49, 67, 91, 125, 170, LongestHistory];

    private readonly int _indexBits;
    private readonly sbyte[] _weights;                  // [tables, entries]
    private readonly uint[] _words;                     // the history in pieces of an index, newest first
    private readonly int[] _at = new int[s_lengths.Length];
    private int _sum, _theta = 10, _counter;

    /// <summary>Fresh weights.</summary>
    /// <param name="indexBits">Each table has two to this power weights; 12 in ChampSim. From 4 to 20.</param>
    public HashedPerceptron(int indexBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(indexBits, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(indexBits, 20);
        _indexBits = indexBits;
        _weights = new sbyte[s_lengths.Length << indexBits];
        _words = new uint[(LongestHistory / indexBits) + 1];
    }

    /// <inheritdoc/>
    public string Name => $"hashed perceptron 16 x {1 << _indexBits}";

    /// <inheritdoc/>
    public long Bits => (8L * _weights.Length) + LongestHistory + ThresholdBits + CounterBits;

    /// <inheritdoc/>
    public bool Predict(ulong address)
    {
        _sum = 0;
        uint mask = (1u << _indexBits) - 1, folded = 0;
        int word = 0;
        for (int table = 0; table < s_lengths.Length; table++)
        {
            (int whole, int rest) = Math.DivRem(s_lengths[table], _indexBits);
            while (word < whole)
            {
                folded ^= _words[word++];
            }

            uint index = (folded ^ (rest == 0 ? 0 : _words[whole] & ((1u << rest) - 1)) ^ (uint)address) & mask;
            _at[table] = (table << _indexBits) + (int)index;
            _sum += _weights[_at[table]];
        }

        return _sum >= 1;
    }

    /// <inheritdoc/>
    public void Learn(bool taken)
    {
        bool right = _sum >= 1 == taken, weak = Math.Abs(_sum) < _theta;
        if (!right || weak)
        {
            foreach (int at in _at)
            {
                _weights[at] = (sbyte)Math.Clamp(_weights[at] + (taken ? 1 : -1), sbyte.MinValue, sbyte.MaxValue);
            }

            Adapt(right);
        }

        uint bit = taken ? 1u : 0, mask = (1u << _indexBits) - 1;
        foreach (ref uint word in _words.AsSpan())
        {
            uint out1 = word >> (_indexBits - 1);
            word = ((word << 1) | bit) & mask;
            bit = out1;
        }
    }

    private void Adapt(bool right)
    {
        _counter += right ? -1 : 1;
        if (Math.Abs(_counter) >= Speed)
        {
            _theta += Math.Sign(_counter);
            _counter = 0;
        }
    }
}
