using Apical.Online;

namespace Apical.Branches;

/// <summary>Branches foretold by <see cref="OnlineNet{T}"/>s in single precision: what lechner2020 proposes at its end.</summary>
public sealed class BranchNet : IBranchPredictor
{
    private readonly BranchNetOptions _options;
    private readonly OnlineNet<float>[] _nets;
    private readonly BranchHistory<float> _history;     // with both signs, each outcome is there twice
    private readonly int[] _active;
    private OnlineNet<float> _net;
    private ulong _outcomes;
    private float _score;

    /// <summary>Fresh nets.</summary>
    /// <param name="options">Shape and learning.</param>
    /// <param name="rng">Net k is drawn from the fork <c>net</c>, number k.</param>
    public BranchNet(BranchNetOptions options, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rng);
        _options = options;
        _nets = [.. Enumerable.Range(0, options.Nets).Select(k => new OnlineNet<float>(options.Net, rng.Fork("net", k), options.Made))];
        _net = _nets[0];
        _history = new(options.Inputs, -1);
        _active = new int[options.Made.Active];
        if (options.BothSigns)
        {
            for (int i = 0; i < options.History; i++)
            {
                _history.Push(1);
                _history.Push(-1);
            }
        }
    }

    /// <inheritdoc/>
    public string Name => $"{(_nets.Length > 1 ? $"{_nets.Length} nets" : "net")} {_options.Net}{(_options.Slots > 0 ? $" + {_options.Slots}" : "")}, float32";

    /// <inheritdoc/>
    public long Bits => (8L * _nets[0].StateBytes * _nets.Length) + _options.Overhead(32);

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
        if (_score >= 0 != taken || Math.Abs(_score) <= _options.Margin)
        {
            _net.Learn(taken ? 1 : 0);
        }

        float x = taken ? 1 : -1;
        if (_options.BothSigns)
        {
            _history.Push(-x);
        }

        _history.Push(x);
        _outcomes = (_outcomes << 1) | (taken ? 1ul : 0);
    }
}
