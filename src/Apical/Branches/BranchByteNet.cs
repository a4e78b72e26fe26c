using Apical.Numerics.Online;
using Apical.Online;

namespace Apical.Branches;

/// <summary>As <see cref="BranchNet"/>, with 8-bit weights.</summary>
public sealed class BranchByteNet : IBranchPredictor
{
    private const sbyte One = 64;                       // 1 in units of 1/64

    private readonly BranchNetOptions _options;
    private readonly OnlineByteNet[] _nets;
    private readonly BranchHistory<sbyte> _history;     // with both signs, each outcome is there twice
    private readonly int[] _active;
    private OnlineByteNet _net;
    private ulong _outcomes;
    private int _score;

    /// <summary>Fresh nets.</summary>
    /// <param name="options">Shape and learning.</param>
    /// <param name="rng">Net k is drawn from the fork <c>net</c>, number k; all round by the fork <c>rounding</c>.</param>
    public BranchByteNet(BranchNetOptions options, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rng);
        _options = options;
        var noise = new ByteNoise(rng.Fork("rounding"));
        _nets = [.. Enumerable.Range(0, options.Nets).Select(k => new OnlineByteNet(options.Net, rng.Fork("net", k), options.Made, noise))];
        _net = _nets[0];
        _history = new(options.Inputs, -One);
        _active = new int[options.Made.Active];
        if (options.BothSigns)
        {
            for (int i = 0; i < options.History; i++)
            {
                _history.Push(One);
                _history.Push(-One);
            }
        }
    }

    /// <inheritdoc/>
    public string Name => $"{(_nets.Length > 1 ? $"{_nets.Length} nets" : "net")} {_options.Net}{(_options.Slots > 0 ? $" + {_options.Slots}" : "")}, 8 bits";

    /// <inheritdoc/>
    public long Bits => (8L * _nets[0].StateBytes * _nets.Length) + _options.Overhead(8);

    /// <inheritdoc/>
    public bool Predict(ulong address)
    {
        _net = _nets.Length == 1 ? _net : _nets[BranchNetOptions.Choose(address, 0, _nets.Length)];
        if (_active.Length > 0)
        {
            _active[0] = BranchNetOptions.Choose(address, 0, _options.Slots);
            for (int k = 1; k < _active.Length; k++)
            {
                int length = _options.Mixed[k - 1];
                _active[k] = BranchNetOptions.Choose(address, (_outcomes & ((1ul << length) - 1)) + ((ulong)length << 56), _options.Slots);
            }
        }

        _score = _net.Score(_history.Last, _active);
        return _score >= 0;
    }

    /// <inheritdoc/>
    public void Learn(bool taken)
    {
        if (_score >= 0 != taken || Math.Abs(_score) <= 128 * _options.Margin)
        {
            _net.Learn(taken);
        }

        sbyte x = taken ? One : (sbyte)-One;
        if (_options.BothSigns)
        {
            _history.Push((sbyte)-x);
        }

        _history.Push(x);
        _outcomes = (_outcomes << 1) | (taken ? 1ul : 0);
    }
}
