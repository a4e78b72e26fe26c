using System.Numerics;

namespace Apical.Branches;

/// <summary>
/// A row of small weights for each address, modulo their number, over the last outcomes of all branches: the sign of the weighted sum is foretold.
/// </summary>
/// <remarks>
/// <code>
///   y = w_0 + Σ_i w_i x_i,  x_i = ±1;  taken is foretold where y ≥ 0
///   w_0 += t, w_i += t x_i, within [−2^(b−1), 2^(b−1) − 1], where that was wrong or |y| ≤ θ = ⌊1.93 h + 14⌋     Jiménez and Lin 2001
/// </code>
/// Weights begin at 0, the history as not taken.
/// </remarks>
public sealed class Perceptron : IBranchPredictor
{
    private const int MostWeights = 1 << 28;

    private readonly int _rows, _length, _bits, _stride, _theta;
    private readonly short[] _weights;                  // [rows, stride], w_1 .. w_h and zeros
    private readonly short[] _biases;
    private readonly BranchHistory<short> _history;
    private int _row, _sum;

    /// <summary>Fresh weights.</summary>
    /// <param name="rows">Rows of weights; at least 1, and at most 2^28 weights in all.</param>
    /// <param name="history">h, from 1 to 512.</param>
    /// <param name="weightBits">b, from 2 to 8. Default 8.</param>
    public Perceptron(int rows, int history, int weightBits = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(history, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(history, 512);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, MostWeights / (history + Vector<short>.Count));
        ArgumentOutOfRangeException.ThrowIfLessThan(weightBits, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weightBits, 8);
        (_rows, _length, _bits) = (rows, history, weightBits);
        _theta = (int)Math.Floor((1.93 * history) + 14);
        _stride = (history + Vector<short>.Count - 1) / Vector<short>.Count * Vector<short>.Count;
        _weights = new short[rows * _stride];
        _biases = new short[rows];
        _history = new(history, -1);
    }

    /// <inheritdoc/>
    public string Name => $"perceptron {_rows} x {_length}";

    /// <inheritdoc/>
    public long Bits => ((long)_rows * (_length + 1) * _bits) + _length;

    /// <inheritdoc/>
    public bool Predict(ulong address)
    {
        _row = (int)(address % (ulong)_rows);
        ReadOnlySpan<short> w = _weights.AsSpan(_row * _stride, _stride), x = _history.Last;
        Vector<short> sum = Vector<short>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            sum += new Vector<short>(w[i..]) * new Vector<short>(x[i..]);
        }

        Vector.Widen(sum, out Vector<int> low, out Vector<int> high);
        _sum = _biases[_row] + Vector.Sum(low + high);
        for (; i < x.Length; i++)
        {
            _sum += w[i] * x[i];
        }

        return _sum >= 0;
    }

    /// <inheritdoc/>
    public void Learn(bool taken)
    {
        short t = (short)(taken ? 1 : -1);
        if (_sum >= 0 != taken || Math.Abs(_sum) <= _theta)
        {
            Span<short> w = _weights.AsSpan(_row * _stride, _stride);
            ReadOnlySpan<short> x = _history.Last;
            short most = (short)((1 << (_bits - 1)) - 1), least = (short)~most;
            int i = 0;
            for (; i <= x.Length - Vector<short>.Count; i += Vector<short>.Count)
            {
                Vector<short> moved = new Vector<short>(w[i..]) + (new Vector<short>(x[i..]) * t);
                Vector.Min(Vector.Max(moved, new Vector<short>(least)), new Vector<short>(most)).CopyTo(w[i..]);
            }

            for (; i < x.Length; i++)
            {
                w[i] = Math.Clamp((short)(w[i] + (t * x[i])), least, most);
            }

            _biases[_row] = Math.Clamp((short)(_biases[_row] + t), least, most);
        }

        _history.Push(t);
    }
}
