namespace Apical.Branches;

/// <summary>
/// Tables of tagged counters that look back geometrically longer histories, above a table without tags: the longest history whose tag matches foretells.
/// </summary>
/// <remarks>
/// Seznec and Michaud 2006, in the form of gem5. The next longest match, or the untagged table, is the alternative; it is taken instead where the
/// entry is new (counter at ±½) and a counter of 4 bits has found it better for such. Entries have a counter of 3 bits and 2 bits of usefulness,
/// which rises where the entry was right and the alternative wrong and falls in the reverse case; all are halved every 2^18 branches. After a miss one
/// entry is made in a longer table, in the first one (or, with probability ½ and ¼, one or two further on) whose entry there is useless; where there
/// is none, one is made useless. While an entry is useless, its alternative learns too. Counters of the untagged table share their second bit among
/// four.
/// </remarks>
public sealed class Tage : IBranchPredictor
{
    private const int PathBits = 16, UseAlternativeBits = 4, UsefulBits = 2;

    private readonly TageOptions _options;
    private readonly int _tables;
    private readonly sbyte[] _counters;                 // [tables, entries]
    private readonly byte[] _useful;
    private readonly ushort[] _tags;
    private readonly byte[] _base, _shared;             // upper and, among several, lower bits of the untagged counters
    private readonly FoldedHistory[] _index, _tag, _tagToo;
    private readonly BranchHistory<byte> _history;
    private readonly Rng _rng;
    private readonly int[] _at;
    private readonly ushort[] _wanted;
    private uint _path, _pathBit;
    private int _useAlternative, _branches, _hit, _alternative, _baseAt;
    private bool _longest, _other, _foretold;

    /// <summary>Fresh tables.</summary>
    /// <param name="options">Their sizes.</param>
    /// <param name="rng">Where new entries are made is drawn from it.</param>
    /// <exception cref="ArgumentException">Sizes that cannot be; the message says which.</exception>
    public Tage(TageOptions options, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rng);
        options.Check();
        (_options, _rng, _tables) = (options, rng, options.Histories.Count);
        int entries = _tables << options.LogEntries;
        (_counters, _useful, _tags) = (new sbyte[entries], new byte[entries], new ushort[entries]);
        (_base, _shared) = (new byte[1 << options.LogBase], new byte[1 << (options.LogBase - options.LogShared)]);
        _shared.AsSpan().Fill(1);
        _index = [.. options.Histories.Select(length => new FoldedHistory(length, options.LogEntries))];
        _tag = [.. options.Histories.Zip(options.TagBits, (length, bits) => new FoldedHistory(length, bits))];
        _tagToo = [.. options.Histories.Zip(options.TagBits, (length, bits) => new FoldedHistory(length, bits - 1))];
        _history = new(options.Histories[^1], 0);
        (_at, _wanted) = (new int[_tables], new ushort[_tables]);
    }

    /// <inheritdoc/>
    public string Name => $"TAGE {_tables} x {1 << _options.LogEntries}";

    /// <inheritdoc/>
    public long Bits => _options.TagBits.Sum(bits => (long)(bits + _options.CounterBits + UsefulBits) << _options.LogEntries)
        + _base.Length + _shared.Length + _options.Histories[^1] + PathBits + UseAlternativeBits + _options.LogReset + 1;

    /// <inheritdoc/>
    public bool Predict(ulong address)
    {
        uint pc = (uint)address;
        _baseAt = (int)(pc & ((1u << _options.LogBase) - 1));
        for (int table = 0; table < _tables; table++)
        {
            _at[table] = (table << _options.LogEntries) + Index(pc, table);
            _wanted[table] = (ushort)((pc ^ _tag[table].Value ^ (_tagToo[table].Value << 1)) & ((1u << _options.TagBits[table]) - 1));
        }

        _pathBit = pc & 1;
        _hit = Match(_tables - 1);
        _alternative = _hit < 0 ? -1 : Match(_hit - 1);
        _other = _alternative < 0 ? _base[_baseAt] == 1 : _counters[_at[_alternative]] >= 0;
        if (_hit < 0)
        {
            return _foretold = _longest = _other;
        }

        _longest = _counters[_at[_hit]] >= 0;
        return _foretold = IsNew(_hit) && _useAlternative >= 0 ? _other : _longest;
    }

    /// <inheritdoc/>
    public void Learn(bool taken)
    {
        bool allocate = _foretold != taken && _hit < _tables - 1;
        if (_hit >= 0 && IsNew(_hit))
        {
            allocate &= _longest != taken;
            if (_longest != _other)
            {
                Move(ref _useAlternative, _other == taken, UseAlternativeBits);
            }
        }

        if (allocate)
        {
            Allocate(taken);
        }

        if ((++_branches & ((1 << _options.LogReset) - 1)) == 0)
        {
            foreach (ref byte useful in _useful.AsSpan())
            {
                useful >>= 1;
            }
        }

        LearnEntries(taken);
        Remember(taken);
    }

    private bool IsNew(int table) => _counters[_at[table]] is 0 or -1;

    private int Match(int from)
    {
        int table = from;
        while (table >= 0 && _tags[_at[table]] != _wanted[table])
        {
            table--;
        }

        return table;
    }

    private int Index(uint pc, int table)
    {
        int bits = _options.LogEntries, bank = table + 1;
        uint mask = (1u << bits) - 1, path = _path & ((1u << Math.Min(_options.Histories[table], PathBits)) - 1);
        uint high = path >> bits;
        path = (path & mask) ^ Rotate(high & mask);
        return (int)((pc ^ (pc >> (Math.Abs(bits - bank) + 1)) ^ _index[table].Value ^ Rotate(path)) & mask);

        uint Rotate(uint x) => ((x << bank) & mask) + (x >> (bits - bank));
    }

    private void Allocate(bool taken)
    {
        int first = _hit + 1;
        bool room = false;
        for (int table = first; table < _tables; table++)
        {
            room |= _useful[_at[table]] == 0;
        }

        ulong draw = _rng.NextUInt64() & ((1ul << (_tables - first)) - 1) >> 1;
        first += (draw & 1) == 0 ? 0 : (draw & 2) == 0 ? 1 : 2;
        if (!room)
        {
            _useful[_at[first]] = 0;
        }

        for (int table = first; table < _tables; table++)
        {
            int at = _at[table];
            if (_useful[at] == 0)
            {
                (_tags[at], _counters[at]) = (_wanted[table], (sbyte)(taken ? 0 : -1));
                return;
            }
        }
    }

    private void LearnEntries(bool taken)
    {
        if (_hit < 0)
        {
            LearnBase(taken);
            return;
        }

        int at = _at[_hit];
        Move(ref _counters[at], taken);
        if (_useful[at] == 0)
        {
            if (_alternative < 0)
            {
                LearnBase(taken);
            }
            else
            {
                Move(ref _counters[_at[_alternative]], taken);
            }
        }

        if (_foretold != _other)
        {
            _useful[at] = (byte)Math.Clamp(_useful[at] + (_foretold == taken ? 1 : -1), 0, (1 << UsefulBits) - 1);
        }
    }

    private void LearnBase(bool taken)
    {
        ref byte low = ref _shared[_baseAt >> _options.LogShared];
        byte counter = (byte)((_base[_baseAt] << 1) + low);
        Bimodal.Move(ref counter, taken);
        (_base[_baseAt], low) = ((byte)(counter >> 1), (byte)(counter & 1));
    }

    private void Remember(bool taken)
    {
        ReadOnlySpan<byte> last = _history.Last;
        for (int table = 0; table < _tables; table++)
        {
            bool oldest = last[_options.Histories[table] - 1] == 1;
            _index[table].Push(taken, oldest);
            _tag[table].Push(taken, oldest);
            _tagToo[table].Push(taken, oldest);
        }

        _history.Push((byte)(taken ? 1 : 0));
        _path = ((_path << 1) | _pathBit) & ((1u << PathBits) - 1);
    }

    private void Move(ref sbyte counter, bool up)
    {
        int moved = counter;
        Move(ref moved, up, _options.CounterBits);
        counter = (sbyte)moved;
    }

    private static void Move(ref int counter, bool up, int bits) =>
        counter = Math.Clamp(counter + (up ? 1 : -1), -(1 << (bits - 1)), (1 << (bits - 1)) - 1);
}
