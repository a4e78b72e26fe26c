namespace Apical.Branches;

/// <summary>Branches foretold by online nets: what lechner2020 proposes at its end.</summary>
/// <typeparam name="TUnit">A net of one kind of numbers.</typeparam>
/// <typeparam name="T">What its inputs are.</typeparam>
internal sealed class BranchNet<TUnit, T> : IBranchPredictor
    where TUnit : struct, IBranchUnit<TUnit, T>
    where T : struct
{
    private readonly BranchNetOptions _options;
    private readonly TUnit[] _nets;
    private readonly BranchHistory<T> _history;         // with both signs, each outcome is there twice
    private readonly int[] _active;
    private TUnit _net;
    private ulong _outcomes;
    private float _score;

    /// <summary>Fresh nets.</summary>
    public BranchNet(BranchNetOptions options, Rng rng)
    {
        _options = options;
        _nets = TUnit.Make(options, rng);
        _net = _nets[0];
        (T taken, T not) = TUnit.Signs;
        _history = new(options.Inputs, not);
        _active = new int[options.Made.Active];
        for (int i = 0; options.BothSigns && i < options.History; i++)
        {
            _history.Push(taken);
            _history.Push(not);
        }
    }

    /// <inheritdoc/>
    public string Name => $"{(_nets.Length > 1 ? $"{_nets.Length} nets" : "net")} {_options.Net}{(_options.Slots > 0 ? $" + {_options.Slots}" : "")}, "
        + (TUnit.Bits == 8 ? "8 bits" : "float32");

    /// <inheritdoc/>
    public long Bits => (8L * _nets[0].StateBytes * _nets.Length) + _options.Overhead(TUnit.Bits);

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
            _net.Learn(taken);
        }

        (T one, T other) = taken ? TUnit.Signs : (TUnit.Signs.Not, TUnit.Signs.Taken);
        if (_options.BothSigns)
        {
            _history.Push(other);
        }

        _history.Push(one);
        _outcomes = (_outcomes << 1) | (taken ? 1ul : 0);
    }
}
